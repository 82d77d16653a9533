"""Watching the pods of a Deployment come up, and finding out why they do not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mlflow_tui.delivery.apply.step import RolloutFailed
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem, Reason

Report = Callable[[str, tuple[str, ...]], None]
"""Takes a line of progress, and lines about the pods."""

_TURN = 1.0
_LOG_LINES = 20
_PASSING = (Reason.UNREACHABLE, Reason.TIMEOUT)


def watch(kubectl: Kubectl, name: str, timeout: float, report: Report) -> None:
    """Wait until the Deployment's pods are ready. Raises RolloutFailed after `timeout` seconds or when it gave up."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            deployment = kubectl.data("get", "deployments.apps", name) or {}
            pods = _pods(kubectl, deployment)
        except ClusterProblem as problem:
            # An API server that restarts is no failed rollout.
            if problem.reason not in _PASSING or time.monotonic() > deadline:
                raise
            report(f"{problem.message}; trying again", ())
        else:
            line, finished = progress(deployment)
            report(line, (*refusals(deployment), *_troubles(pods)))
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
        lines = [*refusals(deployment), *_troubles(pods)]
        for pod in [one for one in pods if not is_ready(one)][:3]:
            lines += [f"{pod['metadata']['name']}: {line}" for line in _events(kubectl, pod)]
            lines += _logs(kubectl, pod)
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
    labels = deployment.get("spec", {}).get("selector", {}).get("matchLabels") or {}
    selector = ",".join(f"{key}={value}" for key, value in labels.items())
    try:
        return list((kubectl.data("get", "pods", "-l", selector) or {}).get("items", []))
    except ClusterProblem as problem:
        if problem.reason is Reason.FORBIDDEN:
            return []
        raise


def is_ready(pod: Mapping[str, Any]) -> bool:
    """Whether the cluster sends requests to the pod."""
    conditions = (pod.get("status") or {}).get("conditions") or ()
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


def refusals(deployment: Mapping[str, Any]) -> Iterator[str]:
    """Why pods are not even made: a quota that is used up, a policy of the namespace."""
    for one in (deployment.get("status") or {}).get("conditions") or ():
        if one["type"] == "ReplicaFailure" and one["status"] == "True":
            yield f"no pod is created: {one.get('message', '')}"


def reasons(pod: Mapping[str, Any]) -> Iterator[str]:
    """Why a pod is not ready, as its containers and the scheduler tell."""
    for name, reason in _waiting(pod):
        yield f"{name} {reason}"
    for one in (pod.get("status") or {}).get("conditions") or ():
        if one["type"] == "PodScheduled" and one.get("message"):
            yield str(one["message"])


def _troubles(pods: list[dict[str, Any]]) -> Iterator[str]:
    """A line for each pod that is not ready, with the reasons."""
    for pod in pods:
        if not is_ready(pod):
            phase = (pod.get("status") or {}).get("phase", "Unknown")
            yield f"{pod['metadata']['name']}: {'; '.join(reasons(pod)) or phase}"


def _waiting(pod: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    status = pod.get("status") or {}
    for container in (*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ())):
        state = container.get("state") or {}
        for kind in ("waiting", "terminated"):
            if (found := state.get(kind)) and found.get("exitCode") != 0:
                said = ": ".join(str(found[key]) for key in ("reason", "message") if found.get(key))
                yield container["name"], said or kind


def _events(kubectl: Kubectl, pod: Mapping[str, Any]) -> list[str]:
    name = pod["metadata"]["name"]
    try:
        found = kubectl.data("get", "events", f"--field-selector=involvedObject.name={name}") or {}
    except ClusterProblem:
        return []
    return [f"{one.get('reason', '')}: {one.get('message', '')}".strip() for one in found.get("items", [])][-5:]


def _logs(kubectl: Kubectl, pod: Mapping[str, Any]) -> Iterator[str]:
    name = pod["metadata"]["name"]
    status = pod.get("status") or {}
    for container in (*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ())):
        if container.get("ready"):
            continue
        previous = ["--previous"] if container.get("restartCount") else []
        done = kubectl.run("logs", name, "-c", container["name"], f"--tail={_LOG_LINES}", *previous)
        if not done.code:
            yield from (
                f"{name} {container['name']} | {line}" for line in done.stdout.decode(errors="replace").splitlines()
            )
