"""The questions of the commands in a real terminal: the no comes first, and ctrl+c ends them with a clear word."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from tests.control_plane import ControlPlane
from tests.delivery.applying import SEED, SERVER, VALUES, Cluster

CTRL_C = "\x03"
FILE = f"""\
trackingServer:
  defaultArtifactRoot: {SERVER["defaultArtifactRoot"]}
backendStore:
  createSecret:
    backendStoreUri: postgresql://mlflow:{SEED}@db:5432/mlflow
"""


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str) -> Cluster:
    return Cluster(control_plane, namespace)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "values.yaml"
    path.write_text(FILE)
    return path


@contextlib.contextmanager
def typed(cluster: Cluster, *words: str, **environment: str) -> Iterator[Terminal]:
    """The command in a terminal, which shows its exit code in the end."""
    kubeconfig = str(cluster.control_plane.kubeconfig)
    command = [sys.executable, "-m", "mlflow_tui", *words, "--kubeconfig", kubeconfig, "-n", cluster.namespace]
    script = f"trap : INT; {shlex.join(command)}; printf '\\nended with %s\\n' $?; read end"
    known = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment}
    with Terminal(["sh", "-c", script], known, columns=150, rows=60) as terminal:
        yield terminal


def see(terminal: Terminal, text: str) -> None:
    terminal.wait(lambda screen: text in screen)


def test_the_plan_is_applied_on_a_yes_only(cluster: Cluster, file: Path) -> None:
    with typed(cluster, "apply", str(file)) as terminal:
        see(terminal, "Apply: 4 created? [y/N]")
        assert SEED not in terminal.text
        terminal.type("\r")
        see(terminal, "ended with 3")
        assert "nothing is applied" in terminal.text
    assert cluster.names() == set()
    with typed(cluster, "apply", str(file)) as terminal:
        see(terminal, "Apply: 4 created? [y/N]")
        terminal.type("y\r")
        see(terminal, "ended with 0")
        assert "created    Deployment/mlflow" in terminal.text
    assert "Deployment/mlflow" in cluster.names()


def test_ctrl_c_at_a_question_changes_nothing(cluster: Cluster, file: Path) -> None:
    with typed(cluster, "apply", str(file)) as terminal:
        see(terminal, "Apply: 4 created? [y/N]")
        terminal.type(CTRL_C)
        see(terminal, "ended with 130")
        assert "the apply was cancelled" in terminal.text
        assert "Traceback" not in terminal.text
    assert cluster.names() == set()


def test_production_and_the_release_are_typed(cluster: Cluster) -> None:
    cluster.install(VALUES)
    before = cluster.names()
    with typed(cluster, "uninstall", MLFLOW_TUI_PRODUCTION="test") as terminal:
        see(terminal, f"Type {cluster.namespace} to go on:")
        terminal.type(f"{cluster.namespace}\r")
        see(terminal, "Type mlflow to go on:")
        terminal.type("y\r")
        see(terminal, "ended with 3")
        assert "nothing is deleted" in terminal.text
    assert cluster.names() == before
    with typed(cluster, "uninstall") as terminal:
        see(terminal, "Type mlflow to go on:")
        terminal.type("mlflow\r")
        see(terminal, "ended with 0")
    assert cluster.names() == set()


def test_what_runs_is_shown_without_its_secrets(cluster: Cluster) -> None:
    cluster.install(VALUES)
    with typed(cluster, "import") as terminal:
        see(terminal, "ended with 0")
        assert "backendStoreUri: ••••••••" in terminal.text
        assert SEED not in terminal.text
    with typed(cluster, "import", "--show-secrets") as terminal:
        see(terminal, "ended with 0")
        assert SEED in terminal.text
