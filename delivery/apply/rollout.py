"""Watching the pods of a Deployment come up, and finding out why they do not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mlflow_tui.delivery.apply.pods import last_words, pods_with, troubles
from mlflow_tui.delivery.apply.step import RolloutFailed
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem, Reason

Report = Callable[[str, tuple[str, ...]], None]
"""Takes a line of progress, and lines about the pods."""

_TURN = 1.0
PASSING = (Reason.UNREACHABLE, Reason.TIMEOUT)
"""Why an API server may not answer for a while, as when it restarts."""


def watch(kubectl: Kubectl, name: str, timeout: float, report: Report) -> None:
    """Wait until the Deployment's pods are ready. Raises RolloutFailed after `timeout` seconds or when it gave up."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            deployment = kubectl.data("get", "deployments.apps", name) or {}
            pods = _pods(kubectl, deployment)
        except ClusterProblem as problem:
            # An API server that restarts is no failed rollout.
            if problem.reason not in PASSING or time.monotonic() > deadline:
                raise
            report(f"{problem.message}; trying again", ())
        else:
            line, finished = progress(deployment)
            report(line, (*refusals(deployment), *troubles(pods)))
            if finished:
                return
            if _gave_up(deployment):
                raise RolloutFailed(
                    f"Deployment/{name} gave up: {line}",
                    "the lines about its pods tell why: fix the values and apply again, or apply the earlier ones",
                )
        if time.monotonic() > deadline:
            raise RolloutFailed(
                f"Deployment/{name} is not ready after {timeout:.0f} seconds",
                "the lines about its pods tell why: fix the values and apply again, or apply the earlier ones",
            )
        kubectl.cancellation.wait(_TURN)


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
