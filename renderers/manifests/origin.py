"""Which setting made a part of a rendered object: the way back from an object to the values file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mlflow_tui.config_model.credentials import SECRETS, setting_of_key, store_of_variable
from mlflow_tui.config_model.database_upgrade import CONTAINER
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.values import Values
from mlflow_tui.config_model.values.metrics import METRICS_VOLUME
from mlflow_tui.renderers.manifests.host_check import ALLOWED_HOSTS, ALLOWED_ORIGINS
from mlflow_tui.renderers.manifests.metadata import Manifest
from mlflow_tui.renderers.manifests.origin_of_objects import (
    OBJECTS,
    of_data_volume,
    of_extra_object,
    of_monitor_metadata,
)
from mlflow_tui.renderers.manifests.task_pod import OF_THE_SERVER


def origin(values: Values, manifest: Manifest, path: Path) -> Path:
    """The path in the values of what stands at `path` in a manifest that `render` made of them.

    It is that of the nearest setting above where the chart made the part itself, and `()` where no setting did.
    """
    if (extra := of_extra_object(values, manifest)) is not None:
        return (*extra, *path)
    if path[:1] == ("metadata",):
        if manifest["kind"] == "ServiceMonitor" and (found := of_monitor_metadata(values, path[1:])):
            return found
        return _of_metadata(values, manifest["kind"], path[1:])
    body = _BODIES.get(manifest["kind"])
    return body(values, manifest, path) if body is not None else ()


def _of_metadata(values: Values, kind: str, path: Path) -> Path:
    if path[:1] == ("annotations",) and kind in _ANNOTATED:
        return (*_ANNOTATED[kind], *path[1:])
    if kind == "Service" and path[:1] == ("labels",) and _is_given(path[1:], values.service.labels):
        return ("service", *path)
    if kind == "ServiceAccount" and path[:1] == ("name",):
        return _of_account_name(values)
    if path[:1] == ("name",) and values.fullname_override:
        return ("fullnameOverride",)
    return ("nameOverride",) if path and values.name_override else ()


def _of_account_name(values: Values) -> Path:
    return ("serviceAccount", "name") if values.service_account.name else _of_metadata(values, "", ("name",))


_ANNOTATED: Mapping[str, Path] = {
    "ServiceAccount": ("serviceAccount", "annotations"),
    "PersistentVolumeClaim": ("persistence", "annotations"),
    "Service": ("service", "annotations"),
    "Ingress": ("ingress", "annotations"),
    "HTTPRoute": ("httpRoute", "annotations"),
    "Deployment": ("deploymentAnnotations",),
}


def _is_given(rest: Sequence[Any], labels: Mapping[str, str]) -> bool:
    """Whether the label at `rest` is one of those that the values give."""
    return bool(rest) and rest[0] in labels


def _of_data(values: Values, manifest: Manifest, path: Path) -> Path:
    """A Secret or a ConfigMap: a key of it, or the largest one for the object as a whole."""
    data: Mapping[str, str] = manifest.get("data") or {}
    key = str(path[1]) if len(path) > 1 else max(data, key=lambda one: len(data[one]), default="")
    return setting_of_key(key)


def _of_account(values: Values, manifest: Manifest, path: Path) -> Path:
    return ("serviceAccount", "automount") if path[:1] == ("automountServiceAccountToken",) else ("serviceAccount",)


_OF_SERVICE = ("type", "loadBalancerClass", "loadBalancerSourceRanges", "externalTrafficPolicy", "sessionAffinity")


def _of_service(values: Values, manifest: Manifest, path: Path) -> Path:
    match path[1:]:
        case ("ports", _, "name" | "port" | "nodePort" as key, *_):
            return ("service", key)
        case (str(key), *rest) if key in _OF_SERVICE:
            return ("service", key, *rest)
        case ("selector", *_):
            return _of_metadata(values, "", ("labels",))
    return ("service",)


def _of_ingress(values: Values, manifest: Manifest, path: Path) -> Path:
    match path[1:]:
        case ("ingressClassName", *_):
            return ("ingress", "className")
        case ("tls", *rest):
            return ("ingress", "tls", *rest)
        case ("rules", int(index), "http", "paths", int(number), "path" | "pathType" as key, *_):
            return ("ingress", "hosts", index, "paths", number, key)
        case ("rules", _, "http", "paths", _, "backend", "service", "name", *_):
            return _of_metadata(values, "", ("name",))
        case ("rules", _, "http", "paths", _, "backend", "service", "port", *_):
            return ("service", "port")
        case ("rules", int(index), "http", "paths", int(number), *_):
            return ("ingress", "hosts", index, "paths", number)
        case ("rules", int(index), "host", *_):
            return ("ingress", "hosts", index, "host")
        case ("rules", int(index), *_):
            return ("ingress", "hosts", index, "paths")
    return ("ingress", "hosts")


def _of_deployment(values: Values, manifest: Manifest, path: Path) -> Path:
    pod: Mapping[str, Any] = manifest["spec"]["template"]["spec"]
    match path[1:]:
        case ("replicas", *_):
            return ("replicaCount",)
        case ("strategy", *_) if not values.strategy and values.persistence.is_of_one_node:
            return ("persistence", "accessModes")
        case ("strategy" | "revisionHistoryLimit" as key, *rest):
            return (key, *rest)
        case ("template", "metadata", "labels", *rest) if _is_given(rest, values.pod_labels):
            return ("podLabels", *rest)
        case ("template", "metadata", "annotations", *rest):
            return ("podAnnotations", *rest)
        case ("template", "spec", "securityContext", *rest):
            return ("podSecurityContext", *rest)
        case ("template", "spec", "serviceAccountName", *_):
            return _of_account_name(values)
        case ("template", "spec", "automountServiceAccountToken", *_):
            return ("serviceAccount", "automount")
        case ("template", "spec", "imagePullSecrets", *rest):
            return ("image", "pullSecrets", *rest)
        case ("template", "spec", str(key), *rest) if key in _OF_POD:
            return _as_far_as_given((key,), values.at((key,)), rest)
        case ("template", "spec", "volumes"):
            return ("extraVolumes",)
        case ("template", "spec", "volumes", int(index), *rest):
            extra = _extra("extraVolumes", values.extra_volumes, pod["volumes"], index, rest)
            own = of_data_volume(values, pod["volumes"][index], tuple(rest))
            return extra or own or _of_own_volume(pod["volumes"][index])
        case ("template", "spec", "initContainers" | "containers" as group):
            return ("extraInitContainers",) if group == "initContainers" else ("extraContainers",)
        case ("template", "spec", "initContainers" | "containers" as group, int(index), *rest):
            return _of_container(values, pod, group, index, tuple(rest))
    return _of_metadata(values, "", ("labels",))


def _of_job(values: Values, manifest: Manifest, path: Path) -> Path:
    """The Job that upgrades the database."""
    setting: Path = ("backendStore", "databaseUpgradeJob")
    if path[1:2] != ("template",):
        return setting
    return _of_task_pod(values, manifest["spec"]["template"], path[2:], setting, _of_server)


_OF_POD = (
    "nodeSelector",
    "affinity",
    "tolerations",
    "topologySpreadConstraints",
    "priorityClassName",
    "terminationGracePeriodSeconds",
    "hostAliases",
)
"""Fields of the pod that the values give as they are, by a key of the same name."""


def _as_far_as_given(setting: Path, value: Any, rest: Sequence[Any]) -> Path:
    """The place in a setting, or the nearest one above it where the chart adds what the setting does not say."""
    given = setting
    for step in rest:
        if not (step in value if isinstance(value, Mapping) else isinstance(value, list) and step < len(value)):
            return given
        value = value[step]
        given = (*given, step)
    return given


def _of_own_volume(volume: Mapping[str, Any]) -> Path:
    """The setting of a volume that the chart makes, or of its mount."""
    return ("metrics", "multiprocDirectory") if volume["name"] == METRICS_VOLUME else ()


def _of_cron_job(values: Values, manifest: Manifest, path: Path) -> Path:
    """The collection."""
    setting: Path = ("garbageCollection",)
    match path[1:]:
        case ("jobTemplate", "spec", "template", *rest):
            template = manifest["spec"]["jobTemplate"]["spec"]["template"]
            return _of_task_pod(values, template, tuple(rest), setting, _of_collection)
        case ("schedule" | "concurrencyPolicy" as key, *_):
            return (*setting, key)
    return setting


def _of_task_pod(
    values: Values, template: Mapping[str, Any], path: Path, setting: Path, of_container: _OfContainer
) -> Path:
    """A pod that is made of the settings that the server's pods are made of; what is its own is of `setting`."""
    pod = template["spec"]
    match path:
        case ("spec", "containers", int(index), *rest):
            return of_container(values, pod["containers"][index], tuple(rest))
        case ("spec", "volumes", int(index), *rest):
            names = [volume.get("name") for volume in values.extra_volumes]
            volume = pod["volumes"][index]
            if volume["name"] in names:
                return ("extraVolumes", names.index(volume["name"]), *rest)
            return of_data_volume(values, volume, tuple(rest))
        case ("spec", key, *_) if key in OF_THE_SERVER:
            return _of_deployment(values, {"spec": {"template": template}}, ("spec", "template", *path))
    return setting


