"""How grave `check` takes the findings of a code, by the person's configuration."""

from pathlib import Path

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.delivery.configuration import place


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "values.yaml"
    path.write_text("image: {tag: latest, mlflowVersion: 2.14.1}\n", encoding="utf-8")
    return path


def configured(text: str) -> None:
    place().parent.mkdir(parents=True)
    place().write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("grade", "code", "said"), [("off", 0, ""), ("error", 1, "error MT407"), ("warning", 0, "warning MT407")]
)
def test_a_warning_is_taken_as_the_configuration_says(
    grade: str, code: int, said: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configured(f"checks: {{MT407: {grade}}}\n")
    assert main(["check", str(file)]) == code
    out = capsys.readouterr().out
    assert said in out
    assert bool(out) == (grade != "off")


def test_an_error_cannot_be_switched_off(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configured("checks: {MT104: off}\n")
    file.write_text("service: {port: 0}\n", encoding="utf-8")
    assert main(["check", str(file)]) == 1
    said = capsys.readouterr()
    assert "MT104" in said.out
    assert "checks.MT104: an error stops rendering and cannot be switched off" in said.err


def test_what_is_no_code_or_no_grade_is_told_of(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configured("checks: {MT999: off, MT407: loud}\n")
    assert main(["check", str(file)]) == 0
    said = capsys.readouterr().err
    assert "checks.MT999" in said
    assert "checks.MT407: 'loud' is not one of off, warning, error" in said
