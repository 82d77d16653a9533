"""The files that were edited last, for the start screen."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from mlflow_tui.delivery.files import FileProblem, write_file

_KEPT = 12


def _list() -> Path:
    """In the state folder of the XDG base directory specification."""
    state = os.environ.get("XDG_STATE_HOME", "")
    base = Path(state) if state.startswith("/") else Path.home() / ".local" / "state"
    return base / "mlflow-tui" / "recent.json"


def recent_files() -> Sequence[Path]:
    """The files that are still there, the last one first."""
    try:
        names = json.loads(_list().read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [path for name in names if isinstance(name, str) and (path := Path(name)).is_file()]


def remember(path: Path) -> None:
    """Puts a file at the top of the list; without a state folder nothing is remembered."""
    path = path.resolve()
    names = [str(path), *(str(other) for other in recent_files() if other != path)][:_KEPT]
    with contextlib.suppress(OSError, FileProblem):
        _list().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(_list(), json.dumps(names).encode(), None)
