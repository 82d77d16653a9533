"""What the containers and volumes of a pod have to do with one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mlflow_tui.config_model.kubernetes.rules.containers import twice
from mlflow_tui.config_model.kubernetes.rules.rule import Data, Rule, given, listed, mapped, text
from mlflow_tui.config_model.kubernetes.versions import minor
from mlflow_tui.config_model.kubernetes.violation import Violation

_POLICY_OF_EACH = 34
"""1.34 lets every container have a restart policy of its own (feature gate ContainerRestartRules)."""


def _containers(data: Data) -> Iterator[tuple[tuple[str, int], Any]]:
    for group in ("initContainers", "containers"):
        for index, container in enumerate(listed(data, group)):
            yield (group, index), container


def _some_container(data: Data, version: str) -> Iterator[Violation]:
    if data.get("containers") == []:
        yield Violation(("containers",), "missing", "containers is empty", "add a container")


def _unique_names(data: Data, version: str) -> Iterator[Violation]:
    found = list(_containers(data))
    for index, name in twice((container for _, container in found), "name"):
        path = (*found[index][0], "name")
        yield Violation(path, "format", f"'{name}' is the name of another container", "use another name")
    for index, name in twice(listed(data, "volumes"), "name"):
        path = ("volumes", index, "name")
        yield Violation(path, "format", f"'{name}' is the name of another volume", "use another name")


def _known_volumes(data: Data, version: str) -> Iterator[Violation]:
    known = {text(volume, "name") for volume in listed(data, "volumes")}
    for path, container in _containers(data):
        for index, mount in enumerate(listed(container, "volumeMounts")):
            if (name := text(mount, "name")) and name not in known:
                hint = f"use one of {', '.join(sorted(known))}" if known else "add it to the volumes"
                here = (*path, "volumeMounts", index, "name")
                yield Violation(here, "format", f"'{name}' is not the name of a volume of this pod", hint)


def _init_containers(data: Data, version: str) -> Iterator[Violation]:
    for index, container in enumerate(listed(data, "initContainers")):
        if text(container, "restartPolicy") == "Always":
            continue
        for name in ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe"):
            if isinstance(container, dict) and given(container, name):
                message = f"an init container has no {name}, unless its restartPolicy is Always"
                yield Violation(("initContainers", index, name), "format", message, "remove it")


def _restart_policies(data: Data, version: str) -> Iterator[Violation]:
    if minor(version) >= _POLICY_OF_EACH:
        return
    for index, container in enumerate(listed(data, "containers")):
        if text(container, "restartPolicy"):
            path = ("containers", index, "restartPolicy")
            yield Violation(path, "format", "only an init container has a restartPolicy of its own", "remove it")


def _host_ports(data: Data, version: str) -> Iterator[Violation]:
    seen: set[tuple[object, ...]] = set()
    for path, container in _containers(data):
        for index, port in enumerate(listed(container, "ports")):
            number = port.get("hostPort") if isinstance(port, dict) else None
            if not number or path[0] == "initContainers":
                continue
            here = (*path, "ports", index, "hostPort")
            taken = (number, text(port, "protocol") or "TCP", text(port, "hostIP"))
            if taken in seen:
                yield Violation(here, "format", f"{number} is the host port of another port", "use another number")
            seen.add(taken)
            if data.get("hostNetwork") is True and number != port.get("containerPort"):
                message = "hostPort is not containerPort, as hostNetwork requires"
                yield Violation(here, "format", message, "leave hostPort out")


def _name_servers(data: Data, version: str) -> Iterator[Violation]:
    if data.get("dnsPolicy") == "None" and not listed(mapped(data, "dnsConfig"), "nameservers"):
        yield Violation((), "missing", "dnsPolicy None needs name servers", "add dnsConfig.nameservers")


_GRACE = 30
"""Seconds that a pod has to end where it says nothing else."""


def _sleeps(data: Data, version: str) -> Iterator[Violation]:
    grace = data.get("terminationGracePeriodSeconds")
    grace = _GRACE if grace is None else grace
    for path, container in _containers(data):
        for name in ("postStart", "preStop"):
            seconds = mapped(mapped(mapped(container, "lifecycle"), name), "sleep").get("seconds")
            if isinstance(seconds, int) and isinstance(grace, int) and not 0 <= seconds <= grace:
                here = (*path, "lifecycle", name, "sleep", "seconds")
                message = f"{seconds} is not from 0 to the {grace} seconds that the pod has to end"
                yield Violation(here, "format", message, f"use {grace} at most, or a longer grace period")


RULES: Final = (
    Rule("PodSpec", _sleeps, "core: validateSleepAction"),
    Rule("PodSpec", _some_container, "core: validateContainers"),
    Rule("PodSpec", _unique_names, "core: validateContainers, ValidateVolumes"),
    Rule("PodSpec", _known_volumes, "core: ValidateVolumeMounts"),
    Rule("PodSpec", _init_containers, "core: validateInitContainers"),
    Rule("PodSpec", _restart_policies, "core: validateContainers, validateContainerRestartPolicy"),
    Rule("PodSpec", _host_ports, "core: checkHostPortConflicts, validateHostNetwork"),
    Rule("PodSpec", _name_servers, "core: validatePodDNSConfig"),
)
