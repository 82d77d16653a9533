"""The editor of a list of strings: a row each."""

from __future__ import annotations

from collections.abc import Sequence

from mlflow_tui.renderers.masking import MASK
from mlflow_tui.tui.editors.entry_editor import ListEditor
from mlflow_tui.tui.editors.entry_table import Cell, Row
from mlflow_tui.tui.settings.text import compact


class StringListEditor(ListEditor):
    """Each text becomes exactly that string in the file."""

    _adding: int | None = None

    def entries(self) -> Sequence[Row]:
        rows = [self._row(index, item) for index, item in enumerate(self.items)]
        if self._adding is not None:
            rows.insert(self._adding, Row("new", "", value_style="muted"))
            return [Row(row.label if row.label == "new" else str(n), row.value, row.tag, row.value_style)
                    for n, row in enumerate(rows, 1)]  # fmt: skip
        return rows

    def _row(self, index: int, item: object) -> Row:
        if not isinstance(item, str):
            return Row(str(index + 1), compact(item), "not text", "error")
        if self.is_secret((*self.path, index)):
            return Row(str(index + 1), MASK, value_style="secret")
        return Row(str(index + 1), item or "empty", value_style="value" if item else "muted")

    def open_row(self, row: int) -> None:
        item = self.items[row]
        text = item if isinstance(item, str) else compact(item)
        self.table.edit(row, Cell.VALUE, text, masked=self.is_secret((*self.path, row)))

    def action_add(self) -> None:
        if self.table.editing is not None:
            return
        self._adding = self.cursor + 1 if self.items else 0
        self.rebuild(self._adding)
        self.table.edit(self._adding, Cell.VALUE, "")
        self.remark()

    def typed(self, row: int, cell: Cell, text: str) -> None:
        if self._adding is not None:
            self.draft_insert(row, text)
        elif row < len(self.items):
            self.draft(text, (*self.path, row))

    def kept(self, row: int, cell: Cell, text: str, move: int) -> None:
        if text or self._adding is None:
            self.keep(lambda: self.edit(row, cell, text))
        else:
            self.drop_draft()
        self.done(row + move)

    def edit(self, row: int, cell: Cell, text: str) -> object:
        if self._adding is not None:
            return self.insert(row, text)
        return self.session.set((*self.path, row), text)

    def done(self, cursor: int | None = None) -> None:
        self._adding = None
        super().done(cursor)
