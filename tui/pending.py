"""What an open editor holds that is not kept yet: the recovery file and the way out ask all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from mlflow_tui.config_model.path import Path


@dataclass(frozen=True, slots=True)
class Pending:
    """A text that differs from the one its editor was opened with.

    `edit` makes it part of the session's file, and raises EditRefused or UnreadableYaml where that cannot be. `yaml`:
    the text is YAML that stands at `path`; else it is a value there, as somebody types it.
    """

    path: Path
    title: str
    text: str = field(repr=False)
    edit: Callable[[], object] = field(repr=False)
    yaml: bool = False


@runtime_checkable
class HoldsText(Protocol):
    """An editor, or a screen that has one."""

    def pending(self) -> Pending | None:
        """What is typed and not kept."""

    def keep_pending(self) -> bool:
        """Makes it an edit of the session; where that cannot be, says why and leaves the editor as it is."""


def holder(candidates: Iterable[object]) -> HoldsText | None:
    """The first that holds a text which is not kept."""
    return next((one for one in candidates if isinstance(one, HoldsText) and one.pending() is not None), None)
