"""Objects of the release that the plan no longer has: an Ingress switched off, a Secret no longer made."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from mlflow_tui.delivery.apply.cluster_object import RESOURCES, identity, reference
from mlflow_tui.delivery.apply.ownership import owner_of
from mlflow_tui.delivery.apply.served import all_resources, usual_resources
from mlflow_tui.delivery.helm_release import is_helm_release
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.labelled import labelled, list_labelled
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
    found, hidden = made_for(kubectl, release)
    orphans = [one for one in found if identity(one) not in planned and owner_of(one, kubectl.context) is None]
    return orphans, hidden


def made_for(kubectl: Kubectl, release: str) -> tuple[list[dict[str, Any]], list[str]]:
    """What has the labels of what this tool made for a release, and the kinds that this user may not list.

    Extra objects may be of any kind; of a user who may not list all of them, the kinds that values usually render to
    are looked at.
    """
    labels = labels_of(release)
    hidden: list[str] = []
    try:
        found = list_labelled(kubectl, labels, ",".join(all_resources(kubectl)))
    except ClusterProblem as problem:
        if problem.reason in (Reason.UNREACHABLE, Reason.TIMEOUT, Reason.UNAUTHORIZED):
            raise
        found, hidden = labelled(kubectl, labels, usual_resources(kubectl))
    found = list({one["metadata"]["uid"]: one for one in found}.values())  # some kinds are in two API groups
    # Controllers copy labels to what they make of an object: only of the usual kinds are they proof enough.
    return [one for one in found if one["kind"] in RESOURCES or _is_applied(one)], hidden


def _is_applied(one: Mapping[str, Any]) -> bool:
    return any(entry.get("manager") == MANAGER for entry in one["metadata"].get("managedFields") or ())


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
    # The pods of a Job must be gone before another takes its place.
    pods_too = ["--cascade=foreground"] if one["kind"] == "Job" else []
    kubectl.text("delete", name, "--ignore-not-found", "--wait=false", *pods_too)
    deadline = time.monotonic() + _GONE_WITHIN
    while kubectl.text("get", name, "--ignore-not-found", "-o", "name").strip():
        if time.monotonic() > deadline:
            raise ClusterProblem(
                f"{identity(one)} is being deleted, but is still there after {_GONE_WITHIN:.0f} seconds",
                f"see what holds it: kubectl get {name} -n {kubectl.namespace} -o jsonpath={{.metadata.finalizers}}",
                Reason.TIMEOUT,
            )
        kubectl.cancellation.wait(_TURN)
