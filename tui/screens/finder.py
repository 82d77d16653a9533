"""A list to look through by typing: the search, the palette and the help are made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.widgets.pick_list import Item, PickList

Find = Callable[[str], Sequence[Item]]


class Finder(ModalScreen[str | None]):
    """Gives the id of the entry that was picked, or None for esc. `find` gives the entries for what was typed."""

    DEFAULT_CSS = """
    Finder {
        align: center top; background: $background 60%;
        & > #finder {
            width: 100; max-width: 96%; height: 80%; margin: 2 0 0 0;
            background: $surface; border: round $accent; padding: 0 0;
            border-title-color: $accent; border-title-style: bold; border-subtitle-color: $text-muted;
            & > Input {
                border: none; height: 1; padding: 0 1; margin: 0 0 1 0; background: $panel;
                &:focus { border: none; background-tint: transparent; }
            }
            & > PickList { height: 1fr; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", show=False),
        Binding("up,shift+tab", "move(-1)", "Up", show=False, priority=True),
        Binding("down,tab", "move(1)", "Down", show=False, priority=True),
        Binding("pageup", "move(-10)", "Page up", show=False, priority=True),
        Binding("pagedown", "move(10)", "Page down", show=False, priority=True),
    ]

    def __init__(self, title: str, find: Find, *, placeholder: str = "", title_width: int = 0) -> None:
        super().__init__()
        self._title = title
        self._find = find
        self._placeholder = placeholder
        self._title_width = title_width

    def compose(self) -> ComposeResult:
        with Vertical(id="finder") as box:
            box.border_title = self._title
            box.border_subtitle = "enter: go · esc: back"
            field = Input(placeholder=self._placeholder)
            field.cursor_blink = False
            yield field
            yield PickList(self._find(""), title_width=self._title_width)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        message.stop()
        self.query_one(PickList).show(self._find(message.value))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        item = self.query_one(PickList).item
        if item is not None:
            self.dismiss(item.id)

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        message.stop()
        self.dismiss(message.item.id)

    def action_move(self, lines: int) -> None:
        self.query_one(PickList).action_move(lines)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)
