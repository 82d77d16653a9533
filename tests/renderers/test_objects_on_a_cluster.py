"""A real API server takes and stores the objects of the keys beyond the documented table, custom kinds among them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.delivery.apply.cluster_object import identity
from mlflow_tui.renderers.evaluation import evaluate
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.yaml_text import documents
from tests.config_model.checks.cases import CASES
from tests.config_model.checks.cases_of_objects import OBJECT_CASES
from tests.control_plane import ControlPlane
from tests.custom_kinds import for_server, served
from tests.renderers.test_manifests import Values
from tests.renderers.test_more_objects import EVERYTHING


@pytest.fixture(scope="module")
def cluster(control_plane: ControlPlane) -> Iterator[ControlPlane]:
    with served(control_plane):
        yield control_plane


@pytest.mark.parametrize("values", EVERYTHING)
def test_the_objects_are_stored(cluster: ControlPlane, namespace: str, values: Values) -> None:
    release = Release("mlflow", namespace)
    evaluation = evaluate([Layer("values.yaml", values)], release)
    assert evaluation.values is not None, evaluation.errors
    objects = for_server(cluster, render(evaluation.values, release))
    cluster.apply(namespace, *objects)
    for one in objects:
        found = cluster.get(f"{one['kind']}.{_group(one['apiVersion'])}", one["metadata"]["name"], namespace)
        assert found is not None, identity(one)


def _group(api_version: str) -> str:
    group, _, version = api_version.rpartition("/")
    return f"{version}.{group}"


def test_what_passes_the_checks_is_accepted(cluster: ControlPlane, namespace: str) -> None:
    """The values of the checks' cases in one request each, without those that nobody serves the kind of."""
    for code in OBJECT_CASES:
        for text in CASES[code].quiet:
            release = Release("mlflow", namespace)
            evaluation = evaluate([Layer("values.yaml", load(text).data)], release)
            if evaluation.values is None or "extraObjects" in text:
                continue
            cluster.kubectl(
                *("apply", "--server-side", "--dry-run=server", "-n", namespace, "-f", "-"),
                stdin=documents(for_server(cluster, render(evaluation.values, release))),
            )
