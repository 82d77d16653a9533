"""Containers: their mounts, ports, probes and security."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from mlflow_tui.config_model.kubernetes.rules.rule import Data, Rule, given, listed, mapped, text
from mlflow_tui.config_model.kubernetes.violation import Violation


def twice(entries: Iterable[Any], *fields: str) -> Iterator[tuple[int, str]]:
    """Index and value of each entry that repeats the texts that an earlier one has in its `fields`."""
    seen: set[tuple[str, ...]] = set()
    for index, entry in enumerate(entries):
        found = tuple(text(entry, name) for name in fields)
        if found[0] and found in seen:
            yield index, found[0]
        seen.add(found)


def _unique_mounts(data: Data, version: str) -> Iterator[Violation]:
    for index, found in twice(listed(data, "volumeMounts"), "mountPath"):
        path = ("volumeMounts", index, "mountPath")
        yield Violation(path, "format", f"'{found}' is the mount path of another volume", "use another folder")


def _unique_ports(data: Data, version: str) -> Iterator[Violation]:
    for index, found in twice(listed(data, "ports"), "name"):
        path = ("ports", index, "name")
        yield Violation(path, "format", f"'{found}' is the name of another port", "use another name")


def _mount(data: Data, version: str) -> Iterator[Violation]:
    if data.get("subPath") and data.get("subPathExpr"):
        yield Violation(("subPathExpr",), "format", "subPath and subPathExpr exclude each other", "keep one of them")
    if data.get("recursiveReadOnly") in ("IfPossible", "Enabled") and data.get("readOnly") is not True:
        hint = "set readOnly: true"
        yield Violation(("recursiveReadOnly",), "format", "recursiveReadOnly needs a mount that is read-only", hint)


def _propagation(data: Data, version: str) -> Iterator[Violation]:
    if mapped(data, "securityContext").get("privileged") is True:
        return
    for index, mount in enumerate(listed(data, "volumeMounts")):
        if text(mount, "mountPropagation") == "Bidirectional":
            path = ("volumeMounts", index, "mountPropagation")
            message = "Bidirectional mount propagation needs a privileged container"
            yield Violation(path, "format", message, "use HostToContainer")


def _liveness_and_startup(data: Data, version: str) -> Iterator[Violation]:
    for name in ("livenessProbe", "startupProbe"):
        threshold = mapped(data, name).get("successThreshold")
        if isinstance(threshold, int) and threshold > 1:
            path = (name, "successThreshold")
            yield Violation(path, "format", f"{threshold} is not 1, the only threshold here", "leave it out")
    if given(mapped(data, "readinessProbe"), "terminationGracePeriodSeconds"):
        path = ("readinessProbe", "terminationGracePeriodSeconds")
        message = "a readiness probe ends no container, so that it has no grace period"
        yield Violation(path, "format", message, "remove it")


def _command(data: Data, version: str) -> Iterator[Violation]:
    if not data.get("command"):
        path = ("command",) if given(data, "command") else ()
        yield Violation(path, "missing", "command is missing or empty", "write the command and its arguments as a list")


def _security(data: Data, version: str) -> Iterator[Violation]:
    if data.get("allowPrivilegeEscalation") is not False:
        return
    path = ("allowPrivilegeEscalation",)
    if data.get("privileged") is True:
        message = "a privileged container always allows privilege escalation"
        yield Violation(path, "format", message, "remove one of the two")
    if "CAP_SYS_ADMIN" in listed(mapped(data, "capabilities"), "add"):
        message = "a container with CAP_SYS_ADMIN always allows privilege escalation"
        yield Violation(path, "format", message, "remove one of the two")


def _profile(data: Data, version: str) -> Iterator[Violation]:
    if data.get("type") == "Localhost" and not given(data, "localhostProfile"):
        yield Violation((), "missing", "type Localhost needs localhostProfile", "name the profile's file")
    elif given(data, "localhostProfile") and data.get("type") in ("RuntimeDefault", "Unconfined"):
        yield Violation(("localhostProfile",), "format", "localhostProfile needs type: Localhost", "set the type")


def _unique_sysctls(data: Data, version: str) -> Iterator[Violation]:
    for index, found in twice(listed(data, "sysctls"), "name"):
        yield Violation(("sysctls", index, "name"), "format", f"'{found}' is set twice", "remove one")


RULES: Final = (
    Rule("Container", _unique_mounts, "core: ValidateVolumeMounts"),
    Rule("Container", _propagation, "core: validateMountPropagation"),
    Rule("Container", _unique_ports, "core: validateContainerPorts"),
    Rule("Container", _liveness_and_startup, "core: validateLivenessProbe, validateReadinessProbe"),
    Rule("VolumeMount", _mount, "core: ValidateVolumeMounts, validateMountRecursiveReadOnly"),
    Rule("ExecAction", _command, "core: validateExecAction"),
    Rule("SecurityContext", _security, "core: ValidateSecurityContext"),
    Rule("SeccompProfile", _profile, "core: validateSeccompProfileField"),
    Rule("AppArmorProfile", _profile, "core: ValidateAppArmorProfileField"),
    Rule("PodSecurityContext", _unique_sysctls, "core: validateSysctls"),
)
