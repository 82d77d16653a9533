"""Values of another MLflow chart: told from those of this one, and said in one line wherever values are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.config_model.conversion.charts import Chart, chart_of
from mlflow_tui.config_model.effective import defaults
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.presets import PRESETS, load_preset

FILES = {
    "OFFICIAL": (
        "replicaCount: 2\nserver:\n  value_options: {workers: 2}\n",
        "mlflow:\n  backendStoreUri: sqlite:////mlflow/mlflow.db\nstorage: {enabled: true}\n",
        "mlflow: {backendStoreUriFrom: {secretKeyRef: {name: a, key: b}}}\n",
        "probes: {liveness: {timeoutSeconds: 5}}\n",
        "storage: {enabled: true}\ntls: {enabled: true, secretName: a}\n",
    ),
    "COMMUNITY": (
        "backendStore:\n  postgres: {enabled: true, host: db}\n",
        "image: {tag: 3.1.0}\nartifactRoot:\n  s3: {enabled: true, bucket: b}\n",
        "auth: {enabled: true}\nbackendStore: {databaseMigration: true}\n",
        "ldapAuth: {enabled: true}\n",
        "telemetry: {enabled: true}\nlog: {level: debug}\n",
    ),
    "BITNAMI": (
        "tracking:\n  auth: {enabled: false}\n",
        "externalDatabase: {host: db}\npostgresql: {enabled: false}\n",
        "image: {pullSecrets: [a]}\ntracking: {service: {type: ClusterIP}}\n",
        "run: {enabled: false}\n",
        "commonLabels: {a: b}\nminio: {enabled: false}\n",
    ),
}
CASES = [(Chart[name], text) for name, texts in FILES.items() for text in texts]


@pytest.mark.parametrize(("chart", "text"), CASES)
def test_the_chart_of_a_file_is_told(chart: Chart, text: str) -> None:
    data = load(text).data
    found = chart_of(data)
    assert found is not None
    assert found[0] is chart
    assert found[1] in data


@pytest.mark.parametrize(("chart", "text"), [(Chart[name], texts[0]) for name, texts in FILES.items()])
@pytest.mark.parametrize(
    "words", [["check"], ["check", "--fix"], ["render"], ["get", "a"], ["set", "replicaCount=2"], ["diff"], ["upgrade"]]
)
def test_every_command_says_whose_file_it_is_in_one_line(
    chart: Chart, text: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(text)
    more = ["--to", "latest"] if words == ["upgrade"] else []
    assert main([words[0], str(file), "-q", *words[1:], *more]) == 2
    out, err = capsys.readouterr()
    line, *hint = err.splitlines()
    assert chart.title in line
    assert "mlflow-tui convert" in err
    assert len(hint) <= 1
    assert out == ""
    assert file.read_text() == text


def test_in_formats_it_is_one_problem_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("# mine\nreplicaCount: 1\nserver:\n  value_options: {}\nstorage: {}\n")
    assert main(["check", str(file), "--format", "json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)
    assert problem["code"] == "MT017"
    assert (problem["line"], problem["column"]) == (3, 1)
    assert problem["fix"]


def test_no_file_of_this_chart_is_taken_for_another_chart() -> None:
    examples = list(Path(__file__).parents[2].glob("examples/**/*.yaml"))
    texts = [*(load_preset(one.name) for one in PRESETS), *(example.read_text() for example in examples)]
    assert len(texts) > 5
    for text in texts:
        assert chart_of(load(text).data) is None
    assert chart_of(defaults()) is None
    for key, value in defaults().items():
        assert chart_of({key: value}) is None, key


@pytest.mark.parametrize(
    "text",
    [
        "env: [{name: A, value: b}]\nenvFrom: []\n",
        "trackingServer: {workers: 2}\nserver: {value_options: {}}\n",
        "backendStore: {createSecret: {backendStoreUri: a}, postgres: {enabled: true}}\n",
        "mlflow: {trackingServer: {workers: 2}}\n",
        "extraEnvVars: []\n",
        "serverAllowedHosts: [a]\n",
        "storage: {}\n",
        "tracking: true\nrun: later\n",
        "",
    ],
)
def test_a_mistake_in_a_file_of_this_chart_makes_it_no_other_charts(text: str) -> None:
    assert chart_of(load(text).data) is None
