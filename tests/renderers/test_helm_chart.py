"""The chart against the renderer: real Helm gives the objects that `render` gives, but for the two flavours."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from config_model.chart import Release
from config_model.evaluation import defaults, evaluate
from config_model.helm_yaml import load
from config_model.layers import Layer
from renderers.helm_chart import chart
from renderers.manifests import render
from renderers.yaml_text import text
from tests.strategies import values

CASES = int(os.environ.get("MLFLOW_TUI_TEST_CHART_CASES", "60"))

Manifest = dict[str, Any]


@pytest.fixture(scope="session")
def chart_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chart") / "mlflow"
    for name, content in chart().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return folder


def templated(helm: Path, folder: Path, yaml: str, *options: str) -> list[Manifest] | str:
    """The objects that Helm renders, or what it says when it refuses."""
    command = [str(helm), "template", "mlflow", str(folder), "-f", "-", *options]
    done = subprocess.run(command, input=yaml, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        return done.stderr
    return [load(one).data for one in f"\n{done.stdout}".split("\n---\n") if one.strip()]


def common(manifests: list[Manifest]) -> list[Manifest]:
    """The objects without what the two flavours differ in, in an order of their own."""
    found = []
    for manifest in json.loads(json.dumps(manifests)):
        if manifest["kind"] == "Pod":
            continue
        labels = manifest["metadata"]["labels"]
        labels.pop("helm.sh/chart", None)
        labels.pop("app.kubernetes.io/managed-by")
        found.append(manifest)
    return sorted(found, key=lambda one: (one["kind"], one["metadata"]["name"]))


def test_helm_lints_the_chart(helm: Path, chart_folder: Path) -> None:
    done = subprocess.run(
        [str(helm), "lint", "--strict", str(chart_folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_values_file_of_the_chart_gives_the_defaults() -> None:
    assert load(chart()["values.yaml"]).data == defaults()


def test_the_flavour_of_the_chart(helm: Path, chart_folder: Path) -> None:
    manifests = templated(helm, chart_folder, "{}")
    assert isinstance(manifests, list)
    for manifest in manifests:
        labels = manifest["metadata"]["labels"]
        assert labels["helm.sh/chart"] == "mlflow-0.1.0"
        assert labels["app.kubernetes.io/managed-by"] == "Helm"
        assert "namespace" not in manifest["metadata"]
        if manifest["kind"] == "Deployment":
            assert "helm.sh/chart" not in manifest["spec"]["selector"]["matchLabels"]
            assert "helm.sh/chart" not in manifest["spec"]["template"]["metadata"]["labels"]
    (pod,) = [one for one in manifests if one["kind"] == "Pod"]
    assert pod["metadata"]["name"] == "mlflow-test-connection"
    assert pod["metadata"]["annotations"] == {"helm.sh/hook": "test"}
    assert pod["spec"]["restartPolicy"] == "Never"
    (container,) = pod["spec"]["containers"]
    assert (container["image"], container["command"]) == ("busybox", ["wget"])
    assert container["args"] == ["-qO-", "mlflow:5000/health"]


@settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
@given(given_values=values())
def test_helm_renders_what_render_renders(helm: Path, chart_folder: Path, given_values: dict[str, Any]) -> None:
    yaml = text(given_values)
    loaded = load(yaml)
    evaluation = evaluate([Layer("values.yaml", loaded.data, loaded)], Release())
    assume(evaluation.values is not None)
    assert evaluation.values is not None
    from_helm = templated(helm, chart_folder, yaml)
    assert isinstance(from_helm, list), f"{from_helm}\n{yaml}"
    assert common(from_helm) == common(render(evaluation.values, Release())), yaml


@pytest.mark.parametrize(
    "yaml",
    [
        "trackingServer: {mode: serve}",
        "trackingServer: {workers: '4'}",
        "trackingServer: {port: 0}",
        "service: {port: 65536}",
        "service: {type: ExternalName}",
        "image: {pullPolicy: always}",
        "replicaCount: -1",
        "replicaCount: null",
        "trackingServer: {mode: null}",
        "ingress: {enabled: null}",
        "unknown: 1",
        "artifactStore: {defaultArtifactRoot: x}",
        "podAnnotations: {a: 1}",
        "nodeSelector: {a: true}",
        "service: {annotations: {a: 1}}",
        "trackingServer: {extraArgs: [1]}",
        "trackingServer: {basicAuth: {enabled: 'yes'}}",
        "image: {pullSecrets: [login]}",
        "ingress: {hosts: [{hots: a}]}",
        "ingress: {enabled: true, hosts: [{host: a, paths: [{path: /, pathType: prefix}]}]}",
        "artifactStore: {oss: {enabled: true}}",
        "fullnameOverride: 1abc",
        "trackingServer: {basicAuth: {enabled: true, createSecret: {adminPassword: ' a'}}}",
        "trackingServer: {basicAuth: {enabled: true, createSecret: {adminPassword: ''}}}",
        'trackingServer: {basicAuth: {enabled: true, createSecret: {adminPassword: "a\\nb"}}}',
    ],
)
def test_what_check_refuses_the_chart_refuses(helm: Path, chart_folder: Path, yaml: str) -> None:
    loaded = load(yaml)
    assert evaluate([Layer("values.yaml", loaded.data, loaded)]).errors
    assert isinstance(templated(helm, chart_folder, yaml), str)
