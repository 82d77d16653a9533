"""The program in a terminal that goes away, under signals, and beside an editor that fails: nothing typed is lost."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.delivery import recovery

VALUES = "trackingServer:\n  workers: 4  # two per core\n"
ENTER = "\r"
WORKERS = f"/trackingServer.workers{ENTER}{ENTER}"
_ROOT = Path(__file__).parents[2]
_PROGRAM = [sys.executable, "-m", "mlflow_tui"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    return file


def _environment(file: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(_ROOT), "XDG_STATE_HOME": str(file.parent / "state"), **more}


@contextlib.contextmanager
def _opened(file: Path, **more: str) -> Iterator[Terminal]:
    with Terminal([*_PROGRAM, str(file)], _environment(file, **more)) as terminal:
        terminal.wait(lambda screen: "Workers" in screen)
        terminal.settle()
        yield terminal


def _recovered(file: Path) -> recovery.Recovered:
    (kept,) = (file.parent / "state/mlflow-tui/recovery").glob("*.recovery")
    return recovery._read(kept)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, None], ids=["SIGTERM", "SIGINT", "no terminal"])
def test_what_was_typed_a_moment_ago_outlives_the_end(file: Path, number: signal.Signals | None) -> None:
    with _opened(file) as terminal:
        terminal.type(f"{WORKERS}16")
        terminal.wait(lambda screen: " 16 " in screen)
        terminal.type("8")
        if number is None:
            terminal.wait(lambda screen: " 168 " in screen)  # the kernel drops what was not read when a terminal goes
            terminal.hang_up()
        else:
            os.kill(terminal._process, number)
        assert terminal.ended() == 128 + (number or signal.SIGHUP)
    assert file.read_text() == VALUES
    assert b"workers: 168  # two per core" in _recovered(file).data


@pytest.mark.parametrize("after", [0.2, 0.6, 1.5])
def test_a_terminal_that_goes_away_at_the_start_ends_the_program(file: Path, after: float) -> None:
    """Also where nobody sends SIGHUP, as for a program that does not lead its session."""
    ours, theirs = pty.openpty()
    environment = _environment(file, TERM="xterm-256color")
    with subprocess.Popen(
        [*_PROGRAM, str(file)], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    ) as program:
        os.close(theirs)
        time.sleep(after)
        os.close(ours)
        try:
            assert program.wait(30) != 0
        finally:
            program.kill()


def test_a_paste_with_escape_sequences_is_one_text(file: Path) -> None:
    with _opened(file) as terminal:
        terminal.type(f"/trackingServer.artifactsDestination{ENTER}{ENTER}")
        terminal.settle()
        terminal.type("\x1b[200~s3://a\x1b[31m/b\x1b[A/q\x1b[201~")
        terminal.wait(lambda screen: "s3://a␛[31m/b␛[A/" in screen)
        os.kill(terminal._process, signal.SIGTERM)
        terminal.ended()
    values = load(_recovered(file).data.decode()).data
    assert values["trackingServer"]["artifactsDestination"] == "s3://a\x1b[31m/b\x1b[A/q"


_FAILING = {
    "exit 1": "ended with code 1. Nothing was changed.",
    "kill -9 $$": "was ended by SIGKILL. Nothing was changed.",
    'rm "$1"': "removed the file. Nothing was changed.",
    'rm "$1"; mkdir "$1"': "left a folder in place of the file. Nothing was changed.",
    'rm "$1"; mkfifo "$1"': "left no plain file. Nothing was changed.",
    "printf 'a: \\344\\n' > \"$1\"": "is not UTF-8",
    'echo "a: {" > "$1"': "ends inside a list or map",
    'echo "a: 1" > "$1"; kill -9 $$': "It left another text.",
    'echo "replicaCount: 3" > "$1"': "came back changed",
}


def test_the_screen_comes_back_whatever_the_editor_does(file: Path, tmp_path: Path) -> None:
    """One after the other in one program; each is what `$EDITOR` does next."""
    editor = tmp_path / "editor"
    with _opened(file, VISUAL=str(editor)) as terminal:
        for does, said in _FAILING.items():
            editor.write_text(f"#!/bin/sh\n{does}\n")
            editor.chmod(0o755)
            terminal.screen.reset()
            terminal.type("e")
            terminal.wait(lambda screen, said=said: "Workers" in screen and said in screen)  # type: ignore[misc]
            terminal.settle()  # the answers of a question are drawn after its text
            if "Back to the editor" in terminal.text:
                terminal.type("\x1b[F" + ENTER)  # the last answer drops it
                terminal.wait(lambda screen: "Back to the editor" not in screen)
        terminal.settle()
        editor.unlink()
        terminal.type("e")
        terminal.wait(lambda screen: "No editor" in screen)
        assert "replicaCount: 3" in terminal.text
        terminal.type("\x1a")
        terminal.wait(lambda screen: "two per core" in screen)


def test_a_signal_while_the_editor_is_open_ends_both_with_its_text_kept(file: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "replicaCount: 3" > "$1"\necho begun\nexec sleep 60\n')
    editor.chmod(0o755)
    with _opened(file, VISUAL=str(editor)) as terminal:
        terminal.type("e")
        terminal.wait(lambda screen: "begun" in screen)
        os.kill(terminal._process, signal.SIGTERM)
        assert terminal.ended() == 128 + signal.SIGTERM
    assert _recovered(file).data == b"replicaCount: 3\n"
