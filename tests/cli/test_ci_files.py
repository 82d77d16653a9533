"""What the repository offers for other repositories' CI: a pre-commit hook, and a GitHub workflow to copy."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml

from mlflow_tui.cli.main import main

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / "examples" / "ci" / "github-workflow.yml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "values.yaml").write_text("image: {tag: latest, mlflowVersion: 2.14.1}\n", encoding="utf-8")
    (tmp_path / "values-prod.yaml").write_text("replicaCount: 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_hook_runs_the_command_on_values_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {"id", "name", "entry", "language", "files"} <= hook.keys()
    assert hook["language"] == "python"
    assert [bool(re.search(hook["files"], name)) for name in ("values.yaml", "a/values-prod.yml", "Chart.yaml")] == [
        True,
        True,
        False,
    ]
    program, *arguments = shlex.split(hook["entry"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"][program] == "mlflow_tui.cli.main:main"
    assert main([*arguments, "values.yaml", "values-prod.yaml"]) == 0
    assert "MT407" in capsys.readouterr().out
    (folder / "values.yaml").write_text("image: {tagg: latest}\n", encoding="utf-8")
    assert main([*arguments, "values.yaml", "values-prod.yaml"]) == 1


def commands() -> list[list[str]]:
    (job,) = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"].values()
    lines = [step["run"] for step in job["steps"] if "mlflow-tui check" in step.get("run", "")]
    return [shlex.split(re.split(r" [|>]", line)[0])[1:] for line in lines]


def test_the_workflow_uploads_sarif_and_then_fails_beside_the_lines(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for_upload, for_lines = commands()
    main(for_upload)
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert [one["ruleId"] for one in results] == ["MT407"]
    assert main(for_lines) == 1
    assert capsys.readouterr().out.startswith("::warning file=values.yaml,line=1,")
