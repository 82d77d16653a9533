"""One writer at a time in a folder, among the runs of this program."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from mlflow_tui.delivery.files.problem import FileProblem

PATIENCE = 30.0
"""Seconds to wait for another run to finish its write, which takes milliseconds."""

_BUSY = BlockingIOError


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Holds the folder against other runs of this program; gives whether it is really held.

    The lock is on the folder itself: it needs no file that would be left lying about, and unlike a lock on the
    values file it outlives the rename that replaces that. Some network file systems lock no folders; there the
    comparison with what was read is the only guard.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield False
        return
    try:
        yield _wait_for(descriptor, folder)
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, folder: Path) -> bool:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except _BUSY:
            if time.monotonic() > deadline:
                raise FileProblem(
                    f"{folder}: another mlflow-tui is writing there, for more than {PATIENCE:.0f} seconds",
                    "end it, then try again",
                ) from None
            time.sleep(0.01)
        except OSError:
            return False
        else:
            return True
