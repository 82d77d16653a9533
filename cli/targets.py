"""Where the commands write to: what `-o` names, or stdout."""

from __future__ import annotations

import argparse
from pathlib import Path

from mlflow_tui.cli.errors import CommandError

STDOUT = "-"


def target(name: str | None) -> Path | None:
    """The file or folder that `-o` names; None for stdout."""
    return None if name in (None, STDOUT) else Path(name)


def refuse_read_only(options: argparse.Namespace, path: Path | str, hint: str = "") -> None:
    """Raises CommandError where nothing may be written."""
    if options.read_only:
        raise CommandError(f"{path} is not written: --read-only was given", hint)


def refuse_existing(path: Path) -> None:
    """Raises CommandError for a file that is there: it is somebody's work."""
    if path.exists():
        raise CommandError(f"{path} exists already and is left unchanged", "name another file with -o")
