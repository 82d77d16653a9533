"""The list of a setting's choices, over its row."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from mlflow_tui.config_model.document import EditRefused
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.tui.bindings import bound
from mlflow_tui.tui.preview.fixes import SessionHost
from mlflow_tui.tui.session import Session
from mlflow_tui.tui.widgets.pick_list import Item, PickList


class ChoiceList(ModalScreen[None]):
    """Moving shows in the previews what a choice would make; enter keeps it, esc leaves all as it was."""

    DEFAULT_CSS = """
    ChoiceList {
        align: center middle; background: $background 30%;
        & > #choices {
            width: 50; max-width: 90%; height: auto; max-height: 80%;
            background: $surface; border: round $accent; border-title-color: $accent; border-title-style: bold;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bound("program.back", "drop")]

    def __init__(self, setting: Setting, session: Session) -> None:
        super().__init__()
        self._setting = setting
        self._session = session

    def compose(self) -> ComposeResult:
        default = self._setting.default
        items = [
            Item(one, one or "(empty)", right="default" if one == default else "") for one in self._setting.choices
        ]
        with Vertical(id="choices") as box:
            box.border_title = self._setting.title
            yield PickList(items, at=str(self._session.value(self._setting)))

    def on_mount(self) -> None:
        self.set_focus(self.query_one(PickList))

    def on_pick_list_moved(self, message: PickList.Moved) -> None:
        message.stop()
        try:
            self._session.try_value(self._setting.path, message.item.id)
        except EditRefused:
            self._session.drop_draft()
        self._changed()

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        message.stop()
        if not self.is_current:
            return
        try:
            self._session.set(self._setting.path, message.item.id)
        except EditRefused as refused:
            self.notify(refused.reason, severity="error")
        self.dismiss()
        self._changed()

    def action_drop(self) -> None:
        self._session.drop_draft()
        self.dismiss()
        self._changed()

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.action_drop()

    def _changed(self) -> None:
        cast(SessionHost, self.app).session_changed()
