"""Which setting made a part of an object that one section of the values makes, such as the PersistentVolumeClaim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mlflow_tui.config_model.chart import DATA_VOLUME
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest

Origin = Callable[[Values, Manifest, Path], Path]


def of_data_volume(values: Values, part: Mapping[str, Any], path: Path) -> Path:
    """The volume of the chart's claim, or its mount in a container; `()` for another volume."""
    if part.get("name") != DATA_VOLUME or not values.persistence.enabled:
        return ()
    match path:
        case ("mountPath", *_):
            return ("persistence", "mountPath")
        case ("persistentVolumeClaim", *_) if values.persistence.existing_claim:
            return ("persistence", "existingClaim")
    return ("persistence",)


def _of_claim(values: Values, manifest: Manifest, path: Path) -> Path:
    match path[1:]:
        case ("accessModes", *rest):
            return ("persistence", "accessModes", *rest)
        case ("resources", *_):
            return ("persistence", "size")
        case ("storageClassName", *_):
            return ("persistence", "storageClassName")
    return ("persistence",)


def _of_autoscaler(values: Values, manifest: Manifest, path: Path) -> Path:
    scaling = values.autoscaling
    targets = {
        "targetCPUUtilizationPercentage": scaling.target_cpu_utilization_percentage,
        "targetMemoryUtilizationPercentage": scaling.target_memory_utilization_percentage,
    }
    own = [key for key, target in targets.items() if target is not None]
    match path[1:]:
        case ("minReplicas" | "maxReplicas" | "behavior" as key, *rest):
            return ("autoscaling", key, *rest)
        case ("metrics", int(index), *_) if index < len(own):
            return ("autoscaling", own[index])
        case ("metrics", int(index), *rest):
            return ("autoscaling", "metrics", index - len(own), *rest)
        case ("metrics",):
            return ("autoscaling", "metrics")
    return ("autoscaling",)


def _of_budget(values: Values, manifest: Manifest, path: Path) -> Path:
    match path[1:]:
        case ("minAvailable" | "maxUnavailable" as key, *_):
            return ("podDisruptionBudget", key)
    return ("podDisruptionBudget",)


def _of_policy(values: Values, manifest: Manifest, path: Path) -> Path:
    policy = values.network_policy
    match path[1:]:
        case ("ingress", 0, "from", *rest):
            return ("networkPolicy", "ingressFrom", *rest)
        case ("ingress", 0, "ports", *_):
            return ("trackingServer", "port")
        case ("egress", int(index), *rest) if index < len(policy.egress):
            return ("networkPolicy", "egress", index, *rest)
        case ("egress", *_):
            return ("networkPolicy", "egress")
    return ("networkPolicy",)


def _of_route(values: Values, manifest: Manifest, path: Path) -> Path:
    match path[1:]:
        case ("parentRefs" | "hostnames" as key, *rest):
            return ("httpRoute", key, *rest)
        case ("rules", 0, "filters" | "timeouts" as key, *rest):
            return ("httpRoute", key, *rest)
        case ("rules", 0, "matches", *_):
            return ("httpRoute", "path")
        case ("rules", 0, "backendRefs", 0, "port", *_):
            return ("service", "port")
    return ("httpRoute",)


_MONITOR: Path = ("metrics", "serviceMonitor")


def _of_monitor(values: Values, manifest: Manifest, path: Path) -> Path:
    match path[1:]:
        case ("endpoints", 0, "port", *_):
            return ("service", "name")
        case ("endpoints", 0, "path", *_):
            return ("metrics", "path")
        case ("endpoints", 0, key, *rest) if key != "targetPort":
            return (*_MONITOR, key, *rest)
        case ("namespaceSelector", *_):
            return (*_MONITOR, "namespace")
    return _MONITOR


def of_monitor_metadata(values: Values, path: Path) -> Path:
    """The namespace and the labels that a ServiceMonitor has of its own; `()` for the rest of its metadata."""
    monitor = values.metrics.service_monitor
    match path:
        case ("namespace", *_) if monitor.namespace:
            return (*_MONITOR, "namespace")
        case ("labels", key, *_) if key in monitor.labels:
            return (*_MONITOR, "labels", key)
    return ()


def _is_named(given: object, metadata: Mapping[str, Any]) -> bool:
    """Whether an extra object has the name and, where it gives one, the namespace."""
    if not isinstance(given, Mapping):
        return False
    return given.get("name") == metadata["name"] and given.get("namespace") in (None, metadata.get("namespace"))


def of_extra_object(values: Values, manifest: Manifest) -> Path | None:
    """The extra object that a manifest is; None for what the chart makes."""
    for index, one in enumerate(values.extra_objects):
        if all(one.get(key) == manifest.get(key) for key in ("apiVersion", "kind")) and (
            _is_named(one.get("metadata"), manifest["metadata"])
        ):
            return ("extraObjects", index)
    return None


OBJECTS: Mapping[str, Origin] = {
    "PersistentVolumeClaim": _of_claim,
    "HorizontalPodAutoscaler": _of_autoscaler,
    "PodDisruptionBudget": _of_budget,
    "NetworkPolicy": _of_policy,
    "HTTPRoute": _of_route,
    "ServiceMonitor": _of_monitor,
}
"""How the body of each kind is looked up."""
