"""What rendered before there were versions renders the same, byte for byte: with an empty tag, or one of 2.14."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.yaml_text import text
from tests.test_documented_examples import examples

BEFORE = json.loads(Path(__file__).with_name("rendered_before.json").read_text(encoding="utf-8"))
"""Values of examples and presets, and examples of the chart's documentation by their digests, each with the digest of
what the release `prod` in the namespace `ml` of it was, when the chart knew MLflow 2.14.1 alone."""


def digest(content: str) -> str:
    return sha256(content.encode()).hexdigest()


def rendered(values: dict[str, Any]) -> str:
    evaluation = evaluate_values([Layer("values.yaml", values)])
    assert evaluation.values is not None, evaluation.errors
    return "---\n".join(text(one) for one in render(evaluation.values, Release("prod", "ml")))


@pytest.mark.parametrize("name", sorted(BEFORE["files"]))
def test_a_file_renders_as_before(name: str) -> None:
    before = BEFORE["files"][name]
    values = before["values"]
    assert digest(rendered(values)) == before["rendered"], rendered(values)


def test_the_examples_of_the_documentation_render_as_before(chart_readme: Path) -> None:
    found = {digest(one): one for one in examples(chart_readme)}
    known = {one: example for one, example in found.items() if one in BEFORE["documentation"]}
    assert len(known) == len(BEFORE["documentation"])
    for one, example in known.items():
        assert digest(rendered(load(example).data)) == BEFORE["documentation"][one], example
