"""Rows of a label and a value, drawn a line at a time, with one line of text at a time edited in its place."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input

from mlflow_tui.config_model.setting import Setting
from mlflow_tui.tui.bindings import bound
from mlflow_tui.tui.drawing import cut, fitted, ink, printable, strip, width_of
from mlflow_tui.tui.settings.inline import InlineEditor
from mlflow_tui.tui.widgets.cursor_list import CursorList

_POINTER = 3
"""Cells before the labels."""


class Cell(enum.Enum):
    """The parts of a row that can be edited."""

    LABEL = "label"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. `value_style` names how the value looks: value, muted, secret, error or link."""

    label: str
    value: str = ""
    tag: str = ""
    value_style: str = "value"
    label_style: str = "label"


class EntryRows(CursorList):
    """The rows and the cursor on one of them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"entry--{name}" for name in ("label", "key", "value", "muted", "secret", "error", "link", "tag", "heading")),
        "entry--cursor",
        "entry--empty",
    }
    DEFAULT_CSS = """
    EntryRows {
        background: $surface; color: $foreground;
        scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow-x: hidden;
        & > .entry--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
        & > .entry--label { color: $text-muted; }
        & > .entry--key { color: $text-primary; }
        & > .entry--value { color: $foreground; }
        & > .entry--muted { color: $text-muted; }
        & > .entry--secret { color: $text-muted; }
        & > .entry--error { color: $text-error; }
        & > .entry--link { color: $text-accent; }
        & > .entry--tag { color: $text-muted; }
        & > .entry--heading { color: $text-muted; text-style: bold; }
        & > .entry--empty { color: $text-muted; text-style: italic; }
    }
    """
    # With priority the app takes them in their turn: what one opens or closes is there for the next.
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("move.up", "move(-1)", priority=True),
        bound("move.down", "move(1)", priority=True),
        bound("move.page-up", "move(-10)", priority=True),
        bound("move.page-down", "move(10)", priority=True),
        bound("move.first", "move(-1000000)", priority=True),
        bound("move.last", "move(1000000)", priority=True),
        bound("edit.open", "open", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()
        self.empty = ""
        self.label_width = 0
        self.least_label = 1

    def show(self, rows: Sequence[Row], cursor: int | None = None) -> None:
        self.rows = rows
        stops = [range(number, number + 1) for number in range(len(rows))]
        self.lay_out(len(rows), stops, self.cursor if cursor is None else cursor)
        self.measure()
        self.draw_all()

    def measure(self) -> None:
        widest = max((width_of(row.label) for row in self.rows), default=0)
        self.label_width = min(max(widest, self.least_label), max(int(self.size.width * 0.42), 8))
        super().measure()
        self.keep_in_view()

    @property
    def _table(self) -> EntryTable:
        table = self.parent
        assert isinstance(table, EntryTable)
        return table

    def action_move(self, lines: int) -> None:
        self.move(lines)

    def moved(self) -> None:
        self._table.moved()

    def action_open(self) -> None:
        if self.rows:
            self._table.opened()

    def may_go(self) -> bool:
        return self._table.keep_open()

    def clicked(self, line: int, event: events.Click, *, again: bool) -> None:
        if again or event.chain > 1:
            self.action_open()

    def drawn(self, number: int) -> Strip:
        width = self.size.width
        if not self.rows:
            text = self.empty if number == 0 else ""
            return strip([(f"   {text}", self.get_component_rich_style("entry--empty"))], width, self.rich_style)
        if number >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        return self._row(self.rows[number], number == self.cursor, width)

    def _row(self, row: Row, here: bool, width: int) -> Strip:
        base = self.get_component_rich_style("entry--cursor") if here and self.has_focus else self.rich_style

        def part(name: str) -> Style:
            return base if here and self.has_focus else base + ink(self, f"entry--{name}")

        tag = cut(row.tag, max(width // 3, 8))
        label_width = self.label_width if row.value or row.label_style != "heading" else width - _POINTER - 1
        room = width - _POINTER - label_width - 3 - (width_of(tag) + 1 if tag else 0)
        segments = [
            (f" {'▸' if here else ' '} ", base),
            (fitted(printable(row.label), label_width), part(row.label_style)),
            ("  ", base),
            (fitted(printable(row.value), max(room, 0)), part(row.value_style)),
        ]
        return strip([*segments, (f" {tag}" if tag else "", part("tag"))], width, base)


class Listener(Protocol):
    """Who is told what happens in a table, at once: the next key may be on its way."""

    def row_opened(self, row: int) -> None:
        """A row is to be edited."""

    def cursor_moved(self) -> None:
        """The cursor is on another row."""

    def typed(self, row: int, cell: Cell, text: str) -> None:
        """The text of the open editor has changed."""

    def kept(self, row: int, cell: Cell, text: str, move: int) -> None:
        """The text is to be kept; the row `move` further is wanted next."""

    def dropped(self) -> None:
        """The open editor was left without keeping its text."""


class EntryTable(Widget):
    """Rows, and the editor over a cell of one. What is done with a text is up to the listener.

    There is one editor for all cells: it moves, so that nothing that is typed falls between two.
    """

    DEFAULT_CSS = """
    EntryTable {
        height: 1fr; layers: default editor; background: $surface;
        & > EntryRows { height: 1fr; }
        & > InlineEditor { display: none; }
        & > InlineEditor.-open { display: block; }
    }
    """

    def __init__(self, setting: Setting, listener: Listener, empty: str = "", *, least_label: int = 1) -> None:
        super().__init__()
        self._listener = listener
        self.rows = EntryRows()
        self.rows.least_label = least_label
        self.rows.empty = empty
        self._editor = InlineEditor(setting, "", self._finish, masked=False)
        self._open: tuple[int, Cell] | None = None
        self._began = ""

    def compose(self) -> ComposeResult:
        yield self.rows
        yield self._editor

    @property
    def cursor(self) -> int:
        """The row that the cursor is on; 0 also where there is none."""
        return self.rows.cursor

    @property
    def editing(self) -> InlineEditor | None:
        """The open editor."""
        return self._editor if self._open else None

    @property
    def typed(self) -> tuple[int, Cell, str] | None:
        """The row and the cell of the open editor, and its text, if that was changed."""
        if self._open is None or self._editor.value == self._began:
            return None
        return (*self._open, self._editor.value)

    def keep_open(self) -> bool:
        """Keeps what an open editor holds, as enter does; whether none is open then."""
        self._finish("enter")
        return self._open is None

    def show(self, rows: Sequence[Row], cursor: int | None = None) -> None:
        """Shows the rows; the cursor stays in its place unless another is given."""
        self.rows.show(rows, cursor)
        self._place()

    def edit(
        self,
        row: int,
        cell: Cell,
        text: str,
        *,
        masked: bool = False,
        placeholder: str = "",
        proposals: Sequence[str] = (),
    ) -> None:
        """Opens the editor over a cell, with all of `text` selected."""
        self.rows.show(self.rows.rows, row)
        editor, self._open = self._editor, (row, cell)
        editor.password, editor.placeholder = masked, placeholder
        editor.suggester = SuggestFromList(proposals) if proposals else None
        editor.begin(text)
        self._began = text
        editor.add_class("-open")
        self._place()
        self.screen.set_focus(editor)
        editor.select_all()

    def close(self) -> None:
        """Takes the editor away, if it is open."""
        if self._open is not None:
            self._open = None
            self.screen.set_focus(self.rows)
            self._editor.remove_class("-open")

    def on_resize(self, event: events.Resize) -> None:
        self._place()

    def _place(self) -> None:
        if self._open is None:
            return
        row, cell = self._open
        width = self.size.width
        value_at = _POINTER + self.rows.label_width + 2
        x, wide = (value_at, width - value_at - 1) if cell is Cell.VALUE else (_POINTER, self.rows.label_width + 1)
        self._editor.styles.offset = (x, row - self.rows.scroll_offset.y)
        self._editor.styles.width = max(wide, 4)

    def _finish(self, key: str) -> None:
        if self._open is None:
            return
        if key == "escape":
            self._listener.dropped()
        else:
            row, cell = self._open
            self._listener.kept(row, cell, self._editor.value, {"up": -1, "down": 1}.get(key, 0))

    def on_input_changed(self, message: Input.Changed) -> None:
        message.stop()
        # What was typed in a cell may be told of when the editor is over the next one already.
        if self._open is not None and message.value == self._editor.value:
            self._listener.typed(*self._open, message.value)

    def moved(self) -> None:
        self._listener.cursor_moved()

    def opened(self) -> None:
        self._listener.row_opened(self.cursor)
