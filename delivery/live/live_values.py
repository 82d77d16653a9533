"""The values of a release that runs, whoever applied it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from config_model.evaluation import defaults
from config_model.layers import difference
from delivery.apply.cluster_object import RESOURCES
from delivery.apply.ownership import is_ours
from delivery.kubectl import Kubectl
from delivery.live.from_objects import values_of
from delivery.live.helm_release import helm_values
from delivery.owned import owned_part
from delivery.problem import ClusterProblem, Reason


@dataclass(frozen=True, slots=True)
class LiveValues:
    """What a values file of the running release would say; secrets whole. `origin` tells where it was found."""

    data: dict[str, Any] = field(repr=False)
    origin: str


def live_values(kubectl: Kubectl, release: str) -> LiveValues:
    """Read them from what Helm keeps of the release, or from the objects that this tool applied.

    Raises ClusterProblem, with the reason NOT_FOUND if neither is there.
    """
    if found := helm_values(kubectl, release):
        values, revision = found
        return LiveValues(values, f"Helm release {release}, revision {revision}")
    resources = ",".join(RESOURCES.values())
    labels = f"app.kubernetes.io/instance={release}"
    items = (kubectl.data("get", resources, "-l", labels, "--show-managed-fields") or {}).get("items", [])
    ours = [owned_part(one) for one in items if is_ours(one, release)]
    if not any(one["kind"] == "Deployment" for one in ours):
        raise ClusterProblem(
            f"no release {release} runs in namespace {kubectl.namespace}",
            "check --release, --namespace and --context",
            Reason.NOT_FOUND,
        )
    values = values_of(ours, release, _keys_of(kubectl))
    return LiveValues(difference(defaults(), values), f"objects of {release} in namespace {kubectl.namespace}")


def _keys_of(kubectl: Kubectl) -> Callable[[str], set[str]]:
    def keys(name: str) -> set[str]:
        try:
            return set(((kubectl.data("get", "secret", name, "--ignore-not-found") or {}).get("data")) or {})
        except ClusterProblem:
            return set()

    return keys
