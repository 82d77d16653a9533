"""Environment variables and where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mlflow_tui.config_model.kubernetes import names
from mlflow_tui.config_model.kubernetes.quantity import amount
from mlflow_tui.config_model.kubernetes.rules.rule import Data, Rule, given, mapped, text
from mlflow_tui.config_model.kubernetes.versions import minor
from mlflow_tui.config_model.kubernetes.violation import Violation

_VARIABLE_FIELDS = (
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.podIP",
    "status.podIPs",
)
_FILE_FIELDS = ("metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations")
_KEYED = re.compile(r"(metadata\.(?:labels|annotations))\['(.*)'\]")
_AMOUNTS = ("limits.cpu", "limits.ephemeral-storage", "limits.memory")
_RESOURCES = (*_AMOUNTS, *(name.replace("limits", "requests") for name in _AMOUNTS))
_HUGE = ("limits.hugepages-", "requests.hugepages-")
_BYTE_DIVISORS = {amount(f"1{suffix}") for suffix in ("", *"kMGTPE", *(f"{one}i" for one in "KMGTPE"))}
_CPU_DIVISORS = {amount("1"), amount("1m")}


def _value_or_source(data: Data, version: str) -> Iterator[Violation]:
    if given(data, "valueFrom") and data.get("value"):
        yield Violation(("valueFrom",), "format", "value and valueFrom exclude each other", "keep one of them")


def _variable_field(data: Data, version: str) -> Iterator[Violation]:
    fields = (*_VARIABLE_FIELDS, "status.hostIPs") if minor(version) >= 28 else _VARIABLE_FIELDS
    yield from _field(mapped(data, "fieldRef"), fields)


def _file(data: Data, version: str) -> Iterator[Violation]:
    yield from _field(mapped(data, "fieldRef"), _FILE_FIELDS)
    resource = mapped(data, "resourceFieldRef")
    if resource and not text(resource, "containerName"):
        message = "containerName is missing: a volume belongs to no container"
        yield Violation(("resourceFieldRef",), "missing", message, "name the container")


def _field(reference: Data, fields: tuple[str, ...]) -> Iterator[Violation]:
    found = text(reference, "fieldPath")
    if not found or found in fields:
        return
    path = ("fieldRef", "fieldPath")
    if (keyed := _KEYED.fullmatch(found)) is not None:
        check = names.label_key if keyed[1] == "metadata.labels" else names.annotation_key
        if hint := check(keyed[2]):
            yield Violation(path, "format", f"'{keyed[2]}' is not a key of {keyed[1]}", hint)
        return
    allowed = ", ".join((*fields, "metadata.labels['KEY']", "metadata.annotations['KEY']"))
    yield Violation(path, "choice", f"'{found}' is not a field that can be used here", f"use one of {allowed}")


def _resource(data: Data, version: str) -> Iterator[Violation]:
    resource = text(data, "resource")
    if resource and resource not in _RESOURCES and not resource.startswith(_HUGE):
        hint = f"use one of {', '.join(_RESOURCES)}"
        yield Violation(("resource",), "choice", f"'{resource}' is not a resource that can be used here", hint)
        return
    divisor = amount(data.get("divisor"))
    allowed = _CPU_DIVISORS if resource.endswith(".cpu") else _BYTE_DIVISORS
    if divisor and divisor not in allowed:
        hint = "use 1 or 1m" if resource.endswith(".cpu") else "use 1 with a unit or none: 1, 1k, 1M, 1Mi, 1Gi …"
        yield Violation(("divisor",), "choice", f"'{data['divisor']}' does not divide {resource}", hint)


def _api_version(data: Data, version: str) -> Iterator[Violation]:
    found = text(data, "apiVersion")
    if found not in ("", "v1"):
        yield Violation(("apiVersion",), "choice", f"'{found}' is not 'v1'", "write v1 or leave it out")


RULES: Final = (
    Rule("EnvVar", _value_or_source, "core: validateEnvVarValueFrom"),
    Rule("EnvVarSource", _variable_field, "core: validateObjectFieldSelector, validEnvDownwardAPIFieldPathExpressions"),
    Rule("DownwardAPIVolumeFile", _file, "core: validateDownwardAPIVolumeFile"),
    Rule("ResourceFieldSelector", _resource, "core: validateContainerResourceFieldSelector, -Divisor"),
    Rule("ObjectFieldSelector", _api_version, "core: validateObjectFieldSelector"),
)
