"""A text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from config_model.error import UserError


class Failed(UserError):
    """There is no editor, it could not be run, or it ended with an error: the text counts as unchanged."""


def command() -> list[str]:
    """The words of `$VISUAL`, else `$EDITOR`, else vi. Raises Failed where that is no program."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(named)
    except ValueError:
        words = []
    if not words or shutil.which(words[0]) is None:
        raise Failed(f"There is no editor {named!r}: name one in VISUAL or EDITOR.")
    return words


def edited(text: str) -> str:
    """The text as it comes back from the editor, which has the terminal meanwhile. Raises Failed.

    It lies in a folder that nobody else may look into, since it may hold secrets, and is gone afterwards.
    """
    words = command()
    with tempfile.TemporaryDirectory(prefix="mlflow-tui-") as folder:
        file = Path(folder) / "values.yaml"
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(text.encode())
        try:
            code = subprocess.run([*words, str(file)], check=False).returncode
        except OSError as error:
            raise Failed(f"{words[0]} cannot be run: {(error.strerror or str(error)).lower()}.") from None
        if code:
            raise Failed(f"{words[0]} ended with code {code}: nothing was changed.")
        try:
            return file.read_bytes().decode()
        except FileNotFoundError:
            raise Failed("The editor removed the file: nothing was changed.") from None
        except UnicodeDecodeError:
            raise Failed("The text that came back is not UTF-8: nothing was changed.") from None
