"""A text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

from mlflow_tui.config_model.error import UserError


class Failed(UserError):
    """No editor, it could not be run, or it ended with an error."""


class Unreadable(Failed):
    """What came back is not text."""


def command() -> list[str]:
    """The words of `$VISUAL`, else `$EDITOR`, else vi. Raises Failed where that is no program."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(named)
    except ValueError:
        words = []
    if not words or shutil.which(words[0]) is None:
        raise Failed(f"No editor {named!r}: name one in VISUAL or EDITOR.")
    return words


class OutsideText:
    """A text that is edited outside. Until the `with` block ends it lies where nobody else may look."""

    def __init__(self, text: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mlflow-tui-", ignore_cleanup_errors=True)
        self._file = Path(self._folder.name) / "values.yaml"
        self._editor: subprocess.Popen[bytes] | None = None
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(text.encode())

    def __enter__(self) -> OutsideText:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def edit(self) -> None:
        """Runs the editor, which has the terminal meanwhile, to its end. Raises Failed unless it went well."""
        words = command()
        name = Path(words[0]).name
        try:
            self._editor = subprocess.Popen([*words, str(self._file)])
        except OSError as error:
            raise Failed(f"{name} cannot be run: {(error.strerror or str(error)).lower()}.") from None
        try:
            code = self._editor.wait()
        finally:
            self._editor = None
        if code < 0:
            raise Failed(f"{name} was ended by {_name(-code)}.")
        if code:
            raise Failed(f"{name} ended with code {code}.")

    @property
    def is_edited(self) -> bool:
        """Whether the editor is at work."""
        return self._editor is not None

    def stop(self) -> None:
        """Ends the editor that is at work, from a handler of a signal."""
        if self._editor is not None:
            self._editor.terminate()

    def text(self) -> str:
        """The text as it lies there. Raises Failed, or Unreadable."""
        content = self._content()
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise Unreadable(f"The text that came back is not UTF-8: see line {line}.") from None

    def left(self) -> str | None:
        """What lies there, as far as it is text; None where nothing can be read."""
        try:
            return self._content().decode(errors="replace")
        except Failed:
            return None

    def _content(self) -> bytes:
        try:
            if self._file.is_dir():
                raise Failed("The editor left a folder in place of the file.")
            if not self._file.exists():
                raise Failed("The editor removed the file.")
            # A pipe or a device would be read for ever.
            if not self._file.is_file():
                raise Failed("The editor left no plain file.")
            return self._file.read_bytes()
        except OSError as error:
            raise Failed(f"The text cannot be read: {(error.strerror or str(error)).lower()}.") from None


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
