"""Each YAML example of the chart's documentation renders, or is refused with the fix."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.renderers.manifests import render


def examples(readme: Path) -> list[str]:
    text = readme.read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if not block.startswith("kubectl")]
    assert len(blocks) > 15
    return blocks


def evaluated(text: str) -> Evaluation:
    loaded = load(text)
    return evaluate_values([Layer("values.yaml", loaded.data, loaded)])


def test_each_example_renders_but_for_those_that_are_wrong(chart_readme: Path) -> None:
    refused: list[tuple[str, str]] = []
    for example in examples(chart_readme):
        evaluation = evaluated(example)
        refused += [(problem.code, problem.key) for problem in evaluation.errors]
        if evaluation.values is not None:
            assert any(one["kind"] == "Deployment" for one in render(evaluation.values, Release()))
    # The two examples of OSS keys leave out the endpoint, which the manifest contract requires.
    assert sorted(refused) == [
        ("MT102", "artifactStore.defaultArtifactRoot"),
        ("MT220", "artifactStore.oss.endpoint"),
        ("MT220", "artifactStore.oss.endpoint"),
    ]


def test_the_example_of_a_misplaced_root_names_the_right_key(chart_readme: Path) -> None:
    (example,) = [one for one in examples(chart_readme) if "artifactStore:\n  defaultArtifactRoot" in one]
    (problem,) = evaluated(example).errors
    assert "trackingServer.defaultArtifactRoot" in problem.message
    assert (problem.line, problem.column) == (2, 3)
    assert problem.fix is not None


def test_the_example_of_a_misspelt_variable_is_warned_of(chart_readme: Path) -> None:
    (example,) = [one for one in examples(chart_readme) if "name: MLFLOW_S3_ENDPOINT\n" in one]
    (problem,) = [problem for problem in evaluated(example).warnings if problem.code == "MT218"]
    assert "MLFLOW_S3_ENDPOINT_URL" in problem.remedy
    assert problem.line == 2


def test_the_oss_examples_render_once_they_have_an_endpoint(chart_readme: Path) -> None:
    for example in examples(chart_readme):
        if "oss:" in example:
            assert evaluated(example.replace("enabled: true", "enabled: true\n    endpoint: oss.example.com")).values


def test_environment_values_of_the_examples_come_out_as_text(chart_readme: Path) -> None:
    values: dict[str, Any] = {}
    for example in examples(chart_readme):
        evaluation = evaluated(example)
        if "extraEnv" in example and evaluation.values is not None:
            deployment = next(one for one in render(evaluation.values, Release()) if one["kind"] == "Deployment")
            env = deployment["spec"]["template"]["spec"]["containers"][0]["env"]
            values.update({variable["name"]: variable["value"] for variable in env})
    assert values["MLFLOW_S3_IGNORE_TLS"] == "true"
    assert values["MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT"] == "60"
    assert values["MLFLOW_GCS_UPLOAD_CHUNK_SIZE"] == "104857600"
    assert all(isinstance(value, str) for value in values.values())
