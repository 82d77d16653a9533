"""What the editors of lists and tables share: rows, their keys, and texts that are drafts until they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from mlflow_tui.config_model.path import Path
from mlflow_tui.tui.bindings import Hint, bound, own_keys
from mlflow_tui.tui.editors.entry_table import Cell, EntryTable, Row
from mlflow_tui.tui.editors.sheet import Sheet
from mlflow_tui.tui.local_actions import spoken_key
from mlflow_tui.tui.pending import Pending
from mlflow_tui.tui.widgets.relay import AnswerInput


def first(action_id: str, action: str) -> Binding:
    """A binding that the app takes in its turn: what one key opens or closes is there for the next."""
    return bound(action_id, action, priority=True)


class EntryEditor(Sheet):
    """A sheet around a table of entries."""

    BINDINGS: ClassVar[list[BindingType]] = [
        first("program.back", "back"),
        first("edit.undo", "undo"),
        first("edit.redo", "redo"),
        first("edit.add", "add"),
        first("edit.remove", "remove"),
        first("edit.move-up", "move_entry(-1)"),
        first("edit.move-down", "move_entry(1)"),
    ]

    def body(self) -> Iterator[Widget]:
        yield EntryTable(self.setting, self, self.said_when_empty(), least_label=self.least_label)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a text is typed, keys are for it."""
        if self.focused is None or isinstance(self.focused, AnswerInput):
            return action == "reveal" and super().check_action(action, parameters)
        return super().check_action(action, parameters)

    def begin(self) -> None:
        self.set_focus(self.table.rows)
        self.follow()

    @property
    def table(self) -> EntryTable:
        return self.query_one(EntryTable)

    least_label = 1
    """Cells that the labels take at least."""

    def said_when_empty(self) -> str:
        return f"Nothing yet. {spoken_key('edit.add', own_keys(self))} adds the first."

    def entries(self) -> Sequence[Row]:
        """The rows of the value as it is now."""
        return ()

    def rebuild(self, cursor: int | None = None) -> None:
        self.table.show(self.entries(), cursor)
        self.remark()

    @property
    def cursor(self) -> int:
        return self.table.cursor

    def entry_path(self, row: int) -> Path:
        """The path of the value of a row."""
        return (*self.path, row)

    def follow(self) -> None:
        """Lets the preview follow the cursor."""
        if self.table.rows.rows:
            self.preview.focus_path(self.entry_path(self.cursor))

    def hints(self) -> Iterator[Hint]:
        if self.table.editing is not None:
            yield "field.keep", "keep"
            yield "field.drop", "drop"
            return
        if self.table.rows.rows:
            yield "edit.open", "edit"
        yield from self.own_hints()
        yield "program.back", "back"

    def own_hints(self) -> Iterator[Hint]:
        yield "edit.add", "add"
        if self.table.rows.rows:
            yield "edit.remove", "remove"
            yield "edit.move-up edit.move-down", "move"

    def done(self, cursor: int | None = None) -> None:
        """Closes the open editor and shows the entries as they are."""
        self.table.close()
        self.rebuild(cursor)
        self.follow()

    # What is typed and not kept.

    def typed_now(self) -> tuple[int, Cell, str] | None:
        """The row, the cell and the text of the open editor, where that is not what it was."""
        return self.table.typed if self.has_begun else None

    def pending(self) -> Pending | None:
        typed = self.typed_now()
        if typed is None:
            return None
        return Pending(self.typed_path(*typed), self.sheet_title, typed[2], lambda: self.edit(*typed))

    def keep_pending(self) -> bool:
        typed = self.typed_now()
        kept = typed is None or self.keep(lambda: self.edit(*typed))
        if kept:
            self.table.close()
        return kept

    # What the table says.

    def cursor_moved(self) -> None:
        self.remark()
        self.follow()

    def row_opened(self, row: int) -> None:
        self.open_row(row)
        self.remark()

    def dropped(self) -> None:
        self.drop_draft()
        self.done()

    # What subclasses do about it.

    def open_row(self, row: int) -> None:
        """Edits the entry of a row."""

    def typed(self, row: int, cell: Cell, text: str) -> None:
        """Shows what a half-typed text would make."""

    def kept(self, row: int, cell: Cell, text: str, move: int) -> None:
        """Keeps a typed text, and goes on."""

    def edit(self, row: int, cell: Cell, text: str) -> object:
        """Makes the edit of the session that a typed text means. Raises EditRefused."""
        return None

    def typed_path(self, row: int, cell: Cell, text: str) -> Path:
        """Where a typed text stands in the values."""
        return self.entry_path(row)

    def action_add(self) -> None:
        """Adds an entry after the cursor."""

    def action_remove(self) -> None:
        """Removes the entry under the cursor."""

    def action_move_entry(self, step: int) -> None:
        """Moves the entry under the cursor up or down."""


class ListEditor(EntryEditor):
    """A sheet around the entries of a list."""

    @property
    def items(self) -> list[object]:
        """The entries as they hold now, the draft left aside; none where the value is not a list."""
        value = self.kept_value
        return value if isinstance(value, list) else []

    def insert(self, index: int, value: object) -> object:
        """Adds an entry. Raises EditRefused."""
        if isinstance(self.kept_value, list):
            return self.session.insert(self.path, index, value)
        return self.session.set(self.path, [value])

    def draft_insert(self, index: int, value: object) -> None:
        """Shows what one entry more would make."""
        items = self.items
        self.draft([*items[:index], value, *items[index:]])

    def action_remove(self) -> None:
        index = self.cursor
        if index < len(self.items) and self.table.editing is None:
            self.keep(lambda: self.session.remove(self.path, index))
            self.rebuild()
            self.follow()

    def action_move_entry(self, step: int) -> None:
        index = self.cursor
        if self.table.editing is None and 0 <= index + step < len(self.items):
            self.keep(lambda: self.session.move(self.path, index, index + step))
            self.rebuild(index + step)
            self.follow()
