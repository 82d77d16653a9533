"""The program in a real terminal: open, find, change, undo, save, as a person does it."""

from __future__ import annotations

import contextlib
import difflib
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from tests.tui.running import VALUES

ENTER, ESC, UNDO, REDO, SAVE, QUIT = "\r", "\x1b", "\x1a", "\x19", "\x13", "\x11"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    return file


@contextlib.contextmanager
def _opened(file: Path, columns: int, rows: int, **environment: str) -> Iterator[Terminal]:
    root = Path(__file__).parents[2]
    known: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(root), **environment}
    with Terminal([sys.executable, "-m", "mlflow_tui", str(file)], known, columns=columns, rows=rows) as terminal:
        _see(terminal, "Workers")
        terminal.settle()
        yield terminal


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)])
def test_open_find_change_undo_redo_save(file: Path, columns: int, rows: int) -> None:
    narrow = columns < 110
    with _opened(file, columns, rows) as terminal:
        for area in (
            "Image",
            "Tracking server",
            "Backend store",
            "Artifact store",
            "Extra containers",
        ):
            assert area in terminal.text
        assert ("Review and apply" in terminal.text) == (rows > 24)  # there it is a key away
        terminal.type("/")
        _see(terminal, "Find a setting")
        terminal.type("trackingServer.workers")
        terminal.type(ENTER)
        _see(terminal, "integer ≥ 1")
        terminal.type(ENTER + "12")
        if narrow:
            _see(terminal, " 12 ")
            terminal.type(ENTER + "p")
        _see(terminal, "workers: 12        # two per core")
        terminal.type("]" if narrow else ENTER + "]")
        _see(terminal, "--workers=12")
        if narrow:
            terminal.type(ESC)
            _see(terminal, "integer ≥ 1")
        _see(terminal, "● 1 unsaved")
        terminal.type(UNDO)
        terminal.wait(lambda screen: "unsaved" not in screen)
        terminal.type(REDO)
        _see(terminal, "● 1 unsaved")
        terminal.type(SAVE)
        _see(terminal, "Saved")
        terminal.type(QUIT)
        _wait_for_end(terminal)
    changed = [line for line in difflib.ndiff(VALUES.splitlines(), file.read_text().splitlines()) if line[0] in "+-"]
    assert changed == ["-   workers: 4        # two per core", "+   workers: 12        # two per core"]


def _see(terminal: Terminal, text: str) -> None:
    """Waits until the text is on the screen, if it is not there already."""
    if text not in terminal.text:
        terminal.wait(lambda screen: text in screen)


def _wait_for_end(terminal: Terminal) -> None:
    with pytest.raises(TimeoutError):
        terminal.wait(lambda screen: False, within=10)


def test_keys_that_come_all_at_once_are_taken_in_their_turn(file: Path) -> None:
    with _opened(file, 120, 40) as terminal:
        terminal.type("/trackingServer.workers" + ENTER * 2 + "16" + ENTER + SAVE)
        _see(terminal, "Saved")
    assert file.read_text() == VALUES.replace("workers: 4", "workers: 16")


def test_the_text_goes_through_the_persons_editor_and_back(file: Path, tmp_path: Path) -> None:
    editor = tmp_path / "my editor"
    editor.write_text("#!/bin/sh\nsed -i 's/workers: 4/workers: 6/' \"$1\"\n")
    editor.chmod(0o755)
    with _opened(file, 120, 40, VISUAL=f"'{editor}'") as terminal:
        terminal.type("e")
        _see(terminal, "came back changed")
        assert "workers: 6" in terminal.text
        terminal.type(UNDO)
        _see(terminal, "workers: 4")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_unsaved_work_outlives_the_end_of_the_program(file: Path, tmp_path: Path, number: int) -> None:
    state = str(tmp_path / "state")
    with _opened(file, 120, 40, XDG_STATE_HOME=state) as terminal:
        terminal.type("/trackingServer.workers" + ENTER * 2 + "16" + ENTER)
        _see(terminal, "● 1 unsaved")
        if number == signal.SIGKILL:
            # Nothing can be done any more when that comes: the work of a second ago is what is kept.
            _until(lambda: list(Path(state).rglob("*.recovery")))
        os.kill(terminal._process, number)
        _wait_for_end(terminal)
    assert file.read_text() == VALUES
    with _opened(file, 120, 40, XDG_STATE_HOME=state) as terminal:
        _see(terminal, "Unsaved work")
        terminal.type(ENTER)
        _see(terminal, "workers: 16")


def _until(found: object) -> None:
    assert callable(found)
    end = time.monotonic() + 20
    while not found() and time.monotonic() < end:
        time.sleep(0.05)
    assert found()


def test_it_is_suspended_and_comes_back_whole(file: Path) -> None:
    with _opened(file, 120, 40) as terminal:
        terminal.type("/trackingServer.workers" + ENTER * 2 + "16" + ENTER)
        _see(terminal, "● 1 unsaved")
        os.kill(terminal._process, signal.SIGTSTP)
        terminal.settle(0.5)
        state = Path(f"/proc/{terminal._process}/stat")
        if state.exists():
            assert state.read_text().rpartition(")")[2].split()[0] == "T"
        terminal.screen.reset()
        os.kill(terminal._process, signal.SIGCONT)
        _see(terminal, "● 1 unsaved")
        terminal.type(UNDO)
        terminal.wait(lambda screen: "unsaved" not in screen)
