"""The choice of colours; moving through the list shows each."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from mlflow_tui.tui.bindings import bound
from mlflow_tui.tui.themes import CHOICES
from mlflow_tui.tui.widgets.pick_list import Item, PickList


class ThemeChoice(ModalScreen[str | None]):
    """Gives the theme that was picked, or None for esc, which brings the old one back."""

    DEFAULT_CSS = """
    ThemeChoice {
        align: center middle; background: $background 20%;
        & > #themes {
            width: 60; max-width: 90%; height: auto;
            background: $surface; border: round $accent; border-title-color: $accent; border-title-style: bold;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bound("program.back", "drop")]

    def compose(self) -> ComposeResult:
        self._before = self.app.theme
        with Vertical(id="themes") as box:
            box.border_title = "Theme"
            yield PickList([Item(name, title) for name, title in CHOICES.items()], at=self._before)

    def on_mount(self) -> None:
        self.set_focus(self.query_one(PickList))

    def on_pick_list_moved(self, message: PickList.Moved) -> None:
        message.stop()
        self.app.theme = message.item.id

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        message.stop()
        self.app.theme = message.item.id
        if self.is_current:
            self.dismiss(message.item.id)

    def action_drop(self) -> None:
        self.app.theme = self._before
        self.dismiss(None)
