"""The row of tabs above the preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from mlflow_tui.tui.drawing import ink


class TabBar(Widget):
    """One line of tabs; the chosen one stands out by its line below the name, not by colour alone."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tab--name",
        "tab--chosen",
        "tab--count-error",
        "tab--count-warning",
        "tab--rule",
    }
    DEFAULT_CSS = """
    TabBar {
        height: 2;
        background: $background;
        & > .tab--name { color: $text-muted; }
        & > .tab--chosen { color: $foreground; text-style: bold; }
        & > .tab--rule { color: $foreground 20%; }
        & > .tab--count-error { color: $text-error; text-style: bold; }
        & > .tab--count-warning { color: $text-warning; text-style: bold; }
    }
    """

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)
        self._chosen = self._names[0]
        self._notes: Mapping[str, tuple[str, str]] = {}

    def show(self, chosen: str, notes: Mapping[str, tuple[str, str]]) -> None:
        """`notes`: what stands beside a name, with its severity: `{"Problems": ("2", "error")}`."""
        if (chosen, notes) != (self._chosen, self._notes):
            self._chosen, self._notes = chosen, notes
            self.refresh()

    def _places(self) -> list[tuple[str, int, int]]:
        """Each tab with the columns that it begins and ends at; closer together where there is little room."""
        texts = {
            name: len(name) + (len(self._notes[name][0]) + 1 if name in self._notes else 0) for name in self._names
        }
        gap = 3 if sum(texts.values()) + 3 * len(texts) + 1 <= self.size.width else 1
        places, at = [], 1
        for name, width in texts.items():
            places.append((name, at, at + width))
            at += width + gap
        return places

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        segments: list[Segment] = []
        at = 0
        for name, start, end in self._places():
            chosen = name == self._chosen
            if y == 0:
                segments.append(Segment(" " * (start - at), base))
                segments += self._title(name, chosen, base)
            else:
                rule = ink(self, "tab--rule")
                chosen_style = ink(self, "tab--chosen")
                segments.append(Segment("─" * (start - at), base + rule))
                segments.append(
                    Segment(("━" if chosen else "─") * (end - start), base + (chosen_style if chosen else rule))
                )
            at = end
        strip = Strip(segments)
        if y == 0:
            return strip.adjust_cell_length(width, base)
        rest = Segment("─" * max(width - at, 0), base + ink(self, "tab--rule"))
        return Strip([*strip, rest]).adjust_cell_length(width, base)

    def _title(self, name: str, chosen: bool, base: Style) -> list[Segment]:
        style = ink(self, "tab--chosen" if chosen else "tab--name")
        title = [Segment(name, base + style)]
        if name in self._notes:
            text, severity = self._notes[name]
            count = ink(self, f"tab--count-{severity}")
            title.append(Segment(f" {text}", base + count))
        return title

    def on_click(self, event: Click) -> None:
        for name, start, end in self._places():
            if start - 1 <= event.x <= end:
                event.stop()
                self.post_message(self.Chosen(name))
