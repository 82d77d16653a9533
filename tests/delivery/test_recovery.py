"""Unsaved work survives the death of its session, and only that."""

import os
import signal
import stat
from pathlib import Path

import pytest

from mlflow_tui.delivery import recovery
from mlflow_tui.delivery.files import ABSENT, Stamp
from mlflow_tui.delivery.recovery import RecoveryFile, find


@pytest.fixture
def values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "values.yaml"


def left_by_a_dead_session(path: Path, *contents: bytes) -> None:
    child = os.fork()
    if not child:
        kept = RecoveryFile(path)
        for each in contents:
            kept.keep(each, Stamp.of(b"original"))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_the_work_of_a_killed_session_is_found(values: Path) -> None:
    left_by_a_dead_session(values, b"a: 1", b"a: 2\n\xff")
    found = find(values)
    assert found is not None
    assert found.data == b"a: 2\n\xff"
    assert found.original == Stamp.of(b"original")
    assert find(values) == found
    found.discard()
    assert find(values) is None


def test_the_work_of_a_living_session_is_its_own(values: Path) -> None:
    kept = RecoveryFile(values)
    kept.keep(b"a: 1", ABSENT)
    kept.keep(b"a: 2", ABSENT)
    assert find(values) is None
    kept.discard()
    assert not list((values.parent / "state/mlflow-tui/recovery").iterdir())


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_file_is_found_by_any_of_its_names(values: Path) -> None:
    link = values.with_name("link.yaml")
    link.symlink_to(values.name)
    left_by_a_dead_session(link, b"a: 1")
    assert find(values) is not None
    assert find(values.with_name("other.yaml")) is None


def test_nobody_else_reads_it(values: Path) -> None:
    kept = RecoveryFile(values)
    kept.keep(b"password: hunter2", ABSENT)
    folder = values.parent / "state/mlflow-tui/recovery"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()] == [0o600]
    kept.discard()


def test_what_was_half_written_when_the_power_went_is_cleared_away(values: Path) -> None:
    folder = values.parent / "state/mlflow-tui/recovery"
    folder.mkdir(parents=True)
    (folder / "0-1-1.new").write_bytes(b"password: hun")
    assert find(values) is None
    assert not list(folder.iterdir())


def test_a_damaged_recovery_file_is_passed_over(values: Path) -> None:
    folder = values.parent / "state/mlflow-tui/recovery"
    folder.mkdir(parents=True)
    (folder / f"{recovery._key(values)}-1-1.recovery").write_bytes(b"\0not json")
    assert find(values) is None


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_relative_state_folder_is_ignored(values: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    monkeypatch.setenv("HOME", str(tmp_path))
    left_by_a_dead_session(values, b"a: 1")
    assert len(list((tmp_path / ".local/state/mlflow-tui/recovery").iterdir())) == 1
