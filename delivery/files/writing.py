"""Replacing a file: whole or not at all, and nothing but its content changed.

The new content goes to a file beside the old one, to the disk, and takes the old one's name in one step.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mlflow_tui.delivery.files.attributes import OwnerNotKept, copy_attributes
from mlflow_tui.delivery.files.locking import locked
from mlflow_tui.delivery.files.problem import ChangedOnDisk, FileProblem, from_os
from mlflow_tui.delivery.files.reading import read_file, why_read_only
from mlflow_tui.delivery.files.stamp import ABSENT, Stamp

_OUR_MARK = ".mlflow-tui-"


@dataclass(frozen=True, slots=True)
class Saved:
    """A write that is done: the stamp of what the file holds now, and what the person should know about it."""

    stamp: Stamp
    notes: tuple[str, ...] = ()


def write_file(path: Path, data: bytes, expected: Stamp | None, *, private: bool = False) -> Saved:
    """Put `data` in the file, through a symbolic link into what it leads to.

    `expected` is what the file held when it was read, ABSENT for a file that must be new, None for whatever is there.
    A new file gets the mode that the umask leaves; with `private` the file is readable by its owner alone.
    Raises ChangedOnDisk, or FileProblem; then the file is as it was.
    """
    target = _target(path)
    with locked(target.parent) as held:
        return _write_locked(path, target, data, expected, private=private, held=held)


def edit_file(path: Path, change: Callable[[bytes], bytes]) -> Saved:
    """Read, change and write a file as one step, so that of two runs at once neither loses the other's edit.

    What `change` raises passes through, and the file is as it was. Nothing is written if it changes nothing.
    """
    target = _target(path)
    with locked(target.parent) as held:
        before = read_file(path)
        if reason := why_read_only(path):
            raise FileProblem(f"{path} {reason}", "change its mode, or write elsewhere with -o")
        after = change(before.data)
        if after == before.data:
            return Saved(before.stamp)
        return _write_locked(path, target, after, before.stamp, private=False, held=held)


def _target(path: Path) -> Path:
    """The file behind the symbolic links."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError) as error:
        raise FileProblem(str(error), path=path) from None


def _write_locked(path: Path, target: Path, data: bytes, expected: Stamp | None, *, private: bool, held: bool) -> Saved:
    if held:
        _remove_remains(target)
    try:
        old = _look_at(path, target)
        _refuse_changed(path, expected)
        temporary = target.with_name(f".{target.name[:60]}{_OUR_MARK}{secrets.token_hex(8)}")
        try:
            _write_new(temporary, data, target if old else None, private=private)
            _refuse_changed(path, expected)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)
    except OwnerNotKept as problem:
        raise FileProblem(
            f"{path} belongs to {problem.owner}, and saving would take it from them", "save under another name"
        ) from None
    except OSError as error:
        raise from_os(path, "write", error) from None
    return Saved(Stamp.of(data), _notes(path, old))


def _look_at(path: Path, target: Path) -> os.stat_result | None:
    """The file that is about to be replaced, None where there is none. Refuses what may not be replaced."""
    if not target.parent.is_dir():
        raise FileProblem(f"no folder {path.parent}", "make it first", path=path)
    try:
        old = target.stat()
    except FileNotFoundError:
        if not os.access(target.parent, os.W_OK | os.X_OK):
            raise FileProblem("its folder may not be written to", "choose another folder", path=path) from None
        return None
    if stat.S_ISDIR(old.st_mode):
        raise FileProblem(f"{path} is a folder, not a file", "name a file")
    if not stat.S_ISREG(old.st_mode):
        raise FileProblem(f"{path} is not a regular file", "name another one")
    if reason := why_read_only(path):
        raise FileProblem(f"{path} {reason}", "change its mode, or save under another name")
    return old


def _refuse_changed(path: Path, expected: Stamp | None) -> None:
    if expected is None:
        return
    try:
        current: bytes | None = path.read_bytes()
    except FileNotFoundError:
        current = None
    if Stamp.of(current) == expected:
        return
    if expected is ABSENT:
        raise FileProblem(f"{path} exists already", "choose another name, or remove it first")
    raise ChangedOnDisk(path, current)


def _write_new(temporary: Path, data: bytes, like: Path | None, *, private: bool) -> None:
    """The new file, on the disk before it returns, with everything but the content as in `like`."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    # What replaces a file is nobody else's business before it has that file's mode.
    descriptor = os.open(temporary, flags, 0o600 if like or private else 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if like:
            copy_attributes(like, descriptor)
        if private:
            os.fchmod(descriptor, 0o600)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Make the rename last. Some file systems cannot; by then the file is replaced all the same."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_remains(target: Path) -> None:
    """Remove what an earlier write left when the power went; the lock tells that no write is going on."""
    for remains in target.parent.glob(f".{_literal(target.name[:60])}{_OUR_MARK}*"):
        with contextlib.suppress(OSError):
            remains.unlink()


def _literal(name: str) -> str:
    return "".join(f"[{each}]" if each in "*?[" else each for each in name)


def _notes(path: Path, old: os.stat_result | None) -> tuple[str, ...]:
    if old is not None and old.st_nlink > 1:
        return (f"{path} had another name (a hard link), which still has the old content",)
    return ()
