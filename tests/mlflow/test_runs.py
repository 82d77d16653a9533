"""Runs and artifacts through real servers in each mode, and the upgrade of real databases."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.mlflow.rendered import Client, database_upgrade, problems, started
from tests.mlflow_server import EndedError

CLIENT = """
import sys, mlflow
mlflow.set_tracking_uri(sys.argv[1])
with mlflow.start_run() as run:
    mlflow.log_metric("loss", 0.5)
    mlflow.log_text("weights", "model.txt")
print(run.info.artifact_uri)
assert mlflow.artifacts.load_text(run.info.artifact_uri + "/model.txt") == "weights"
assert mlflow.get_run(run.info.run_id).data.metrics == {"loss": 0.5}
"""


def log_and_read_back(mlflow: Path, address: str, folder: Path) -> str:
    """Logs a run with an artifact as a notebook would, reads both back, and gives where the artifacts are."""
    done = subprocess.run(
        [mlflow.parent / "python", "-c", CLIENT, address],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[0]


def text(mode: str, root: str, uri: str) -> str:
    return f"trackingServer: {{mode: {mode}, {root}}}\nbackendStore: {{createSecret: {{backendStoreUri: '{uri}'}}}}\n"


def test_a_server_that_serves_artifacts_keeps_them_at_its_destination(mlflow: Path, tmp_path: Path) -> None:
    values = text("serve-artifacts", "artifactsDestination: /data/artifacts", "sqlite:////data/runs.db")
    assert "MT205" in [one.code for one in problems(values)]  # no volume is mounted at /data
    with started(values, mlflow, tmp_path, {"/data": str(tmp_path)}) as address:
        assert log_and_read_back(mlflow, address, tmp_path).startswith("mlflow-artifacts:/0/")
    assert [path.read_text() for path in (tmp_path / "artifacts").rglob("model.txt")] == ["weights"]


def test_without_serving_the_client_writes_to_the_root_itself(mlflow: Path, tmp_path: Path) -> None:
    values = text("no-serve-artifacts", "defaultArtifactRoot: /data/artifacts", "sqlite:////data/runs.db")
    with started(values, mlflow, tmp_path, {"/data": str(tmp_path)}) as address:
        assert log_and_read_back(mlflow, address, tmp_path).startswith(f"{tmp_path}/artifacts/0/")


def test_an_artifacts_only_server_serves_artifacts_and_nothing_else(mlflow: Path, tmp_path: Path) -> None:
    values = "trackingServer: {mode: artifacts-only, artifactsDestination: /data/artifacts}\n"
    with started(values, mlflow, tmp_path, {"/data": str(tmp_path)}) as address:
        client = Client(address)
        assert client.put("/api/2.0/mlflow-artifacts/artifacts/0/run/model.txt", b"weights") == 200
        assert client.get("/api/2.0/mlflow-artifacts/artifacts/0/run/model.txt") == b"weights"
        assert client.status("/api/2.0/mlflow/experiments/get?experiment_id=0") != 200
    assert (tmp_path / "artifacts/0/run/model.txt").read_bytes() == b"weights"


def test_postgresql_keeps_runs_and_its_upgrade_fails_only_while_it_is_empty(
    mlflow: Path, tmp_path: Path, postgres: Callable[[str], str]
) -> None:
    """MT206, and what a `%` in a password looks like in a URL."""
    uri = postgres("runs")
    assert unquote(urlsplit(uri).password or "") == "pa%ss"
    values = text("serve-artifacts", "workers: 1", uri)
    assert not [one for one in problems(values) if one.is_error or one.code == "MT208"]
    with_upgrade = values.replace("backendStore: {", "backendStore: {databaseUpgrade: true, ")
    assert "MT206" in [one.code for one in problems(with_upgrade)]
    assert database_upgrade(with_upgrade, mlflow) != ""
    with started(values, mlflow, tmp_path / "first") as address:
        log_and_read_back(mlflow, address, tmp_path)
    assert database_upgrade(with_upgrade, mlflow) == ""  # the schema is the current one
    downgrade(mlflow, uri)
    with pytest.raises(EndedError, match="out-of-date database schema"), started(values, mlflow, tmp_path / "old"):
        pass
    assert database_upgrade(with_upgrade, mlflow) == ""  # an older schema is brought up to date
    with started(values, mlflow, tmp_path / "second") as address:
        client = Client(address)
        assert len(client.api("runs/search", {"experiment_ids": ["0"]})["runs"]) == 1


def downgrade(mlflow: Path, uri: str) -> None:
    """Takes the last migration of the schema back, so that the database is one of an older MLflow."""
    script = (
        "import sys\nfrom alembic import command\nfrom mlflow.store.db.utils import _get_alembic_config\n"
        "command.downgrade(_get_alembic_config(sys.argv[1]), '-1')\n"
    )
    done = subprocess.run(
        [mlflow.parent / "python", "-c", script, uri], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
