"""One thing that an upgrade of MLflow brings to a file."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from mlflow_tui.config_model.mlflow import Version
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.url_passwords import without_passwords


class Kind(enum.Enum):
    """What an entry is about, in the order in which a person needs them; the word that begins its line."""

    STOPS = "stops"
    DATABASE = "database"
    SECRET = "secret"
    CHANGED = "changed"
    RESOURCES = "resources"
    NOTE = "note"

    @property
    def title(self) -> str:
        return _TITLES[self]


_TITLES = {
    Kind.STOPS: "What would stop it",
    Kind.DATABASE: "Database",
    Kind.SECRET: "Secrets",
    Kind.CHANGED: "Options and variables",
    Kind.RESOURCES: "Memory and processes",
    Kind.NOTE: "Worth knowing",
}
_ORDER = {kind: number for number, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Entry:
    """What the version `version` brings at the key `path`; None: it was so before.

    `fix` says what to do, `made` whether the edit of the upgrade does it. `command` is a line for a shell.
    """

    kind: Kind
    version: Version | None
    path: Path
    message: str
    fix: str = ""
    made: bool = False
    command: str = ""

    @property
    def key(self) -> str:
        """The dotted path, without a password that a key of it would tell; empty for the file as a whole."""
        return without_passwords(format_path(self.path))

    @property
    def order(self) -> tuple[int, Version]:
        """By what it is about, then by the version that brings it."""
        return _ORDER[self.kind], self.version or Version(0, 0)
