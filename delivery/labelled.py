"""Objects found by their labels, as far as this user may list them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem, Reason


def labelled(kubectl: Kubectl, labels: str, resources: Iterable[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """The objects of these resources with these labels, and the resources that this user may not list.

    All at once, in one call; one by one where some are forbidden.
    """
    wanted = list(resources)
    try:
        return list_labelled(kubectl, labels, ",".join(wanted)), []
    except ClusterProblem as problem:
        if problem.reason is not Reason.FORBIDDEN:
            raise
    found: list[dict[str, Any]] = []
    hidden: list[str] = []
    for resource in wanted:
        try:
            found += list_labelled(kubectl, labels, resource)
        except ClusterProblem as problem:
            if problem.reason is not Reason.FORBIDDEN:
                raise
            hidden.append(resource.partition(".")[0])
    return found, hidden


def list_labelled(kubectl: Kubectl, labels: str, resources: str) -> list[dict[str, Any]]:
    """Those of all these resources, separated by commas. Raises ClusterProblem."""
    return list((kubectl.data("get", resources, "-l", labels, "--show-managed-fields") or {}).get("items", []))
