"""The official chart: `server.value_options`, `mlflow.backendStoreUri`, `storage`, `probes` and the rest.

Source: its values.yaml and what its templates make of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.conversion.foreign import Foreign, chart_mlflow
from mlflow_tui.config_model.conversion.table import (
    Add,
    Give,
    Statement,
    added,
    below,
    differs,
    items_of,
    listed,
    nothing,
    person,
    row,
    same,
    variable,
)
from mlflow_tui.config_model.conversion.tables import official_objects, official_server
from mlflow_tui.config_model.conversion.tables.official_names import claims_once, fullname
from mlflow_tui.config_model.conversion.tables.shared import default_tag, image_name, temporary_files

_URI = "MLFLOW_BACKEND_STORE_URI"
_ROOT = "MLFLOW_DEFAULT_ARTIFACT_ROOT"
_DESTINATION = "MLFLOW_ARTIFACTS_DESTINATION"


@row("image.repository")
def _repository(foreign: Foreign) -> Iterator[Statement]:
    registry, repository = image_name(foreign.text("image.repository"))
    yield Give("image.registry", registry)
    yield Give("image.repository", repository)


@row("image.tag")
def _tag(foreign: Foreign) -> Iterator[Statement]:
    if tag := foreign.text("image.tag"):
        yield Give("image.tag", tag)
    else:
        yield from default_tag("image.tag", f"v{chart_mlflow(foreign.chart)}-full")


@row("fullnameOverride")
def _name(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("fullnameOverride"):
        yield Give("fullnameOverride", foreign.text("fullnameOverride"))
        return
    name = fullname(foreign)
    if name == foreign.release.name:
        return
    yield Give("fullnameOverride", name)
    message = f"that chart names the objects of the release {foreign.release.name} {name}: kept"
    yield differs("fullnameOverride", message, fix="give --release NAME if yours has another name")


@row("deploymentStrategy")
def _strategy(foreign: Foreign) -> Iterator[Statement]:
    if given := foreign.mapping("deploymentStrategy"):
        yield Give("strategy", given)
    elif claims_once(foreign):
        return  # the default of this chart is the same
    elif foreign.text("mlflow.backendStoreUri").startswith("sqlite://"):
        yield Give("strategy", {"type": "Recreate"})
    else:
        yield Give("strategy", {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}})


@row("mlflow.backendStoreUri", "mlflow.backendStoreUriFrom")
def _backend_store(foreign: Foreign) -> Iterator[Statement]:
    uri, source = foreign.text("mlflow.backendStoreUri"), foreign.mapping("mlflow.backendStoreUriFrom")
    if source:
        yield from _backend_store_from(source)
        if uri:
            yield differs("mlflow.backendStoreUri", "backendStoreUriFrom is used in its place, there as here")
    elif uri:
        yield Give("backendStore.createSecret.backendStoreUri", uri, ("mlflow.backendStoreUri",))
        yield differs("mlflow.backendStoreUri", "it is in a Secret, no longer in the Deployment", f"env {_URI}")
    else:
        yield person(
            "mlflow.backendStoreUri",
            "that chart refuses values without a backend store",
            "set backendStore.existingSecret or backendStore.createSecret.backendStoreUri",
        )


def _backend_store_from(source: dict[str, Any]) -> Iterator[Statement]:
    of = ("mlflow.backendStoreUriFrom",)
    reference = source.get("secretKeyRef")
    if not isinstance(reference, dict) or not reference.get("name") or reference.get("optional"):
        yield Add("extraEnv", added({"name": _URI, "valueFrom": source}), of)
        return
    yield Give("backendStore.existingSecret", reference["name"], of)
    key = str(reference.get("key", _URI))
    if key != _URI:
        yield Give("backendStore.existingSecretKey", key, of)
    else:
        message = "all keys of the Secret become variables of the server"
        yield differs("mlflow.backendStoreUriFrom", message, f"env {_URI}", f"envFrom {reference['name']}")


@row("mlflow.registryStoreUri", "mlflow.registryStoreUriFrom")
def _registry_store(foreign: Foreign) -> Iterator[Statement]:
    uri, source = foreign.text("mlflow.registryStoreUri"), foreign.mapping("mlflow.registryStoreUriFrom")
    name = "MLFLOW_REGISTRY_STORE_URI"
    if source:
        yield Add("extraEnv", added({"name": name, "valueFrom": source}), ("mlflow.registryStoreUriFrom",))
    elif uri:
        yield Add("extraEnv", added(variable(name, uri)), ("mlflow.registryStoreUri",))


@row("mlflow.defaultArtifactRoot", "mlflow.artifactsDestination")
def _artifacts(foreign: Foreign) -> Iterator[Statement]:
    options = foreign.mapping("server.value_options")
    for key, option, name in (
        ("defaultArtifactRoot", "default_artifact_root", _ROOT),
        ("artifactsDestination", "artifacts_destination", _DESTINATION),
    ):
        value, whole = foreign.text(f"mlflow.{key}"), f"mlflow.{key}"
        if not value:
            continue
        if options.get(option):
            yield differs(whole, f"the argument of server.value_options.{option} counts, there as here", f"env {name}")
            continue
        yield Give(f"trackingServer.{key}", value, (whole,))
        argument = f"argument --{option.replace('_', '-')}"
        yield differs(whole, "it is an argument in place of a variable", f"env {name}", argument)


@row("tls.enabled", "tls.secretName")
def _tls(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.on("tls.enabled"):
        return
    files = "--ssl-keyfile=/etc/tls/private/tls.key --ssl-certfile=/etc/tls/private/tls.crt --proxy-headers"
    yield Add("trackingServer.extraArgs", added(f"--uvicorn-opts={files}"), ("tls.enabled",))
    secret = {"name": "tls", "secret": {"secretName": foreign.text("tls.secretName")}}
    yield Add("extraVolumes", added(secret))
    mount = {"name": "tls", "mountPath": "/etc/tls/private", "readOnly": True}
    yield Add("extraVolumeMounts", added(mount), ("tls.enabled",))
    yield Give("service.name", "https", ("tls.enabled",))
    yield differs("tls.enabled", "the port of the container is named http here", "port container name")


@row("securityContext")
def _security_context(foreign: Foreign) -> Iterator[Statement]:
    context = foreign.mapping("securityContext")
    yield Give("securityContext", foreign.value("securityContext"))
    if context.get("readOnlyRootFilesystem"):
        yield from temporary_files("securityContext")


@row("extraVolumes")
def _volumes(foreign: Foreign) -> Iterator[Statement]:
    if foreign.has("extraVolumes"):
        yield Add("extraVolumes", items_of(foreign, "extraVolumes"))


@row("serviceAccount.automountServiceAccountToken")
def _automount(foreign: Foreign) -> Iterator[Statement]:
    yield Give("serviceAccount.automount", foreign.on("serviceAccount.automountServiceAccountToken"))


@row("storage.accessMode")
def _access_mode(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("storage.enabled") or foreign.has("storage.accessMode"):
        yield Give("persistence.accessModes", [foreign.text("storage.accessMode")])


@row("service.port")
def _port(foreign: Foreign) -> Iterator[Statement]:
    port = foreign.value("service.port") or foreign.mapping("server.value_options").get("port")
    if isinstance(port, int):
        yield Give("service.port", port)


ROWS = (
    _repository,
    _tag,
    same("image.pullPolicy"),
    same("imagePullSecrets", "image.pullSecrets"),
    _name,
    same("replicaCount"),
    _strategy,
    *official_server.ROWS,
    *below("service", "type", "annotations"),
    _port,
    *below("ingress", "enabled", "className", "annotations", "hosts", "tls", when="ingress.enabled"),
    _backend_store,
    _registry_store,
    _artifacts,
    listed("env", "extraEnv"),
    same("envFrom", "extraEnvFrom"),
    _tls,
    _security_context,
    _volumes,
    listed("extraVolumeMounts", "extraVolumeMounts"),
    same("extraInitContainers"),
    same("extraContainers"),
    same("podSecurityContext"),
    *below("serviceAccount", "create", "name", "annotations"),
    _automount,
    *below("storage", "enabled", "size", "storageClassName", "mountPath", to="persistence", when="storage.enabled"),
    _access_mode,
    *official_objects.ROWS,
    same("resources"),
    same("podAnnotations"),
    same("podLabels"),
    same("nodeSelector"),
    same("tolerations"),
    same("affinity"),
    nothing("the GC job has the volumes of the server", "garbageCollection.extraVolumes"),
    nothing("the GC job has the mounts of the server", "garbageCollection.extraVolumeMounts"),
)
"""What the chart's keys become, in an order that keeps the order of its variables, volumes and mounts."""
