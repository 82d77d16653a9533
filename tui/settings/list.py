"""The settings of an area, a row each, drawn a line at a time: nothing is mounted for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.tui.drawing import cut, fitted, ink, plain, strip, width_of
from mlflow_tui.tui.session import Session
from mlflow_tui.tui.settings.rows import Row, RowKind, rows
from mlflow_tui.tui.settings.text import Shown, shown
from mlflow_tui.tui.summary import Summary
from mlflow_tui.tui.widgets.cursor_list import CursorList

_GUTTER = 4
"""Cells before the titles: pointer, problem mark, changed mark, space."""
_LAYER_WIDTH = 12
_VALUE_WIDTH = 18
"""Cells that values have at least, before titles get theirs."""
Parts = list[tuple[str, Style]]


class SettingList(CursorList):
    """A virtual list with a cursor, which rests on settings only."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "plain",
        "setting--cursor",
        "setting--resting",
        "setting--heading",
        "setting--default",
        "setting--changed",
        "setting--off",
        "setting--error",
        "setting--warning",
        "setting--layer",
        "setting--hint",
    }
    DEFAULT_CSS = """
    SettingList {
        height: 1fr;
        background: $background; color: $foreground;
        scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow-x: hidden;
        & > .setting--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & > .setting--resting { background: $boost; }
        & > .setting--heading { color: $text-muted; text-style: bold; }
        & > .setting--default { color: $text-muted; }
        & > .setting--changed { color: $accent; }
        & > .setting--off { color: $text-disabled; text-style: italic; }
        & > .setting--error { color: $text-error; }
        & > .setting--warning { color: $text-warning; }
        & > .setting--layer { color: $text-disabled; }
        & > .setting--hint { color: $text-muted; }
    }
    """

    class Focused(Message):
        """The cursor came to rest on another setting; None where the list has none."""

        def __init__(self, setting: Setting | None) -> None:
            super().__init__()
            self.setting = setting

    class Activated(Message):
        """A setting was clicked while the cursor was on it: it is to be edited."""

        def __init__(self, setting: Setting) -> None:
            super().__init__()
            self.setting = setting

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.area: Area | None = None
        self.rows: list[Row] = []
        self._settings: list[Setting] = []
        self._summary: Summary | None = None
        self._last: dict[Area | None, Path] = {}

    @property
    def setting(self) -> Setting | None:
        """The setting under the cursor."""
        return self._settings[self.cursor] if self._settings else None

    def show(self, summary: Summary, area: Area | None, note: tuple[Setting, str] | None = None) -> None:
        """The rows of `area`; `note` is a message under the row of an open editor, in the place of its problems."""
        self.area, self._summary = area, summary
        data = self.session.shown.evaluation.data
        found = rows(area, summary, data, self.session.unsaved() if area is None else ())
        if note is not None:
            setting, text = note
            found = [one for one in found if one.kind is RowKind.SETTING or one.setting is not setting]
            at = next((number for number, one in enumerate(found) if one.setting is setting), None)
            if at is not None:
                found.insert(at + 1, Row(RowKind.ERROR, text, setting, found[at].indent))
        before, self.rows = self.setting, found
        self._settings = [one.setting for one in found if one.kind is RowKind.SETTING and one.setting is not None]
        paths = [one.path for one in self._settings]
        wanted = before.path if before is not None and before in self._settings else self._last.get(area)
        self.lay_out(len(found), list(self._stops_of(found)), paths.index(wanted) if wanted in paths else 0)
        if self.setting is not before:
            self.moved()
        self.measure()
        self.redraw()

    def _stops_of(self, found: list[Row]) -> Iterator[range]:
        """For each setting its row, the heading above it and the message below it."""
        for number, row in enumerate(found):
            if row.kind is RowKind.SETTING and row.setting is not None:
                first = number - 1 if number and found[number - 1].kind is RowKind.HEADING else number
                more = number + 1 < len(found) and found[number + 1].setting is row.setting
                yield range(first, number + 1 + more)

    def focus_setting(self, setting: Setting) -> None:
        """Puts the cursor on a setting of this list."""
        if setting in self._settings:
            self.go(self._settings.index(setting))
            self.draw_all()

    def moved(self) -> None:
        if self.setting is not None:
            self._last[self.area] = self.setting.path
        self.post_message(self.Focused(self.setting))

    @property
    def value_column(self) -> int:
        """The cell at which values begin."""
        titles = (
            width_of(one.setting.title) + 2 * one.indent
            for one in self.rows
            if one.kind is RowKind.SETTING and one.setting
        )
        return _GUTTER + max(12, min(max(titles, default=0), 34, self.size.width - _GUTTER - 2 - _VALUE_WIDTH)) + 2

    def row_of(self, setting: Setting) -> int | None:
        """The number of the row that shows the setting."""
        for number, one in enumerate(self.rows):
            if one.kind is RowKind.SETTING and one.setting is setting:
                return number
        return None

    @property
    def page_size(self) -> int:
        return max(self.size.height - 2, 1)

    def stop_of(self, number: int) -> int | None:
        setting = self.rows[number].setting if number < len(self.rows) else None
        return self._settings.index(setting) if setting is not None and setting in self._settings else None

    def clicked(self, line: int, event: events.Click, *, again: bool) -> None:
        on_setting = self.rows[line].kind is RowKind.SETTING
        if again and on_setting and (event.chain == 2 or event.x >= self.value_column):
            self.post_message(self.Activated(self._settings[self.cursor]))

    # Below: how it is drawn.

    def drawn(self, number: int) -> Strip:
        width = self.size.width
        if number >= len(self.rows):
            return Strip.blank(width, plain(self))
        row = self.rows[number]
        match row.kind:
            case RowKind.SETTING if row.setting is not None:
                return self._setting(row, row.setting, width)
            case RowKind.HEADING:
                text = cut(f"{' ' * _GUTTER}{row.text}", width)
                return strip([(text, self._style("setting--heading"))], width, plain(self))
            case RowKind.NOTE:
                return strip([(f"{' ' * _GUTTER}{row.text}", self._style("setting--default"))], width, plain(self))
            case RowKind.OFF:
                lead = " " * (_GUTTER + 2 * row.indent)
                return strip([(f"{lead}└ {row.text}", self._style("setting--off"))], width, plain(self))
            case _:
                error = row.kind is RowKind.ERROR
                style = self._style("setting--error" if error else "setting--warning")
                lead = " " * (_GUTTER + 2 * row.indent) if row.setting is not None else " "
                return strip([(f"{lead}└ {'!' if error else '?'} {row.text}", style)], width, plain(self))

    def _style(self, name: str) -> Style:
        return plain(self) + ink(self, name)

    def _setting(self, row: Row, setting: Setting, width: int) -> Strip:
        view = self.session.shown.evaluation
        at_cursor = setting is self.setting
        on_cursor = at_cursor and self.has_focus
        base = plain(self)
        if at_cursor:
            base = self.get_component_rich_style("setting--cursor" if on_cursor else "setting--resting")
        why_not = setting.why_not(view.data)
        changed = self._summary is not None and setting.key in self._summary.changed
        value = shown(setting, view.value(setting.path), self.session.revealed)

        def style(name: str) -> Style:
            """Under the cursor all is in the colours of the cursor."""
            return base if on_cursor else base + ink(self, name)

        bar = base + ink(self, "setting--changed")
        parts: Parts = [("▌" if at_cursor else " ", bar), *self._marks(setting, changed, style)]
        column = self.value_column
        named = f" {'  ' * row.indent}{setting.title}"
        title = f"{fitted(named, column - _GUTTER)} "
        parts.append((title, style("setting--off") if why_not else base))
        layer = self._layer(setting)
        room = width - column - (len(layer) + 2 if layer else 1)
        if why_not:
            parts.append((fitted(f"{value.text} {value.hint}", room), style("setting--off")))
        else:
            parts += self._value(value, changed, room, style, base)
        parts.append((f" {layer} " if layer else " ", style("setting--layer")))
        return strip(parts, width, base)

    def _marks(self, setting: Setting, changed: bool, style: Callable[[str], Style]) -> Parts:
        problems = self._summary.problems.get(setting.key, ()) if self._summary else ()
        error = bool(problems) and problems[0].is_error
        problem = ("!" if error else "?") if problems else " "
        return [
            (problem, style("setting--error" if error else "setting--warning")),
            ("●" if changed else " ", style("setting--changed")),
        ]

    def _value(self, value: Shown, changed: bool, room: int, style: Callable[[str], Style], base: Style) -> Parts:
        hint = f" {value.hint}" if value.hint else ""
        text = cut(value.text, room - len(hint))
        return [
            (text, base if changed else style("setting--default")),
            (fitted(hint, room - width_of(text)), style("setting--hint")),
        ]

    def _layer(self, setting: Setting) -> str:
        """The layer that gives the value, by its last part; empty for the default and where there is one file alone."""
        source = self.session.shown.evaluation.source(setting.path).layer
        if source is None:
            return ""
        if source.name == self.session.name:
            return "this file" if self.session.lower else ""
        name = source.name if source.name.startswith("--") else source.name.rpartition("/")[2]
        return cut(name.partition(" ")[0], _LAYER_WIDTH)
