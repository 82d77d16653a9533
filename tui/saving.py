"""What stands on the disk beside the session: the file as it was last read or written, and the recovery file."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from mlflow_tui.delivery.files import ABSENT, FileProblem, Saved, Stamp, write_file
from mlflow_tui.delivery.recovery import Recovered, RecoveryFile, Unfinished, find

if TYPE_CHECKING:
    from mlflow_tui.tui.session import Session


class OnDisk:
    """Saves the session's file, refusing to write over what others wrote, and keeps its unsaved work safe.

    Its methods may be called from any thread; they do not touch the screens.
    """

    def __init__(self, session: Session, *, exists: bool) -> None:
        self._session = session
        self._stamp = Stamp.of(session.saved_text.encode()) if exists else ABSENT
        self._recovery: RecoveryFile | None = None
        self._lock = threading.Lock()
        self._closed = False

    @property
    def exists(self) -> bool:
        """Whether there is such a file, as far as is known."""
        return self._stamp != ABSENT

    def save(self, path: FilePath, text: str, *, over: bool = False) -> Saved:
        """Writes the text, over whatever is there if `over`. Raises ChangedOnDisk or another FileProblem."""
        same = path == self._session.path
        expected = None if over else self._stamp if same else ABSENT
        saved = write_file(path, text.encode(), expected)
        self._stamp = saved.stamp
        return saved

    def accept(self, content: bytes) -> None:
        """What others wrote is known now: the next save is a change of that."""
        self._stamp = Stamp.of(content)

    def found(self) -> Recovered | None:
        """Work that a crash or a closed terminal left behind."""
        return find(self._session.path) if self._session.path is not None else None

    def keep(self, text: str, unfinished: Unfinished | None = None) -> None:
        """Puts unsaved work into the recovery file; without one, editing goes on all the same."""
        path = self._session.path
        if path is None:
            return
        with self._lock, contextlib.suppress(FileProblem):
            if self._closed:
                return
            if self._recovery is None or self._recovery.path != path.resolve():
                self._recovery = RecoveryFile(path)
            self._recovery.keep(text.encode(), self._stamp, unfinished)

    def forget(self, *, for_good: bool = False) -> None:
        """The work is saved, or given up: nothing is left to recover."""
        with self._lock:
            self._closed = self._closed or for_good
            if self._recovery is not None:
                self._recovery.discard()
                self._recovery = None
