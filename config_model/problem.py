"""A problem of a document: what is wrong, where, and how to fix it."""

from __future__ import annotations

import enum
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.url_passwords import without_passwords


class Severity(enum.Enum):
    """Errors stop rendering; warnings do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class RandomKey:
    """The value of a fix that is made when the fix is, so that it is another one each time: a key of 32 bytes."""

    def make(self) -> str:
        return secrets.token_hex(32)


@dataclass(frozen=True, slots=True)
class SetValue:
    """An edit of a fix: the value at `path` becomes `value`, or what a `RandomKey` makes."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class DeleteKey:
    """An edit of a fix: the key at `path` goes."""

    path: Path


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix that the program can make as one undoable edit; `title` says what it does."""

    title: str
    edits: tuple[SetValue | DeleteKey, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    `hint` says how to fix it in words; `fix` resolves it. `file`, `line` and `column` (from 1) are None where the key
    stands in no file (a default, or a `--set`).
    """

    code: str
    severity: Severity
    path: Path
    message: str
    hint: str = ""
    fix: Fix | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def key(self) -> str:
        """The dotted path, empty for the file as a whole; without a password that a key of it would tell."""
        return without_passwords(format_path(self.path))

    @property
    def remedy(self) -> str:
        """How to mend it: the fix's title where there is one, else the hint; empty where neither is."""
        return self.fix.title if self.fix else self.hint

    @property
    def identity(self) -> tuple[str, Path, str]:
        """What makes two findings the same, wherever their lines have moved to."""
        return self.code, self.path, self.message

    def with_texts(self, change: Callable[[str], str]) -> Problem:
        """The same problem, with what it says put through `change`."""
        title = change(self.fix.title) if self.fix else ""
        fix = replace(self.fix, title=title) if self.fix and title != self.fix.title else self.fix
        message, hint = change(self.message), change(self.hint)
        if message == self.message and hint == self.hint and fix is self.fix:
            return self
        return replace(self, message=message, hint=hint, fix=fix)

    def at(self, file: str | None, line: int | None, column: int | None) -> Problem:
        """The same problem, with the place where its key stands."""
        return replace(self, file=file, line=line, column=column)
