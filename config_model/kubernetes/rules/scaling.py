"""Objects beside a Deployment: autoscalers, disruption budgets, claims and jobs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from mlflow_tui.config_model.kubernetes.quantity import amount
from mlflow_tui.config_model.kubernetes.rules.rule import Data, Rule, given, listed, mapped, text
from mlflow_tui.config_model.kubernetes.violation import Violation

_PERCENT = re.compile(r"\d+%", re.ASCII)
_SOURCES: Mapping[str, str] = {
    "Resource": "resource",
    "Pods": "pods",
    "Object": "object",
    "External": "external",
    "ContainerResource": "containerResource",
}
_TARGETS: Mapping[str, str] = {
    "Utilization": "averageUtilization",
    "AverageValue": "averageValue",
    "Value": "value",
}
_LONGEST_CRON_JOB = 52


def _order_of_replicas(data: Data, version: str) -> Iterator[Violation]:
    fewest, most = data.get("minReplicas", 1), data.get("maxReplicas")
    if isinstance(fewest, int) and isinstance(most, int) and fewest > most:
        message = f"{most} is less than minReplicas, {fewest}"
        yield Violation(("maxReplicas",), "format", message, f"use a number from {fewest}")


def _of_type(table: Mapping[str, str]) -> Rule:
    """The rule that of the fields of a table the one of the type is given, and no other."""

    def check(data: Data, version: str) -> Iterator[Violation]:
        kind = text(data, "type")
        wanted = table.get(kind)
        if wanted is None:
            return
        if not given(data, wanted):
            yield Violation((), "missing", f"type {kind} needs {wanted}", f"add {wanted}")
        for field in table.values():
            if field != wanted and given(data, field):
                message = f"type {kind} takes no {field}"
                yield Violation((field,), "format", message, f"remove it, or use another type than {kind}")

    name = "MetricSpec" if table is _SOURCES else "MetricTarget"
    return Rule(name, check, "autoscaling: validateMetricSpec, validateMetricTarget")


def _budget(data: Data, version: str) -> Iterator[Violation]:
    fields = [name for name in ("minAvailable", "maxUnavailable") if given(data, name)]
    if len(fields) == 2:
        message = "minAvailable and maxUnavailable exclude each other"
        yield Violation(("maxUnavailable",), "format", message, "keep one of them")
    for name in fields:
        value = data[name]
        if isinstance(value, str) and not _PERCENT.fullmatch(value):
            yield Violation((name,), "format", f"'{value}' is not a share", "write a number, or a share like 25%")
        elif isinstance(value, str) and int(value[:-1]) > 100:
            yield Violation((name,), "format", f"'{value}' is more than all", "use 100% at most")
        elif isinstance(value, int) and value < 0:
            yield Violation((name,), "format", f"{value} is out of range", "use a number from 0")


def _claim(data: Data, version: str) -> Iterator[Violation]:
    modes = listed(data, "accessModes")
    if not modes:
        yield Violation((), "missing", "an access mode is missing", "add accessModes: [ReadWriteOnce]")
    if len(modes) > 1 and "ReadWriteOncePod" in modes:
        message = "ReadWriteOncePod cannot be had with another mode"
        yield Violation(("accessModes",), "format", message, "keep one of them")
    asked = mapped(mapped(data, "resources"), "requests").get("storage")
    path = ("resources", "requests", "storage")
    if asked is None:
        yield Violation((), "missing", "the size is missing", "add resources.requests.storage")
    elif (found := amount(asked)) is not None and found <= 0:
        yield Violation(path, "format", f"{asked} is no storage", "ask for some, for example 10Gi")


def _policy_of_job(data: Data, version: str) -> Iterator[Violation]:
    pod = mapped(mapped(data, "template"), "spec")
    policy = text(pod, "restartPolicy")
    if pod and policy not in ("OnFailure", "Never"):
        path = ("template", "spec", *(("restartPolicy",) if policy else ()))
        message = f"'{policy}' is not 'OnFailure' or 'Never'" if policy else "restartPolicy is missing"
        yield Violation(path, "choice" if policy else "missing", message, "set restartPolicy to OnFailure or Never")


def _name_of_cron_job(data: Data, version: str) -> Iterator[Violation]:
    name = text(mapped(data, "metadata"), "name")
    if len(name) > _LONGEST_CRON_JOB:
        message = f"the name has {len(name)} characters: those of a CronJob have {_LONGEST_CRON_JOB} at most"
        yield Violation(("metadata", "name"), "format", message, "use a shorter name")


RULES: Final = (
    Rule("HorizontalPodAutoscalerSpec", _order_of_replicas, "autoscaling: validateHorizontalPodAutoscalerSpec"),
    _of_type(_SOURCES),
    _of_type(_TARGETS),
    Rule("PodDisruptionBudgetSpec", _budget, "policy: ValidatePodDisruptionBudgetSpec"),
    Rule("PersistentVolumeClaimSpec", _claim, "core: ValidatePersistentVolumeClaimSpec"),
    Rule("JobSpec", _policy_of_job, "batch: validateJobSpec"),
    Rule("CronJob", _name_of_cron_job, "batch: ValidateCronJobCreate"),
)
