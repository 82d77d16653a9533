"""Amounts that containers ask for, and the size of what is kept in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mlflow_tui.config_model.kubernetes import names
from mlflow_tui.config_model.kubernetes.quantity import ONE, amount
from mlflow_tui.config_model.kubernetes.rules.rule import Data, Rule, mapped
from mlflow_tui.config_model.kubernetes.versions import minor
from mlflow_tui.config_model.kubernetes.violation import Violation

_STANDARD = ("cpu", "memory", "ephemeral-storage")
_HUGE = "hugepages-"
_STORAGE = "storage"
_CLAIMS_APART = 29
"""1.29 gave claims of volumes, which alone ask for storage, a type apart from that of containers."""


def _amounts(data: Data, version: str) -> Iterator[Violation]:
    for group in ("limits", "requests"):
        for name, value in mapped(data, group).items():
            if value is None or (name == _STORAGE and minor(version) < _CLAIMS_APART):
                continue
            path = (group, name)
            if hint := _wrong_name(name):
                yield Violation(path, "choice", f"'{name}' is not a resource of containers", hint)
            elif (found := amount(value)) is None:
                continue
            elif found < 0:
                yield Violation(path, "format", f"{value} is negative", "write an amount from 0")
            elif "/" in name and found % ONE:
                yield Violation(path, "format", f"{value} of {name} is not whole", "write an integer")


def _no_storage(data: Data, version: str) -> Iterator[Violation]:
    if minor(version) >= _CLAIMS_APART:
        return
    for group in ("limits", "requests"):
        if _STORAGE in mapped(mapped(data, "resources"), group):
            path = ("resources", group, _STORAGE)
            message = f"'{_STORAGE}' is not a resource of containers"
            yield Violation(path, "choice", message, "use ephemeral-storage")


def _wrong_name(name: str) -> str:
    if name in _STANDARD or name.startswith(_HUGE):
        return ""
    if name == _STORAGE:
        return "use ephemeral-storage"
    if "/" not in name:
        near = next((one for one in _STANDARD if one.startswith(name.lower()[:3])), "")
        return f"write {near}" if near else "use cpu, memory, ephemeral-storage, hugepages-SIZE or VENDOR/NAME"
    if name.startswith("requests."):
        return "leave 'requests.' out"
    return names.label_key(name)


def _requests_and_limits(data: Data, version: str) -> Iterator[Violation]:
    limits, requests = mapped(data, "limits"), mapped(data, "requests")
    for name, value in requests.items():
        fixed = name.startswith(_HUGE) or ("/" in name and "kubernetes.io/" not in name)
        asked, most = amount(value), amount(limits.get(name))
        if asked is None or asked < 0 or _wrong_name(name):
            continue
        path = ("requests", name)
        if most is None:
            if fixed and name not in limits:
                yield Violation(path, "format", f"{name} needs a limit too", f"add {name}: {value} to limits")
        elif fixed and asked != most:
            message = f"the request of {value} is not the limit of {limits[name]}"
            yield Violation(path, "format", message, f"use one amount of {name} for both")
        elif asked > most:
            message = f"the request of {value} is more than the limit of {limits[name]}"
            yield Violation(path, "format", message, "lower the request or raise the limit")


def _huge_pages(data: Data, version: str) -> Iterator[Violation]:
    asked = {*mapped(data, "limits"), *mapped(data, "requests")}
    huge = sorted(name for name in asked if name.startswith(_HUGE))
    if huge and not asked & {"cpu", "memory"}:
        yield Violation((), "missing", f"{huge[0]} needs cpu or memory beside it", "add cpu or memory")


def _size(data: Data, version: str) -> Iterator[Violation]:
    found = amount(data.get("sizeLimit"))
    if found is not None and found < 0:
        yield Violation(("sizeLimit",), "format", f"{data['sizeLimit']} is negative", "write an amount from 0")


def _medium(data: Data, version: str) -> Iterator[Violation]:
    found = data.get("medium")
    if not isinstance(found, str) or found in ("", "Memory", "HugePages"):
        return
    if not found.startswith("HugePages-") or amount(found.removeprefix("HugePages-")) is None:
        hint = "use Memory, HugePages, HugePages-SIZE, or leave it out for the node's disk"
        yield Violation(("medium",), "choice", f"'{found}' is not a medium", hint)


RULES: Final = (
    Rule("ResourceRequirements", _amounts, "core: ValidateResourceQuantityValue, validateContainerResourceName"),
    Rule("Container", _no_storage, "core: validateContainerResourceName"),
    Rule("ResourceRequirements", _requests_and_limits, "core: ValidateResourceRequirements"),
    Rule("ResourceRequirements", _huge_pages, "core: ValidateResourceRequirements"),
    Rule("EmptyDirVolumeSource", _size, "core: validateEmptyDirVolumeSource"),
    # The API server takes any medium; the kubelet then never starts the pod.
    Rule("EmptyDirVolumeSource", _medium, "kubelet: emptydir setUpDir, `unknown storage medium`"),
)
