"""The Job that upgrades the database: what an apply does with one that is there, and waiting for it to end."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Any

from mlflow_tui.delivery.apply import rollout
from mlflow_tui.delivery.apply.cluster_object import identity, reference
from mlflow_tui.delivery.apply.pods import last_words, pods_with, troubles
from mlflow_tui.delivery.apply.server import PlannedObject, Trial
from mlflow_tui.delivery.apply.step import UpgradeFailed
from mlflow_tui.delivery.apply.waiting import Report, wait_until
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.manifests.upgrade_job import COMPONENT


class JobState(enum.Enum):
    """How far a Job has come."""

    RUNNING = "running"
    COMPLETE = "complete"
    FAILED = "failed"


def state_of(job: Mapping[str, Any]) -> JobState:
    """As the conditions tell; a Job that is suspended or waits for a node runs."""
    for one in (job.get("status") or {}).get("conditions") or ():
        if one["status"] == "True" and one["type"] in ("Complete", "Failed"):
            return JobState.COMPLETE if one["type"] == "Complete" else JobState.FAILED
    return JobState.RUNNING


def is_upgrade(one: Mapping[str, Any]) -> bool:
    """Whether an object is a Job that upgrades the database, of whatever release."""
    if one["kind"] != "Job":
        return False
    labels = (one["spec"]["template"].get("metadata") or {}).get("labels") or {}
    return labels.get("app.kubernetes.io/component") == COMPONENT


def settled(objects: Sequence[PlannedObject], live: Mapping[str, Manifest]) -> dict[str, Trial]:
    """What becomes of Jobs that have ended, by their identities: the spec of a Job cannot be changed.

    One that is complete is left as it is, whatever of it would be other now: it has done what its name stands for.
    One that has failed is replaced.
    """
    found: dict[str, Trial] = {}
    for planned in objects:
        there = live.get(planned.identity)
        if not is_upgrade(planned.manifest) or there is None:
            continue
        state = state_of(there)
        if state is JobState.COMPLETE:
            found[planned.identity] = Trial(planned, there, left=True)
        elif state is JobState.FAILED:
            found[planned.identity] = Trial(planned, planned.manifest, replaced=True)
    return found


def without_what_is_done(trials: Sequence[Trial], live: Mapping[str, Manifest]) -> list[Trial]:
    """The same, with no Job that the cluster has removed after its day and that would do nothing now.

    Pods that are ready with the very image and environment that the Job would have prove it: a server refuses a
    database that is not upgraded.
    """
    done = _runs_already(trials, live)
    return [
        Trial(one.planned, one.planned.manifest, left=True)
        if done and is_upgrade(one.planned.manifest) and one.planned.identity not in live
        else one
        for one in trials
    ]


def _runs_already(trials: Sequence[Trial], live: Mapping[str, Manifest]) -> bool:
    for one in trials:
        kind, there = one.planned.manifest["kind"], live.get(one.planned.identity)
        if kind == "Deployment":
            if there is None or one.replaced or not _is_up(there) or _prepared(there) != _prepared(one.result):
                return False
        elif kind in ("Secret", "ConfigMap") and (there is None or there.get("data") != one.result.get("data")):
            return False
    return True


def _is_up(deployment: Mapping[str, Any]) -> bool:
    return rollout.progress(deployment)[1] and bool((deployment.get("status") or {}).get("availableReplicas"))


def _prepared(deployment: Mapping[str, Any]) -> tuple[Any, ...]:
    """What decides which MLflow runs on which database."""
    server = deployment["spec"]["template"]["spec"]["containers"][0]
    return tuple(server.get(key) for key in ("image", "env", "envFrom"))


def unfinished(objects: Sequence[Manifest]) -> list[Manifest]:
    """The Jobs among them that upgrade the database still."""
    return [one for one in objects if is_upgrade(one) and state_of(one) is JobState.RUNNING]


def has_ended(one: Mapping[str, Any]) -> bool:
    """Whether it is an upgrade that has ended, which the cluster removes within a day: nobody's care."""
    return is_upgrade(one) and state_of(one) is not JobState.RUNNING


def watch(kubectl: Kubectl, job: Manifest, timeout: float, report: Report) -> None:
    """Wait until the Job is complete. Raises UpgradeFailed when it gave up, or after `timeout` seconds."""
    name = identity(job)

    def has_ended() -> bool:
        found = kubectl.data("get", reference(job), "--ignore-not-found")
        pods = _pods(kubectl, job)
        if found is None:
            raise UpgradeFailed(f"{name} was deleted before it had finished", "apply again")
        state = state_of(found)
        report(progress(found), tuple(troubles(pods)))
        if state is JobState.FAILED:
            raise UpgradeFailed(
                f"the upgrade of the database failed: {name}",
                "its log tells why: fix that and apply again; nothing after it was applied",
            )
        return state is JobState.COMPLETE

    late = UpgradeFailed(
        f"{name} has not finished after {timeout:.0f} seconds, and goes on in the cluster",
        "apply again to wait for it, with a longer --timeout; nothing after it was applied",
    )
    wait_until(has_ended, kubectl, timeout, report, late)


def diagnosis(kubectl: Kubectl, job: Manifest) -> tuple[str, ...]:
    """Why it failed: its pods, their last events and log lines, without secrets."""
    try:
        pods = [one for one in _pods(kubectl, job) if (one.get("status") or {}).get("phase") != "Succeeded"]
        # The last try says best what is wrong.
        pods.sort(key=lambda one: str(one["metadata"].get("creationTimestamp")), reverse=True)
        lines = [*troubles(pods), *last_words(kubectl, pods[:1])]
    except ClusterProblem as problem:
        return (problem.message,)
    return tuple(kubectl.masked(line) for line in lines)


def _pods(kubectl: Kubectl, job: Manifest) -> list[dict[str, Any]]:
    return pods_with(kubectl, {"job-name": job["metadata"]["name"]})


def progress(job: Mapping[str, Any]) -> str:
    """A line on how far the Job has come."""
    state = state_of(job)
    if state is JobState.COMPLETE:
        return "the database is upgraded"
    failed = (job.get("status") or {}).get("failed", 0)
    tries = job["spec"].get("backoffLimit", 6) + 1
    if state is JobState.FAILED:
        return f"failed {failed} times" if failed > 1 else "failed"
    return f"runs, try {min(failed + 1, tries)} of {tries}"