_OfContainer = Callable[[Values, Mapping[str, Any], Path], Path]


def _of_collection(values: Values, container: Mapping[str, Any], path: Path) -> Path:
    match path:
        case ("resources", *_):
            return ("garbageCollection", *path)
        case ("args", int(index), *_):
            given = values.garbage_collection.extra_args
            own = _extra("extraArgs", given, container["args"], index, ())
            text = str(container["args"][index])
            if not own and text.startswith("--artifacts-destination="):
                return ("trackingServer", "artifactsDestination")
            return ("garbageCollection", *(own or (("olderThan",) if text.startswith("--older-than=") else ())))
        case ("args", *_):
            return ("garbageCollection", "extraArgs")
    return _of_server(values, container, path)


def _extra(key: str, extra: Sequence[object], all_of_them: Sequence[object], index: int, rest: Sequence[Any]) -> Path:
    """An entry of a list whose last entries are those of the setting `key`; `()` for one that the chart put before."""
    own = len(all_of_them) - len(extra)
    return (key, index - own, *rest) if index >= own else ()


def _of_container(values: Values, pod: Mapping[str, Any], group: str, index: int, path: Path) -> Path:
    key, extra = {
        "initContainers": ("extraInitContainers", values.extra_init_containers),
        "containers": ("extraContainers", values.extra_containers),
    }[group]
    return _extra(key, extra, pod[group], index, path) or _of_server(values, pod[group][index], path)


