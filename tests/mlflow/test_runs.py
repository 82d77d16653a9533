"""Runs and artifacts through real servers in each mode, and the upgrade of real databases."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from mlflow_tui.config_model.mlflow import TESTED
from tests.mlflow.preloaded import run_python
from tests.mlflow.rendered import Client, database_upgrade, problems, started
from tests.mlflow_server import EndedError

EACH = pytest.mark.parametrize("version", [str(one) for one in TESTED])
CLIENT = """
import sys, mlflow
mlflow.set_tracking_uri(sys.argv[1])
with mlflow.start_run() as run:
    mlflow.log_metric("loss", 0.5)
    mlflow.log_text("weights", "model.txt")
print("artifacts at", run.info.artifact_uri)
assert mlflow.artifacts.load_text(run.info.artifact_uri + "/model.txt") == "weights"
assert mlflow.get_run(run.info.run_id).data.metrics == {"loss": 0.5}
"""


def log_and_read_back(mlflow: Path, address: str, folder: Path) -> str:
    """Logs a run with an artifact as a notebook would, reads both back, and gives where the artifacts are."""
    code, said = run_python(mlflow, CLIENT, [address], folder)
    assert code == 0, said
    return said.partition("artifacts at ")[2].splitlines()[0]


def text(mode: str, root: str, uri: str, version: str = "2.14.1") -> str:
    server = f"image: {{tag: v{version}}}\ntrackingServer: {{mode: {mode}, {root}}}\n"
    return f"{server}backendStore: {{createSecret: {{backendStoreUri: '{uri}'}}}}\n"


@EACH
def test_a_server_that_serves_artifacts_keeps_them_at_its_destination(
    version: str, mlflow_of: Callable[[str], Path], tmp_path: Path
) -> None:
    mlflow = mlflow_of(version)
    values = text("serve-artifacts", "artifactsDestination: /data/artifacts", "sqlite:////data/runs.db", version)
    assert "MT205" in [one.code for one in problems(values)]  # no volume is mounted at /data
    with started(values, mlflow, tmp_path, {"/data": str(tmp_path)}) as address:
        assert log_and_read_back(mlflow, address, tmp_path).startswith("mlflow-artifacts:/0/")
    assert [path.read_text() for path in (tmp_path / "artifacts").rglob("model.txt")] == ["weights"]


@EACH
def test_without_serving_the_client_writes_to_the_root_itself(
    version: str, mlflow_of: Callable[[str], Path], tmp_path: Path
) -> None:
    mlflow = mlflow_of(version)
    values = text("no-serve-artifacts", "defaultArtifactRoot: /data/artifacts", "sqlite:////data/runs.db", version)
    with started(values, mlflow, tmp_path, {"/data": str(tmp_path)}) as address:
        assert log_and_read_back(mlflow, address, tmp_path).startswith(f"{tmp_path}/artifacts/0/")


@EACH
def test_an_artifacts_only_server_serves_artifacts_and_nothing_else(
    version: str, mlflow_of: Callable[[str], Path], tmp_path: Path
) -> None:
    mlflow = mlflow_of(version)
    values = f"image: {{tag: v{version}}}\n"
    values += "trackingServer: {mode: artifacts-only, artifactsDestination: /data/artifacts}\n"
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
    downgrade(mlflow, uri, tmp_path)
    with pytest.raises(EndedError, match="out-of-date database schema"), started(values, mlflow, tmp_path / "old"):
        pass
    assert database_upgrade(with_upgrade, mlflow) == ""  # an older schema is brought up to date
    with started(values, mlflow, tmp_path / "second") as address:
        client = Client(address)
        assert len(client.api("runs/search", {"experiment_ids": ["0"]})["runs"]) == 1


def downgrade(mlflow: Path, uri: str, folder: Path) -> None:
    """Takes the last migration of the schema back, so that the database is one of an older MLflow."""
    script = (
        "import sys\nfrom alembic import command\nfrom mlflow.store.db.utils import _get_alembic_config\n"
        "command.downgrade(_get_alembic_config(sys.argv[1]), '-1')\n"
    )
    code, said = run_python(mlflow, script, [uri], folder)
    assert code == 0, said
