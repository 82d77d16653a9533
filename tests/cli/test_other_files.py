"""Files that are named as values and are something else, or that SOPS alone can edit: said, and never written to."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.presets import PRESETS, load_preset
from mlflow_tui.config_model.recognition import recognised
from mlflow_tui.renderers.exports import FORMATS, Stage, export
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.yaml_text import text
from tests.exported import CREDENTIALS, evaluated

OTHERS = {
    "Kubernetes manifest (Deployment)": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n",
    "Kubernetes manifest (List)": "apiVersion: v1\nkind: List\nitems: []\n",
    "Argo CD AppProject": "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\n",
    "Flux HelmRepository": "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nspec: {url: a}\n",
    "kubeconfig": "apiVersion: v1\nkind: Config\nclusters: []\n",
    "Chart.yaml": "apiVersion: v2\nname: mlflow\nversion: 1.0.0\n",
    "Chart.lock": "dependencies: [{name: a, version: 1.0.0}]\ndigest: sha256:0\ngenerated: 2024-01-01\n",
    "list of dependencies": "dependencies:\n- {name: a, version: 1.0.0, repository: https://a}\n",
    "index of a Helm repository": "apiVersion: v1\nentries: {}\n",
    "kustomization": "# no kind\nresources: [a.yaml]\nimages: [{name: a, newTag: b}]\n",
    "helmfile": "repositories: []\nreleases:\n- {name: a, chart: b/c}\n",
    "Compose file": "services: {mlflow: {image: a}}\n",
    "JSON Schema": '{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {}}',
    "GitHub Actions workflow": "name: a\non: push\njobs: {a: {steps: []}}\n",
}
PLACES = {
    "spec.source.helm.valuesObject": "{source: {helm: {valuesObject: {replicaCount: 1}}}}",
    "spec.source.helm.values": "{source: {helm: {values: 'replicaCount: 1'}}}",
    "spec.sources[1].helm.valueFiles": "{sources: [{repoURL: a}, {helm: {valueFiles: [a.yaml]}}]}",
    "spec.template.spec.source.helm.valuesObject": "{template: {spec: {source: {helm: {valuesObject: {a: 1}}}}}}",
}
"""Where Argo CD has values: https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#values-files."""


@pytest.mark.parametrize("what", OTHERS)
@pytest.mark.parametrize(
    "words", [["check"], ["check", "--fix"], ["render"], ["get", "a"], ["set", "replicaCount=2"], ["diff"]]
)
def test_another_file_is_one_line_that_says_what_it_is(
    what: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(OTHERS[what])
    assert main([words[0], str(file), "-q", *words[1:]]) == 2
    out, err = capsys.readouterr()
    line, *hint = err.splitlines()
    assert what in line
    assert "not a values file" in line
    assert out == ""
    assert len(hint) <= 1
    assert file.read_text() == OTHERS[what]


@pytest.mark.parametrize("place", PLACES)
def test_of_argo_cd_it_says_where_the_values_are(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "app.yaml"
    kind = "ApplicationSet" if "template" in place else "Application"
    file.write_text(f"apiVersion: argoproj.io/v1alpha1\nkind: {kind}\nspec: {PLACES[place]}\n")
    assert main(["check", str(file), "-q"]) == 2
    said = capsys.readouterr().err
    assert f"an Argo CD {kind}" in said
    assert f"its values are in {place} " in said


@pytest.mark.parametrize("key", ["values", "valuesFrom"])
def test_of_flux_it_says_where_the_values_are(key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "release.yaml"
    file.write_text(f"apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: {{{key}: {{a: 1}}}}\n")
    assert main(["check", str(file), "-q"]) == 2
    said = capsys.readouterr().err
    assert "a Flux HelmRelease" in said
    assert f"its values are in spec.{key} " in said


def test_nothing_that_is_exported_is_taken_for_values_but_the_values() -> None:
    evaluation = evaluated(CREDENTIALS)
    seen = 0
    for name in FORMATS:
        for made in (export(name, evaluation), export(name, evaluation, (Stage("a", evaluation),))):
            for path, content in made.files.items():
                if path.endswith((".yaml", ".schema.json")) and "/templates/" not in path:
                    is_values = "values" in path and not path.endswith("schema.json")
                    assert (recognised(load(content.decode()).data) is None) == is_values, path
                    seen += 1
    assert seen > 20
    assert evaluation.values is not None
    for manifest in render(evaluation.values, evaluation.release):
        assert recognised(load(text(manifest)).data) is not None


def test_no_starting_file_is_taken_for_another_one() -> None:
    examples = list(Path(__file__).parents[2].glob("examples/**/*.yaml"))
    assert examples
    for content in (*(load_preset(one.name) for one in PRESETS), *(example.read_text() for example in examples)):
        assert recognised(load(content).data) is None


@pytest.mark.parametrize(
    "text",
    ["resources: {limits: {cpu: 1}}", "nameOverride: a", "global: {}\nresources: {}", "enabled: true"],
)
def test_values_with_keys_that_others_have_too_are_values(text: str) -> None:
    assert recognised(load(text).data) is None


ENCRYPTED = """\
replicaCount: 2  # ours
backendStore: ENC[AES256_GCM,data:p673w==,iv:YY=,aad:UQ=,tag:A=,type:str]
sops:
    lastmodified: "2024-06-18T10:00:00Z"
    mac: ENC[AES256_GCM,data:n/A==,iv:Ia=,aad:nM=,tag:Cw=,type:str]
    version: 3.9.0
"""


@pytest.mark.parametrize(
    "words",
    [
        ["set", "FILE", "replicaCount=3"],
        ["set", "FILE", "replicaCount=3", "--force"],
        ["set", "FILE", "replicaCount=3", "-o", "-"],
        ["set", "FILE", "--delete", "sops"],
        ["check", "FILE", "--fix"],
    ],
)
def test_what_sops_encrypted_is_edited_by_sops(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(ENCRYPTED)
    assert main([str(file) if word == "FILE" else word for word in words]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "encrypted by SOPS" in err
    assert f"sops edit {file}" in err
    assert file.read_text() == ENCRYPTED


def test_what_sops_encrypted_is_one_line_of_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(ENCRYPTED)
    assert main(["check", str(file), "-q"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert "encrypted by SOPS" in line
    assert "sops decrypt" in line


def test_a_key_named_sops_that_encrypts_nothing_is_an_unknown_key(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("sops: {}\n")
    assert main(["set", str(file), "replicaCount=3"]) == 0
