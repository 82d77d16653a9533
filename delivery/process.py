"""Running a program to its end, unless it takes too long, says too much, or the person stops it."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mlflow_tui.delivery.problem import Cancelled

OUTPUT_LIMIT = 64_000_000
"""Bytes of output, beyond which the program is not what it should be."""

_TURN = 0.05
_CHUNK = 1 << 16
_GRACE = 1.0


class TimedOut(Exception):
    """The program did not end in time; it was killed."""


class TooMuchOutput(Exception):
    """The program wrote more than any answer holds; it was killed."""


class Cancellation:
    """A switch between the person and what runs for them. It can be set from any thread, once, for good."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raises Cancelled if it was set."""
        if self.is_set:
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Sleep, but no longer than until it is set; then raises Cancelled."""
        self._event.wait(seconds)
        self.check()


@dataclass(frozen=True, slots=True)
class Finished:
    """A program that ended by itself. What it wrote may hold secrets, so a printed Finished does not show it."""

    code: int
    stdout: bytes = field(repr=False)
    stderr: bytes = field(repr=False)


def run(
    command: Sequence[str],
    *,
    stdin: bytes = b"",
    timeout: float,
    cancellation: Cancellation,
    environment: Mapping[str, str],
) -> Finished:
    """Run a program without a shell, in a process group of its own, without a terminal to ask on.

    Raises OSError if it cannot be started, TimedOut, TooMuchOutput or Cancelled; by then the group is killed.
    """
    cancellation.check()
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(environment),
        start_new_session=True,
        bufsize=0,
    )
    try:
        with process:
            conversation = _Conversation(process, stdin)
            try:
                conversation.hold(time.monotonic() + timeout, cancellation)
            finally:
                _kill_group(process)
            return Finished(process.wait(), bytes(conversation.stdout), bytes(conversation.stderr))
    finally:
        process.poll()


class _Conversation:
    """Writes the input and collects the output, whichever way round the program wants it."""

    def __init__(self, process: subprocess.Popen[bytes], stdin: bytes) -> None:
        self._process = process
        self._rest = memoryview(stdin)
        self._selector = selectors.DefaultSelector()
        self.stdout = bytearray()
        self.stderr = bytearray()
        assert process.stdin is not None
        os.set_blocking(process.stdin.fileno(), False)
        self._selector.register(process.stdin, selectors.EVENT_WRITE)
        for pipe, buffer in ((process.stdout, self.stdout), (process.stderr, self.stderr)):
            assert pipe is not None
            self._selector.register(pipe, selectors.EVENT_READ, buffer)

    def hold(self, deadline: float, cancellation: Cancellation) -> None:
        with self._selector:
            ended: float | None = None
            while self._selector.get_map() and (ended is None or time.monotonic() < ended + _GRACE):
                cancellation.check()
                if time.monotonic() > deadline:
                    raise TimedOut
                for key, _ in self._selector.select(_TURN):
                    if key.data is None:
                        self._write()
                    else:
                        self._read(key)
                # A program that it left running may keep the pipes open; nobody waits for that one.
                if ended is None and self._process.poll() is not None:
                    ended = time.monotonic()
            while self._process.poll() is None:
                cancellation.wait(_TURN)
                if time.monotonic() > deadline:
                    raise TimedOut

    def _write(self) -> None:
        assert self._process.stdin is not None
        try:
            self._rest = self._rest[os.write(self._process.stdin.fileno(), self._rest[:_CHUNK]) :]
        except BlockingIOError:
            return
        except OSError:
            self._rest = self._rest[:0]
        if not self._rest:
            self._selector.unregister(self._process.stdin)
            self._process.stdin.close()

    def _read(self, key: selectors.SelectorKey) -> None:
        chunk = os.read(key.fd, _CHUNK)
        if not chunk:
            self._selector.unregister(key.fileobj)
        key.data.extend(chunk)
        if len(key.data) > OUTPUT_LIMIT:
            raise TooMuchOutput


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End what still runs of the group: kubectl itself, or the login program that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
