"""The ends that nobody asked for: a signal, a terminal that is gone. What is unsaved stays in the recovery file."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol

from mlflow_tui.tui.widgets.relay import Pump, drained

if TYPE_CHECKING:
    from textual.widget import Widget

    from mlflow_tui.tui.handlers.text_outside import TextOutside
    from mlflow_tui.tui.keeping import Keeper

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
_OF_THE_EDITOR = (signal.SIGINT, signal.SIGQUIT)
"""What a terminal sends to all that run in it, the editor outside and this program, when a person presses its keys."""
_PATIENCE = 2.0
"""Seconds after which the program ends, whatever it waits for: a driver without a terminal may never come back."""
_ON_THEIR_WAY = 0.05
"""Seconds within which keys that were pressed before the signal are here."""


class Stoppable(Pump, Protocol):
    """The app, as far as it is ended."""

    keeper: Keeper
    outside: TextOutside | None

    @property
    def focused(self) -> Widget | None: ...
    def exit(self, result: Any = None, return_code: int = 0) -> None: ...


class Stopping:
    """Ends the app when it has to."""

    def __init__(self, app: Stoppable) -> None:
        self._app = app
        self._loop = asyncio.get_running_loop()
        self._number: int | None = None

    def listen(self) -> None:
        """Takes the signals. Python's own handlers run also while the loop waits for a terminal or an editor."""
        for number in _SIGNALS:
            signal.signal(number, self._caught)

    def _caught(self, number: int, frame: FrameType | None) -> None:
        outside = self._app.outside
        if outside is not None and outside.outside.is_edited:
            if number in _OF_THE_EDITOR:
                return
            outside.outside.stop()
        self.begin(number)

    def begin(self, number: int) -> None:
        """Ends the app as this signal ends a program. From any thread, and more than once."""
        if self._number is not None:
            return
        self._number = number
        timer = threading.Timer(_PATIENCE, self._end_at_once)
        timer.daemon = True
        timer.start()
        # A loop that is closed has ended the app already.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._start)

    def _start(self) -> None:
        self._app.keeper.now()
        self._task = asyncio.ensure_future(self._wind_up())

    async def _wind_up(self) -> None:
        """Takes in what was typed before, and leaves."""
        with contextlib.suppress(TimeoutError):
            await asyncio.sleep(_ON_THEIR_WAY)
            await drained(self._app)
            if self._app.focused is not None:
                await drained(self._app.focused)
        self._app.keeper.last()
        self._app.exit(return_code=self._code)

    @property
    def _code(self) -> int:
        return 128 + (self._number or 0)

    def _end_at_once(self) -> None:
        with contextlib.suppress(Exception):
            self._app.keeper.now()
        os._exit(self._code)
