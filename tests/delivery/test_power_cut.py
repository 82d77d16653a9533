"""The power goes at any system call of a save: afterwards the file is the old or the new one, whole."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.delivery.files import read_file, write_file

OLD = b"old: 1\n" * 10
NEW = b"new: 2\n" * 5000
CALLS = ("open", "write", "fchmod", "fchown", "setxattr", "fsync", "close", "replace", "unlink", "stat", "fstat")
POWER_CUT = 77


def run_with(fault: Callable[[int, str], None], path: Path) -> int:
    """Save in a forked process, with `fault` called before each system call; give its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        stamp = read_file(path).stamp
        count = 0

        def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **named: Any) -> Any:
                nonlocal count
                count += 1
                fault(count, name)
                return real(*arguments, **named)

            return call

        for name in CALLS:
            setattr(os, name, watched(name, getattr(os, name)))
        write_file(path, NEW, stamp)
        code = 0
    except Exception:
        code = 2
    finally:
        os._exit(code)


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    real = tmp_path / "real.yaml"
    real.write_bytes(OLD)
    real.chmod(0o640)
    link = tmp_path / "values.yaml"
    link.symlink_to(real.name)
    return link


def is_whole(path: Path, allowed: tuple[bytes, ...]) -> None:
    assert path.is_symlink()
    assert path.read_bytes() in allowed
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_the_power_goes_at_any_call(linked: Path) -> None:
    at = 0
    code = POWER_CUT
    while code == POWER_CUT:
        at += 1

        def cut(count: int, _: str) -> None:
            if count == at:  # noqa: B023  # the process is forked within this turn
                os._exit(POWER_CUT)

        linked.write_bytes(OLD)
        code = run_with(cut, linked)
        is_whole(linked, (OLD, NEW))
    assert code == 0
    assert at > 10
    assert linked.read_bytes() == NEW
    # The last run cleared away what the ones before it left behind.
    assert {each.name for each in linked.parent.iterdir()} == {"real.yaml", "values.yaml"}


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_any_call_fails(linked: Path) -> None:
    for at in range(1, 60):

        def fail(count: int, _: str) -> None:
            if count == at:  # noqa: B023
                raise OSError(28, "No space left on device")

        linked.write_bytes(OLD)
        code = run_with(fail, linked)
        # Said to have failed: the old file. Said to be saved: the new one.
        is_whole(linked, (NEW,) if code == 0 else (OLD, NEW))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_the_content_is_on_the_disk_before_the_name_and_the_name_before_the_end(linked: Path, tmp_path: Path) -> None:
    log = os.open(tmp_path / "calls", os.O_WRONLY | os.O_CREAT)
    written = os.write

    def note(_: int, name: str) -> None:
        written(log, name.encode() + b"\n")

    assert run_with(note, linked) == 0
    os.close(log)
    calls = (tmp_path / "calls").read_text().split()
    renamed = calls.index("replace")
    last_write = max(place for place, name in enumerate(calls) if name in ("write", "fchmod", "fchown", "setxattr"))
    assert last_write < calls.index("fsync") < renamed
    assert "fsync" in calls[renamed:]
