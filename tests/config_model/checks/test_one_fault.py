"""A file with one fault is told of in one line: what follows of the fault alone is not said besides."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path as FilePath
from typing import Any

import pytest
import yaml

from mlflow_tui.cli.main import main
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.presets import PRESETS, load_preset
from mlflow_tui.config_model.problem import Problem
from mlflow_tui.renderers.evaluation import evaluate

EXAMPLES = FilePath(__file__).parents[3] / "examples"
PIECES = """\
tolerations: [{operator: Exists}, {key: a, operator: Exists, effect: NoSchedule}]
extraVolumes: [{name: a, hostPath: {path: /a, type: Directory}}, {name: b, secret: {secretName: c}}]
extraVolumeMounts: [{name: a, mountPath: /data}]
extraContainers:
- name: helper
  image: helper:1
  ports: [{containerPort: 80, protocol: TCP}]
  env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
  livenessProbe: {httpGet: {path: /, port: 80}}
  volumeMounts: [{name: b, mountPath: /b}]
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: [b]}]}]
"""


def texts() -> Iterator[str]:
    yield PIECES
    yield from (path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.rglob("*.yaml")))
    yield from (load_preset(preset.name) for preset in PRESETS)


def problems(data: dict[str, Any]) -> list[Problem]:
    text = yaml.safe_dump(data)
    loaded = load(text)
    return list(evaluate([Layer("values.yaml", loaded.data, loaded, text=text)]).problems)


def maps(value: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict):
        yield path
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            yield from maps(inner, (*path, step))


FREE = (
    "podAnnotations", "deploymentAnnotations", "annotations", "podLabels", "labels", "matchLabels", "nodeSelector",
    "limits", "requests",
)  # fmt: skip
"""Maps in which a person names the keys."""


@pytest.mark.parametrize("text", list(texts()))
def test_a_misspelt_key_is_told_of_in_one_line(text: str) -> None:
    data = load(text).data
    before = {one.identity for one in problems(data)}
    for path in maps(data):
        for key in at(data, path) if path[-1:] == () or path[-1] not in FREE else ():
            if len(key) < 4 or key[-1] == key[-2]:
                continue
            wrong = deepcopy(data)
            parent = at(wrong, path)
            parent[f"{key[:-2]}{key[-1]}{key[-2]}"] = parent.pop(key)
            found = [one for one in problems(wrong) if one.identity not in before]
            assert [one.code for one in found] in (["MT102"], ["MT301"]), (path, key)
            assert found[0].fix is not None
            assert found[0].fix.title.startswith("rename it to ")


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tolerations: [{operator: exist}]\n", "MT304"),
        ("trackingServer: {mode: serve}\n", "MT101"),
        ("replicaCount: two\n", "MT103"),
        ("replicaCount: [\n", "MT001"),
        ("hello\n", "MT001"),
    ],
)
def test_one_problem_is_one_line(text: str, code: str, tmp_path: FilePath, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(text, encoding="utf-8")
    assert main(["check", str(file)]) in (1, 2)
    printed = capsys.readouterr()
    (line,) = (printed.out + printed.err).splitlines()
    assert f" error {code} " in line or f" error {code}: " in line
    assert "(fix: " in line


def test_a_guess_at_a_choice_offers_its_fix(tmp_path: FilePath, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("trackingServer: {mode: serve}\nservice: {type: loadbalancer}\n", encoding="utf-8")
    assert main(["check", str(file)]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("(did you mean 'serve-artifacts'?) (fix: set it to 'serve-artifacts')")
    assert second.endswith("(did you mean 'LoadBalancer'?) (fix: set it to 'LoadBalancer')")
