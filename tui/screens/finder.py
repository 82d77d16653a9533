"""A list to look through by typing: the search, the palette and the help are made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from mlflow_tui.tui.bindings import hint_line
from mlflow_tui.tui.widgets.pick_list import Item, PickList
from mlflow_tui.tui.widgets.relay import AnswerInput

_KEYS = {"enter": 0, "escape": 0, "up": -1, "shift+tab": -1, "down": 1, "tab": 1, "pageup": -10, "pagedown": 10}
"""The keys that are not typed, and how many entries they move."""
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

    def __init__(self, title: str, find: Find, *, placeholder: str = "", title_width: int = 0) -> None:
        super().__init__()
        self._title = title
        self._find = find
        self._placeholder = placeholder
        self._title_width = title_width
        self._shown = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="finder") as box:
            box.border_title = self._title
            box.border_subtitle = hint_line(self, ("field.keep", "go"), ("field.drop", "back"))
            field = AnswerInput("", self._finish, frozenset(_KEYS))
            field.placeholder = self._placeholder
            yield field
            yield PickList(self._find(""), title_width=self._title_width)

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Input))

    def on_input_changed(self, message: Input.Changed) -> None:
        message.stop()
        self._look_for(message.value)

    def _look_for(self, wanted: str) -> None:
        if wanted != self._shown:
            self._shown = wanted
            nothing = Item("", "Nothing has that in it. Type less, or another word.", heading=True)
            self.query_one(PickList).show(self._find(wanted) or [nothing])

    def _finish(self, key: str) -> None:
        """Enter goes to the entry, esc back; the other keys move."""
        picks = self.query_one(PickList)
        self._look_for(self.query_one(Input).value)
        if key == "escape":
            self.dismiss(None)
        elif key == "enter":
            if picks.item is not None:
                self.dismiss(picks.item.id)
        else:
            picks.action_move(_KEYS[key])

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        message.stop()
        if self.is_current:
            self.dismiss(message.item.id)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)
