"""Pods that are not ready: their states, their last events, the last lines of their logs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem, Reason

_LOG_LINES = 20
_LOOKED_AT = 3


def pods_with(kubectl: Kubectl, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """The pods with all of these labels; none where this user may not list them."""
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


def reasons(pod: Mapping[str, Any]) -> Iterator[str]:
    """Why a pod is not ready, as its containers and the scheduler tell."""
    for name, reason in _waiting(pod):
        yield f"{name} {reason}"
    for one in (pod.get("status") or {}).get("conditions") or ():
        if one["type"] == "PodScheduled" and one.get("message"):
            yield str(one["message"])


def troubles(pods: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A line for each pod that is not ready, with the reasons."""
    for pod in pods:
        if not is_ready(pod):
            phase = (pod.get("status") or {}).get("phase", "Unknown")
            yield f"{pod['metadata']['name']}: {'; '.join(reasons(pod)) or phase}"


def last_words(kubectl: Kubectl, pods: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The last events and log lines of the first few pods that are not ready."""
    for pod in [one for one in pods if not is_ready(one)][:_LOOKED_AT]:
        yield from (f"{pod['metadata']['name']}: {line}" for line in _events(kubectl, pod))
        yield from _logs(kubectl, pod)


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
