"""How a release is doing now: its objects, its pods, its rollout, its address. To be asked again and again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlflow_tui.delivery.apply.cluster_object import identity, secret_texts
from mlflow_tui.delivery.apply.ownership import is_ours
from mlflow_tui.delivery.apply.pods import is_ready, reasons
from mlflow_tui.delivery.apply.reach import how_to_reach
from mlflow_tui.delivery.apply.rollout import progress, refusals
from mlflow_tui.delivery.apply.upgrade_job import JobState, is_upgrade, state_of
from mlflow_tui.delivery.apply.upgrade_job import progress as upgrade_progress
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.labelled import labelled
from mlflow_tui.delivery.names import checked_release
from mlflow_tui.delivery.problem import ClusterProblem, Reason
from mlflow_tui.delivery.revisions import Revision, revisions_among
from mlflow_tui.renderers.manifests import Manifest

_SHOWN = (
    *("deployments.apps", "services", "ingresses.networking.k8s.io", "replicasets.apps", "pods"),
    *("persistentvolumeclaims", "jobs.batch", "cronjobs.batch", "networkpolicies.networking.k8s.io"),
    *("horizontalpodautoscalers.autoscaling", "poddisruptionbudgets.policy"),
)
"""Secrets are not among them: nothing of them is shown, so nobody needs to fetch them every other second."""


@dataclass(frozen=True, slots=True)
class PodState:
    """A pod as it is now. `reason` is why it is not ready, as far as the cluster tells."""

    name: str
    ready: bool
    phase: str
    restarts: int
    reason: str
    age_seconds: float


@dataclass(frozen=True, slots=True)
class ReleaseState:
    """A release as it is now. With two `revisions` or more, the newest first, the rollout can be undone."""

    objects: tuple[str, ...]
    rollout: str
    ready: bool
    pods: tuple[PodState, ...]
    reach: tuple[str, ...]
    revisions: tuple[Revision, ...]
    events: tuple[str, ...]
    """Why pods are not made, and the last warnings about those that are not ready."""
    notes: tuple[str, ...]
    """What could not be looked at, or is not ours."""


def release_state(kubectl: Kubectl, release: str) -> ReleaseState:
    """The state of a release, whoever applied it. Raises ClusterProblem, with the reason NOT_FOUND if none is there."""
    found, hidden = labelled(kubectl, f"app.kubernetes.io/instance={checked_release(release)}", _SHOWN)
    objects = [one for one in found if one["kind"] not in ("Pod", "ReplicaSet")]
    if not objects and hidden:
        raise ClusterProblem(
            f"in namespace {kubectl.namespace} no permission to list {', '.join(hidden)}",
            "ask who runs the cluster for a role that allows it",
            Reason.FORBIDDEN,
        )
    if not objects:
        raise ClusterProblem(
            f"no release {release} runs in namespace {kubectl.namespace}",
            "check --release, --namespace and --context",
            Reason.NOT_FOUND,
        )
    notes = [f"no permission to list {kind}" for kind in hidden]
    if not any(is_ours(one, release) for one in objects):
        notes.append("none of it was made by this tool")
    deployment = _deployment(objects, release)
    kubectl.hide(secret_texts(objects))
    pods = [one for one in found if one["kind"] == "Pod" and _selected(deployment, one)]
    line, ready = progress(deployment) if deployment else ("there is no Deployment", False)
    sets = [one for one in found if one["kind"] == "ReplicaSet"]
    return ReleaseState(
        tuple(identity(one) for one in objects),
        line,
        ready,
        tuple(sorted((_pod(kubectl, one) for one in pods), key=lambda one: (one.age_seconds, one.name))),
        how_to_reach(kubectl, objects),
        revisions_among(deployment, sets) if deployment else (),
        (*_upgrades(objects), *map(kubectl.masked, refusals(deployment or {})), *_warnings(kubectl, pods)),
        tuple(notes),
    )


def _upgrades(objects: Sequence[Manifest]) -> Iterator[str]:
    """The upgrades of the database that are not done."""
    for one in objects:
        if is_upgrade(one) and state_of(one) is not JobState.COMPLETE:
            yield f"the upgrade of the database, {identity(one)}: {upgrade_progress(one)}"


def _deployment(objects: Sequence[Manifest], release: str) -> Manifest | None:
    """That of MLflow: ours, before any other of the same label."""
    found = [one for one in objects if one["kind"] == "Deployment"]
    return next((one for one in found if is_ours(one, release)), found[0] if found else None)


def _selected(deployment: Manifest | None, pod: Mapping[str, Any]) -> bool:
    wanted = deployment["spec"]["selector"].get("matchLabels") or {} if deployment else {}
    labels = pod["metadata"].get("labels") or {}
    return all(labels.get(key) == value for key, value in wanted.items())


def _pod(kubectl: Kubectl, one: Mapping[str, Any]) -> PodState:
    status = one.get("status") or {}
    containers = status.get("containerStatuses") or ()
    ending = "ending" if one["metadata"].get("deletionTimestamp") else ""
    return PodState(
        one["metadata"]["name"],
        is_ready(one),
        ending or str(status.get("phase", "Unknown")),
        sum(each.get("restartCount", 0) for each in containers),
        "" if is_ready(one) else kubectl.masked("; ".join(reasons(one))),
        _age(one["metadata"].get("creationTimestamp", "")),
    )


def _age(made: str) -> float:
    try:
        then = datetime.datetime.fromisoformat(made)
    except ValueError:
        return 0.0
    return max((datetime.datetime.now(datetime.UTC) - then).total_seconds(), 0.0)


def _warnings(kubectl: Kubectl, pods: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """In one call for all pods, and only while one of them is not ready."""
    waiting = {one["metadata"]["name"] for one in pods if not is_ready(one)}
    if not waiting:
        return
    try:
        found = kubectl.data("get", "events", "--field-selector=type=Warning,involvedObject.kind=Pod") or {}
    except ClusterProblem:
        return
    for one in found.get("items", [])[-200:]:
        name = (one.get("involvedObject") or {}).get("name")
        if name in waiting:
            yield kubectl.masked(f"{name}: {one.get('reason', '')}: {one.get('message', '')}")
