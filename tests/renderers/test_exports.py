"""Exports: what each folder holds, and that what is deployed from it is what `render` gives."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer, set_layer
from mlflow_tui.renderers.exports import FORMATS, ExportRefused, Repository, Stage, export
from mlflow_tui.renderers.exports.json_patch import operations
from mlflow_tui.renderers.exports.layer_files import names
from mlflow_tui.renderers.helm_chart import chart
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.yaml_text import text
from tests.exported import Manifest, built, evaluated, kubectl_of_the_tests, written
from tests.renderers.test_helm_chart import common, templated
from tests.strategies import values

BASE = """\
# for every cluster
trackingServer: {workers: 2, mode: serve-artifacts, artifactsDestination: s3://b} # proxied
backendStore: {createSecret: {backendStoreUri: "sqlite:////data/mlflow.db"}}
ingress: {enabled: true, hosts: [{host: a.example.com, paths: [{path: /}]}]}
artifactStore: {oss: {enabled: true, endpoint: oss.example.com}}
nodeSelector: {disk: ssd}
"""
STAGING = "trackingServer: {workers: 3}\n"
PROD = """\
trackingServer: {workers: 8, extraArgs: [--expose-prometheus=/m]}
backendStore: {createSecret: {backendStoreUri: "sqlite:////data/prod.db"}}
ingress: {enabled: false}
artifactStore: {oss: {enabled: false}}
nodeSelector: null
serviceAccount: {create: false}
"""
ROOT = Path(__file__).parents[2]
STARTS = [
    path
    for folder in ("examples", "config_model/presets")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
    if path.name != "prod.yaml"
]
NAMES = ("base.yaml", "envs/staging.yaml", "envs/prod/values.yaml")


@pytest.fixture(scope="session")
def kubectl() -> Path:
    return kubectl_of_the_tests()


def stages(release: Release | None = None) -> list[Stage]:
    return [
        Stage("staging", evaluated(BASE, STAGING, release=release, names=NAMES[:2])),
        Stage("prod", evaluated(BASE, PROD, release=release, names=("base.yaml", NAMES[2]))),
    ]


def rendered(evaluation: Evaluation) -> list[Manifest]:
    assert evaluation.values is not None
    return render(evaluation.values, evaluation.release)


def without_hashes(manifests: list[Manifest]) -> dict[tuple[str, str], Manifest]:
    """By kind and name, without the hashes that Kustomize puts behind names, and without the checksum of `render`."""
    found = text(list(manifests))
    for one in manifests:
        name = one["metadata"]["name"]
        if one["kind"] in ("Secret", "ConfigMap") and (plain := re.sub(r"-[a-z0-9]{10}$", "", name)) != name:
            found = found.replace(name, plain)
    changed: list[Manifest] = load(f"all:\n{found}").data["all"]
    for one in changed:
        if one["kind"] == "Secret":  # Kustomize breaks long lines of base64
            one["data"] = {key: "".join(content.split()) for key, content in one["data"].items()}
        if one["kind"] == "Deployment":
            annotations = one["spec"]["template"]["metadata"].get("annotations", {})
            annotations.pop("checksum/config", None)
            if not annotations:
                one["spec"]["template"]["metadata"].pop("annotations", None)
    return {(one["kind"], one["metadata"]["name"]): one for one in changed}


# The chart


def test_the_chart_and_the_file_byte_for_byte() -> None:
    original = "\ufeff# mine\r\nreplicaCount: 2   # two\r\n"
    files = export("helm-chart", evaluated(original)).files
    assert files["values.yaml"] == original.encode()
    assert {
        name.removeprefix("mlflow/"): data.decode() for name, data in files.items() if name != "values.yaml"
    } == chart()


def test_layers_become_one_file_that_keeps_the_first_ones_comments() -> None:
    layers = [*evaluated(BASE, PROD).layers, set_layer("replicaCount=3"), set_layer("extraEnv[0].name=A")]
    made = export("helm-chart", evaluate_values(layers)).files["values.yaml"].decode()
    assert made.startswith("# for every cluster\n")
    assert "# proxied" in made
    assert rendered(evaluated(made)) == rendered(evaluate_values(layers))


def test_environments_become_a_file_each() -> None:
    files = export("helm-chart", evaluated(BASE), stages()).files
    for stage in stages():
        assert rendered(evaluated(files[f"values-{stage.name}.yaml"].decode())) == rendered(stage.evaluation)


def test_a_file_with_credentials_is_for_its_owner_alone() -> None:
    secret = evaluated("artifactStore: {s3: {createSecret: {secretAccessKey: x}}}")
    assert export("helm-chart", secret).private == {"values.yaml"}
    assert export("helm-chart", evaluated(BASE.replace("sqlite", "sqlite"))).private == {"values.yaml"}
    assert export("helm-chart", evaluated("replicaCount: 2")).private == frozenset()


# Kustomize


def test_kustomize_builds_what_render_gives(kubectl: Path, tmp_path: Path) -> None:
    layers = evaluated(BASE, STAGING, PROD, names=NAMES, release=Release(namespace="ml")).layers
    folder = written(export("kustomize", evaluate_values(layers, Release(namespace="ml"))), tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["base", "overlays"]
    for path, count in {"base": 1, "overlays/staging": 2, "overlays/prod": 3}.items():
        expected = rendered(evaluate_values(layers[:count], Release(namespace="ml")))
        assert without_hashes(built(kubectl, folder / path)) == without_hashes(expected), path


def test_kustomize_builds_each_environment_in_its_namespace(kubectl: Path, tmp_path: Path) -> None:
    release = Release("web", namespace="ml")
    folder = written(export("kustomize", evaluated(BASE, release=release), stages(release)), tmp_path)
    for stage in stages(Release("web", namespace="ml-staging"))[:1] + stages(Release("web", namespace="ml-prod"))[1:]:
        expected = without_hashes(rendered(stage.evaluation))
        assert without_hashes(built(kubectl, folder / "overlays" / stage.name)) == expected


def test_what_is_generated_rolls_the_pods_when_it_changes(kubectl: Path, tmp_path: Path) -> None:
    for name, endpoint in (("a", "a.example.com"), ("b", "b.example.com")):
        written(export("kustomize", evaluated(BASE.replace("oss.example.com", endpoint))), tmp_path / name)
    pods = [
        [one["spec"]["template"] for one in built(kubectl, tmp_path / name / "base") if one["kind"] == "Deployment"]
        for name in ("a", "b")
    ]
    assert pods[0] != pods[1]


def test_a_base_that_is_wrong_alone_takes_the_next_layer_in(kubectl: Path, tmp_path: Path) -> None:
    lacking = "artifactStore: {oss: {enabled: true}}\n"
    layers = evaluated(lacking, "artifactStore: {oss: {endpoint: x.example.com}}\n", STAGING).layers
    folder = written(export("kustomize", evaluate_values(layers)), tmp_path)
    assert [path.name for path in (folder / "overlays").iterdir()] == ["2"]
    assert without_hashes(built(kubectl, folder / "overlays" / "2")) == without_hashes(
        rendered(evaluate_values(layers))
    )
    wrong = evaluate_values([Layer("base.yaml", load(lacking).data, load(lacking), text=lacking)])
    with pytest.raises(ExportRefused, match=r"without an environment artifactStore\.oss\.endpoint is wrong"):
        export("kustomize", wrong, [Stage("a", evaluate_values(layers))])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(lower=values(), upper=values())
def test_kustomize_builds_what_render_gives_for_any_layers(
    kubectl: Path, tmp_path_factory: pytest.TempPathFactory, lower: dict[str, Any], upper: dict[str, Any]
) -> None:
    files = [text(lower), text(upper)]
    layers = [Layer(f"{number}.yaml", load(one).data, load(one), text=one) for number, one in enumerate(files)]
    evaluation = evaluate_values(layers)
    assume(evaluation.values is not None)
    try:
        made = export("kustomize", evaluation, with_secrets=True)
    except ExportRefused:
        assume(False)
    folder = written(made, tmp_path_factory.mktemp("kustomize"))
    last = folder / "overlays" / "1" if (folder / "overlays").exists() else folder / "base"
    found, expected = without_hashes(built(kubectl, last)), without_hashes(rendered(evaluation))
    if ("Secret", "mlflow-environment") not in found:  # which has what looks like a credential in the values
        assert found == expected, "---\n".join(files)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": 1}, {"a": True}, [{"op": "replace", "path": "/a", "value": True}]),
        ({"a/b~": 1}, {}, [{"op": "remove", "path": "/a~1b~0"}]),
        ({}, {"a": []}, [{"op": "add", "path": "/a", "value": []}]),
        ({"a": [1, 2]}, {"a": [1]}, [{"op": "replace", "path": "/a", "value": [1]}]),
        (
            {"a": [{"name": "x", "v": 1}, {"name": "y"}]},
            {"a": [{"name": "x", "v": 2}, {"name": "y"}]},
            [{"op": "replace", "path": "/a/0/v", "value": 2}],
        ),
        (
            {"a": [{"name": "x"}, {"name": "y"}]},
            {"a": [{"name": "y"}, {"name": "x"}]},
            [{"op": "replace", "path": "/a", "value": [{"name": "y"}, {"name": "x"}]}],
        ),
    ],
)
def test_operations_of_a_patch(before: Any, after: Any, expected: list[Any]) -> None:
    assert list(operations(before, after)) == expected


# Argo CD and Flux


def applications(files: Mapping[str, bytes]) -> list[Manifest]:
    """The specs of the Applications: of the one there is, or those that the ApplicationSet makes of its elements."""
    if "application.yaml" in files:
        return [load(files["application.yaml"].decode()).data["spec"]]
    made = load(files["application-set.yaml"].decode()).data["spec"]
    (generator,) = made["generators"]
    template = text(made["template"]["spec"])
    found = []
    for element in generator["list"]["elements"]:
        filled = template
        for key, value in element.items():
            filled = filled.replace("{{ ." + key + " }}", value)
        assert "{{" not in filled
        found.append(load(filled).data)
    return found


def from_application(helm: Path, folder: Path, spec: Manifest) -> list[Manifest]:
    """What Argo CD's own run of Helm makes of an Application."""
    source = spec["source"]
    there = folder / source["path"].removeprefix("apps/mlflow/")
    files = [(there / name).resolve().read_text(encoding="utf-8") for name in source["helm"]["valueFiles"]]
    manifests = templated(helm, there, files, Release(source["helm"]["releaseName"]))
    assert isinstance(manifests, list), manifests
    return common(manifests)


def test_an_application_makes_what_render_gives(helm: Path, tmp_path: Path) -> None:
    evaluation = evaluate_values(
        [*evaluated(BASE, PROD, names=NAMES[::2]).layers, set_layer("replicaCount=3")], Release("web")
    )
    made = export("argocd", evaluation, repository=Repository("https://git.example.com/x.git", "live", "apps/mlflow"))
    folder = written(made, tmp_path)
    (spec,) = applications(made.files)
    assert spec["source"]["helm"]["valueFiles"] == ["../values/base.yaml", "../values/prod.yaml", "../values/set.yaml"]
    assert (folder / "values" / "base.yaml").read_text() == BASE
    assert from_application(helm, folder, spec) == common(rendered(evaluation))
    assert spec["destination"]["namespace"] == "web"
    assert (spec["source"]["repoURL"], spec["source"]["targetRevision"]) == ("https://git.example.com/x.git", "live")


def test_an_application_set_makes_an_application_an_environment(helm: Path, tmp_path: Path) -> None:
    release = Release("web", namespace="ml")
    made = export("argocd", evaluated(BASE, release=release), stages(release))
    folder = written(made, tmp_path)
    specs = applications(made.files)
    assert [spec["destination"]["namespace"] for spec in specs] == ["ml-staging", "ml-prod"]
    for spec, stage in zip(specs, stages(Release("web")), strict=True):
        assert from_application(helm, folder, spec) == common(rendered(stage.evaluation))


def test_a_helm_release_makes_what_render_gives(helm: Path, tmp_path: Path) -> None:
    release = Release("web", namespace="ml")
    made = export("flux", evaluated(BASE, release=release), stages(release))
    folder = written(made, tmp_path)
    for stage in stages(Release("web")):
        spec = load((folder / "environments" / stage.name / "helm-release.yaml").read_text()).data["spec"]
        assert spec["chart"]["spec"]["chart"] == "./mlflow"
        assert spec["targetNamespace"] == spec["storageNamespace"] == f"ml-{stage.name}"
        manifests = templated(helm, folder / "mlflow", [text(spec["values"])], Release(spec["releaseName"]))
        assert isinstance(manifests, list), manifests
        assert common(manifests) == common(rendered(stage.evaluation))
        assert "null" not in text(spec["values"])


def test_the_folder_of_flux_builds(kubectl: Path, tmp_path: Path) -> None:
    release = Release("web", namespace="ml")
    folder = written(export("flux", evaluated(BASE, release=release), stages(release)), tmp_path)
    assert {(one["kind"], one["metadata"]["name"]) for one in built(kubectl, folder)} == {
        ("GitRepository", "web"),
        ("HelmRelease", "web-staging"),
        ("HelmRelease", "web-prod"),
    }


@pytest.mark.parametrize(
    ("given_url", "url"),
    [
        ("git@git.example.com:team/repo.git", "ssh://git@git.example.com/team/repo.git"),
        ("ssh://git@git.example.com:22/repo.git", "ssh://git@git.example.com:22/repo.git"),
        ("https://git.example.com/repo", "https://git.example.com/repo"),
    ],
)
def test_flux_takes_no_short_form_of_ssh(given_url: str, url: str) -> None:
    made = export("flux", evaluated(""), repository=Repository(given_url))
    assert load(made.files["source.yaml"].decode()).data["spec"]["url"] == url


# All of them


@pytest.mark.parametrize("start", STARTS, ids=lambda path: path.stem)
def test_each_example_and_preset_is_exported(kubectl: Path, tmp_path: Path, start: Path) -> None:
    """Its comments stay; what Kustomize builds of it is what `render` gives."""
    original = start.read_text(encoding="utf-8")
    evaluation = evaluated(original)
    for target in FORMATS:
        made = export(target, evaluation, with_secrets=target == "kustomize")
        if target == "kustomize":
            found = without_hashes(built(kubectl, written(made, tmp_path) / "base"))
            assert found == without_hashes(rendered(evaluation))
        if target == "argocd":
            lines = made.files["values/values.yaml"].decode().splitlines()
            comments = [line for line in original.splitlines() if line.lstrip().startswith("#")]
            assert [line for line in comments if line not in lines] == []


@pytest.mark.parametrize("target", FORMATS)
def test_the_same_export_twice_is_the_same(target: str) -> None:
    assert export(target, evaluated(BASE)) == export(target, evaluated(BASE))


@pytest.mark.parametrize("target", FORMATS)
def test_values_with_errors_are_refused(target: str) -> None:
    wrong = evaluate_values([Layer("values.yaml", {"unknown": 1}, text="unknown: 1")])
    with pytest.raises(ExportRefused, match="the values have errors"):
        export(target, wrong)


@pytest.mark.parametrize("target", FORMATS)
def test_helm_and_kubectl_read_the_chart_of_each(helm: Path, tmp_path: Path, target: str) -> None:
    folder = written(export(target, evaluated(BASE)), tmp_path)
    if target == "kustomize":
        return
    done = subprocess.run(
        [str(helm), "lint", "--strict", str(folder / "mlflow")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["values.yaml"], ["values"]),
        (["envs/prod/values.yaml", "envs/staging/values.yaml"], ["prod", "staging"]),
        (["a.yaml", "b/a.yaml"], ["a", "a-2"]),
        (["Été 2.yaml", "<stdin>", "…"], ["t-2", "stdin", "values"]),
    ],
)
def test_names_of_layers(files: list[str], expected: list[str]) -> None:
    assert names(files) == expected
