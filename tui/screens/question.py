"""A question with answers to pick from; esc is the answer that changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflow_tui.tui.bindings import bound
from mlflow_tui.tui.widgets.pick_list import Item, PickList


class Question(ModalScreen[str | None]):
    """Gives the id of the answer, or None for esc. The cursor starts on `at`, which is to be the harmless answer."""

    DEFAULT_CSS = """
    Question {
        align: center middle; background: $background 60%;
        & > #question {
            width: 76; max-width: 96%; height: auto; max-height: 90%;
            background: $surface; border: round $accent; padding: 1 1;
            border-title-color: $accent; border-title-style: bold;
            & > .question--text { padding: 0 2 1 2; height: auto; }
            & > VerticalScroll {
                height: auto; max-height: 40vh; padding: 0 2; margin: 0 0 1 0; scrollbar-size-vertical: 1;
                background: $background;
            }
        }
        & > #question.-wide { width: 110; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bound("program.back", "dismiss(None)")]

    def __init__(self, title: str, text: str, answers: Sequence[Item], *, at: str = "", body: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._answers = answers
        self._at = at
        self._body = body

    def compose(self) -> ComposeResult:
        with Vertical(id="question", classes="-wide" if self._body else "") as box:
            box.border_title = self._title
            if self._text:
                yield Static(self._text, classes="question--text", markup=False)
            if self._body:
                with VerticalScroll(can_focus=False):
                    yield Static(self._body, markup=False)
            yield PickList(self._answers, at=self._at)

    def on_mount(self) -> None:
        self.set_focus(self.query_one(PickList))

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        message.stop()
        if self.is_current:
            self.dismiss(message.item.id)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)
