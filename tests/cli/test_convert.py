"""`convert`: a file of another chart in, a file of this one and a report out."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from mlflow_tui.cli.main import main

COMMUNITY = """\
image: {tag: 3.11.1}
backendStore:
  postgres:
    enabled: true
    host: db
    database: mlflow
    user: mlflow
    password: s3cretpw1234   # rotate
artifactRoot: {s3: {enabled: true, bucket: models}}
"""
PERSON = "auth: {enabled: true, existingAdminSecret: {name: boss}}\nbackendStore: {defaultSqlitePath: /a.db}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "theirs.yaml"
    path.write_text(COMMUNITY)
    return path


def test_it_writes_a_new_file_and_tells_of_every_key(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "values.yaml"
    main(["convert", str(file), "-o", str(target)])
    out, err = capsys.readouterr()
    assert "the MLflow chart of community-charts" in out
    for key in ("image.tag", "backendStore.postgres.password", "artifactRoot.s3.bucket"):
        assert key in out
    assert "s3cretpw1234" not in out + err
    assert "postgresql://mlflow:s3cretpw1234@db:5432/mlflow" in target.read_text()
    assert "# rotate" in target.read_text()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert file.read_text() == COMMUNITY


def test_without_a_file_the_values_go_to_stdout_and_the_report_to_stderr(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["convert", str(file)])
    out, err = capsys.readouterr()
    assert out.startswith("image:")
    assert "backendStore.postgres.password" in err


def test_the_report_as_json(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["convert", str(file), "-o", str(tmp_path / "values.yaml"), "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert report["chart"] == "community"
    outcomes = {one["path"]: one["outcome"] for one in report["keys"] if one["given"]}
    assert outcomes["artifactRoot.s3.bucket"] == "carried"
    assert outcomes["backendStore.postgres.enabled"] == "differs"
    targets = {one["path"]: one["to"] for one in report["keys"]}
    assert targets["artifactRoot.s3.bucket"] == ["trackingServer.defaultArtifactRoot"]


def test_what_needs_a_person_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "theirs.yaml"
    file.write_text(PERSON)
    assert main(["convert", str(file), "-o", str(tmp_path / "values.yaml")]) == 1
    assert "kubectl create secret generic" in capsys.readouterr().out
    assert (tmp_path / "values.yaml").exists()


def test_a_file_that_is_there_stays(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "values.yaml"
    target.write_text("replicaCount: 3\n")
    assert main(["convert", str(file), "-o", str(target)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert target.read_text() == "replicaCount: 3\n"


def test_a_file_of_this_chart_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ours.yaml"
    text = "# ours\ntrackingServer: {workers: 2}\n"
    file.write_text(text)
    for more in ([], ["--from", "bitnami"]):
        assert main(["convert", str(file), *more]) == 0
        out, err = capsys.readouterr()
        assert out == text
        assert "this chart already" in err


def test_whose_values_they_are_can_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "theirs.yaml"
    file.write_text("replicaCount: 2\nenv: [{name: A, value: b}]\n")
    main(["convert", str(file), "--from", "official"])
    assert "extraEnv:" in capsys.readouterr().out
    assert main(["convert", str(file), "--from", "nobody"]) == 2


@pytest.mark.parametrize("text", ["a: [", "apiVersion: v1\nkind: Secret\n"])
def test_what_is_no_values_file_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other.yaml"
    file.write_text(text)
    assert main(["convert", str(file)]) == 2
    assert capsys.readouterr().out == ""


def test_read_only_writes_nothing(file: Path, tmp_path: Path) -> None:
    assert main(["convert", str(file), "-o", str(tmp_path / "values.yaml"), "--read-only"]) == 2
    assert not (tmp_path / "values.yaml").exists()
