"""A write replaces the content of a file and nothing else, or leaves everything as it was."""

import contextlib
import getpass
import multiprocessing
import os
import resource
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from mlflow_tui.delivery.files import ABSENT, ChangedOnDisk, FileProblem, Stamp, edit_file, read_file, write_file

OLD = b"old: 1\n"
NEW = b"new: 2\n" * 3


@pytest.fixture
def values(tmp_path: Path) -> Path:
    path = tmp_path / "values.yaml"
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_the_content_changes_and_nothing_else(values: Path) -> None:
    values.chmod(0o640)
    # Some file systems have no attributes of the user's own.
    with contextlib.suppress(OSError):
        os.setxattr(values, "user.note", b"kept")
    attributes = os.listxattr(values)
    saved = write_file(values, NEW, read_file(values).stamp)
    assert values.read_bytes() == NEW
    assert stat.S_IMODE(values.stat().st_mode) == 0o640
    assert os.listxattr(values) == attributes
    assert saved.stamp == read_file(values).stamp
    assert names(values.parent) == {"values.yaml"}


def stranger(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process makes seems to belong to somebody else than the files that are there."""
    real = os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        found = real(descriptor)
        return os.stat_result((*found[:4], 54321, *found[5:]))

    monkeypatch.setattr("os.fstat", fstat)


def test_the_owner_stays(values: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []
    stranger(monkeypatch)
    monkeypatch.setattr("os.fchown", lambda _, user, group: given.append((user, group)))
    owner = values.stat()
    write_file(values, NEW, None)
    assert given == [(owner.st_uid, owner.st_gid)]


def test_a_file_of_somebody_else_is_not_taken_over(values: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    stranger(monkeypatch)
    monkeypatch.setattr("os.fchown", refuse)
    with pytest.raises(FileProblem, match=f"belongs to {getpass.getuser()}"):
        write_file(values, NEW, None)
    assert values.read_bytes() == OLD
    assert names(values.parent) == {"values.yaml"}


def test_a_write_goes_through_links(values: Path, tmp_path: Path) -> None:
    folder = tmp_path / "envs"
    folder.mkdir()
    link = folder / "prod.yaml"
    link.symlink_to("../values.yaml")
    write_file(link, NEW, read_file(link).stamp)
    assert link.is_symlink()
    assert values.read_bytes() == NEW
    assert names(folder) == {"prod.yaml"}


def test_a_link_to_nothing_makes_its_target(tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to("made.yaml")
    write_file(link, NEW, ABSENT)
    assert (tmp_path / "made.yaml").read_bytes() == NEW
    assert link.is_symlink()


def test_a_hard_link_is_noted(values: Path) -> None:
    other = values.with_name("other.yaml")
    os.link(values, other)
    saved = write_file(values, NEW, None)
    assert other.read_bytes() == OLD
    assert "hard link" in saved.notes[0]


def test_a_new_file_has_the_mode_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "a.yaml", NEW, ABSENT)
        write_file(tmp_path / "secret.yaml", NEW, ABSENT, private=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.yaml").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "secret.yaml").stat().st_mode) == 0o600


def test_a_private_write_takes_the_file_from_others(values: Path) -> None:
    values.chmod(0o644)
    write_file(values, NEW, None, private=True)
    assert stat.S_IMODE(values.stat().st_mode) == 0o600


def test_a_file_that_others_changed_is_not_overwritten(values: Path) -> None:
    stamp = read_file(values).stamp
    values.write_bytes(b"theirs")
    with pytest.raises(ChangedOnDisk) as caught:
        write_file(values, NEW, stamp)
    assert caught.value.current == b"theirs"
    assert values.read_bytes() == b"theirs"


def test_a_file_that_others_deleted_is_not_made_again(values: Path) -> None:
    stamp = read_file(values).stamp
    values.unlink()
    with pytest.raises(ChangedOnDisk) as caught:
        write_file(values, NEW, stamp)
    assert caught.value.current is None
    assert not values.exists()


def test_a_file_that_was_only_touched_is_the_same(values: Path) -> None:
    stamp = read_file(values).stamp
    values.write_bytes(OLD)
    os.utime(values, (1, 1))
    write_file(values, NEW, stamp)


def test_a_new_file_does_not_replace_one(values: Path) -> None:
    with pytest.raises(FileProblem, match="exists already"):
        write_file(values, NEW, ABSENT)
    assert values.read_bytes() == OLD


def test_a_read_only_file_stays(values: Path) -> None:
    values.chmod(0o444)
    with pytest.raises(FileProblem, match="is read-only"):
        write_file(values, NEW, None)
    with pytest.raises(FileProblem, match="is read-only"):
        edit_file(values, lambda _: NEW)
    assert values.read_bytes() == OLD


@pytest.mark.parametrize("name", ["", "pipe", "missing/values.yaml", "file/values.yaml"])
def test_what_cannot_be_written_says_so(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    with pytest.raises(FileProblem):
        write_file(tmp_path / name, NEW, None)


def test_an_edit_that_fails_changes_nothing(values: Path) -> None:
    def change(_: bytes) -> bytes:
        raise KeyError("no")

    with pytest.raises(KeyError):
        edit_file(values, change)
    assert values.read_bytes() == OLD


def test_an_edit_that_changes_nothing_writes_nothing(values: Path) -> None:
    inode = values.stat().st_ino
    assert edit_file(values, lambda data: data).stamp == Stamp.of(OLD)
    assert values.stat().st_ino == inode


def test_what_a_power_cut_left_is_cleared_away(values: Path) -> None:
    values.with_name(".values.yaml.mlflow-tui-0123").touch()
    write_file(values, NEW, None)
    assert names(values.parent) == {"values.yaml"}


def in_child(action: Callable[[], None]) -> int:
    """Run in a forked process; give its exit code."""
    process = multiprocessing.get_context("fork").Process(target=action)
    process.start()
    process.join(60)
    code = process.exitcode
    assert code is not None
    return code


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_full_disk_leaves_the_old_file(values: Path) -> None:
    def write() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        with pytest.raises(FileProblem, match="file too large"):
            write_file(values, b"x" * 1_000_000, None)
        os._exit(7)

    assert in_child(write) == 7
    assert values.read_bytes() == OLD
    assert names(values.parent) == {"values.yaml"}


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_concurrent_edits_lose_nothing(values: Path) -> None:
    values.write_bytes(b"")

    def add(mark: bytes) -> Callable[[], None]:
        def run() -> None:
            for _ in range(20):
                edit_file(values, lambda data: data + mark)

        return run

    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=add(bytes([65 + number]))) for number in range(5)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert sorted(values.read_bytes()) == sorted(b"ABCDE" * 20)
    assert names(values.parent) == {"values.yaml"}
