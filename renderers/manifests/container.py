"""The containers that the chart makes: the server, and the one that upgrades the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mlflow_tui.config_model.chart import APP_VERSION, Names
from mlflow_tui.config_model.credentials import BACKEND_STORE, ENVIRONMENT, SECRETS, mounted
from mlflow_tui.config_model.database_upgrade import CONTAINER, upgrades
from mlflow_tui.config_model.json_data import scalar_text
from mlflow_tui.config_model.values import Values
from mlflow_tui.config_model.values.image import Image
from mlflow_tui.renderers.manifests import host_check
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata
from mlflow_tui.renderers.manifests.probe import probe

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
        "env": [*_secret_variables(values, names), *host_check.variables(values, metadata), *values.extra_env],
        "envFrom": [
            *_backend_source(values),
            *environment,
            *values.extra_env_from,
            *_existing_store_sources(values),
        ],
        "volumeMounts": [*(mount for _, mount in mounted_secrets(values, names)), *values.extra_volume_mounts],
        "resources": resources(values),
        "livenessProbe": probe(values),
        "readinessProbe": probe(values),
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
        "env": list(values.extra_env),
        "envFrom": [*_backend_source(values), *environment, *values.extra_env_from],
        "volumeMounts": list(values.extra_volume_mounts),
        "resources": resources(values),
        "securityContext": values.security_context,
    }
    yield {key: part for key, part in parts.items() if part}


def image_reference(image: Image) -> str:
    """`registry/repository:tag`; no registry means docker.io, no tag the chart's MLflow."""
    return f"{image.registry or 'docker.io'}/{image.repository}:{image.tag or f'v{APP_VERSION}'}"


def arguments(values: Values) -> list[str]:
    """The arguments of `mlflow`, in the contract's order."""
    tracking = values.tracking_server
    arguments = ["server", f"--{tracking.mode}"]
    if tracking.default_artifact_root:
        arguments.append(f"--default-artifact-root={tracking.default_artifact_root}")
    if tracking.artifacts_destination:
        arguments.append(f"--artifacts-destination={tracking.artifacts_destination}")
    arguments += [f"--host={tracking.host}", f"--port={tracking.port}", f"--workers={tracking.workers}"]
    if tracking.basic_auth.enabled:
        arguments.append("--app-name=basic-auth")
    return [*arguments, *tracking.extra_args]


def environment(configuration: Sequence[Manifest], metadata: Metadata) -> list[Part]:
    """envFrom entries of the ConfigMap and the environment Secret, of what is created those that are made."""
    created = {one["metadata"]["name"] for one in configuration}
    sources = {"configMapRef": metadata.names.env_configmap, "secretRef": metadata.names.secret(ENVIRONMENT)}
    return [{reference: {"name": name}} for reference, name in sources.items() if name in created]


def mounted_secrets(values: Values, names: Names) -> Iterator[tuple[Part, Part]]:
    """Each Secret that is mounted as a file: its volume, and its mount in the server."""
    for secret, mount in mounted(values):
        name = secret.existing_name(values) or names.secret(secret.suffix)
        yield (
            {"name": mount.volume, "secret": {"secretName": name}},
            {"name": mount.volume, "mountPath": mount.folder, "readOnly": True},
        )


def _secret_variables(values: Values, names: Names) -> Iterator[Part]:
    """The paths of the Secrets that are mounted, and the keys of those that variables refer to."""
    for secret in SECRETS:
        if secret.is_environment or not secret.is_used(values):
            continue
        if secret.mount is not None:
            yield {"name": secret.mount.variable, "value": f"{secret.mount.folder}/{secret.keys[0].name}"}
        else:
            name = secret.existing_name(values) or names.secret(secret.suffix)
            for key in secret.keys:
                yield {"name": key.name, "valueFrom": {"secretKeyRef": {"name": name, "key": key.name}}}


def _backend_source(values: Values) -> Iterator[Part]:
    if name := BACKEND_STORE.existing_name(values):
        yield {"secretRef": {"name": name}}


def _existing_store_sources(values: Values) -> Iterator[Part]:
    for secret in SECRETS:
        if secret.is_environment and secret is not BACKEND_STORE and (name := secret.existing_name(values)):
            yield {"secretRef": {"name": name}}


def resources(values: Values) -> Part:
    """The server's resources, with quantities as text: `cpu: 1` is `"1"`."""
    rendered: Part = {}
    for key, part in values.resources.items():
        if key in ("limits", "requests") and isinstance(part, dict):
            if part:
                rendered[key] = {name: scalar_text(quantity) for name, quantity in part.items()}
        else:
            rendered[key] = part
    return rendered
