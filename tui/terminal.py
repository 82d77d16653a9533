"""The terminal as the screens use it: pasted text arrives whole, and a terminal that has gone away is noticed."""

from __future__ import annotations

import contextlib
import os
import select
from codecs import getincrementaldecoder
from collections.abc import Callable, Generator, Iterator
from typing import IO, Any, cast

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

_PASTE_STARTS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_PATIENCE = 0.1
"""Seconds after which an escape that nothing follows is the key."""
_CHUNK = 65536


class Typing:
    """Makes messages of what the terminal sends.

    Textual's own reader takes an escape sequence inside a bracketed paste for keys: the text before it was lost, and
    what came after it was typed into whatever had the focus by then.
    """

    def __init__(self) -> None:
        self._parser = XTermParser()
        self._last = ""
        self._pasted: str | None = None

    def read(self, text: str) -> Iterator[Message]:
        """The messages of the text that came; a paste is one, once its end is there."""
        while text:
            text = yield from self._keys(text) if self._pasted is None else self._paste(text)

    def wait(self) -> Iterator[Message]:
        """The messages of a while in which nothing came."""
        yield from self._parser.tick()

    def _keys(self, text: str) -> Generator[Message, None, str]:
        """Up to the start of a paste; the rest."""
        for number, character in enumerate(text, 1):
            self._last = (self._last + character)[-len(_PASTE_STARTS) :]
            yield from self._parser.feed(character)
            if self._last == _PASTE_STARTS:
                self._pasted = ""
                return text[number:]
        return ""

    def _paste(self, text: str) -> Generator[Message, None, str]:
        """Up to the end of the paste; the rest."""
        before = self._pasted or ""
        pasted = before + text
        at = pasted.find(_PASTE_ENDS, max(len(before) - len(_PASTE_ENDS), 0))
        if at < 0:
            self._pasted = pasted
            return ""
        self._pasted, self._last = None, ""
        # The parser saw the start of the paste, and is to see its end; the paste that it makes of the two is empty.
        yield from (one for one in self._parser.feed(_PASTE_ENDS) if not isinstance(one, events.Paste))
        if whole := pasted[:at].replace("\0", ""):
            yield events.Paste(whole)
        return pasted[at + len(_PASTE_ENDS) :]


class _Output:
    """The terminal's output, which nobody waits for when nobody reads it any more."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()


class TerminalDriver(LinuxDriver):
    """Textual's driver, which calls `on_terminal_lost` of the app, from any thread, when there is no terminal more."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._file = cast(Any, _Output(cast(IO[str], self._file)))

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is None:
            self._lost()

    def write(self, data: str) -> None:
        if self._writer_thread is not None:
            super().write(data)

    def close(self) -> None:
        super().close()
        self._writer_thread = None

    def run_input_thread(self) -> None:
        typing = Typing()
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            if not select.select([self.fileno], [], [], _PATIENCE)[0]:
                messages = typing.wait()
            else:
                data = self._read()
                if not data:
                    self._lost()
                    return
                messages = typing.read(decode(data))
            for message in messages:
                self.process_message(message)
            for message in typing.wait():
                self.process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _CHUNK)
        except OSError:
            return b""

    def _lost(self) -> None:
        lost: Callable[[], None] = self._app.on_terminal_lost  # type: ignore[attr-defined]
        lost()
