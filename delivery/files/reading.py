"""Reading a file that may be anything: another name, a folder, a pipe, a device, a film."""

from __future__ import annotations

import difflib
import io
import os
import select
import stat
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mlflow_tui.delivery.files.problem import FileProblem, from_os
from mlflow_tui.delivery.files.stamp import Stamp

LIMIT = 5_000_000
"""Bytes. A values file has some thousand; Kubernetes keeps no object beyond 1.5 MB."""

STDIN = Path("-")
_PIPE_PATIENCE = 30.0
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class FileOnDisk:
    """A file as it was read."""

    path: Path
    data: bytes
    stamp: Stamp


def read_file(path: Path) -> FileOnDisk:
    """The content of a file; `-` is standard input, and a pipe (`<(...)`) is read to its end.

    Raises FileProblem for whatever is not a regular file of a sensible size. Never waits for a pipe without a writer.
    """
    if path == STDIN:
        return _on_disk(path, _limited(path, sys.stdin.buffer))
    try:
        # Without O_NONBLOCK, opening a pipe waits for its writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise _missing(path) from None
    except (OSError, ValueError) as error:
        raise from_os(path, "read", error if isinstance(error, OSError) else OSError(str(error))) from None
    try:
        return _on_disk(path, _content(path, descriptor))
    except OSError as error:
        raise from_os(path, "read", error) from None
    finally:
        os.close(descriptor)


def why_read_only(path: Path) -> str:
    """Why a file may not be changed, as a sentence without its subject; empty where it may."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    # The superuser may write to everything, but the mode says what its owner wants.
    if not os.access(path, os.W_OK) or not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        return "is read-only"
    if not os.access(path.resolve().parent, os.W_OK | os.X_OK):
        return "is in a folder that may not be written to"
    return ""


def _on_disk(path: Path, data: bytes) -> FileOnDisk:
    return FileOnDisk(path, data, Stamp.of(data))


def _content(path: Path, descriptor: int) -> bytes:
    found = os.fstat(descriptor)
    if stat.S_ISDIR(found.st_mode):
        raise FileProblem(f"{path} is a folder, not a file", _files_in(path))
    if stat.S_ISFIFO(found.st_mode):
        return _from_pipe(path, descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise FileProblem(f"{path} is a device, not a file", "name a values file, or - for standard input")
    if found.st_size > LIMIT:
        raise _too_large(path, found.st_size)
    with os.fdopen(descriptor, "rb", buffering=0, closefd=False) as opened:
        return _limited(path, opened)


def _limited(path: Path, opened: BinaryIO | io.FileIO) -> bytes:
    """All of it, in one line's refusal if it goes on beyond the limit."""
    chunks: list[bytes] = []
    size = 0
    while chunk := opened.read(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > LIMIT:
            raise _too_large(path, None)
    return b"".join(chunks)


def _from_pipe(path: Path, descriptor: int) -> bytes:
    """What its writer wrote. No writer, or one that falls silent, is an error, never a wait without end."""
    data = bytearray()
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    deadline = time.monotonic() + _PIPE_PATIENCE
    while poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        chunk = os.read(descriptor, _CHUNK)
        if not chunk and not data:
            raise FileProblem(f"{path} is a pipe that nobody writes to", "start its writer first, or name a file")
        if not chunk:
            return bytes(data)
        data += chunk
        if len(data) > LIMIT:
            raise _too_large(path, None)
        deadline = time.monotonic() + _PIPE_PATIENCE
    raise FileProblem(f"the pipe gave nothing for {_PIPE_PATIENCE:.0f} seconds", "name a file", path=path)


def _too_large(path: Path, size: int | None) -> FileProblem:
    shown = f"{size / 1e6:.1f} MB" if size else "more"
    return FileProblem(
        f"{path} is too large for a values file: {shown}, where {LIMIT / 1e6:.0f} MB is the most",
        "check that it is the file you mean",
    )


def _missing(path: Path) -> FileProblem:
    if path.is_symlink():
        return FileProblem(f"{path} is a symbolic link to {path.readlink()}, which does not exist")
    folder = path.parent
    if not folder.is_dir():
        return FileProblem("no such file", f"no folder {folder}", path=path)
    try:
        # By what comes before the suffix: that of all values files is alike.
        names = {each.stem: each.name for each in sorted(folder.iterdir(), reverse=True)}
    except OSError:
        names = {}
    near = difflib.get_close_matches(path.stem, names, n=1)
    return FileProblem("no such file", f"did you mean {folder / names[near[0]]}?" if near else "", path=path)


def _files_in(folder: Path) -> str:
    """The values files in a folder, for a person who named the folder."""
    try:
        found = sorted(each.name for each in folder.iterdir() if each.suffix in (".yaml", ".yml"))
    except OSError:
        found = []
    return f"name a file in it, such as {folder / found[0]}" if found else "name a file"
