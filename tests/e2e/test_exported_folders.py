"""The exported folders on a real API server: what Argo CD, Flux and kubectl are given is taken, field by field."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.renderers.exports import Export, Repository, Stage, export
from mlflow_tui.renderers.manifests import render
from tests.control_plane import ControlPlane
from tests.exported import CREDENTIALS, Manifest, evaluated, written
from tests.gitops_crds import DEFINITIONS, closed, schema_of

REPOSITORY = Repository("git@git.example.com:ml/deploy.git", "main", "clusters/mlflow")
RELEASE = Release("web")
ENVIRONMENTS = [
    Stage(name, evaluated(CREDENTIALS, f"replicaCount: {replicas}\nnodeSelector: null\n", release=RELEASE))
    for name, replicas in (("staging", 1), ("prod", 3))
]


@pytest.fixture(scope="module")
def kinds(control_plane: ControlPlane) -> Iterator[ControlPlane]:
    """The API server with the kinds of Argo CD, Flux and External Secrets."""
    definitions = {"apiVersion": "v1", "kind": "List", "items": list(DEFINITIONS)}
    control_plane.kubectl("apply", "-f", "-", stdin=json.dumps(definitions))
    names = [f"crd/{one['metadata']['name']}" for one in DEFINITIONS]
    control_plane.kubectl("wait", "--for=condition=Established", "--timeout=60s", *names)
    for one in DEFINITIONS:
        _wait_until_served(control_plane, one["spec"]["names"]["plural"] + "." + one["spec"]["group"])
    yield control_plane
    control_plane.kubectl("delete", *names)


def _wait_until_served(cluster: ControlPlane, kind: str) -> None:
    for _ in range(100):
        if cluster.kubectl("get", kind, "-A", check=False).returncode == 0:
            return
        time.sleep(0.1)
    pytest.fail(f"{kind} is not served")


def objects(made: Export) -> list[Manifest]:
    """What is in the folder for the cluster; not the chart, the values, or what is read by kustomize alone."""
    files = [
        name
        for name in made.files
        if name.endswith(".yaml") and not name.startswith(("mlflow/", "values/")) and name != "kustomization.yaml"
    ]
    return [load(made.files[name].decode()).data for name in files]


@pytest.mark.parametrize("stages", [[], ENVIRONMENTS], ids=["one", "several"])
@pytest.mark.parametrize("target", ["argocd", "flux"])
def test_the_objects_keep_to_the_published_definitions(kinds: ControlPlane, target: str, stages: list[Stage]) -> None:
    """In two ways, since API servers before 1.25 leave it to kubectl to look for fields that nobody knows."""
    found = objects(export(target, evaluated(CREDENTIALS, release=RELEASE), stages, repository=REPOSITORY))
    assert "ExternalSecret" in {one["kind"] for one in found}
    for one in found:
        assert wrong(one) == []
        kinds.kubectl("create", "--validate=strict", "--dry-run=client", "-f", "-", stdin=json.dumps(one))


def test_what_breaks_a_definition_is_found(kinds: ControlPlane) -> None:
    (application,) = objects(export("argocd", evaluated("")))
    application["spec"]["sorce"] = application["spec"].pop("destination")
    assert len(wrong(application)) == 2
    command = ("create", "--validate=strict", "--dry-run=client", "-f", "-")
    said = kinds.kubectl(*command, stdin=json.dumps(application), check=False)
    assert 'unknown field "sorce"' in said.stderr


def wrong(one: Manifest) -> list[str]:
    """What of an object its definition does not allow."""
    validator = Draft202012Validator(closed(schema_of(one["kind"])))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(one)]


def test_kubectl_applies_an_overlay_as_the_release(kinds: ControlPlane, namespace: str, tmp_path: Path) -> None:
    evaluation = evaluated(CREDENTIALS, "replicaCount: 2\n", release=Release(namespace=namespace))
    folder = written(export("kustomize", evaluation, with_secrets=True), tmp_path)
    kinds.kubectl("apply", "--validate=strict", "-k", str(folder / "overlays" / "1"))
    live = kinds.get("deployment", "mlflow", namespace)
    assert live is not None
    assert live["spec"]["replicas"] == 2
    assert evaluation.values is not None
    planned = {(one["kind"], one["metadata"]["name"]) for one in render(evaluation.values, evaluation.release)}
    for kind, name in planned - {("Secret", one) for _, one in planned} - {("ConfigMap", "mlflow-env-configmap")}:
        assert kinds.get(kind, name, namespace) is not None
    secrets = json.loads(kinds.kubectl("get", "secrets", "-n", namespace, "-o", "json").stdout)["items"]
    made = {one["metadata"]["name"].rpartition("-")[0] for one in secrets}
    assert made >= {name for kind, name in planned if kind == "Secret"}
