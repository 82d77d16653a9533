"""From the objects that a section of the values makes each back to that section."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mlflow_tui.renderers.manifests import Manifest, network_policy

Data = dict[str, Any]


def sections_of(by_kind: Mapping[str, Sequence[Manifest]], labels: Mapping[str, str]) -> list[Data]:
    """The sections that made the objects; `labels` are those that every object of the release has."""
    return [read(by_kind[kind][0], labels) for kind, read in _SECTIONS.items() if by_kind.get(kind)]


def _autoscaling(one: Manifest, _labels: Mapping[str, str]) -> Data:
    spec = one["spec"]
    metrics = list(spec.get("metrics") or ())
    targets = {
        "targetCPUUtilizationPercentage": _utilization(metrics, "cpu"),
        "targetMemoryUtilizationPercentage": _utilization(metrics, "memory"),
    }
    replicas = {key: spec[key] for key in ("minReplicas", "maxReplicas") if key in spec}
    return {
        "autoscaling": {
            "enabled": True,
            **replicas,
            **targets,
            "metrics": metrics,
            "behavior": spec.get("behavior") or {},
        },
        "replicaCount": 1,  # what the autoscaler has chosen since
    }


def _utilization(metrics: list[Data], resource: str) -> int | None:
    """The target of the first metric, which is taken out, if it is the use of the resource."""
    found = metrics[0].get("resource") or {} if metrics else {}
    target = found.get("target") or {}
    if found.get("name") != resource or target.get("type") != "Utilization":
        return None
    metrics.pop(0)
    percentage: int = target["averageUtilization"]
    return percentage


def _budget(one: Manifest, _labels: Mapping[str, str]) -> Data:
    spec = one["spec"]
    if "minAvailable" in spec:
        rule = {"minAvailable": spec["minAvailable"], "maxUnavailable": None}
        return {"podDisruptionBudget": {"enabled": True, **rule}}
    return {"podDisruptionBudget": {"enabled": True, "maxUnavailable": spec.get("maxUnavailable")}}


def _policy(one: Manifest, _labels: Mapping[str, str]) -> Data:
    spec = one["spec"]
    egress = list(spec.get("egress") or ())
    if egress and egress[-1] == network_policy.DNS:
        egress.pop()
    let_in = (spec.get("ingress") or [{}])[0].get("from") or []
    return {"networkPolicy": {"enabled": True, "ingressFrom": let_in, "egress": egress}}


_GATEWAY = {"group": "gateway.networking.k8s.io", "kind": "Gateway"}
"""What a parent is where it does not say."""


def _route(one: Manifest, _labels: Mapping[str, str]) -> Data:
    spec = one["spec"]
    rule = spec["rules"][0]
    return {
        "httpRoute": {
            "enabled": True,
            "annotations": one["metadata"].get("annotations") or {},
            "parentRefs": [
                {key: value for key, value in parent.items() if _GATEWAY.get(key) != value}
                for parent in spec.get("parentRefs") or ()
            ],
            "hostnames": spec.get("hostnames") or [],
            "path": rule["matches"][0]["path"]["value"],
            "filters": rule.get("filters") or [],
            "timeouts": rule.get("timeouts") or {},
        }
    }


def _monitor(one: Manifest, labels: Mapping[str, str]) -> Data:
    endpoint = one["spec"]["endpoints"][0]
    own = one["metadata"].get("labels") or {}
    keys = ("interval", "scrapeTimeout", "basicAuth", "relabelings", "metricRelabelings")
    monitor = {
        "enabled": True,
        "labels": {key: value for key, value in own.items() if key not in labels},
        "namespace": one["metadata"]["namespace"] if "namespaceSelector" in one["spec"] else "",
        **{key: endpoint[key] for key in keys if key in endpoint},
    }
    return {"metrics": {"path": endpoint.get("path", ""), "serviceMonitor": monitor}}


def _collection(one: Manifest, _labels: Mapping[str, str]) -> Data:
    spec = one["spec"]
    container = spec["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    _, _, age, *arguments = container["args"]
    for option in ("--artifacts-destination=", "--tracking-uri="):
        if arguments and arguments[0].startswith(option):
            arguments.pop(0)
    return {
        "garbageCollection": {
            "enabled": True,
            "schedule": spec["schedule"],
            "olderThan": age.removeprefix("--older-than="),
            "concurrencyPolicy": spec["concurrencyPolicy"],
            "extraArgs": arguments,
            "resources": container.get("resources") or {},
        }
    }


_SECTIONS: Mapping[str, Callable[[Manifest, Mapping[str, str]], Data]] = {
    "HorizontalPodAutoscaler": _autoscaling,
    "PodDisruptionBudget": _budget,
    "NetworkPolicy": _policy,
    "HTTPRoute": _route,
    "ServiceMonitor": _monitor,
    "CronJob": _collection,
}
