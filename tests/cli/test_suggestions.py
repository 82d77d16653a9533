"""What was most likely meant: the message asks whether it was, and the fix is offered beside it."""

from pathlib import Path

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.cli.output import problem_line
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.problem import Problem
from mlflow_tui.renderers.evaluation import evaluate

MEANT = {
    "a key": ("MT102", "replicaCont: 1\n", "replicaCount"),
    "a choice": ("MT101", "trackingServer: {mode: serve-artifact}\n", "serve-artifacts"),
    "a field of Kubernetes": ("MT301", "tolerations: [{key: a, efect: NoSchedule}]\n", "effect"),
    "a choice of Kubernetes": ("MT304", "tolerations: [{key: a, effect: NoShedule}]\n", "NoSchedule"),
    "an artifact store": (
        "MT241",
        "trackingServer: {mode: serve-artifacts, artifactsDestination: 's3a://b/c'}\n",
        "s3",
    ),
    "an option": ("MT226", "trackingServer: {extraArgs: [--werkers=2]}\n", "--workers"),
    "a database": ("MT207", "backendStore: {createSecret: {backendStoreUri: 'postgre://u@h/d'}}\n", "postgresql"),
    "a code": ("MT006", "replicaCount: 1 # mlflow-tui: ignore MTT407\n", "MT407"),
}
PLAIN = {
    "no key is like it": ("MT102", "zzzzzzzz: 1\n"),
    "no choice is like it": ("MT101", "trackingServer: {mode: xyz}\n"),
    "a path written as a key": ("MT102", "trackingServer.mode: serve-artifacts\n"),
    "a value that asks": ("MT101", 'trackingServer: {mode: "did you mean"}\n'),
}


def _problem(code: str, text: str) -> Problem:
    document = Document(text)
    layer = Layer("values.yaml", document.data, document.loaded, text=text)
    return next(one for one in evaluate([layer]).problems if one.code == code)


@pytest.mark.parametrize(("code", "text", "meant"), MEANT.values(), ids=MEANT)
def test_what_was_meant_is_asked_and_its_fix_is_offered(code: str, text: str, meant: str) -> None:
    problem = _problem(code, text)
    line = problem_line(problem)
    assert f"(did you mean {meant}" in line.replace("'", "")
    assert line.endswith(f"(fix: {problem.remedy})")


@pytest.mark.parametrize(("code", "text"), PLAIN.values(), ids=PLAIN)
def test_without_a_suggestion_the_line_says_how_to_fix_it(code: str, text: str) -> None:
    problem = _problem(code, text)
    assert problem_line(problem).endswith(f"(fix: {problem.remedy})")


def test_a_key_is_not_taken_for_a_duplicate_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "twice.yaml"
    assert main(["check", str(file)]) == 2
    assert f"{file}: error MT001: no such file" in capsys.readouterr().err
    file.write_text("a: *twice\n")
    assert main(["check", str(file)]) == 2
    assert f"{file}:1:4: error MT001: " in capsys.readouterr().err
