"""The program opens no connection: kubectl does, where a cluster is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from mlflow_tui.cli.options import COMMANDS

WATCHED = """
import json, os, sys
seen = []
def hook(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        seen.append([event, repr(arguments)])
    elif event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"):
        seen.append([event, str(arguments[0])])
sys.addaudithook(hook)
from mlflow_tui.cli.main import main
code = main(json.loads(sys.argv[1]))
open(sys.argv[2], "w").write(json.dumps([code, seen]))
"""
"""Runs a command and writes its exit code and what it did to reach somebody: `[event, arguments]` of the audit."""
CLUSTER = {"apply", "status", "rollback", "uninstall", "import"}
"""They ask kubectl, and nobody else."""
ALONE = {
    "render": ["render", "values.yaml"],
    "check": ["check", "values.yaml"],
    "upgrade": ["upgrade", "values.yaml", "--to", "latest"],
    "set": ["set", "values.yaml", "replicaCount=1"],
    "get": ["get", "values.yaml", "replicaCount"],
    "diff": ["diff", "values.yaml"],
    "schema": ["schema"],
    "docs": ["docs"],
    "init": ["init", "-o", "new.yaml"],
    "export": ["export", "helm-chart", "values.yaml", "-o", "chart"],
    "convert": ["convert", "values.yaml", "--from", "official", "-o", "-"],
    "completion": ["completion", "bash"],
}


@pytest.fixture
def values(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text("image: {tag: v3.17.2}\ntrackingServer: {workers: 2}\n")
    return file


def test_each_command_is_watched() -> None:
    assert CLUSTER | set(ALONE) == set(COMMANDS)


@pytest.mark.parametrize("command", ALONE)
def test_a_command_reaches_nobody(command: str, values: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    line = [sys.executable, "-c", WATCHED, json.dumps(ALONE[command]), str(report)]
    subprocess.run(line, cwd=tmp_path, check=True, capture_output=True)
    code, seen = json.loads(report.read_text())
    assert code in (0, 1)
    assert seen == []


def test_the_screens_reach_nobody(values: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-c", WATCHED, json.dumps([str(values)]), str(report)]
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    with Terminal(command, environment) as terminal:
        terminal.wait(lambda screen: "Workers" in screen)
        terminal.settle()
        terminal.type("]")
        terminal.settle()
        terminal.type("\x11")
        assert terminal.ended() == 0
    assert json.loads(report.read_text()) == [0, []]
