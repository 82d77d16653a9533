"""Manifests as files of a folder."""

import stat
from pathlib import Path

import pytest
import yaml

from mlflow_tui.delivery.files import FileProblem
from mlflow_tui.delivery.manifests import left_over, write_manifests

LABELS = {"app.kubernetes.io/managed-by": "mlflow-tui"}
SECRET = {
    "apiVersion": "v1",
    "kind": "Secret",
    "metadata": {"name": "Mlflow-env", "labels": LABELS},
    "data": {"A": "QQ=="},
}
SERVICE = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "mlflow", "labels": LABELS}, "spec": {}}


def test_a_file_an_object_and_secrets_for_their_owner(tmp_path: Path) -> None:
    written = write_manifests(tmp_path / "out" / "prod", [SECRET, SERVICE])
    assert [path.name for path in written] == ["secret-mlflow-env.yaml", "service-mlflow.yaml"]
    assert [yaml.safe_load(path.read_text()) for path in written] == [SECRET, SERVICE]
    assert stat.S_IMODE(written[0].stat().st_mode) == 0o600


def test_files_of_objects_that_are_no_longer_made_are_named_and_stay(tmp_path: Path) -> None:
    write_manifests(tmp_path, [SECRET, SERVICE])
    (tmp_path / "config-map.yaml").write_text("mine: true\n")
    written = write_manifests(tmp_path, [SERVICE])
    assert left_over(tmp_path, written) == [tmp_path / "secret-mlflow-env.yaml"]
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    for folder in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(FileProblem, match="not a folder"):
            write_manifests(folder, [SERVICE])
