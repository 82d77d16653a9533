"""Objects of the release that the plan no longer has: an Ingress switched off, a Secret no longer made."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from mlflow_tui.delivery.apply.cluster_object import RESOURCES, identity, reference
from mlflow_tui.delivery.apply.ownership import owner_of
from mlflow_tui.delivery.helm_release import is_helm_release
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.labelled import labelled
from mlflow_tui.delivery.names import checked_release
from mlflow_tui.delivery.problem import ClusterProblem, Reason
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.manifests.metadata import MANAGER

_GONE_WITHIN = 120.0
_TURN = 0.5


def find_orphans(
    kubectl: Kubectl, release: str, manifests: Sequence[Manifest]
) -> tuple[list[dict[str, Any]], list[str]]:
    """What is left over, and the kinds that this user may not list."""
    planned = {identity(one) for one in manifests}
    found, hidden = labelled(kubectl, labels_of(release), RESOURCES.values())
    orphans = [one for one in found if identity(one) not in planned and owner_of(one, kubectl.context) is None]
    return orphans, hidden


def labels_of(release: str) -> str:
    """By these labels all is found that this tool made for a release. Raises WrongName."""
    return f"app.kubernetes.io/managed-by={MANAGER},app.kubernetes.io/instance={checked_release(release)}"


def nothing_there(kubectl: Kubectl, release: str, what: str, helm: str) -> ClusterProblem:
    """The problem that a release has no `what`; `helm` is the command of Helm's for a release of its own."""
    hint = "check --release, --namespace and --context"
    if is_helm_release(kubectl, release):
        hint = f"Helm has a release of that name: helm {helm} {release} -n {kubectl.namespace}"
    return ClusterProblem(
        f"{what} of a release {release} that this tool made is in namespace {kubectl.namespace}",
        hint,
        Reason.NOT_FOUND,
    )


def delete(kubectl: Kubectl, one: Mapping[str, Any]) -> None:
    """Delete an object, and wait for it to be gone. Raises ClusterProblem."""
    name = reference(one)
    kubectl.text("delete", name, "--ignore-not-found", "--wait=false")
    deadline = time.monotonic() + _GONE_WITHIN
    while kubectl.text("get", name, "--ignore-not-found", "-o", "name").strip():
        if time.monotonic() > deadline:
            raise ClusterProblem(
                f"{identity(one)} is being deleted, but is still there after {_GONE_WITHIN:.0f} seconds",
                f"see what holds it: kubectl get {name} -n {kubectl.namespace} -o jsonpath={{.metadata.finalizers}}",
                Reason.TIMEOUT,
            )
        kubectl.cancellation.wait(_TURN)
