"""Whole objects: their names and labels, what Deployments, Secrets and ConfigMaps hold."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from mlflow_tui.config_model.kubernetes import names
from mlflow_tui.config_model.kubernetes.rules.rule import Check, Data, Rule, given, listed, mapped, text
from mlflow_tui.config_model.kubernetes.violation import Violation

_MOST_ANNOTATIONS = 256 * 1024
_MOST_DATA = 1024 * 1024
_PERCENT = re.compile(r"\d+%", re.ASCII)


def _labels(*path: str) -> Check:
    """A check of the labels at `path`."""

    def check(data: Data, version: str) -> Iterator[Violation]:
        found: Data = data
        for name in path:
            found = mapped(found, name)
        for key, value in found.items():
            if hint := names.label_key(key):
                yield Violation((*path, key), "format", f"'{key}' is not the key of a label", hint)
            if isinstance(value, str) and (hint := names.label_value(value)):
                yield Violation((*path, key), "format", f"'{_short(value)}' is not the value of a label", hint)

    return check


def _annotations(data: Data, version: str) -> Iterator[Violation]:
    size = 0
    for key, value in mapped(data, "annotations").items():
        size += len(key.encode()) + (len(value.encode()) if isinstance(value, str) else 0)
        if hint := names.annotation_key(key):
            yield Violation(("annotations", key), "format", f"'{key}' is not the key of an annotation", hint)
    if size > _MOST_ANNOTATIONS:
        yield Violation(("annotations",), "format", "the annotations are larger than 256 KiB", "shorten them")


def _named(wrong: Callable[[str], str]) -> Check:
    """A check of an object's name."""

    def check(data: Data, version: str) -> Iterator[Violation]:
        metadata = mapped(data, "metadata")
        name = text(metadata, "name")
        if not name and not text(metadata, "generateName"):
            path = ("metadata",) if "metadata" in data else ()
            yield Violation(path, "missing", "the name of the object is missing", "add metadata.name")
        elif name and (hint := wrong(name)):
            yield Violation(("metadata", "name"), "format", f"'{_short(name)}' cannot name this object", hint)

    return check


def _data(encoded: str) -> Check:
    """A check of the keys and the size of what a Secret or a ConfigMap holds; the group `encoded` is in base64."""

    def check(data: Data, version: str) -> Iterator[Violation]:
        size = 0
        for group in ("data", "binaryData", "stringData"):
            for key, value in mapped(data, group).items():
                written = len(value.encode()) if isinstance(value, str) else 0
                size += written * 3 // 4 if group == encoded else written
                if hint := names.data_key(key):
                    yield Violation((group, key), "format", f"'{_short(key)}' is not a key", hint)
                if group == "binaryData" and key in mapped(data, "data"):
                    yield Violation((group, key), "format", f"'{_short(key)}' is a key of data too", "use another key")
        if size > _MOST_DATA:
            yield Violation((), "format", "the values are larger than 1 MiB", "keep large files elsewhere")

    return check


def _base64(group: str) -> Check:
    """A check that the values of a group are base64; Go, unlike its standard, skips line breaks."""

    def check(data: Data, version: str) -> Iterator[Violation]:
        for key, value in mapped(data, group).items():
            if not isinstance(value, str):
                continue
            try:
                binascii.a2b_base64(value.replace("\r", "").replace("\n", ""), strict_mode=True)
            except ValueError:
                yield Violation((group, key), "format", "the value is not base64", "write it in base64")

    return check


def _deployed_pod(data: Data, version: str) -> Iterator[Violation]:
    pod = mapped(mapped(data, "template"), "spec")
    policy = text(pod, "restartPolicy")
    if policy in ("OnFailure", "Never"):
        message = f"'{policy}' is not 'Always', the only policy in a Deployment"
        yield Violation(("template", "spec", "restartPolicy"), "choice", message, "leave it out")
    if given(pod, "activeDeadlineSeconds"):
        path = ("template", "spec", "activeDeadlineSeconds")
        yield Violation(path, "format", "a pod of a Deployment has no deadline", "remove it")


