"""A choice of one out of several, over an editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from mlflow_tui.tui.bindings import bound
from mlflow_tui.tui.widgets.pick_list import Item, PickList


class Pick(ModalScreen[str | None]):
    """Gives the id of the chosen item, or None for esc."""

    DEFAULT_CSS = """
    Pick {
        align: center middle; background: $background 30%;
        & > #pick {
            width: 52; max-width: 90%; height: auto; max-height: 80%;
            background: $surface; border: round $accent; border-title-color: $accent; border-title-style: bold;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bound("program.back", "dismiss(None)")]

    def __init__(self, title: str, items: Sequence[Item], at: str) -> None:
        super().__init__()
        self._title = title
        self._items = items
        self._at = at

    def compose(self) -> ComposeResult:
        with Vertical(id="pick") as box:
            box.border_title = self._title
            yield PickList(self._items, at=self._at)

    def on_mount(self) -> None:
        self.query_one(PickList).focus()

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        message.stop()
        self.dismiss(message.item.id)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)
