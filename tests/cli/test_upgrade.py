"""`upgrade`: what it prints and writes, and how it ends."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.config_model.mlflow import newest

Captured = pytest.CaptureFixture[str]
TEXT = """\
# ours
image:
  tag: "v2.14.1" # the release
backendStore:
  createSecret:
    backendStoreUri: postgresql+psycopg2://mlflow:s3cret@db/mlflow
trackingServer:
  basicAuth:
    enabled: true
    existingSecret: users
"""
WRITTEN = TEXT.replace("2.14.1", "3.17.2") + "    existingFlaskSecret: users-flask\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "values.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_nothing_is_written_before_it_is_asked_for(file: Path, capsys: Captured) -> None:
    assert main(["upgrade", str(file), "--to", "3.17.2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert file.read_text(encoding="utf-8") == TEXT
    assert lines[0] == f"{file}: MLflow 2.14.1 to 3.17.2"
    assert lines[1].startswith("stops 2.20.2 trackingServer.basicAuth.createFlaskSecret.secretKey: ")
    assert lines[-1] == f"nothing is written: --write makes the edit in {file}"
    assert any(line.startswith("    kubectl create secret generic users-flask ") for line in lines)
    assert "s3cret" not in "\n".join(lines)


def test_a_file_for_the_later_one_is_told_what_it_brings_to_the_one_that_runs(file: Path, capsys: Captured) -> None:
    assert main(["upgrade", "--write", "--to", "3.17.2", str(file)]) == 0
    before = capsys.readouterr().out.splitlines()
    assert main(["upgrade", str(file), "--from", "2.14.1", "--to", "3.17.2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{file}: MLflow 2.14.1 to 3.17.2"
    told, again = ([one for one in each if one.startswith("database ")] for each in (before, lines))
    assert told == again != []
    assert file.read_text(encoding="utf-8") == WRITTEN
    assert main(["upgrade", str(file), "--from", "new", "--to", "3.17.2"]) == 2
    assert "--from 'new' is not a valid version" in capsys.readouterr().err


def test_it_writes_the_version_and_the_fixes_and_is_done(file: Path, capsys: Captured) -> None:
    assert main(["upgrade", "--write", "--to", "v3.17.2", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == WRITTEN
    assert capsys.readouterr().out.splitlines()[-1] == f"{file}: written for MLflow 3.17.2"
    assert main(["check", str(file)]) == 0
    capsys.readouterr()
    assert main(["upgrade", "--write", "--to", "3.17.2", str(file)]) == 0
    assert "nothing to do" in capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == WRITTEN


def test_what_a_person_must_fix_ends_with_one(file: Path, capsys: Captured) -> None:
    file.write_text("trackingServer:\n  basicAuth:\n    enabled: true\n", encoding="utf-8")
    assert main(["upgrade", str(file), "--to", "latest"]) == 1
    assert main(["upgrade", str(file), "--to", "latest", "--write"]) == 1
    said = capsys.readouterr().out
    assert "a person must fix 1 error" in said
    assert f"tag: v{newest()}" in file.read_text(encoding="utf-8")
    assert main(["check", str(file)]) == 1
    capsys.readouterr()
    assert main(["upgrade", str(file), "--to", "latest"]) == 1
    assert "nothing to do" in capsys.readouterr().out


@pytest.mark.parametrize("to", ["3.99", "banana", "2.13.0", "3.16.9"])
def test_a_version_that_is_not_known(file: Path, to: str, capsys: Captured) -> None:
    assert main(["upgrade", str(file), "--write", "--to", to]) == 2
    said = capsys.readouterr().err
    assert "hint: " in said
    assert file.read_text(encoding="utf-8") == TEXT


def test_there_is_no_way_back(file: Path, capsys: Captured) -> None:
    file.write_text(WRITTEN, encoding="utf-8")
    assert main(["upgrade", str(file), "--write", "--to", "3.9.0"]) == 2
    assert "older" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == WRITTEN


def test_read_only_and_no_version_are_wrong_use(file: Path, capsys: Captured) -> None:
    assert main(["upgrade", str(file), "--write", "--read-only", "--to", "3.17.2"]) == 2
    assert main(["upgrade", str(file)]) == 2
    assert main(["upgrade", "--to", "3.17.2"]) == 2
    assert main(["upgrade", str(file), "--read-only", "--to", "3.17.2"]) == 0
    assert file.read_text(encoding="utf-8") == TEXT
    assert "--to" in capsys.readouterr().err


def test_a_file_of_sops_is_left_to_it(file: Path, capsys: Captured) -> None:
    text = TEXT + "sops:\n  version: 3.8.1\n  mac: ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]\n"
    file.write_text(text, encoding="utf-8")
    assert main(["upgrade", str(file), "--write", "--to", "3.17.2"]) == 1
    assert "sops" in capsys.readouterr().err.lower()
    assert file.read_text(encoding="utf-8") == text


def test_standard_input_is_written_to_standard_output(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(TEXT.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["upgrade", "-", "--write", "--to", "3.17.2"]) == 0
    said = capsys.readouterr()
    assert said.out == WRITTEN
    assert "MLflow 2.14.1 to 3.17.2" in said.err


def test_json_says_the_same(file: Path, capsys: Captured) -> None:
    assert main(["upgrade", str(file), "--to", "3.17.2", "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["file"], found["from"], found["to"], found["written"]) == (str(file), "2.14.1", "3.17.2", False)
    first = found["entries"][0]
    assert (first["kind"], first["version"], first["made"]) == ("stops", "2.20.2", True)


def test_files_are_each_upgraded_or_layers_of_one(file: Path, tmp_path: Path, capsys: Captured) -> None:
    upper = tmp_path / "prod.yaml"
    upper.write_text("replicaCount: 2\n", encoding="utf-8")
    assert main(["upgrade", str(file), str(upper), "--layers", "--write", "--to", "3.17.2"]) == 0
    assert file.read_text(encoding="utf-8") == TEXT
    assert "tag: v3.17.2" in upper.read_text(encoding="utf-8")
    assert "existingFlaskSecret: users-flask" in upper.read_text(encoding="utf-8")
    upper.write_text("replicaCount: 2\n", encoding="utf-8")
    assert main(["upgrade", str(file), str(upper), "--write", "--to", "3.17.2"]) == 0
    assert file.read_text(encoding="utf-8") == WRITTEN
    assert "existingFlaskSecret" not in upper.read_text(encoding="utf-8")
    capsys.readouterr()
