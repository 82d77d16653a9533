"""The foot of a sheet: what is wrong, or what can be known of the place at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from mlflow_tui.tui.drawing import cut, ink, strip, wrapped


class Messages(Widget):
    """The lines at the foot of a sheet: what is wrong, or what can be known of the place at hand; and the keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "message--error",
        "message--warning",
        "message--help",
        "message--rule",
    }
    DEFAULT_CSS = """
    Messages {
        height: 5; background: $surface;
        & > .message--error { color: $text-error; }
        & > .message--warning { color: $text-warning; }
        & > .message--help { color: $text-muted; }
        & > .message--rule { color: $foreground 20%; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[tuple[str, str]] = ()

    def show(self, lines: Sequence[tuple[str, str]]) -> None:
        """`lines`: texts with the name of their look: error, warning or help."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size.width, self.size.height
        if y == 0:
            return strip([("─" * width, self.rich_style + ink(self, "message--rule"))], width, self.rich_style)
        rows = [(row, look) for text, look in self._lines for row in wrapped(text, max(width - 2, 10))]
        if len(rows) > height - 1:
            last, look = rows[height - 2]
            rows = [*rows[: height - 2], (f"{cut(last, width - 4)} …", look)]
        if y - 1 >= len(rows):
            return Strip.blank(width, self.rich_style)
        text, look = rows[y - 1]
        return strip([(f" {text}", self.rich_style + ink(self, f"message--{look}"))], width, self.rich_style)
