"""Import from what others run: releases of other charts, and any Deployment that runs `mlflow server`."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.conversion.charts import Chart
from mlflow_tui.config_model.conversion.entry import Outcome
from mlflow_tui.config_model.conversion.foreign import chart_defaults
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.delivery.live import live_values, values_text
from mlflow_tui.delivery.live.from_server import arguments_of, values_of_server
from mlflow_tui.renderers.evaluation import evaluate
from tests.control_plane import ControlPlane
from tests.delivery.applying import Cluster
from tests.renderers.conversion_facts import facts_of

LABELS = {"app": "tracking"}


def deployment(container: dict[str, Any], **pod: Any) -> dict[str, Any]:
    server = {"name": "mlflow", "image": "ghcr.io/mlflow/mlflow:v3.11.1-full", "ports": [{"containerPort": 5000}]}
    template = {"metadata": {"labels": LABELS}, "spec": {"containers": [{**server, **container}], **pod}}
    spec = {"replicas": 2, "selector": {"matchLabels": LABELS}, "template": template}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "tracking"}, "spec": spec}


SERVICE: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "tracking", "annotations": {"a": "b"}},
    "spec": {"type": "NodePort", "ports": [{"port": 80, "targetPort": 5000, "name": "web"}], "selector": LABELS},
}
INGRESS: dict[str, Any] = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "Ingress",
    "metadata": {"name": "outside"},
    "spec": {
        "ingressClassName": "nginx",
        "rules": [
            {
                "host": "ml.example.com",
                "http": {
                    "paths": [
                        {
                            "path": "/",
                            "pathType": "Prefix",
                            "backend": {"service": {"name": "tracking", "port": {"number": 80}}},
                        }
                    ]
                },
            }
        ],
    },
}
PROBE = {"httpGet": {"path": "/health", "port": 5000}, "periodSeconds": 20}
SERVERS: dict[str, dict[str, Any]] = {
    "arguments": {
        "command": ["mlflow", "server"],
        "args": ["--host=0.0.0.0", "--port", "5000", "--backend-store-uri=sqlite:////data/m.db", "--workers=2"],
    },
    "variables": {
        "command": ["mlflow", "server", "--host", "0.0.0.0", "--serve-artifacts", "--artifacts-destination", "s3://b"],
        "env": [
            {"name": "MLFLOW_BACKEND_STORE_URI", "valueFrom": {"secretKeyRef": {"name": "db", "key": "uri"}}},
            {"name": "AWS_REGION", "value": "eu-west-1"},
        ],
        "envFrom": [{"secretRef": {"name": "aws"}}],
        "resources": {"requests": {"cpu": "500m"}, "limits": {"memory": "4Gi"}},
    },
    "a shell": {
        "command": ["/bin/sh", "-c"],
        "args": ["mlflow server --host 0.0.0.0 --backend-store-uri ${DB_URI} --default-artifact-root s3://b/x"],
        "env": [{"name": "DB_URI", "valueFrom": {"secretKeyRef": {"name": "db", "key": "uri"}}}],
    },
    "an own option": {
        "args": [
            "mlflow",
            "server",
            "--host=0.0.0.0",
            "--backend-store-uri=sqlite:////m.db",
            "--x-frame-options",
            "DENY",
        ],
        "securityContext": {"runAsUser": 1000},
    },
}
KEPT = ("replicas", "image", "resources", "backend", "artifact", "mode", "workers", "probe", "mount", "host", "service")
"""Beginnings of the names of the facts that say what a server does."""


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_that_runs_is_found_again(name: str) -> None:
    claim = {"name": "data", "persistentVolumeClaim": {"claimName": "mlflow-data"}}
    container = {**SERVERS[name], "livenessProbe": PROBE, "readinessProbe": PROBE}
    mounted = {**container, "volumeMounts": [{"name": "data", "mountPath": "/data"}]}
    data, entries = values_of_server(deployment(mounted, volumes=[claim]), [SERVICE, INGRESS])
    assert entries == ()
    assert data["persistence"] == {"enabled": True, "existingClaim": "mlflow-data", "mountPath": "/data"}
    assert data["ingress"]["hosts"][0]["host"] == "ml.example.com"
    assert data["service"] == {"type": "NodePort", "port": 80, "name": "web", "annotations": {"a": "b"}}
    evaluation = evaluate([Layer("values.yaml", data)], Release("tracking"))
    assert evaluation.manifests is not None, evaluation.errors
    words = arguments_of(container)
    there = deployment({**mounted, "command": ["mlflow", "server", *_joined(words or [])], "args": []}, volumes=[claim])
    wanted, found = facts_of([there, SERVICE, INGRESS]), facts_of(evaluation.manifests)
    for key in wanted:
        if key.startswith(KEPT) or (key.startswith("env ") and key != "env MLFLOW_BACKEND_STORE_URI"):
            assert found.get(key) == wanted[key], key


def _joined(words: list[str]) -> list[str]:
    """Each option with its value, and variables as Kubernetes writes them."""
    joined: list[str] = []
    for word in words:
        if joined and not word.startswith("-"):
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return [word.replace("${DB_URI}", "$(DB_URI)") for word in joined]


def test_what_cannot_be_known_is_named() -> None:
    container = {"command": ["mlflow", "server"]}
    _, entries = values_of_server(deployment(container), [])
    assert [one.key for one in entries] == ["service"]
    other = {**SERVICE, "metadata": {"name": "front"}}
    _, entries = values_of_server(deployment(container), [other])
    assert [(one.key, one.outcome) for one in entries] == [("fullnameOverride", Outcome.PERSON)]
    assert "front" in entries[0].message


@pytest.mark.parametrize(
    "container",
    [{"command": ["python", "app.py"]}, {"args": ["mlflow", "models", "serve"]}, {"command": ["sh", "-c", "'"]}, {}],
)
def test_what_runs_no_server_is_none(container: dict[str, Any]) -> None:
    assert arguments_of(container) is None


VALUES: dict[Chart, dict[str, Any]] = {
    Chart.OFFICIAL: {"mlflow": {"backendStoreUri": "sqlite:////mlflow/m.db"}, "storage": {"enabled": True}},
    Chart.COMMUNITY: {},
    Chart.BITNAMI: {"tracking": {"auth": {"enabled": False}}},
}


@pytest.mark.parametrize("chart", Chart)
def test_a_release_of_another_chart_is_converted(chart: Chart, control_plane: ControlPlane, namespace: str) -> None:
    about = {"metadata": {"name": "mlflow", "version": "9.9.9"}, "values": chart_defaults(chart)}
    release = {"version": 3, "config": VALUES[chart], "chart": about}
    kept = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": "sh.helm.release.v1.ml.v3",
            "labels": {"owner": "helm", "name": "ml", "status": "deployed", "version": "3"},
        },
        "data": {"release": base64.b64encode(gzip.compress(json.dumps(release).encode())).decode()},
    }
    control_plane.apply(namespace, kept)
    kubectl = Cluster(control_plane, namespace).client()
    found = live_values(kubectl, "ml")
    assert chart.title in found.origin
    assert found.data["trackingServer"]["mode"] == "serve-artifacts"
    assert found.entries
    text = values_text(found, kubectl)
    assert load(text).data == found.data
    assert text.startswith("# What runs in ")