def _of_server(values: Values, container: Mapping[str, Any], path: Path) -> Path:
    """The server's container, or the one that upgrades its database."""
    match path:
        case ("image", *_):
            return ("image", "digest") if values.image.digest else ("image", "repository")
        case ("imagePullPolicy", *_):
            return ("image", "pullPolicy")
        case ("resources" | "securityContext" | "lifecycle", *_):
            return path
        case ("livenessProbe" | "readinessProbe" | "startupProbe" as key, *rest):
            return _as_far_as_given((key,), values.at((key,)), rest)
        case ("ports", *_):
            return ("trackingServer", "port")
        case ("args", *_) if container.get("name") == CONTAINER:
            return ("backendStore", "databaseUpgrade")
        case ("args", int(index), *_):
            given = values.tracking_server.extra_args
            extra = _extra("extraArgs", given, container["args"], index, ())
            return ("trackingServer", *extra) if extra else _of_argument(container["args"][index])
        case ("args" | "env" | "envFrom" | "volumeMounts" as key,):
            return _LISTS[key]
        case ("env", int(index), *rest):
            variables = container["env"]
            extra = _extra("extraEnv", values.extra_env, variables, index, rest)
            return extra or _of_variable(values, variables[index]["name"], rest)
        case ("volumeMounts", int(index), *rest):
            mounts = container["volumeMounts"]
            extra = _extra("extraVolumeMounts", values.extra_volume_mounts, mounts, index, rest)
            own = of_data_volume(values, mounts[index], tuple(rest))
            return extra or own or _of_own_volume(mounts[index])
        case ("envFrom", int(index), *rest):
            return _of_source(values, container["envFrom"], index, rest)
    return ()


_LISTS: Mapping[str, Path] = {
    "args": ("trackingServer", "extraArgs"),
    "env": ("extraEnv",),
    "envFrom": ("extraEnvFrom",),
    "volumeMounts": ("extraVolumeMounts",),
}
"""What a person adds to the server's lists with."""


_ARGUMENTS: Mapping[str, Path] = {
    "--static-prefix": ("trackingServer", "staticPrefix"),
    "--expose-prometheus": ("metrics", "multiprocDirectory"),
}


def _of_argument(argument: str) -> Path:
    """An argument that the chart makes."""
    return _ARGUMENTS.get(argument.partition("=")[0], ("trackingServer",))


def _of_variable(values: Values, name: str, rest: Sequence[Any]) -> Path:
    """A variable that the chart makes."""
    if name in _HOST_CHECK:
        return _HOST_CHECK[name]
    found = store_of_variable(name)
    if found is None:
        return ()
    secret, setting = found
    if secret.other_key is not None and rest[-1:] == ["key"] and secret.single_key(values):
        return secret.other_key
    return secret.existing if secret.existing_name(values) else setting


_HOST_CHECK: Mapping[str, Path] = {
    ALLOWED_HOSTS: ("trackingServer", "allowedHosts"),
    ALLOWED_ORIGINS: ("trackingServer", "corsAllowedOrigins"),
}


def _of_source(values: Values, sources: Sequence[Mapping[str, Any]], index: int, rest: Sequence[Any]) -> Path:
    """A source of the environment: those of `extraEnvFrom` stand between those of the chart."""
    for number, one in enumerate(values.extra_env_from):
        if sources[index] == one:
            return ("extraEnvFrom", number, *rest)
    name = sources[index].get("secretRef", {}).get("name")
    for secret in SECRETS:
        if secret.is_environment and name and secret.existing_name(values) == name:
            return secret.existing
    return ()


_BODIES = {
    "ServiceAccount": _of_account,
    "Secret": _of_data,
    "ConfigMap": _of_data,
    "Service": _of_service,
    "Job": _of_job,
    "Deployment": _of_deployment,
    "Ingress": _of_ingress,
    **OBJECTS,
    "CronJob": _of_cron_job,
}