def _selector(data: Data, version: str) -> Iterator[Violation]:
    selector = data.get("selector")
    if not isinstance(selector, Mapping):
        return
    wanted = mapped(selector, "matchLabels")
    if not wanted and not listed(selector, "matchExpressions"):
        yield Violation(("selector",), "missing", "the selector is empty", "add matchLabels")
    labels = mapped(mapped(mapped(data, "template"), "metadata"), "labels")
    for key, value in wanted.items():
        if labels.get(key) != value:
            message = f"the label '{key}' of the pods does not match the selector"
            yield Violation(("selector", "matchLabels", key), "format", message, "give the pods this label")


def _rollout(data: Data, version: str) -> Iterator[Violation]:
    strategy = mapped(data, "strategy")
    if strategy.get("type") == "Recreate" and given(strategy, "rollingUpdate"):
        path = ("strategy", "rollingUpdate")
        yield Violation(path, "format", "strategy Recreate takes no rollingUpdate", "remove it, or use RollingUpdate")
    deadline, ready = data.get("progressDeadlineSeconds"), data.get("minReadySeconds") or 0
    if isinstance(deadline, int) and isinstance(ready, int) and 0 <= deadline <= ready:
        message = f"{deadline} is not more than minReadySeconds"
        yield Violation(("progressDeadlineSeconds",), "format", message, f"use more than {ready}")


def _steps(data: Data, version: str) -> Iterator[Violation]:
    for name in ("maxSurge", "maxUnavailable"):
        value = data.get(name)
        if isinstance(value, str) and not _PERCENT.fullmatch(value):
            yield Violation((name,), "format", f"'{value}' is not a share", "write a number, or a share like 25%")
        elif isinstance(value, int) and value < 0:
            yield Violation((name,), "format", f"{value} is out of range", "use a number from 0")
        elif name == "maxUnavailable" and isinstance(value, str) and int(value[:-1]) > 100:
            yield Violation((name,), "format", f"'{value}' is more than all", "use 100% at most")
    if all(data.get(name) in (0, "0%") for name in ("maxSurge", "maxUnavailable")):
        message = "maxSurge and maxUnavailable are both 0: no pod could be replaced"
        yield Violation(("maxUnavailable",), "format", message, "raise one of them")


def _short(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:77]}…"


_NAMES = {
    "ConfigMap": names.subdomain,
    "CronJob": names.subdomain,
    "Deployment": names.subdomain,
    "HTTPRoute": names.subdomain,
    "HorizontalPodAutoscaler": names.subdomain,
    "Ingress": names.subdomain,
    "Job": names.subdomain,
    "Namespace": names.label,
    "NetworkPolicy": names.subdomain,
    "PersistentVolumeClaim": names.subdomain,
    "PodDisruptionBudget": names.subdomain,
    "Pod": names.subdomain,
    "Secret": names.subdomain,
    "Service": names.service,
    "ServiceAccount": names.subdomain,
    "ServiceMonitor": names.subdomain,
}

RULES: Final = (
    *(Rule(kind, _named(wrong), "core: ValidateObjectMeta, Validate…Name") for kind, wrong in _NAMES.items()),
    Rule("ObjectMeta", _labels("labels"), "apimachinery: ValidateLabels"),
    Rule("ObjectMeta", _annotations, "apimachinery: ValidateAnnotations"),
    Rule("LabelSelector", _labels("matchLabels"), "apimachinery: ValidateLabelSelector"),
    Rule("PodSpec", _labels("nodeSelector"), "core: ValidatePodSpec"),
    Rule("ServiceSpec", _labels("selector"), "core: ValidateService"),
    Rule("Secret", _data("data"), "core: ValidateSecret"),
    Rule("Secret", _base64("data"), "encoding/json: []byte"),
    Rule("ConfigMap", _data("binaryData"), "core: ValidateConfigMap"),
    Rule("ConfigMap", _base64("binaryData"), "encoding/json: []byte"),
    Rule("DeploymentSpec", _deployed_pod, "apps: ValidatePodTemplateSpecForReplicaSet"),
    Rule("DeploymentSpec", _selector, "apps: ValidateDeploymentSpec"),
    Rule("DeploymentSpec", _rollout, "apps: ValidateDeploymentSpec, ValidateDeploymentStrategy"),
    Rule("RollingUpdateDeployment", _steps, "apps: ValidateRollingUpdateDeployment"),
)
