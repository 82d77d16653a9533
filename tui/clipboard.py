"""The clipboard of the person's own terminal, over ssh and through tmux as well (the escape sequence OSC 52)."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from pathlib import Path

from mlflow_tui.delivery.files import write_file

LIMIT = 74_994
"""Bytes of text whose sequence has 100,000 characters: where xterm and those that follow it stop reading."""
_WITHOUT = ("linux", "dumb", "vt100", "vt220")
"""Terminals, by TERM, that have no clipboard."""


def why_not(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """Why the terminal would not take the text; empty where nothing is known against it: it gives no answer."""
    if len(text.encode()) > LIMIT:
        return f"it is larger than the {LIMIT:,} bytes that terminals take"
    if environment.get("TERM", "") in _WITHOUT or environment.get("TERM_PROGRAM") == "Apple_Terminal":
        return "this terminal has no clipboard for programs"
    return ""


def sequence(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """What puts the text into the clipboard; in tmux wrapped as well, for one that lets it pass but takes none."""
    plain = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a"
    if "TMUX" not in environment:
        return plain
    escaped = plain.replace("\x1b", "\x1b\x1b")
    return f"{plain}\x1bPtmux;{escaped}\x1b\\"


def put_aside(text: str) -> Path:
    """Writes the text into a file that its owner alone may read, in the state folder. Raises FileProblem, OSError."""
    state = os.environ.get("XDG_STATE_HOME", "")
    folder = (Path(state) if state.startswith("/") else Path.home() / ".local" / "state") / "mlflow-tui"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "copied"
    write_file(path, text.encode(), None, private=True)
    return path
