"""The chart against the renderer: real Helm gives the objects that `render` gives, but for the two flavours."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, seed, settings

from mlflow_tui.config_model.catalogue import leaves
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.effective import defaults
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.mlflow import reading_of
from mlflow_tui.renderers.helm_chart import chart
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.yaml_text import text
from tests.strategies import RELEASES, TAGS, WRONG_RELEASES, layered_values, values_by_version, wrong_values

CASES = int(os.environ.get("MLFLOW_TUI_TEST_CHART_CASES", "60"))
"""How many sets of values are compared in one run; each is one run of Helm, of less than 0.1 s."""
SEED = int(os.environ.get("MLFLOW_TUI_TEST_CHART_SEED", "0"))
"""Much the same cases in each run, as a failure is to be of a change; another number gives other cases. Hypothesis also
takes numbers and texts out of the modules that are loaded, which differ between a whole run and a part of it."""
SHARDS = 2 if CASES < 200 else 8
"""Parts that the workers share; every other one is compared with Helm 3."""
SCHEMA_CODES = re.compile(r"MT10[1-5]|MT107|MT31[01]")
"""Errors of the schema and of names; the others are of MLflow and Kubernetes, of which Helm knows little."""

Manifest = dict[str, Any]


@pytest.fixture(scope="session")
def chart_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chart") / "mlflow"
    for name, content in chart().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return folder


def templated(
    helm: Path, folder: Path, files: Sequence[str], release: Release = Release(), *options: str
) -> list[Manifest] | str:
    """The objects that Helm renders, or what it says when it refuses."""
    with tempfile.TemporaryDirectory() as there:
        command = [str(helm), "template", release.name, str(folder), "--namespace=default", *options]
        for number, content in enumerate(files):
            file = Path(there, f"{number}.yaml")
            file.write_text(content, encoding="utf-8")
            command.append(f"--values={file}")
        # One run is too short for Go's collector to pay, and its threads would take turns with the other workers.
        environment = {**os.environ, "GOGC": "off", "GOMAXPROCS": "1"}
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment)
    if done.returncode != 0:
        return done.stderr
    return [load(one).data for one in f"\n{done.stdout}".split("\n---\n") if one.strip()]


def evaluated(files: Sequence[str], release: Release = Release()) -> Evaluation:
    loaded = [load(content) for content in files]
    return evaluate_values([Layer(f"{number}.yaml", one.data, one) for number, one in enumerate(loaded)], release)


def assert_same(helm: Path, folder: Path, files: Sequence[str], release: Release, evaluation: Evaluation) -> None:
    """What Helm renders is what `render` renders for its namespace, as the contract of manifests says."""
    assert evaluation.values is not None
    release = replace(release, namespace="default")
    from_helm = templated(helm, folder, files, release)
    shown = f"{release}\n" + "---\n".join(files)
    assert isinstance(from_helm, list), f"{from_helm}\n{shown}"
    assert common(from_helm) == common(render(evaluation.values, release)), shown


def common(manifests: list[Manifest]) -> list[Manifest]:
    """The objects without what the two flavours differ in, in an order of their own."""
    found = []
    claims = {one["metadata"]["name"] for one in manifests if one["kind"] == "PersistentVolumeClaim"}
    accounts = [one for one in manifests if one["kind"] == "ServiceAccount" and not is_copy_for_the_job(one)]
    account = accounts[0]["metadata"]["name"] if accounts else ""
    for manifest in json.loads(json.dumps(manifests)):
        if manifest["kind"] == "Pod" or is_copy_for_the_job(manifest):
            continue
        if manifest["kind"] == "Job":
            manifest["metadata"].pop("annotations", None)
            read_what_the_release_has(manifest, account)
            without_the_claim_of_the_release(manifest, claims)
        manifest["metadata"].pop("namespace", None)
        if manifest["kind"] == "PersistentVolumeClaim":
            annotations = manifest["metadata"].setdefault("annotations", {})
            annotations.setdefault("helm.sh/resource-policy", "keep")
        labels = manifest["metadata"]["labels"]
        labels.pop("helm.sh/chart", None)
        labels.pop("app.kubernetes.io/managed-by")
        found.append(manifest)
    return sorted(found, key=lambda one: (one["kind"], one["metadata"]["name"]))


def is_copy_for_the_job(manifest: Manifest) -> bool:
    """Whether it is a hook that another hook reads: what the release itself has is not there yet."""
    return (manifest["metadata"].get("annotations") or {}).get("helm.sh/hook-weight") == "-5"


def read_what_the_release_has(job: Manifest, account: str) -> None:
    """Changes the names of those copies in the Job for those of what the release has."""
    pod = job["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    for source in container.get("envFrom", []):
        for reference in source.values():
            if isinstance(reference, dict):
                reference["name"] = _COPY.sub(r"-\1", reference["name"])
    if account and pod["serviceAccountName"].endswith("-db-upgrade"):
        pod["serviceAccountName"] = account


def without_the_claim_of_the_release(job: Manifest, claims: set[str]) -> None:
    """A hook runs before the claim is there: the chart's Job does without it."""
    pod = job["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    volumes = pod.pop("volumes", [])
    own = {one["name"] for one in volumes if one.get("persistentVolumeClaim", {}).get("claimName") in claims}
    kept = [one for one in volumes if one["name"] not in own]
    mounts = [one for one in container.pop("volumeMounts", []) if one["name"] not in own]
    pod.update({"volumes": kept} if kept else {})
    container.update({"volumeMounts": mounts} if mounts else {})


_COPY = re.compile("-db-upgrade-(env-secret|env-configmap)$")


def test_helm_lints_the_chart(helm: Path, chart_folder: Path) -> None:
    done = subprocess.run(
        [str(helm), "lint", "--strict", str(chart_folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_values_file_of_the_chart_gives_the_defaults() -> None:
    assert load(chart()["values.yaml"]).data == defaults()


def test_the_flavour_of_the_chart(helm: Path, chart_folder: Path) -> None:
    manifests = templated(helm, chart_folder, ["{}"])
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


@pytest.mark.parametrize(
    ("tag", "command"),
    [
        ("v3.6.0", ["wget", "-qO-", "mlflow:5000/health"]),
        ("v3.9.0", ["nc", "-z", "mlflow", "5000"]),
        ("v3.13.0", ["wget", "-qO-", "mlflow:5000/ml/health"]),
    ],
)
def test_the_connection_test_asks_what_the_probes_ask(
    helm: Path, chart_folder: Path, tag: str, command: list[str]
) -> None:
    tracking = {"extraArgs": ["--static-prefix=/ml"], "basicAuth": {"enabled": True, "existingFlaskSecret": "key"}}
    manifests = templated(helm, chart_folder, [text({"image": {"tag": tag}, "trackingServer": tracking})])
    assert isinstance(manifests, list)
    (pod,) = [one for one in manifests if one["kind"] == "Pod"]
    (container,) = pod["spec"]["containers"]
    assert [*container["command"], *container["args"]] == command


def test_large_numbers_are_spelled_as_helm_spells_them(helm: Path, chart_folder: Path) -> None:
    numbers = [2**53, 2**53 + 2, 2**60, -(2**60) - 256, 2**63 - 1024, 2**63, 2**64, 10**18, 10**20, 123456789012345680]
    entries = "".join(f"  - {{name: N{index}, value: {number}}}\n" for index, number in enumerate(numbers))
    files = [f"extraEnv:\n{entries}"]
    assert_same(helm, chart_folder, files, Release(), evaluated(files))


BY_JOB = """
backendStore: {databaseUpgrade: true, databaseUpgradeJob: true, createSecret: {backendStoreUri: "postgresql://u:p@h/d"}}
trackingServer: {defaultArtifactRoot: "oss://b"}
artifactStore: {oss: {enabled: true, endpoint: "https://oss"}}
serviceAccount: {annotations: {a: b}}
"""


@pytest.mark.parametrize("version", ["helm", "helm_3"])
def test_the_job_finds_what_it_reads_before_the_release_is_there(
    version: str, chart_folder: Path, request: pytest.FixtureRequest
) -> None:
    found = templated(request.getfixturevalue(version), chart_folder, [BY_JOB])
    assert isinstance(found, list), found
    hooks = [one for one in found if "pre-install" in str(one["metadata"].get("annotations"))]
    assert all(one["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade" for one in hooks)
    job = next(one for one in hooks if one["kind"] == "Job")
    assert job["metadata"]["annotations"]["helm.sh/hook-delete-policy"] == "before-hook-creation"
    before = [one for one in hooks if int(one["metadata"]["annotations"]["helm.sh/hook-weight"]) < 0]
    pod = job["spec"]["template"]["spec"]
    read = {
        ("ServiceAccount", pod["serviceAccountName"]),
        *(("Secret", one["secretRef"]["name"]) for one in pod["containers"][0]["envFrom"] if "secretRef" in one),
        *(
            ("ConfigMap", one["configMapRef"]["name"])
            for one in pod["containers"][0]["envFrom"]
            if "configMapRef" in one
        ),
    }
    assert {(one["kind"], one["metadata"]["name"]) for one in before} == read
    names = [(one["kind"], one["metadata"]["name"]) for one in found]
    assert len(names) == len(set(names)), "a hook and the release would both create it"
    copied = {one["kind"]: one for one in before}
    for one in found:
        if one not in before and one["kind"] in ("Secret", "ConfigMap"):
            assert copied[one["kind"]]["data"] == one["data"]
    assert_same(request.getfixturevalue(version), chart_folder, [BY_JOB], Release(), evaluated([BY_JOB]))


PASSING = """
x-labels: &labels {team: ml}
.list: &list [1, {a: b}]
global: {imageRegistry: r.example}
enabled: true
podAnnotations: *labels
"""


@pytest.mark.parametrize("version", ["helm", "helm_3"])
def test_holders_of_anchors_pass(version: str, chart_folder: Path, request: pytest.FixtureRequest) -> None:
    assert_same(request.getfixturevalue(version), chart_folder, [PASSING], Release(), evaluated([PASSING]))


@pytest.mark.parametrize("version", ["helm", "helm_3"])
@pytest.mark.parametrize(
    ("enabled", "kinds"), [("true", {"Deployment", "Service", "ServiceAccount"}), ("false", set())]
)
def test_the_chart_is_a_dependency(
    version: str, enabled: str, kinds: set[str], chart_folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    dependency = {"name": "mlflow", "version": "*", "condition": "mlflow.enabled"}
    parent = {"apiVersion": "v2", "name": "parent", "version": "0.1.0", "dependencies": [dependency]}
    (tmp_path / "Chart.yaml").write_text(text(parent), encoding="utf-8")
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "mlflow").symlink_to(chart_folder)
    values = f"global: {{a: 1}}\nmlflow: {{enabled: {enabled}, x-a: 1}}\n"
    rendered = templated(request.getfixturevalue(version), tmp_path, [values])
    assert isinstance(rendered, list), rendered
    assert {one["kind"] for one in rendered} - {"Pod"} == kinds


SETTINGS = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_helm_renders_what_render_renders(chart_folder: Path, shard: int, request: pytest.FixtureRequest) -> None:
    helm = request.getfixturevalue("helm_3" if shard % 2 else "helm")
    compared = 0

    @seed(100 * SEED + shard)
    @settings(SETTINGS, max_examples=-(-CASES // SHARDS))
    @given(layers=layered_values(), release=RELEASES)
    def same_for(layers: list[dict[str, Any]], release: Release) -> None:
        nonlocal compared
        files = [text(layer) for layer in layers]
        evaluation = evaluated(files, release)
        assume(evaluation.values is not None)
        assert_same(helm, chart_folder, files, release, evaluation)
        compared += 1

    same_for()
    assert compared >= CASES // SHARDS


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("version", ["helm", "helm_3"])
def test_helm_decides_by_the_version_of_mlflow_as_render_does(
    version: str, chart_folder: Path, request: pytest.FixtureRequest
) -> None:
    helm = request.getfixturevalue(version)
    compared = 0

    @seed(SEED)
    @settings(SETTINGS, max_examples=CASES // 2)
    @given(values=values_by_version(), release=RELEASES)
    def same_for(values: dict[str, Any], release: Release) -> None:
        nonlocal compared
        evaluation = evaluated([text(values)], release)
        assume(evaluation.values is not None)
        assert_same(helm, chart_folder, [text(values)], release, evaluation)
        compared += 1

    same_for()
    assert compared >= CASES // 2


@pytest.mark.parametrize("tag", TAGS)
def test_the_chart_reads_the_version_as_check_does(helm: Path, chart_folder: Path, tag: str) -> None:
    command = [str(helm), "install", "web", str(chart_folder), "--dry-run=client", "--set-string", f"image.tag={tag}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"MLflow {reading_of({'image': {'tag': tag}}).version} is on its way" in done.stdout, done.stderr


@pytest.mark.timeout(1800)
@seed(SEED)
@settings(SETTINGS, max_examples=max(40, CASES // 10))
@given(given_values=wrong_values(), release=RELEASES | WRONG_RELEASES)
def test_helm_and_check_refuse_the_same(
    helm: Path, chart_folder: Path, given_values: dict[str, Any], release: Release
) -> None:
    yaml = text(given_values)
    evaluation = evaluated([yaml], release)
    refused = templated(helm, chart_folder, [yaml], release)
    codes = [problem.code for problem in evaluation.errors]
    if isinstance(refused, str):
        assert codes, f"Helm refuses it, and check does not: {refused}\n{yaml}"
    elif schema := [one for one in evaluation.errors if SCHEMA_CODES.fullmatch(one.code)]:
        pytest.fail(f"check refuses it, and Helm does not: {schema}\n{yaml}")
    elif not codes:
        assert_same(helm, chart_folder, [yaml], release, evaluation)


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
        "service: {x-a: 1}",
        "enabled: 'yes'",
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
    assert evaluated([yaml]).errors
    assert isinstance(templated(helm, chart_folder, [yaml]), str)


def test_the_readme_of_the_chart_lists_each_value_once() -> None:
    rows = [line.split(" | ") for line in chart()["README.md"].splitlines() if line.startswith("| ")][1:]
    listed = [row[0].removeprefix("| ") for row in rows]
    assert listed == sorted(set(listed))
    assert {setting.key for setting in leaves()} <= set(listed)
    shown = {row[0].removeprefix("| "): row[2].strip("`").replace("\\|", "|") for row in rows}
    for setting in leaves():
        assert json.loads(shown[setting.key]) == setting.default


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("service.port=80", "port-forward service/web-mlflow 5000:80"),
        ("service.type=NodePort", "http://NODE:$(kubectl -n ml get service web-mlflow"),
        ("service.type=LoadBalancer", "http://EXTERNAL-IP:5000"),
        ("ingress.enabled=true", "MLFLOW_TRACKING_URI=http://chart-example.local"),
        ("ingress.enabled=true,ingress.tls[0].secretName=a", "MLFLOW_TRACKING_URI=https://chart-example.local"),
        ("trackingServer.basicAuth.enabled=true", "Sign in as admin"),
        ("trackingServer.extraArgs={--static-prefix=/ml}", "open http://127.0.0.1:5000/ml/"),
        ("trackingServer.extraArgs={--static-prefix=/ml}", "MLFLOW_TRACKING_URI=http://127.0.0.1:5000\n"),
        ("image.tag=v3.11.1,trackingServer.extraArgs={--static-prefix=/ml}", "TRACKING_URI=http://127.0.0.1:5000\n"),
        ("image.tag=v3.12.0,trackingServer.extraArgs={--static-prefix=/ml}", "TRACKING_URI=http://127.0.0.1:5000/ml\n"),
    ],
)
def test_the_notes_tell_how_to_reach_the_server(helm: Path, chart_folder: Path, values: str, told: str) -> None:
    command = [str(helm), "install", "web", str(chart_folder), "--dry-run=client", "--namespace=ml", "--set", values]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told in done.stdout.partition("\nNOTES:\n")[2], done.stderr
    assert "password =" not in done.stdout.partition("\nNOTES:\n")[2]
