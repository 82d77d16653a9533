"""What the keys of pods and Services beyond the documented ones render."""

from __future__ import annotations

from typing import Any

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.renderers.manifests import Manifest, render

HEALTH = {"path": "/health", "port": "http"}


def rendered(values: str) -> dict[str, Manifest]:
    evaluation = evaluate_values([Layer("values.yaml", load(values).data)])
    assert evaluation.values is not None, evaluation.errors
    return {one["kind"]: one for one in render(evaluation.values, Release("web"))}


def pod(values: str) -> dict[str, Any]:
    found: dict[str, Any] = rendered(values)["Deployment"]["spec"]["template"]["spec"]
    return found


@pytest.mark.parametrize(
    ("values", "liveness", "startup"),
    [
        ("", {"httpGet": HEALTH}, None),
        ("livenessProbe: {periodSeconds: 20}", {"httpGet": HEALTH, "periodSeconds": 20}, None),
        (
            "livenessProbe: {tcpSocket: {port: http}, periodSeconds: 20}",
            {"tcpSocket": {"port": "http"}, "periodSeconds": 20},
            None,
        ),
        ("livenessProbe: {enabled: false, periodSeconds: 20}", None, None),
        ("livenessProbe: {enabled: true}", {"httpGet": HEALTH}, None),
        ("livenessProbe: {httpGet: null}", {"httpGet": HEALTH}, None),
        ("startupProbe: {failureThreshold: 60}", {"httpGet": HEALTH}, {"httpGet": HEALTH, "failureThreshold": 60}),
        ("startupProbe: {enabled: true}", {"httpGet": HEALTH}, {"httpGet": HEALTH}),
        ("startupProbe: {enabled: false}", {"httpGet": HEALTH}, None),
    ],
)
def test_a_probe_lies_over_the_default_one(values: str, liveness: Any, startup: Any) -> None:
    server = pod(values)["containers"][0]
    assert (server.get("livenessProbe"), server.get("startupProbe")) == (liveness, startup)
    assert server["readinessProbe"] == {"httpGet": HEALTH}


@pytest.mark.parametrize("tag", ["v2.14.1", "v3.7.0", "v3.13.0", "v3.17.2"])
@pytest.mark.parametrize("auth", ["false", "true"])
def test_the_probes_follow_the_static_prefix_wherever_it_is_given(tag: str, auth: str) -> None:
    basic = f"basicAuth: {{enabled: {auth}, existingSecret: users, existingFlaskSecret: key}}"
    by_setting, by_hand = (
        pod(f"image: {{tag: {tag}}}\ntrackingServer: {{{basic}, {given}}}\n")["containers"][0]
        for given in ("staticPrefix: /ml", "extraArgs: [--static-prefix=/ml]")
    )
    assert by_setting["livenessProbe"] == by_hand["livenessProbe"]
    workers = by_setting["args"].index("--workers=1")
    assert by_setting["args"][workers + 1] == "--static-prefix=/ml"


def test_one_key_of_the_existing_secret_is_a_variable_of_server_and_upgrade() -> None:
    found = pod("backendStore: {existingSecret: db, existingSecretKey: uri, databaseUpgrade: true}")
    reference = {"secretKeyRef": {"name": "db", "key": "uri"}}
    for container in (found["containers"][0], found["initContainers"][0]):
        assert container["env"] == [{"name": "MLFLOW_BACKEND_STORE_URI", "valueFrom": reference}]
        assert "envFrom" not in container


def test_a_variable_by_hand_goes_over_the_key() -> None:
    by_hand = "extraEnv: [{name: MLFLOW_BACKEND_STORE_URI, value: '/data/mlruns'}]\n"
    found = pod("backendStore: {existingSecret: db, existingSecretKey: uri}\n" + by_hand)
    assert found["containers"][0]["env"] == [{"name": "MLFLOW_BACKEND_STORE_URI", "value": "/data/mlruns"}]


def test_further_labels_are_in_no_selector() -> None:
    objects = rendered("podLabels: {team: ml}\nservice: {labels: {team: ml}}\n")
    deployment, service = objects["Deployment"], objects["Service"]
    assert deployment["spec"]["template"]["metadata"]["labels"]["team"] == "ml"
    assert service["metadata"]["labels"]["team"] == "ml"
    assert "team" not in deployment["metadata"]["labels"]
    assert "team" not in deployment["spec"]["selector"]["matchLabels"]
    assert "team" not in service["spec"]["selector"]


def test_a_spread_constraint_without_a_selector_counts_the_pods_of_the_release() -> None:
    given = """
topologySpreadConstraints:
- {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}
- {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {}}
"""
    first, second = pod(given)["topologySpreadConstraints"]
    labels = {"app.kubernetes.io/name": "mlflow", "app.kubernetes.io/instance": "web"}
    assert first["labelSelector"] == {"matchLabels": labels}
    assert second["labelSelector"] == {}


def test_the_token_is_left_out_of_account_and_pod() -> None:
    objects = rendered("serviceAccount: {automount: false}")
    assert objects["ServiceAccount"]["automountServiceAccountToken"] is False
    assert objects["Deployment"]["spec"]["template"]["spec"]["automountServiceAccountToken"] is False


def test_metrics_have_an_empty_folder() -> None:
    found = pod("metrics: {enabled: true, multiprocDirectory: /m}")
    assert found["volumes"] == [{"name": "mlflow-metrics", "emptyDir": {}}]
    assert found["containers"][0]["volumeMounts"] == [{"name": "mlflow-metrics", "mountPath": "/m"}]
    assert "--expose-prometheus=/m" in found["containers"][0]["args"]


def test_a_digest_names_the_image_and_the_tag_the_version() -> None:
    digest = f"sha256:{'0123456789abcdef' * 4}"
    server = pod(f"image: {{tag: v3.5.0, digest: '{digest}'}}")["containers"][0]
    assert server["image"] == f"ghcr.io/mlflow/mlflow@{digest}"
    assert server["env"][0]["name"] == "MLFLOW_SERVER_ALLOWED_HOSTS"
