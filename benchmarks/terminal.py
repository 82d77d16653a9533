"""A program in a pseudo-terminal, as a person sees it: its screen, and what is typed into it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pyte


class Terminal:
    """Runs a program on a screen of `columns` x `rows`; a context manager that leaves no process behind."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], *, columns: int = 120, rows: int = 40
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._lines = [" " * columns] * rows
        self._code: int | None = None
        self.started = time.perf_counter()
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.execvpe(command[0], list(command), {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"})
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._code is None:
            os.kill(self._process, signal.SIGKILL)
        self.hang_up()
        if self._code is None:
            os.waitpid(self._process, 0)

    @property
    def text(self) -> str:
        """What the screen shows, line by line; only lines that were drawn since the last look are put together anew."""
        columns = range(self.screen.columns)
        for number in self.screen.dirty:
            line = self.screen.buffer[number]
            self._lines[number] = "".join(line[column].data for column in columns)
        self.screen.dirty.clear()
        return "\n".join(self._lines)

    def type(self, keys: str) -> float:
        """Presses keys, given as what a terminal sends for them; the moment, by `time.perf_counter`."""
        moment = time.perf_counter()
        os.write(self._terminal, keys.encode())
        return moment

    def wait(self, until: Callable[[str], bool], *, within: float = 30.0) -> float:
        """Reads until the screen satisfies `until`; the moment of the bytes that did it, by `time.perf_counter`.

        TimeoutError, with the screen, after `within` seconds.
        """
        end = time.perf_counter() + within
        while time.perf_counter() < end:
            ready, _, _ = select.select([self._terminal], [], [], end - time.perf_counter())
            if not ready:
                break
            try:
                data = os.read(self._terminal, 65536)
            except OSError:  # Linux's way to say that the program has ended
                break
            moment = time.perf_counter()
            self._stream.feed(data)
            if until(self.text):
                return moment
        raise TimeoutError(f"the screen never showed it:\n{self.text}")

    def hang_up(self) -> None:
        """Takes the terminal away, as a connection that breaks does."""
        if self._terminal >= 0:
            os.close(self._terminal)
            self._terminal = -1

    def ended(self, *, within: float = 30.0) -> int:
        """The exit code of the program, negative for a signal that killed it. TimeoutError while it does not end."""
        end = time.perf_counter() + within
        while self._code is None:
            process, status = os.waitpid(self._process, os.WNOHANG)
            if process:
                self._code = os.waitstatus_to_exitcode(status)
            elif time.perf_counter() > end:
                raise TimeoutError(f"the program goes on:\n{self.text}")
            else:
                time.sleep(0.02)
        return self._code

    def settle(self, quiet: float = 0.2) -> None:
        """Reads until nothing has been drawn for `quiet` seconds."""
        while select.select([self._terminal], [], [], quiet)[0]:
            self._stream.feed(os.read(self._terminal, 65536))
