"""The editor that opens in a row: one line of text, all of it selected."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import get_character_cell_size
from rich.text import Text
from textual import events
from textual.message import Message

from mlflow_tui.config_model.setting import Setting
from mlflow_tui.tui.drawing import printable, width_of
from mlflow_tui.tui.widgets.relay import AnswerInput

ENDS = frozenset({"enter", "escape", "up", "down", "tab", "shift+tab"})
"""Keys that close the editor: all but esc keep what was typed."""


class InlineEditor(AnswerInput):
    """Edits the text of one setting. Line breaks stay what they are and show as a picture."""

    DEFAULT_CSS = """
    InlineEditor {
        layer: editor;
        position: absolute;
        height: 1; padding: 0; border: none;
        background: $input-cursor-foreground; color: $foreground;
        &:focus { border: none; background-tint: transparent; background: $panel; }
    }
    """

    class Kept(Message):
        """The text is to be kept; `move` lines further is what is wanted next."""

        def __init__(self, editor: InlineEditor, move: int) -> None:
            super().__init__()
            self.editor = editor
            self.move = move

    class Dropped(Message):
        """The text is to be forgotten."""

        def __init__(self, editor: InlineEditor) -> None:
            super().__init__()
            self.editor = editor

    def __init__(
        self, setting: Setting, text: str, finish: Callable[[str], None] | None = None, *, masked: bool
    ) -> None:
        """`finish` takes the key that ends the editing; without it, `Kept` or `Dropped` is posted."""
        super().__init__(text, finish or self._tell, ENDS, password=masked)
        self.setting = setting
        self.began = text

    def _tell(self, key: str) -> None:
        if key == "escape":
            self.post_message(self.Dropped(self))
        else:
            self.post_message(self.Kept(self, {"up": -1, "down": 1}.get(key, 0)))

    def _on_paste(self, event: events.Paste) -> None:
        """Takes all that is pasted; only the line break at the very end, which a copied line brings, is left out."""
        event.stop()
        event.prevent_default()
        pasted = event.text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
        if self.selection.is_empty:
            self.insert_text_at_cursor(pasted)
        else:
            self.replace(pasted, *self.selection)

    # Drawn and measured as it shows: a line break is one cell.

    @property
    def _value(self) -> Text:
        shown = "•" * len(self.value) if self.password else printable(self.value)
        return Text(shown, no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return position if self.password else width_of(printable(self.value[:position]))

    def _cell_offset_to_index(self, offset: int) -> int:
        left = offset + self.scroll_offset.x
        for index, character in enumerate(self.value):
            left -= 1 if self.password or not character.isprintable() else get_character_cell_size(character)
            if left < 0:
                return index
        return len(self.value)
