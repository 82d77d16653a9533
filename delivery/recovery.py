"""Unsaved work, kept out of the way of the edited file, for the start after a crash or a closed terminal.

A recovery file is one line of JSON, then the bytes of the unsaved document. What was typed and is no part of a
document yet, such as half a YAML text, stands in the line of JSON. It holds secrets when the document does:
it stands in the person's state folder, readable by nobody else. Its writer holds a lock on it, which the system drops
when the writer dies, however it dies; that tells the work of a crash from that of another window.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mlflow_tui.delivery.files import Stamp
from mlflow_tui.delivery.files.problem import from_os

_SUFFIX = ".recovery"
_HALF = ".new"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A text that could not be made part of the document: `path` is that of `--set`, empty for the whole document."""

    path: str
    text: str = field(repr=False)
    yaml: bool = False
    """Whether it is YAML that was to stand at the path, rather than the value there as somebody types it."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """Unsaved work that nobody is working on any more."""

    path: Path
    """The file that was edited."""
    data: bytes
    original: Stamp
    """What the edited file held when the work began; ABSENT for a new one."""
    written: float
    """Seconds since the epoch."""
    file: Path
    unfinished: Unfinished | None = None

    def discard(self) -> None:
        """Forget the work."""
        self.file.unlink(missing_ok=True)


class RecoveryFile:
    """The recovery file of one editing session. `keep` often; `discard` once the work is saved or given up."""

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.realpath(path))
        self._file = _folder() / f"{_key(self.path)}-{os.getpid()}-{time.time_ns():x}{_SUFFIX}"
        self._lock: int | None = None

    def keep(self, data: bytes, original: Stamp, unfinished: Unfinished | None = None) -> None:
        """Put the unsaved document on the disk. Raises FileProblem."""
        head = {
            "path": str(self.path),
            "original": original.sha256,
            "written": time.time(),
            "pid": os.getpid(),
            "unfinished": asdict(unfinished) if unfinished is not None else None,
        }
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(json.dumps(head).encode("ascii") + b"\n" + data)
        except OSError as error:
            raise from_os(self._file, "write", error) from None

    def discard(self) -> None:
        """Remove it, if it was ever kept."""
        self._file.unlink(missing_ok=True)
        self._release()

    def _write(self, content: bytes) -> None:
        """Each `keep` puts a new file, locked before it has the name, in the place of the last."""
        temporary = self._file.with_suffix(_HALF)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            os.fchmod(descriptor, 0o600)  # a half-written one of another session may have had other rights
            # File systems without locks: the work of another window is then offered too, which loses nothing.
            with contextlib.suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
            temporary.replace(self._file)
        except BaseException:
            os.close(descriptor)
            temporary.unlink(missing_ok=True)
            raise
        self._release()
        self._lock = descriptor

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def find(path: Path) -> Recovered | None:
    """The newest work on a file that a dead session left, if any."""
    wanted = Path(os.path.realpath(path))
    found = [one for one in _abandoned(_key(wanted)) if one.path == wanted]
    return max(found, key=lambda one: one.written, default=None)


def _abandoned(key: str) -> Iterator[Recovered]:
    for half in _folder().glob(f"*{_HALF}"):
        with contextlib.suppress(OSError):
            if not _is_held(half):
                half.unlink()
    for file in _folder().glob(f"{key}*{_SUFFIX}"):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            if not _is_held(file):
                yield _read(file)


def _is_held(file: Path) -> bool:
    descriptor = os.open(file, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _read(file: Path) -> Recovered:
    head, _, data = file.read_bytes().partition(b"\n")
    fields = json.loads(head)
    # What an earlier version kept has none.
    unfinished = Unfinished(**fields["unfinished"]) if fields.get("unfinished") else None
    return Recovered(Path(fields["path"]), data, Stamp(fields["original"]), float(fields["written"]), file, unfinished)


def _folder() -> Path:
    """As the XDG base directory specification has it: state that outlives a restart, and is nobody's configuration."""
    state = os.environ.get("XDG_STATE_HOME", "")
    # The specification: a path that is not absolute is to be ignored.
    base = Path(state) if state.startswith("/") else Path.home() / ".local" / "state"
    return base / "mlflow-tui" / "recovery"


def _key(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:32]
