"""Keeps unsaved work in the recovery file, what is typed in an open editor included."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from textual.timer import Timer

    from mlflow_tui.delivery.recovery import Unfinished
    from mlflow_tui.tui.saving import OnDisk
    from mlflow_tui.tui.screens.main import MainScreen
    from mlflow_tui.tui.session import Session
    from mlflow_tui.tui.unsaved import Work

_SOON = 1.0
"""Seconds after an edit or a key until the recovery file has it."""


class Kept(Protocol):
    """The app, as far as its work is kept."""

    main: MainScreen
    disk: OnDisk

    @property
    def session(self) -> Session: ...
    def unsaved(self) -> Work | None: ...
    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer: ...
    def run_worker(self, work: Callable[[], None], *, thread: bool, group: str) -> Any: ...


class Keeper:
    """Writes the recovery file of the app's session: a moment after each key, and at once when the program ends."""

    def __init__(self, app: Kept) -> None:
        self._app = app
        self._timer: Timer | None = None
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._written = 0
        self._never = sys.maxsize
        self._kept: tuple[str, Unfinished | None] | None = None

    def soon(self) -> None:
        """Something may have been typed or changed: looks at it in a moment."""
        if self._timer is None and self._app.main.ready.is_set() and not self._app.session.read_only:
            self._timer = self._app.set_timer(_SOON, self._look)

    def now(self) -> bool:
        """Keeps the work before anything else is done; whether there is any. From any thread."""
        work = self._app.unsaved() if self._app.main.ready.is_set() else None
        if work is not None:
            self._put(next(self._numbers), work)
        return work is not None

    def last(self) -> bool:
        """As `now`, for an end that nobody asked for: what closes from now on is not given up."""
        kept = self.now()
        self._written = self._never
        return kept

    def saved(self) -> None:
        """The file is written: the recovery file holds what was typed since, or is gone."""
        if not self.now():
            self._put(next(self._numbers), None)

    def _look(self) -> None:
        self._timer = None
        work = self._app.unsaved()
        found = (work.document.text, work.unfinished) if work is not None else None
        if found != self._kept:
            put = partial(self._put, next(self._numbers), work)
            self._app.run_worker(put, thread=True, group="recovery")

    def _put(self, number: int, work: Work | None) -> None:
        """What was looked at later is there already, if it was faster."""
        with self._lock:
            if number < self._written:
                return
            self._written = number
            self._kept = (work.document.text, work.unfinished) if work is not None else None
            if work is not None:
                self._app.disk.keep(work.document.text, work.unfinished)
            else:
                self._app.disk.forget()
