"""The areas, at the left: which one is open, how much of each is changed, and where something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.tui.drawing import fitted, ink, plain, strip
from mlflow_tui.tui.widgets.cursor_list import CursorList

if TYPE_CHECKING:
    from mlflow_tui.tui.summary import Marks, Summary

REVIEW = None
"""Stands for the review among the areas: the settings that differ, over all of them."""

FIRST = Area.TRACKING_SERVER
"""The area that is open at the start."""
_ENTRIES: tuple[Area | None, ...] = (*Area, REVIEW)


class AreaList(CursorList):
    """The list of areas; moving in it opens the area at once."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "plain",
        "area--open",
        "area--focused",
        "area--changed",
        "area--error",
        "area--warning",
        "area--review",
    }
    DEFAULT_CSS = """
    AreaList {
        width: 26; height: 1fr; scrollbar-size: 0 0; overflow-x: hidden;
        background: $surface; color: $foreground;
        & > .area--open { background: $boost; text-style: bold; }
        & > .area--focused { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
        & > .area--changed { color: $accent; }
        & > .area--error { color: $text-error; text-style: bold; }
        & > .area--warning { color: $text-warning; }
        & > .area--review { color: $accent; }
    }
    """

    class Opened(Message):
        """Another area was chosen; None is the review."""

        def __init__(self, area: Area | None) -> None:
            super().__init__()
            self.area = area

    def __init__(self) -> None:
        super().__init__()
        self._marks: tuple[tuple[int, int, int], ...] = ()
        stops = [range(number, number + 1) for number in range(len(_ENTRIES))]
        self.lay_out(len(stops), stops, _ENTRIES.index(FIRST))

    def show(self, summary: Summary) -> None:
        """Draws the marks anew where they have changed."""
        marks = tuple(_counts(summary.marks[area]) for area in _ENTRIES)
        before, self._marks = self._marks, marks
        if not before:
            self.draw_all()
        self.draw_lines(number for number, (old, new) in enumerate(zip(before, marks, strict=False)) if old != new)

    @property
    def area(self) -> Area | None:
        """The area that is open."""
        return _ENTRIES[self.cursor]

    def open(self, area: Area | None) -> None:
        """Moves to an area and says so."""
        self.go(_ENTRIES.index(area))

    def moved(self) -> None:
        self.post_message(self.Opened(self.area))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(-1)

    # Below: how it is drawn.

    def drawn(self, number: int) -> Strip:
        width = self.size.width
        if number >= len(_ENTRIES):
            return Strip.blank(width, plain(self))
        area = _ENTRIES[number]
        base, quiet = self._base(area), area is not self.area or not self.has_focus
        marks = self._marks[number] if self._marks else (0, 0, 0)
        parts = list(self._marks_of(marks, base, quiet))
        taken = sum(len(text) for text, _ in parts)
        pointer = "▸" if area is self.area else " "
        title = "Review and apply" if area is REVIEW else area.title
        indent = "  " if area is not REVIEW and area.parent is not None else ""
        name = f"{pointer} {indent}{title}"
        if len(name) + taken > width and len(parts) > 1:
            # The title stays whole: what is wrong tells more than how many settings differ.
            parts, taken = parts[:1], taken - len(parts[1][0])
        name = fitted(name, width - taken)
        return strip([(name, base), *parts], width, base)

    def _base(self, area: Area | None) -> Style:
        if area is self.area:
            return self.get_component_rich_style("area--focused" if self.has_focus else "area--open")
        if area is REVIEW:
            return plain(self) + ink(self, "area--review")
        return plain(self)

    def _marks_of(self, marks: tuple[int, int, int], base: Style, quiet: bool) -> list[tuple[str, Style]]:
        """Two columns: what is wrong (`!2` errors, `?1` warnings), and how many settings differ."""
        changed, errors, warnings = marks
        if errors:
            wrong, name = f"!{errors} ", "area--error"
        else:
            wrong, name = (f"?{warnings} " if warnings else ""), "area--warning"
        mine = base + ink(self, name) if quiet else base
        theirs = base + ink(self, "area--changed") if quiet else base
        return [(wrong, mine), (f"{changed or '':>2} ", theirs)]


def _counts(marks: Marks) -> tuple[int, int, int]:
    return marks.changed, marks.errors, marks.warnings
