"""`check --fix` and the formats of `check`, on files."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from pydantic import ValidationError
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from mlflow_tui.cli.main import main
from mlflow_tui.config_model.checks import described
from mlflow_tui.config_model.mlflow import newest

WRONG = """\
trackingServer:
  mode: serve # which one was it?
  workers: 2
extraEnv:
  - name: MLFLOW_S3_ENDPOINT # as the chart says
    value: http://minio
"""
MENDED = """\
trackingServer:
  mode: serve-artifacts # which one was it?
  workers: 2
extraEnv:
  - name: MLFLOW_S3_ENDPOINT_URL # as the chart says
    value: http://minio
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "values.yaml"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_what_can_be_mended_is_and_the_rest_of_the_file_stays(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == MENDED
    said = capsys.readouterr()
    assert f"{file}:2: mended MT101 trackingServer.mode" in said.err
    assert "mended MT218 extraEnv[0].name" in said.err
    assert "MT205" in said.out  # what is left to do


def test_nothing_is_mended_in_a_file_that_is_only_read(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", "--read-only", str(file)]) == 2
    assert file.read_text(encoding="utf-8") == WRONG
    assert "--read-only" in capsys.readouterr().err


def test_standard_input_cannot_be_mended(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", "-"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_of_layers_the_last_is_mended(tmp_path: Path, file: Path) -> None:
    upper = tmp_path / "upper.yaml"
    upper.write_text("image: {tag: latest}\n", encoding="utf-8")
    assert main(["check", "--fix", "--layers", str(file), str(upper)]) in (0, 1)
    assert file.read_text(encoding="utf-8") == WRONG
    assert f"tag: v{newest()}" in upper.read_text(encoding="utf-8")  # what a tag that tells no version is taken for


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("a: [\n", encoding="utf-8")
    assert main(["check", "--fix", str(broken)]) == 2
    assert "MT001" in capsys.readouterr().err


def sarif(file: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    main(["check", "--format", "sarif", str(file)])
    log: dict[str, Any] = json.loads(capsys.readouterr().out)
    return log


def test_sarif_has_what_its_schema_requires(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The required properties of the OASIS schema of SARIF 2.1.0, and those that code scanning reads."""
    log = sarif(file, capsys)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "mlflow-tui"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids)) > 0
    for rule in driver["rules"]:
        severity, summary = described()[rule["id"]]
        assert rule["shortDescription"] == {"text": summary}
        assert rule["defaultConfiguration"] == {"level": severity.value}
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        for location in result["locations"]:
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uri"]
            assert place["region"]["startLine"] >= 1
            assert place["region"]["startColumn"] >= 1


def test_the_published_schema_takes_the_sarif(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`pydantic-sarif` is made of OASIS's schema of SARIF 2.1.0, and allows no property that is not in it."""
    for name, text in (
        ("values.yaml", WRONG),
        ("no problems.yaml", ""),
        ("unlesbar ä#%.yaml", "a: [\n"),
        ("of no file.yaml", "ingress: {enabled: true}\n"),
    ):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        log = sarif(file, capsys)
        assert Sarif.model_validate(log).version.value == "2.1.0"
        for result in log["runs"][0]["results"]:
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[-A-Za-z0-9._~/%]+", uri)
            assert unquote(uri) == str(file)
    with pytest.raises(ValidationError):
        Sarif.model_validate({**log, "surprise": True})


def test_github_shows_a_problem_beside_its_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "github", str(file)]) == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "MT101" in line]
    assert line.startswith("::error file=")
    assert ",line=2,col=3,title=MT101::trackingServer.mode: 'serve' is not one of" in line


def test_json_has_each_field_and_nulls_where_a_key_is_in_no_file(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("trackingServer: {mode: serve-artifacts}\n", encoding="utf-8")
    assert main(["check", "--format", "json", str(file)]) == 0
    (problem,) = json.loads(capsys.readouterr().out)
    assert list(problem) == ["file", "line", "column", "severity", "code", "path", "message", "fix"]
    assert (problem["line"], problem["column"]) == (None, None)
    assert (problem["code"], problem["severity"]) == ("MT205", "warning")
