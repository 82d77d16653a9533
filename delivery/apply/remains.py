"""Objects of the release that the plan no longer has: an Ingress switched off, a Secret no longer made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from delivery.apply.cluster_object import RESOURCES, identity, reference
from delivery.apply.ownership import owner_of
from delivery.kubectl import Kubectl
from delivery.problem import ClusterProblem, Reason
from renderers.manifests import Manifest
from renderers.manifests.metadata import MANAGER


def find_remains(
    kubectl: Kubectl, release: str, manifests: Sequence[Manifest]
) -> tuple[list[dict[str, Any]], list[str]]:
    """What is left over, and the kinds that this user may not list."""
    planned = {identity(one) for one in manifests}
    found: list[dict[str, Any]] = []
    hidden: list[str] = []
    for resources in _askable(kubectl, release, hidden):
        found += resources
    remains = [one for one in found if identity(one) not in planned and owner_of(one, kubectl.context) is None]
    return remains, hidden


def delete(kubectl: Kubectl, one: dict[str, Any]) -> None:
    """Delete an object, and wait for it to be gone. Raises ClusterProblem."""
    kubectl.text("delete", reference(one), "--ignore-not-found", timeout=120.0)


def _askable(kubectl: Kubectl, release: str, hidden: list[str]) -> list[list[dict[str, Any]]]:
    """All kinds at once; one by one where some are forbidden."""
    try:
        return [_list(kubectl, release, ",".join(RESOURCES.values()))]
    except ClusterProblem as problem:
        if problem.reason is not Reason.FORBIDDEN:
            raise
    found: list[list[dict[str, Any]]] = []
    for resource in RESOURCES.values():
        try:
            found.append(_list(kubectl, release, resource))
        except ClusterProblem as problem:
            if problem.reason is not Reason.FORBIDDEN:
                raise
            hidden.append(resource.partition(".")[0])
    return found


def _list(kubectl: Kubectl, release: str, resources: str) -> list[dict[str, Any]]:
    labels = f"app.kubernetes.io/managed-by={MANAGER},app.kubernetes.io/instance={release}"
    return list((kubectl.data("get", resources, "-l", labels, "--show-managed-fields") or {}).get("items", []))
