"""The areas, at the left: which one is open, how much of each is changed, and where something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from config_model.values.areas import Area
from tui.drawing import fitted, ink, plain, strip

if TYPE_CHECKING:
    from tui.summary import Marks, Summary

REVIEW = None
"""Stands for the review among the areas: the settings that differ, over all of them."""

FIRST = Area.TRACKING_SERVER
"""The area that is open at the start."""
_ENTRIES: tuple[Area | None, ...] = (*Area, REVIEW)


class AreaList(Widget, can_focus=True):
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
        width: 26; height: 1fr;
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
        self.area: Area | None = FIRST
        self._marks: tuple[tuple[int, int, int], ...] = ()

    def show(self, summary: Summary) -> None:
        """Draws the marks anew where they have changed."""
        marks = tuple(_counts(summary.marks[area]) for area in _ENTRIES)
        before, self._marks = self._marks, marks
        if not before:
            self.refresh()
        changed = [index - self._top for index, (old, new) in enumerate(zip(before, marks, strict=False)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def open(self, area: Area | None) -> None:
        """Moves to an area and says so."""
        if area is not self.area:
            self.area = area
            self.refresh()
            self.post_message(self.Opened(area))

    # Moving.

    def move(self, lines: int) -> None:
        """Up or down by a number of lines, stopping at the ends."""
        index = _ENTRIES.index(self.area) + lines
        self.open(_ENTRIES[max(0, min(index, len(_ENTRIES) - 1))])

    def page(self, pages: int) -> None:
        """Up or down by a screenful."""
        self.move(pages * max(self.size.height - 1, 1))

    def to_first(self) -> None:
        self.open(_ENTRIES[0])

    def to_last(self) -> None:
        self.open(_ENTRIES[-1])

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        index = self._top + event.y
        if 0 <= index < len(_ENTRIES):
            self.open(_ENTRIES[index])

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(-1)

    # Below: how it is drawn.

    @property
    def _top(self) -> int:
        """The first entry in view: 0 unless the pane is lower than the list is long."""
        height, at = self.size.height, _ENTRIES.index(self.area)
        return max(0, min(at - height // 2, len(_ENTRIES) - height))

    def render_line(self, y: int) -> Strip:
        width, index = self.size.width, self._top + y
        if index >= len(_ENTRIES):
            return Strip.blank(width, plain(self))
        area = _ENTRIES[index]
        base, quiet = self._base(area), area is not self.area or not self.has_focus
        marks = self._marks[index] if self._marks else (0, 0, 0)
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
