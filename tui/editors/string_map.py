"""The editor of a table of keys and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.document import Document, EditRefused
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path
from mlflow_tui.renderers.masking import MASK
from mlflow_tui.tui.bindings import Hint
from mlflow_tui.tui.editors.entry_editor import EntryEditor, first
from mlflow_tui.tui.editors.entry_table import Cell, Row
from mlflow_tui.tui.settings.text import compact


class StringMapEditor(EntryEditor):
    """Keys and values become exactly those strings in the file."""

    BINDINGS = [first("edit.rename", "rename")]  # noqa: RUF012

    least_label = 24

    _adding = False
    _new_key = ""

    @property
    def items(self) -> dict[str, Any]:
        """The entries as they hold now, the draft left aside."""
        value = self.kept_value
        return value if isinstance(value, dict) else {}

    def entries(self) -> Sequence[Row]:
        rows = [self._row(key, value) for key, value in self.items.items()]
        return [*rows, Row(self._new_key, "")] if self._adding else rows

    def _row(self, key: str, value: object) -> Row:
        layer = self.session.view.evaluation.source((*self.path, key)).layer
        tag = "" if layer is None or layer.name == self.session.name else f"from {layer.name.rpartition('/')[2]}"
        if self.is_secret((*self.path, key)):
            return Row(key, MASK, tag, "secret", "key")
        if isinstance(value, str):
            return Row(key, value or "empty", tag, "value" if value else "muted", "key")
        return Row(key, compact(value), "not text", "error", "key")

    def entry_path(self, row: int) -> Path:
        keys = list(self.items)
        return (*self.path, keys[row]) if row < len(keys) else self.path

    def own_hints(self) -> Iterator[Hint]:
        yield "edit.add", "add"
        if self.items:
            yield "edit.rename", "rename"
            yield "edit.remove", "remove"

    def open_row(self, row: int) -> None:
        key, value = list(self.items.items())[row]
        text = value if isinstance(value, str) else compact(value)
        self.table.edit(row, Cell.VALUE, text, masked=self.is_secret((*self.path, key)))

    def action_add(self) -> None:
        if self.table.editing is None:
            self._adding, self._new_key = True, ""
            self.rebuild(len(self.items))
            self.table.edit(len(self.items), Cell.LABEL, "", placeholder="key")
            self.remark()

    def action_rename(self) -> None:
        if self.table.editing is None and self.items:
            self.table.edit(self.cursor, Cell.LABEL, list(self.items)[self.cursor])
            self.remark()

    def typed(self, row: int, cell: Cell, text: str) -> None:
        if cell is Cell.VALUE:
            self.draft(text, (*self.path, self._new_key) if self._adding else self.entry_path(row))
        elif self._adding and text and text not in self.items:
            self.draft("", (*self.path, text))

    def kept(self, row: int, cell: Cell, text: str, move: int) -> None:
        if cell is Cell.LABEL:
            self._kept_key(row, text)
            return
        self.keep(lambda: self.edit(row, cell, text))
        self.done(row + move)

    def typed_now(self) -> tuple[int, Cell, str] | None:
        """A new key is typed, though the text beside it be empty yet."""
        editor = self.table.editing if self.has_begun else None
        if editor is not None and self._new_key:
            return (len(self.items), Cell.VALUE, editor.value)
        return super().typed_now()

    def typed_path(self, row: int, cell: Cell, text: str) -> Path:
        if cell is Cell.LABEL:
            return (*self.path, text)
        return (*self.path, self._new_key) if self._adding else self.entry_path(row)

    def edit(self, row: int, cell: Cell, text: str) -> object:
        if cell is Cell.VALUE:
            return self.session.set(self.typed_path(row, cell, text), text)
        old = None if self._adding else list(self.items)[row]
        if not text or text == old:
            return None
        if text in self.items:
            raise EditRefused("key-exists", _twice(text))
        if old is None:
            return self.session.set((*self.path, text), "")
        return self._rename(old, text)

    def _kept_key(self, row: int, key: str) -> None:
        old = None if self._adding else list(self.items)[row]
        if not key or key == old:
            self.drop_draft()
            self.done(row)
        elif key in self.items:
            self.refuse(_twice(key))
        elif old is None:
            self._new_key = key
            self.table.show(self.entries(), row)
            self.table.edit(row, Cell.VALUE, "", placeholder="value")
            self.remark()
        else:
            self.keep(lambda: self.edit(row, Cell.LABEL, key))
            self.done(row)

    def _rename(self, old: str, new: str) -> object:
        """In its place in the file; an entry of a lower layer is taken away here, and comes under its new name."""
        path = (*self.path, old)
        if self.session.is_given(path) and self.session.below(path) is None:
            return self.session.rename(path, new)
        document = Document(self.session.document.text, key_order=key_order)
        document.set((*self.path, new), look_up(self.session.view.evaluation.data, path))
        document.set(path, None)
        return self.session.replace_text(document.text)

    def action_remove(self) -> None:
        if self.table.editing is not None or not self.items:
            return
        path = self.entry_path(self.cursor)
        if self.session.below(path) is not None:
            # null is how a file takes an entry of a lower layer away.
            self.keep(lambda: self.session.set(path, None))
        else:
            self.keep(lambda: self.session.reset(path))
        self.rebuild()
        self.follow()

    def done(self, cursor: int | None = None) -> None:
        self._adding, self._new_key = False, ""
        super().done(cursor)


def _twice(key: str) -> str:
    return f"There is an entry with the key {key} already."
