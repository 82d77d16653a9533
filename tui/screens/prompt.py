"""A question that is answered with a line of text."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mlflow_tui.tui.bindings import bound, hint_line
from mlflow_tui.tui.widgets.text_field import TextField


class Prompt(ModalScreen[str | None]):
    """Gives the text, or None for esc and for an empty text."""

    DEFAULT_CSS = """
    Prompt {
        align: center middle; background: $background 60%;
        & > #prompt {
            width: 76; max-width: 96%; height: auto;
            background: $surface; border: round $accent; padding: 1 2;
            border-title-color: $accent; border-title-style: bold; border-subtitle-color: $text-muted;
            & > Static { height: auto; margin: 0 0 1 0; }
            & > Input { border: none; height: 1; padding: 0 1; background: $panel; &:focus { border: none; } }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bound("program.back", "dismiss(None)")]

    def __init__(self, title: str, text: str, value: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._value = value

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt") as box:
            box.border_title = self._title
            box.border_subtitle = hint_line(self, ("field.keep", "go on"), ("program.back", "back"))
            yield Static(self._text, markup=False)
            field = TextField(self._value)
            field.cursor_blink = False
            yield field

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Input))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        value = message.value.strip()
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
            self.query_one(Static).update(f"{self._text}\nNo name has a control character in it: take that out.")
        elif self.is_current:
            self.dismiss(value or None)
