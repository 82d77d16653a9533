"""The containers that the chart makes: the server, and the one that upgrades the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlflow_tui.config_model.chart import APP_VERSION, Names
from mlflow_tui.config_model.credentials import (
    BACKEND_STORE,
    BASIC_AUTH,
    ENVIRONMENT,
    FLASK,
    SECRETS,
    ChartSecret,
    mounted,
)
from mlflow_tui.config_model.database_upgrade import CONTAINER, upgrades
from mlflow_tui.config_model.garbage_collection import options
from mlflow_tui.config_model.json_data import scalar_text
from mlflow_tui.config_model.values import Values
from mlflow_tui.config_model.values.image import Image
from mlflow_tui.config_model.values.metrics import METRICS_VOLUME
from mlflow_tui.renderers.manifests import host_check, persistent_volume_claim
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata
from mlflow_tui.renderers.manifests.probe import probes

Part = dict[str, Any]


def server(values: Values, metadata: Metadata, environment: list[Part]) -> Part:
    """The container of the tracking server. `environment`: the sources that the chart creates."""
    names = metadata.names
    parts = {
        "name": "mlflow",
        "image": image_reference(values.image),
        "imagePullPolicy": values.image.pull_policy,
        "command": ["mlflow"],
        "args": arguments(values),
        "ports": [{"containerPort": values.tracking_server.port, "name": "http"}],
        "env": [
            *_secret_variables(values, names),
            *_backend_variable(values),
            *host_check.variables(values, metadata),
            *values.extra_env,
        ],
        "envFrom": [
            *_backend_source(values),
            *environment,
            *values.extra_env_from,
            *_existing_store_sources(values),
        ],
        "volumeMounts": [
            *(mount for _, mount in own_volumes(values, names)),
            *persistent_volume_claim.mounts(values),
            *values.extra_volume_mounts,
        ],
        "resources": resources(values.resources),
        **probes(values),
        "lifecycle": values.lifecycle,
        "securityContext": values.security_context,
    }
    return {key: part for key, part in parts.items() if part}


def database_upgrade(values: Values, environment: list[Part]) -> Iterator[Part]:
    """The container that runs `mlflow db upgrade`, if it is asked for and there is a backend store."""
    if not upgrades(values):
        return
    parts = {
        "name": CONTAINER,
        "image": image_reference(values.image),
        "imagePullPolicy": values.image.pull_policy,
        "command": ["mlflow"],
        "args": ["db", "upgrade", "$(MLFLOW_BACKEND_STORE_URI)"],
        "env": [*_backend_variable(values), *values.extra_env],
        "envFrom": [*_backend_source(values), *environment, *values.extra_env_from],
        "volumeMounts": [*persistent_volume_claim.mounts(values), *values.extra_volume_mounts],
        "resources": resources(values.resources),
        "securityContext": values.security_context,
    }
    yield {key: part for key, part in parts.items() if part}


def collection(values: Values, metadata: Metadata, environment: list[Part], arguments: list[str]) -> Part:
    """The container that runs `mlflow gc`, with the stores and credentials of the server."""
    names = metadata.names
    variables = [*_secret_variables(values, names, besides=_OF_LOGIN), *_backend_variable(values)]
    if "--tracking-uri" not in options(values.image.mlflow) and not _gives(values, _TRACKING_URI):
        variables.append({"name": _TRACKING_URI, "value": server_url(values, names)})
    parts = {
        "name": "mlflow-gc",
        "image": image_reference(values.image),
        "imagePullPolicy": values.image.pull_policy,
        "command": ["mlflow"],
        "args": arguments,
        "env": [*variables, *values.extra_env],
        "envFrom": [
            *_backend_source(values),
            *environment,
            *values.extra_env_from,
            *_existing_store_sources(values),
        ],
        "volumeMounts": [
            *(mount for _, mount in _mounted_secrets(values, names, besides=_OF_LOGIN)),
            *persistent_volume_claim.mounts(values),
            *values.extra_volume_mounts,
        ],
        "resources": resources(values.garbage_collection.resources),
        "securityContext": values.security_context,
    }
    return {key: part for key, part in parts.items() if part}


_OF_LOGIN = (BASIC_AUTH, FLASK)
"""The Secrets of the server that let people in; nobody logs in to a collection."""
_TRACKING_URI = "MLFLOW_TRACKING_URI"


def _gives(values: Values, variable: str) -> bool:
    return any(one.get("name") == variable for one in values.extra_env)


def server_url(values: Values, names: Names) -> str:
    """The server as other pods reach it; its API is there without the static prefix too."""
    return f"http://{names.fullname}:{values.service.port}"


def image_reference(image: Image) -> str:
    """`registry/repository:tag`, or `@digest`; no registry means docker.io, no tag the chart's MLflow."""
    named = f"@{image.digest}" if image.digest else f":{image.tag or f'v{APP_VERSION}'}"
    return f"{image.registry or 'docker.io'}/{image.repository}{named}"


