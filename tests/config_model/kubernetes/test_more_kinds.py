"""Autoscalers, budgets, policies, claims, jobs and routes: `check` and an API server judge them alike."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mlflow_tui.config_model.kubernetes import check
from mlflow_tui.config_model.kubernetes.cron import schedule
from mlflow_tui.config_model.kubernetes.kinds import API_VERSIONS
from tests.control_plane import ControlPlane
from tests.custom_kinds import for_server

Piece = tuple[str, dict[str, Any]]
_CPU = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}
_POD = {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i"}]}


def scaler(**fields: Any) -> Piece:
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "d"}
    return "HorizontalPodAutoscaler", {"scaleTargetRef": target, "minReplicas": 1, "maxReplicas": 2, **fields}


def budget(**fields: Any) -> Piece:
    return "PodDisruptionBudget", {"selector": {"matchLabels": {"a": "b"}}, **fields}


def policy(**fields: Any) -> Piece:
    return "NetworkPolicy", {"podSelector": {}, **fields}


def claim(**fields: Any) -> Piece:
    resources = {"requests": {"storage": "1Gi"}}
    return "PersistentVolumeClaim", {"accessModes": ["ReadWriteOnce"], "resources": resources, **fields}


def cron_job(pod: dict[str, Any] | None = None, **fields: Any) -> Piece:
    template = {"spec": {"template": {"spec": {**_POD, **(pod or {})}}}}
    return "CronJob", {"schedule": "0 3 * * 0", "jobTemplate": template, **fields}


TAKEN = [
    scaler(),
    scaler(metrics=[{"type": "Resource", "resource": _CPU}]),
    scaler(behavior={"scaleDown": {"stabilizationWindowSeconds": 0, "selectPolicy": "Disabled"}}),
    budget(minAvailable=1),
    budget(maxUnavailable="25%"),
    policy(ingress=[{"from": [{"podSelector": {}, "namespaceSelector": {}}], "ports": [{"port": "http"}]}]),
    policy(policyTypes=["Egress"], egress=[{"to": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}]}]),
    claim(),
    claim(storageClassName="fast", accessModes=["ReadWriteMany", "ReadOnlyMany"]),
    cron_job(),
    cron_job(schedule="@every 1h30m"),
    cron_job(schedule="*/5 0-6,12 1 jan-mar ?", concurrencyPolicy="Replace"),
]
REFUSED = [
    scaler(minReplicas=3),
    scaler(maxReplicas=0),
    scaler(metrics=[{"type": "Resource"}]),
    scaler(metrics=[{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization"}}}]),
    scaler(
        metrics=[{"type": "Resource", "resource": _CPU, "pods": {"metric": {"name": "a"}, "target": _CPU["target"]}}]
    ),
    scaler(behavior={"scaleDown": {"stabilizationWindowSeconds": 4000}}),
    scaler(behavior={"scaleDown": {"policies": [{"type": "Some", "value": 1, "periodSeconds": 1}]}}),
    budget(minAvailable=1, maxUnavailable=1),
    budget(minAvailable=-1),
    budget(maxUnavailable="some"),
    budget(maxUnavailable="101%"),
    policy(ingress=[{"from": [{}]}]),
    policy(ingress=[{"from": [{"podSelector": {}, "ipBlock": {"cidr": "10.0.0.0/8"}}]}]),
    policy(ingress=[{"from": [{"ipBlock": {"cidr": "10.0.0"}}]}]),
    policy(ingress=[{"ports": [{"port": 0}]}]),
    policy(policyTypes=["In"]),
    claim(accessModes=[]),
    claim(accessModes=["ReadWriteTwice"]),
    claim(resources={}),
    claim(resources={"requests": {"storage": "0"}}),
    claim(storageClassName="A B"),
    cron_job({"restartPolicy": "Always"}),
    cron_job(schedule="0 3 * *"),
    cron_job(schedule="60 3 * * *"),
    cron_job(schedule="0 3 * * 5-1"),
    cron_job(concurrencyPolicy="Wait"),
    cron_job(schedule=""),
]


def whole(piece: Piece) -> dict[str, Any]:
    kind, spec = piece
    return {"apiVersion": API_VERSIONS[kind], "kind": kind, "metadata": {"name": "one"}, "spec": spec}


@pytest.mark.parametrize("piece", TAKEN, ids=str)
def test_what_an_api_server_takes_passes(piece: Piece) -> None:
    assert check(piece[0], whole(piece), "1.33") == []


@pytest.mark.parametrize("piece", REFUSED, ids=str)
def test_what_an_api_server_refuses_is_found(piece: Piece) -> None:
    assert check(piece[0], whole(piece), "1.33")


def test_a_cron_job_has_a_shorter_name() -> None:
    judged = {**whole(cron_job()), "metadata": {"name": "a" * 53}}
    assert [one.path for one in check("CronJob", judged, "1.33")] == [("metadata", "name")]


def test_an_api_server_agrees(control_plane: ControlPlane, namespace: str) -> None:
    long = {**whole(cron_job()), "metadata": {"name": "a" * 53}}
    assert [one for one in map(whole, TAKEN) if refusal(control_plane, namespace, one)] == []
    assert [one for one in (*map(whole, REFUSED), long) if not refusal(control_plane, namespace, one)] == []


def refusal(cluster: ControlPlane, namespace: str, judged: dict[str, Any]) -> str:
    (one,) = for_server(cluster, [judged])
    command = ("create", "--dry-run=server", "-n", namespace, "-f", "-")
    done = cluster.kubectl(*command, stdin=json.dumps(one), check=False)
    return done.stderr if done.returncode else ""


@pytest.mark.parametrize("text", ["@daily", "@weekly", "0 0 1 1 *", "0 22 * * 1-5", "0 0 * * MON"])
def test_a_schedule_is_read(text: str) -> None:
    assert schedule(text) == ""


@pytest.mark.parametrize("text", ["daily", "@often", "* * * * * *", "a * * * *", "*/0 * * * *", "TZ=UTC 0 3 * * 0"])
def test_what_is_no_schedule(text: str) -> None:
    assert schedule(text)


ROUTE = {"parentRefs": [{"name": "gw"}], "rules": [{"matches": [{"path": {"type": "PathPrefix", "value": "/"}}]}]}


@pytest.mark.parametrize(
    ("kind", "spec", "path"),
    [
        ("HTTPRoute", {"hostnames": ["https://a"]}, ("spec", "hostnames", 0)),
        ("HTTPRoute", {"hostnames": ["10.1.2.3"]}, ("spec", "hostnames", 0)),
        ("HTTPRoute", {"parentRefs": [{}]}, ("spec", "parentRefs", 0)),
        ("HTTPRoute", {"parentRefs": [{"nam": "gw"}]}, ("spec", "parentRefs", 0, "nam")),
        (
            "HTTPRoute",
            {"rules": [{"matches": [{"path": {"value": "ml"}}]}]},
            ("spec", "rules", 0, "matches", 0, "path", "value"),
        ),
        ("HTTPRoute", {"rules": [{"timeouts": {"request": "10"}}]}, ("spec", "rules", 0, "timeouts", "request")),
        ("HTTPRoute", {"rules": [{"filters": [{"type": "URLRewrite"}]}]}, ("spec", "rules", 0, "filters", 0)),
        (
            "ServiceMonitor",
            {"selector": {}, "endpoints": [{"interval": "often"}]},
            ("spec", "endpoints", 0, "interval"),
        ),
        (
            "ServiceMonitor",
            {"selector": {}, "endpoints": [{"relabelings": [{"action": "burn"}]}]},
            ("spec", "endpoints", 0, "relabelings", 0, "action"),
        ),
        ("ServiceMonitor", {"selector": {}}, ("spec",)),
    ],
)
def test_what_a_custom_kind_has_not_is_found(kind: str, spec: dict[str, Any], path: tuple[str | int, ...]) -> None:
    assert path in [one.path for one in check(kind, whole((kind, spec)), "1.33")]


def test_a_whole_route_passes() -> None:
    assert check("HTTPRoute", whole(("HTTPRoute", ROUTE)), "1.33") == []
