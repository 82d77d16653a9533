"""Which objects of a release the chart made, and the extra ones back to the values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mlflow_tui.config_model.credentials import SECRETS
from mlflow_tui.renderers.manifests import Manifest

Data = dict[str, Any]


def is_own(one: Manifest, fullname: str, account: str) -> bool:
    """Whether the chart made an object of the release `fullname`, whose pods run as `account`."""
    name = one["metadata"]["name"]
    match one["kind"]:
        case "Secret":
            return name in {f"{fullname}-{secret.suffix}" for secret in SECRETS}
        case "ConfigMap":
            return bool(name == f"{fullname}-env-configmap")
        case "CronJob":
            return bool(name == f"{fullname}-gc")
        case "Job":
            return "-db-upgrade-" in name
        case "ServiceAccount":
            return bool(name == account)
        case kind:
            return kind in _NAMED_ALIKE and name == fullname


_NAMED_ALIKE = (
    *("PersistentVolumeClaim", "Service", "NetworkPolicy", "Deployment", "HorizontalPodAutoscaler"),
    *("PodDisruptionBudget", "Ingress", "HTTPRoute", "ServiceMonitor"),
)


def extra_objects(found: Sequence[Manifest], deployment: Manifest) -> Data:
    """The setting that made the objects, without the namespace and the labels that every object of the release has."""
    common = deployment["metadata"]
    return {"extraObjects": [_as_given(one, common) for one in found]} if found else {}


def _as_given(one: Manifest, common: Mapping[str, Any]) -> Data:
    own = common.get("labels") or {}
    given = one["metadata"]
    labels = {key: value for key, value in (given.get("labels") or {}).items() if own.get(key) != value}
    metadata: Data = {"name": given["name"]}
    if given.get("namespace") not in (None, common.get("namespace")):
        metadata["namespace"] = given["namespace"]
    if labels:
        metadata["labels"] = labels
    if "annotations" in given:
        metadata["annotations"] = given["annotations"]
    rest = {key: part for key, part in one.items() if key not in ("apiVersion", "kind", "metadata")}
    return {"apiVersion": one["apiVersion"], "kind": one["kind"], "metadata": metadata, **rest}
