"""The cluster that the person chose for each values file, kept in their state folder; it holds names alone."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mlflow_tui.delivery.files import FileProblem, edit_file, write_file
from mlflow_tui.delivery.files.stamp import ABSENT

_KEPT = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a file goes; what is empty was not chosen."""

    context: str = ""
    namespace: str = ""
    release: str = ""


def remembered(path: Path) -> Choice:
    """What was chosen for a file; nothing where nothing can be read."""
    try:
        found = _choices(_place().read_bytes()).get(_key(path))
    except (OSError, ValueError):
        return Choice()
    return _choice(found)


def remember(path: Path, choice: Choice) -> None:
    """Keep what was chosen for a file, the last choices of all; without a state folder nothing is kept."""

    def changed(data: bytes) -> bytes:
        others = {name: kept for name, kept in _choices(data).items() if name != _key(path)}
        newest = {_key(path): {name: text for name, text in asdict(choice).items() if text}}
        return json.dumps(dict([*newest.items(), *others.items()][:_KEPT]), indent=1).encode()

    with contextlib.suppress(OSError, FileProblem):
        place = _place()
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not place.exists():
            # Another window may make it at the same moment; then its choice is there already.
            with contextlib.suppress(FileProblem):
                write_file(place, b"{}", ABSENT, private=True)
        edit_file(place, changed)


def _place() -> Path:
    """As the XDG base directory specification has it."""
    state = os.environ.get("XDG_STATE_HOME", "")
    base = Path(state) if state.startswith("/") else Path.home() / ".local" / "state"
    return base / "mlflow-tui" / "clusters.json"


def _key(path: Path) -> str:
    return os.path.realpath(path)


def _choices(data: bytes) -> Mapping[str, Any]:
    """What the file holds; a file that somebody broke is as good as empty."""
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _choice(found: object) -> Choice:
    fields = found if isinstance(found, dict) else {}
    return Choice(*(text if isinstance(text := fields.get(name), str) else "" for name in Choice.__slots__))
