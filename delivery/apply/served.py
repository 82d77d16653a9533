"""Which kinds of objects the cluster serves: some come with a controller that it may lack."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mlflow_tui.delivery.apply.cluster_object import CUSTOM, RESOURCES, identity
from mlflow_tui.delivery.apply.server import PlannedObject
from mlflow_tui.delivery.apply.step import Stopped
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem, Reason

_EVERYWHERE = ("v1", "apps/v1", "networking.k8s.io/v1", "batch/v1")
"""What every cluster serves that this tool is for."""


def check_served(kubectl: Kubectl, objects: Sequence[PlannedObject]) -> None:
    """Raises Stopped that names the objects of kinds that the cluster does not serve, and the settings behind them."""
    asked = {one.manifest["apiVersion"] for one in objects}.difference(_EVERYWHERE)
    kinds = {version: _kinds(kubectl, version) for version in sorted(asked)}
    missing = [one for one in objects if _is_missing(one.manifest, kinds)]
    if not missing:
        return
    settings = tuple(dict.fromkeys(one.switch for one in missing if one.switch))
    named = ", ".join(f"{identity(one.manifest)} ({one.manifest['apiVersion']})" for one in missing)
    off = f"switch off {', '.join(settings)}, or " if settings else ""
    raise Stopped(
        f"the cluster does not serve the kind of {named}",
        f"{off}install what serves it first, such as its CRD",
        settings=settings,
    )


def usual_resources(kubectl: Kubectl) -> list[str]:
    """Every resource that values render to, without those of API groups that the cluster does not have."""
    there = _groups(kubectl)
    custom = [RESOURCES[kind] for kind in CUSTOM]
    return [one for one in RESOURCES.values() if one not in custom or one.partition(".")[2] in there]


def all_resources(kubectl: Kubectl) -> list[str]:
    """Every resource of a namespace that can be listed and deleted, but for what the cluster makes of others."""
    said = kubectl.text("api-resources", "--namespaced=true", "--verbs=list,delete", "-o", "name", namespaced=False)
    return [one for one in said.split() if one.partition(".")[0] not in _MADE_OF_OTHERS]


_MADE_OF_OTHERS = ("events", "pods", "replicasets", "endpoints", "endpointslices", "controllerrevisions", "leases")


def _is_missing(manifest: Mapping[str, Any], kinds: Mapping[str, frozenset[str] | None]) -> bool:
    served = kinds.get(manifest["apiVersion"])
    return served is not None and manifest["kind"] not in served


def _kinds(kubectl: Kubectl, api_version: str) -> frozenset[str] | None:
    """The kinds of an API group; None where this user may not ask."""
    path = f"/apis/{api_version}" if "/" in api_version else f"/api/{api_version}"
    try:
        return frozenset(str(one["kind"]) for one in _raw(kubectl, path).get("resources", ()))
    except ClusterProblem as problem:
        if problem.reason is Reason.NOT_FOUND:
            return frozenset()
        if problem.reason is Reason.FORBIDDEN:
            return None
        raise


def _groups(kubectl: Kubectl) -> frozenset[str]:
    """The API groups; none where this user may not ask."""
    try:
        return frozenset(str(one["name"]) for one in _raw(kubectl, "/apis").get("groups", ()))
    except ClusterProblem as problem:
        if problem.reason is Reason.FORBIDDEN:
            return frozenset()
        raise


def _raw(kubectl: Kubectl, path: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(kubectl.text("get", "--raw", path, namespaced=False))
    return found
