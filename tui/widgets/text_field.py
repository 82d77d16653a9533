"""A line of text whose typing can be undone and made again, as that of a multi-line string can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from mlflow_tui.tui.actions import BY_ID, textual_key


@dataclass(frozen=True, slots=True)
class _Step:
    """A change of the text. `last` is the place of the character that was typed last, -1 where none was."""

    before: str
    after: str
    last: int


def _keys(action_id: str) -> str:
    return ",".join(map(textual_key, BY_ID[action_id].keys))


class TextField(Input):
    """An input with undo and redo: what was typed is taken back word by word, anything else change by change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(_keys("edit.undo"), "undo_typing", "Undo", show=False, id="edit.undo"),
        Binding(_keys("edit.redo"), "redo_typing", "Redo", show=False, id="edit.redo"),
    ]

    def __init__(self, value: str | None = None, **options: Any) -> None:
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._typed_at = -1
        self._steps_back = False
        super().__init__(value, **options)

    def on_mount(self) -> None:
        # The text to start with came as a change too.
        self._done.clear()

    def begin(self, text: str) -> None:
        """Another text to start with; what was typed before is forgotten."""
        with self.prevent(Input.Changed):
            self._show(text)
        self._done, self._undone = [], []

    def replace(self, text: str, start: int, end: int) -> None:
        self._typed_at = min(start, end) if len(text) == 1 else -1
        super().replace(text, start, end)
        self._typed_at = -1

    def watch_value(self, before: str, after: str) -> None:
        """Remembers the change; one more character of a word belongs to the change before it."""
        if self._steps_back or before == after:
            return
        at, last = self._typed_at, self._done[-1] if self._done else None
        if last is not None and last.after == before and last.last >= 0 and at == last.last + 1:
            starts_a_word = after[at].isalnum() and not after[at - 1].isalnum()
            if not starts_a_word:
                self._done.pop()
                before = last.before
        self._done.append(_Step(before, after, at))
        self._undone.clear()

    def action_undo_typing(self) -> None:
        """Takes back what was typed last; with nothing typed, nothing."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._show(step.before)

    def action_redo_typing(self) -> None:
        """Types again what was taken back last."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._show(step.after)

    def _show(self, text: str) -> None:
        self._steps_back = True
        try:
            self.value = text
        finally:
            self._steps_back = False
        self.cursor_position = len(text)
