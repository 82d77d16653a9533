"""What the presets make really starts in MLflow, and does what they say."""

import base64
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.mlflow import NEWEST_TESTED
from mlflow_tui.config_model.presets import PRESETS, load_preset
from mlflow_tui.renderers.manifests import Manifest, render
from tests.mlflow.preloaded import start
from tests.mlflow_server import serving


@pytest.fixture
def mlflow(mlflow_of: Callable[[str], Path]) -> Path:
    """The MLflow that the presets are for."""
    return mlflow_of(str(NEWEST_TESTED))


def rendered(preset: str) -> list[Manifest]:
    loaded = load(load_preset(preset))
    values = evaluate_values([Layer(preset, loaded.data, loaded)]).values
    assert values is not None
    return list(render(values, Release()))


def answer(url: str, *, user: str = "", method: str = "GET", data: bytes | None = None) -> tuple[int, bytes]:
    request = urllib.request.Request(url, method=method, data=data)
    if user:
        request.add_header("Authorization", f"Basic {base64.b64encode(user.encode()).decode()}")
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, b""


def first_artifact_location(server: str, user: str = "") -> Any:
    status, body = answer(f"{server}/api/2.0/mlflow/experiments/get?experiment_id=0", user=user)
    assert status == 200
    return json.loads(body)["experiment"]["artifact_location"]


# The database of these is not here: SQLite stands in for it, so that the arguments and the mode are put to the test.
@pytest.mark.parametrize(
    ("preset", "location"),
    [
        ("postgres-s3-iam", "mlflow-artifacts:/0"),
        ("postgres-s3-keys", "mlflow-artifacts:/0"),
        ("minio-ca", "mlflow-artifacts:/0"),
        ("postgres-gcs", "gs://my-bucket/mlflow/0"),
        ("postgres-azure", "mlflow-artifacts:/0"),
        ("mysql-oss", "mlflow-artifacts:/0"),
    ],
)
def test_the_server_of_a_preset_with_a_database_starts(
    preset: str, location: str, mlflow: Path, tmp_path: Path
) -> None:
    database = {"MLFLOW_BACKEND_STORE_URI": f"sqlite:///{tmp_path}/backend.db"}
    with serving(mlflow, rendered(preset), tmp_path, given=database, at={}, start=start) as server:
        assert first_artifact_location(server) == location


def test_the_quickstart_keeps_runs_and_artifacts_on_its_volume(mlflow: Path, tmp_path: Path) -> None:
    """By the program itself, with the processes that run jobs."""
    volume = tmp_path / "volume"
    volume.mkdir()
    with serving(mlflow, rendered("quickstart"), tmp_path, given={}, at={"/mlflow": str(volume)}) as server:
        assert first_artifact_location(server) == "mlflow-artifacts:/0"
        url = f"{server}/api/2.0/mlflow-artifacts/artifacts/0/run/model.txt"
        assert answer(url, method="PUT", data=b"weights")[0] == 200
    assert (volume / "mlflow.db").stat().st_size > 0
    assert (volume / "artifacts" / "0" / "run" / "model.txt").read_bytes() == b"weights"


def test_an_artifacts_only_server_starts_and_has_no_runs(mlflow: Path, tmp_path: Path) -> None:
    with serving(mlflow, rendered("artifacts-only"), tmp_path, given={}, at={}, start=start) as server:
        assert answer(f"{server}/health")[0] == 200
        assert answer(f"{server}/api/2.0/mlflow/experiments/get?experiment_id=0")[0] != 200


SECRET_KEY = {"MLFLOW_FLASK_SERVER_SECRET_KEY": "0123456789abcdef"}
"""What the Secret of step 4 holds."""


def written_ini(folder: Path, database: Path) -> None:
    """The basic_auth.ini of the preset's comment, with a password and the place of the users filled in."""
    (ini,) = re.findall(r"^#   (\[mlflow\]\n(?:#   .*\n)+)", load_preset("basic-auth"), re.MULTILINE)
    text = ini.replace("\n#   ", "\n").replace("<12_CHARACTERS_OR_MORE>", "a%%longer password")
    (folder / "basic_auth.ini").write_text(text.replace("/mlflow/basic_auth.db", str(database)), encoding="utf-8")


def test_basic_auth_lets_in_the_admin_of_the_ini_in_its_comment(mlflow: Path, tmp_path: Path) -> None:
    volume = tmp_path / "volume"
    volume.mkdir()
    written_ini(tmp_path, volume / "basic_auth.db")
    at = {"/mlflow": str(volume), "/etc/mlflow": str(tmp_path)}
    with serving(mlflow, rendered("basic-auth"), tmp_path, given=SECRET_KEY, at=at, start=start) as server:
        assert answer(f"{server}/")[0] == 401
        assert answer(f"{server}/", user="admin:password")[0] == 401
        assert first_artifact_location(server, user="admin:a%longer password") == "mlflow-artifacts:/0"
    assert (volume / "basic_auth.db").stat().st_size > 0


def test_each_preset_is_put_to_the_test() -> None:
    tests = Path(__file__).read_text(encoding="utf-8")
    assert [preset.name for preset in PRESETS if f'"{preset.name}"' not in tests] == []
