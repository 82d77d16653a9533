"""Watching the pods of a Deployment come up, and finding out why they do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mlflow_tui.delivery.apply.pods import last_words, pods_with, troubles
from mlflow_tui.delivery.apply.step import RolloutFailed
from mlflow_tui.delivery.apply.waiting import Report, wait_until
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem


def watch(kubectl: Kubectl, name: str, timeout: float, report: Report) -> None:
    """Wait until the Deployment's pods are ready. Raises RolloutFailed after `timeout` seconds or when it gave up."""

    def has_ended() -> bool:
        deployment = kubectl.data("get", "deployments.apps", name) or {}
        pods = _pods(kubectl, deployment)
        line, finished = progress(deployment)
        report(line, (*refusals(deployment), *troubles(pods)))
        if not finished and _gave_up(deployment):
            raise RolloutFailed(f"Deployment/{name} gave up: {line}", _ADVICE)
        return finished

    late = RolloutFailed(f"Deployment/{name} is not ready after {timeout:.0f} seconds", _ADVICE)
    wait_until(has_ended, kubectl, timeout, report, late)


_ADVICE = "the lines about its pods tell why: fix the values and apply again, or apply the earlier ones"


def diagnosis(kubectl: Kubectl, name: str) -> tuple[str, ...]:
    """Why the pods are not ready: their states, their last events, the last lines of their logs, without secrets."""
    try:
        deployment = kubectl.data("get", "deployments.apps", name) or {}
        pods = _pods(kubectl, deployment)
        lines = [*refusals(deployment), *troubles(pods)]
        lines += last_words(kubectl, pods)
    except ClusterProblem as problem:
        return (problem.message,)
    return tuple(kubectl.masked(line) for line in lines)


def progress(deployment: Mapping[str, Any]) -> tuple[str, bool]:
    """A line on how far the Deployment has come, and whether all of its pods are new and ready."""
    status = deployment.get("status") or {}
    wanted = deployment["spec"].get("replicas", 1)
    if status.get("observedGeneration", 0) < deployment["metadata"].get("generation", 0):
        return "waiting for the cluster to notice the change", False
    updated, ready, total = (status.get(key, 0) for key in ("updatedReplicas", "availableReplicas", "replicas"))
    if updated < wanted:
        return f"{updated} of {wanted} pods are created", False
    if total > updated:
        return f"{total - updated} old pods are terminating", False
    return f"{ready} of {wanted} pods are ready", ready >= wanted


def _gave_up(deployment: Mapping[str, Any]) -> bool:
    conditions = (deployment.get("status") or {}).get("conditions") or ()
    return any(one["type"] == "Progressing" and one.get("reason") == "ProgressDeadlineExceeded" for one in conditions)


def _pods(kubectl: Kubectl, deployment: Mapping[str, Any]) -> list[dict[str, Any]]:
    return pods_with(kubectl, deployment.get("spec", {}).get("selector", {}).get("matchLabels") or {})


def refusals(deployment: Mapping[str, Any]) -> Iterator[str]:
    """Why pods are not even made: a quota that is used up, a policy of the namespace."""
    for one in (deployment.get("status") or {}).get("conditions") or ():
        if one["type"] == "ReplicaFailure" and one["status"] == "True":
            yield f"no pod is created: {one.get('message', '')}"
