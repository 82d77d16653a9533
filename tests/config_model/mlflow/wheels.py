"""Wheels of MLflow for the tests: small ones that are made here, and the folders that real ones were installed into."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.needs import without

INSTALLED = ("2.22.5", "3.5.1", "3.9.0", "3.13.0", "3.17.2")


def made_wheel(folder: Path, files: Mapping[str, str], *, entry_points: str = "", metadata: str = "") -> Path:
    """A wheel with these files, called MLflow 9.9.9."""
    path = folder / "mlflow-9.9.9-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr("mlflow-9.9.9.dist-info/METADATA", f"Name: mlflow\nVersion: 9.9.9\n{metadata}\n")
        archive.writestr("mlflow-9.9.9.dist-info/entry_points.txt", entry_points)
    return path


def installed(version: str) -> Path:
    """The folder that a version was installed into; the test is skipped where it is not, and fails for that in CI."""
    tools = os.environ.get("MLFLOW_TUI_TEST_MLFLOW_VERSIONS")
    found = list(Path(tools).glob(f"mlflow-{version}/lib/python*/site-packages")) if tools else []
    advice = "run .ci/mlflow-environments .tools, and name that folder in MLFLOW_TUI_TEST_MLFLOW_VERSIONS"
    if not found:
        without(f"MLflow {version}", advice)
    return found[0]