def arguments(values: Values) -> list[str]:
    """The arguments of `mlflow`, in the contract's order."""
    tracking = values.tracking_server
    arguments = ["server", f"--{tracking.mode}"]
    if tracking.default_artifact_root:
        arguments.append(f"--default-artifact-root={tracking.default_artifact_root}")
    if tracking.artifacts_destination:
        arguments.append(f"--artifacts-destination={tracking.artifacts_destination}")
    arguments += [f"--host={tracking.host}", f"--port={tracking.port}", f"--workers={tracking.workers}"]
    if tracking.static_prefix:
        arguments.append(f"--static-prefix={tracking.static_prefix}")
    if values.metrics.enabled:
        arguments.append(f"--expose-prometheus={values.metrics.multiproc_directory}")
    if tracking.basic_auth.enabled:
        arguments.append("--app-name=basic-auth")
    return [*arguments, *tracking.extra_args]


def environment(configuration: Sequence[Manifest], metadata: Metadata) -> list[Part]:
    """envFrom entries of the ConfigMap and the environment Secret, of what is created those that are made."""
    created = {one["metadata"]["name"] for one in configuration}
    sources = {"configMapRef": metadata.names.env_configmap, "secretRef": metadata.names.secret(ENVIRONMENT)}
    return [{reference: {"name": name}} for reference, name in sources.items() if name in created]


def own_volumes(values: Values, names: Names) -> Iterator[tuple[Part, Part]]:
    """Each volume that the chart makes, and its mount in the server: Secrets that are files, and that of metrics."""
    yield from _mounted_secrets(values, names)
    if values.metrics.enabled:
        folder = values.metrics.multiproc_directory
        yield {"name": METRICS_VOLUME, "emptyDir": {}}, {"name": METRICS_VOLUME, "mountPath": folder}


def _mounted_secrets(values: Values, names: Names, besides: Sequence[ChartSecret] = ()) -> Iterator[tuple[Part, Part]]:
    for secret, mount in mounted(values):
        if secret in besides:
            continue
        name = secret.existing_name(values) or names.secret(secret.suffix)
        yield (
            {"name": mount.volume, "secret": {"secretName": name}},
            {"name": mount.volume, "mountPath": mount.folder, "readOnly": True},
        )


def _secret_variables(values: Values, names: Names, besides: Sequence[ChartSecret] = ()) -> Iterator[Part]:
    """The paths of the Secrets that are mounted, and the keys of those that variables refer to."""
    for secret in SECRETS:
        if secret.is_environment or secret in besides or not secret.is_used(values):
            continue
        if secret.mount is not None:
            yield {"name": secret.mount.variable, "value": f"{secret.mount.folder}/{secret.keys[0].name}"}
        else:
            name = secret.existing_name(values) or names.secret(secret.suffix)
            for key in secret.keys:
                yield {"name": key.name, "valueFrom": {"secretKeyRef": {"name": name, "key": key.name}}}


def _backend_source(values: Values) -> Iterator[Part]:
    name = BACKEND_STORE.existing_name(values)
    if name and not BACKEND_STORE.single_key(values):
        yield {"secretRef": {"name": name}}


def _backend_variable(values: Values) -> Iterator[Part]:
    """The URI from one key of the existing Secret, unless a variable gives it by hand."""
    (uri,) = BACKEND_STORE.keys
    key = BACKEND_STORE.single_key(values)
    if key and all(one.get("name") != uri.name for one in values.extra_env):
        reference = {"name": BACKEND_STORE.existing_name(values), "key": key}
        yield {"name": uri.name, "valueFrom": {"secretKeyRef": reference}}


def _existing_store_sources(values: Values) -> Iterator[Part]:
    for secret in SECRETS:
        if secret.is_environment and secret is not BACKEND_STORE and (name := secret.existing_name(values)):
            yield {"secretRef": {"name": name}}


def resources(given: Mapping[str, Any]) -> Part:
    """The resources with quantities as text: `cpu: 1` is `"1"`."""
    rendered: Part = {}
    for key, part in given.items():
        if key in ("limits", "requests") and isinstance(part, dict):
            if part:
                rendered[key] = {name: scalar_text(quantity) for name, quantity in part.items()}
        else:
            rendered[key] = part
    return rendered
