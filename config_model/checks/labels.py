"""MT336, MT339, MT340: labels of the values, and what selects pods by labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mlflow_tui.config_model.chart import RESERVED_LABELS, SELECTOR_LABELS
from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.problem import DeleteKey, Fix, Severity

_NAMES = ("nameOverride", "fullnameOverride")


@check("MT336", Severity.ERROR, "A label is one of the chart's own.", reads=("podLabels", "service"))
def reserved_labels(context: Context) -> Iterator[Finding]:
    values = context.values
    for path, given in ((("podLabels",), values.pod_labels), (("service", "labels"), values.service.labels)):
        for key in given:
            if key in RESERVED_LABELS:
                place = (*path, key)
                yield Finding(
                    place,
                    f"the chart gives the label {key} itself",
                    hint="use another key",
                    fix=Fix("remove the label", (DeleteKey(place),)),
                )


@check(
    "MT339",
    Severity.WARNING,
    "A spread constraint does not count the server's pods.",
    reads=("topologySpreadConstraints", "podLabels", *_NAMES),
)
def spreads_others(context: Context) -> Iterator[Finding]:
    labels = {
        **context.values.pod_labels,
        **dict(zip(SELECTOR_LABELS, (context.names.name, context.release.name), strict=True)),
    }
    for index, one in enumerate(context.values.topology_spread_constraints):
        selector = one.get("labelSelector")
        if not isinstance(selector, dict) or selects(selector, labels):
            continue
        path = ("topologySpreadConstraints", index, "labelSelector")
        waits = one.get("whenUnsatisfiable") == "DoNotSchedule"
        effect = "they wait for those of others to be spread" if waits else "it has no effect"
        yield Finding(
            path,
            f"selects other pods than the server's: {effect}",
            hint="remove the selector: the chart then adds its own",
            fix=Fix("remove the selector", (DeleteKey(path),)),
        )


def selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Whether a label selector of Kubernetes selects what has the labels."""
    wanted = selector.get("matchLabels") or {}
    rules = selector.get("matchExpressions") or []
    return all(labels.get(key) == value for key, value in wanted.items()) and all(_fits(one, labels) for one in rules)


def _fits(rule: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    key, values = str(rule.get("key")), rule.get("values") or ()
    match rule.get("operator"):
        case "In":
            return key in labels and labels[key] in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
    return True


@check(
    "MT340",
    Severity.WARNING,
    "A spread constraint cannot be met on the selected nodes.",
    reads=("topologySpreadConstraints", "nodeSelector", "replicaCount", "podLabels", *_NAMES),
)
def too_few_domains(context: Context) -> Iterator[Finding]:
    """With fewer domains than minDomains the scheduler compares with none at all: each takes maxSkew pods at most."""
    values = context.values
    for index, one in enumerate(values.topology_spread_constraints):
        key, skew, domains = one.get("topologyKey"), one.get("maxSkew"), one.get("minDomains")
        if key not in values.node_selector or one.get("nodeAffinityPolicy") == "Ignore":
            continue
        if one.get("whenUnsatisfiable") != "DoNotSchedule" or not isinstance(skew, int) or not isinstance(domains, int):
            continue
        if domains > 1 and values.replica_count > skew:
            path = ("topologySpreadConstraints", index, "minDomains")
            yield Finding(
                path,
                f"nodeSelector leaves one {key}: {values.replica_count - skew} of {values.replica_count} pods wait for "
                "ever",
                hint="remove minDomains, or the label from nodeSelector",
            )
