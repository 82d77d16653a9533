"""Where pods may run: tolerations, affinity and spreading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mlflow_tui.config_model.kubernetes import names
from mlflow_tui.config_model.kubernetes.rules.containers import twice
from mlflow_tui.config_model.kubernetes.rules.rule import Data, Rule, given, listed, mapped, text
from mlflow_tui.config_model.kubernetes.violation import Violation


def _toleration(data: Data, version: str) -> Iterator[Violation]:
    operator = data.get("operator") or "Equal"
    value = text(data, "value")
    if not data.get("key") and operator != "Exists":
        yield Violation((), "format", "a toleration without a key needs operator: Exists", "set operator to Exists")
    if operator == "Exists" and value:
        yield Violation(("value",), "format", "operator Exists takes no value", "remove value, or use Equal")
    elif operator == "Equal" and (hint := names.label_value(value)):
        yield Violation(("value",), "format", f"'{value}' is not the value of a taint", hint)
    if given(data, "tolerationSeconds") and data.get("effect") != "NoExecute":
        message = "tolerationSeconds needs effect: NoExecute"
        yield Violation(("tolerationSeconds",), "format", message, "set the effect, or remove tolerationSeconds")


def _values(data: Data, version: str) -> Iterator[Violation]:
    operator, values = data.get("operator"), listed(data, "values")
    if operator in ("In", "NotIn") and not values:
        path = ("values",) if given(data, "values") else ()
        yield Violation(path, "missing", f"operator {operator} needs values", "add values")
    elif operator in ("Exists", "DoesNotExist") and values:
        yield Violation(("values",), "format", f"operator {operator} takes no values", "remove values")
    elif operator in ("Gt", "Lt") and len(values) != 1:
        yield Violation((), "format", f"operator {operator} needs exactly one value", "give one integer as text")


def _fields(data: Data, version: str) -> Iterator[Violation]:
    for index, one in enumerate(listed(data, "matchFields")):
        path = ("matchFields", index)
        if (key := text(one, "key")) and key != "metadata.name":
            yield Violation((*path, "key"), "choice", f"'{key}' is not 'metadata.name'", "use metadata.name")
        if (operator := text(one, "operator")) in ("Exists", "DoesNotExist", "Gt", "Lt"):
            yield Violation((*path, "operator"), "choice", f"'{operator}' is not 'In' or 'NotIn' here", "use In")
        elif len(listed(one, "values")) > 1:
            yield Violation((*path, "values"), "format", "a field is compared with one value", "keep one value")


def _terms(data: Data, version: str) -> Iterator[Violation]:
    if data.get("nodeSelectorTerms") == []:
        yield Violation(("nodeSelectorTerms",), "missing", "nodeSelectorTerms is empty", "add a term")


def _constraint(data: Data, version: str) -> Iterator[Violation]:
    if given(data, "minDomains") and data.get("whenUnsatisfiable") == "ScheduleAnyway":
        message = "minDomains needs whenUnsatisfiable: DoNotSchedule"
        yield Violation(("minDomains",), "format", message, "remove minDomains, or use DoNotSchedule")
    selected = mapped(mapped(data, "labelSelector"), "matchLabels")
    for index, key in enumerate(listed(data, "matchLabelKeys")):
        if key in selected:
            path = ("matchLabelKeys", index)
            yield Violation(path, "format", f"'{key}' is in the labelSelector too", "keep it in one of them")


def _unique_constraints(data: Data, version: str) -> Iterator[Violation]:
    for index, found in twice(listed(data, "topologySpreadConstraints"), "topologyKey", "whenUnsatisfiable"):
        path = ("topologySpreadConstraints", index, "topologyKey")
        message = f"another constraint spreads over '{found}' with the same whenUnsatisfiable"
        yield Violation(path, "format", message, "keep one of them")


RULES: Final = (
    Rule("TopologySpreadConstraint", _constraint, "core: validateMinDomains, validateMatchLabelKeysInTopologySpread"),
    Rule("PodSpec", _unique_constraints, "core: ValidateSpreadConstraintNotRepeat"),
    Rule("Toleration", _toleration, "core: ValidateTolerations"),
    Rule("NodeSelectorRequirement", _values, "core: ValidateNodeSelectorRequirement"),
    Rule("LabelSelectorRequirement", _values, "apimachinery: ValidateLabelSelectorRequirement"),
    Rule("NodeSelectorTerm", _fields, "core: ValidateNodeFieldSelectorRequirement"),
    Rule("NodeSelector", _terms, "core: ValidateNodeSelector"),
)
