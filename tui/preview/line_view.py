"""A view of many lines of text, of which only those on the screen are coloured and drawn."""

from __future__ import annotations

import bisect
import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, get_args

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.events import Resize
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mlflow_tui.tui.bindings import bound
from mlflow_tui.tui.drawing import ink, printable, width_of
from mlflow_tui.tui.preview.text_search import Search, split
from mlflow_tui.tui.preview.yaml_highlight import Kind, pieces


class Mark(enum.Enum):
    """What the margin says about a line; each has a sign of its own, so that no colour is needed to tell them apart."""

    EDITED = "▌"
    """The edit at hand made or changed the line."""
    CUT = "▔"
    """The edit at hand removed what stood above the line."""
    UNSAVED = "▏"
    """The line is not so in the saved file."""
    FOUND = "›"
    """The line has what was searched for."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a view shows.

    `marks` and `focused` count lines from 0; `literal` are the lines of block scalars. `target` are the lines to bring
    into view, empty to leave the view where the reader left it. `empty` is said where there is no line.
    """

    lines: Sequence[str]
    marks: Mapping[int, Mark] = field(default_factory=dict)
    focused: frozenset[int] = frozenset()
    literal: Sequence[range] = ()
    target: range = range(0)
    empty: str = ""


DiffKind = Literal["added", "removed", "hunk", "header", "context"]
Highlighter = Callable[[str], Iterable[tuple[str, str]]]
_KEPT_STRIPS = 4000
_AROUND = 4
"""Columns behind a place that is gone to."""


def _as_shown(line: str) -> str:
    line = line.removesuffix("\r")
    return printable(line.expandtabs(4) if "\t" in line else line)


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a `Content`, with line numbers and marks in the margin if `numbered`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--number",
        "line--edited",
        "line--cut",
        "line--unsaved",
        "line--found",
        "line--sought",
        "line--current",
        "line--focused",
        "line--changed",
        "line--empty",
        "line--more",
        *(f"text--{kind}" for kind in (*get_args(Kind), *get_args(DiffKind))),
    }
    DEFAULT_CSS = """
    LineView {
        background: $background;
        color: $foreground;
        scrollbar-size-horizontal: 0;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        &:focus { background-tint: $foreground 2%; }
        & > .line--number { color: $foreground 40%; }
        & > .line--edited, & > .line--cut { color: $accent; text-style: bold; }
        & > .line--unsaved { color: $warning 70%; }
        & > .line--found { color: $success; text-style: bold; }
        & > .line--sought { background: $warning 40%; }
        & > .line--current { background: $warning; color: $background; text-style: bold; }
        & > .line--focused { background: $foreground 6%; }
        & > .line--changed { background: $accent 16%; }
        & > .line--empty { color: $text-muted; }
        & > .line--more { color: $text-muted; }
        & > .text--space, & > .text--punctuation { color: $foreground 60%; }
        & > .text--key { color: $text-primary; }
        & > .text--string { color: $foreground; }
        & > .text--number { color: $text-warning; }
        & > .text--keyword { color: $text-accent; text-style: bold; }
        & > .text--comment { color: $foreground 55%; text-style: italic; }
        & > .text--anchor { color: $text-secondary; }
        & > .text--marker { color: $text-muted; text-style: bold; }
        & > .text--secret { color: $text-muted; }
        & > .text--added { color: $text-success; }
        & > .text--removed { color: $text-error; }
        & > .text--hunk { color: $text-accent; }
        & > .text--header { color: $foreground; text-style: bold; }
        & > .text--context { color: $foreground 70%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("lines.left", "scroll_left"),
        bound("lines.right", "scroll_right"),
    ]

    def __init__(self, *, numbered: bool = False, highlight: Highlighter = pieces, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._numbered = numbered
        self._highlight = highlight
        self._content = Content(())
        self._strips: dict[tuple[object, ...], Strip] = {}
        self._literal_starts: list[int] = []
        self._wanted: range = range(0)
        self._measured: tuple[Sequence[str], int] = ((), 0)
        self._search = Search(_as_shown)

    @property
    def content(self) -> Content:
        return self._content

    def show(self, content: Content) -> None:
        """Shows the content, and scrolls only if its `target` is out of view."""
        before = self._looks()
        if content.lines is not self._content.lines:
            self._search.look_again(content.lines)
        self._content = content
        self._literal_starts = [lines.start for lines in content.literal]
        # What could not be brought into view yet, for want of a size, still is to be.
        self._wanted = content.target or self._wanted
        self._measure()
        self._bring_into_view()
        self._redraw(before)

    # Searching.

    def seek(self, sought: str) -> str:
        """Marks every place that has the text, and goes to the first from what is in view on; says which of how many.
        Without a text, nothing is marked.
        """
        before = self._looks()
        self._search.start(sought, self._content.lines, self.scroll_offset.y)
        return self._show_place(before)

    def step(self, step: int) -> str:
        """Goes to the next place, or back, and around; says which of how many."""
        before = self._looks()
        self._search.step(step)
        return self._show_place(before)

    def _show_place(self, before: list[tuple[object, ...]]) -> str:
        place = self._search.current
        left, room = self.scroll_offset.x, self._width - self._margin
        if place is not None:
            self._wanted = range(place.line, place.line + 1)
            self._bring_into_view()
        if place is None or place.end < room:
            left = 0
        elif not left <= place.start <= place.end < left + room:
            left = place.end - room + _AROUND
        if left != self.scroll_offset.x:
            self.scroll_to(x=left, animate=False, force=True)
        self._redraw(before)
        return self._search.said

    # Moving: the keys for it are the app's.

    def move(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def page(self, pages: int) -> None:
        self.move(pages * max(self.size.height - 1, 1))

    def to_first(self) -> None:
        self.move(-len(self._content.lines))

    def to_last(self) -> None:
        self.move(len(self._content.lines))

    def on_resize(self, event: Resize) -> None:
        self._measure()
        self._bring_into_view()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    # Below: how it is drawn.

    @property
    def _width(self) -> int:
        """Columns beside the scroll bar."""
        return self.scrollable_content_region.width

    @property
    def _margin(self) -> int:
        return len(str(max(len(self._content.lines), 10))) + 4 if self._numbered else 2

    def _measure(self) -> None:
        lines = self._content.lines
        if self._measured[0] is not lines:
            self._measured = (lines, max(map(width_of, lines), default=0))
        width, height = self._measured[1] + self._margin + 1, len(lines)
        # A change of size lays the whole screen out again: spared while nothing can be scrolled to.
        size = Size(width if width > self._width else 0, height if height > self.size.height else 0)
        if size != self.virtual_size:
            self.virtual_size = size
            self.scroll_to(y=min(self.scroll_y, max(height - 1, 0)), animate=False)

    def _bring_into_view(self) -> None:
        """Scrolls as little as shows the target with a few lines around it."""
        height, target = self.size.height, self._wanted
        if not height or not target:
            return
        self._wanted = range(0)
        around = min(3, max((height - len(target)) // 2, 0))
        top = self.scroll_offset.y
        if target.start - around < top:
            top = max(target.start - around, 0)
        elif target.stop + around > top + height:
            top = min(target.stop + around - height, max(target.start - around, 0))
        else:
            return
        self.scroll_to(y=min(top, max(len(self._content.lines) - height, 0)), animate=False, force=True)

    def _looks(self) -> list[tuple[object, ...]]:
        """What each line in view is drawn from."""
        top, margin, height = self.scroll_offset.y, self._margin, self.size.height
        if not self._content.lines:
            return [(self._content.empty,)] * height
        return [self._look(number, margin) for number in range(top, top + height)]

    def _look(self, number: int, margin: int) -> tuple[object, ...]:
        content = self._content
        if number >= len(content.lines):
            return ()
        shown_number = number if self._numbered else 0
        mark, focused = content.marks.get(number), number in content.focused
        places = self._search.in_line(number)
        return (content.lines[number], shown_number, margin, mark, focused, self._is_literal(number), places)

    def _redraw(self, before: list[tuple[object, ...]]) -> None:
        """Draws anew the lines that look otherwise than before; scrolling draws all of them on its own."""
        now = self._looks()
        if len(now) != len(before):
            self.refresh()
            return
        width = self.size.width
        changed = [y for y, (old, new) in enumerate(zip(before, now, strict=True)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        width = self._width
        content, number = self._content, y + self.scroll_offset.y
        if not content.lines:
            return self._said_when_empty(y, width)
        if number >= len(content.lines):
            return Strip.blank(width, self.rich_style)
        mark, focused = content.marks.get(number), number in content.focused
        key = self._look(number, self._margin)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > _KEPT_STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self._drawn(number, mark, focused, self._is_literal(number))
        return self._cropped(strip, width, mark, focused)

    def _is_literal(self, number: int) -> bool:
        place = bisect.bisect_right(self._literal_starts, number) - 1
        return place >= 0 and number in self._content.literal[place]

    def _said_when_empty(self, y: int, width: int) -> Strip:
        rows = self._content.empty.split("\n")
        at = y - 1
        if not 0 <= at < len(rows):
            return Strip.blank(width, self.rich_style)
        style = self.get_component_rich_style("line--empty")
        return Strip([Segment(f"  {rows[at]}", style)]).adjust_cell_length(width, self.rich_style)

    def _drawn(self, number: int, mark: Mark | None, focused: bool, literal: bool) -> Strip:
        """The margin and the coloured text of a line, as long as it is."""
        base = self._base_style(mark, focused)
        mark = mark or (Mark.FOUND if self._search.in_line(number) else None)
        segments = [Segment(f"{mark.value if mark else ' '} ", base + self._mark_style(mark))]
        if self._numbered:
            style = ink(self, "line--number")
            segments = [segments[0], Segment(f"{number + 1:>{self._margin - 4}}  ", base + style)]
        line = _as_shown(self._content.lines[number])
        coloured: Iterable[tuple[str, str]] = [(line, "string")] if literal else self._highlight(line)
        for text, kind, place in split(coloured, self._search.in_line(number)):
            style = base + ink(self, f"text--{kind}")
            if place is not None:
                style = self.get_component_rich_style("line--current" if place.current else "line--sought")
            segments.append(Segment(text, style))
        return Strip(segments)

    def _base_style(self, mark: Mark | None, focused: bool) -> Style:
        if mark is Mark.EDITED:
            return self.get_component_rich_style("line--changed")
        return self.get_component_rich_style("line--focused") if focused else self.rich_style

    def _mark_style(self, mark: Mark | None) -> Style:
        if mark is None:
            return Style.null()
        return ink(self, f"line--{mark.name.lower()}")

    def _cropped(self, strip: Strip, width: int, mark: Mark | None, focused: bool) -> Strip:
        """The part of a line that is in view; the margin stays, and a sign shows that the line goes on."""
        base = self._base_style(mark, focused)
        left, margin = self.scroll_offset.x, self._margin
        if left:
            strip = Strip.join([strip.crop(0, margin), strip.crop(margin + left)])
        if strip.cell_length <= width:
            return strip.extend_cell_length(width, base)
        more = Segment("›", base + ink(self, "line--more"))
        return Strip([*strip.crop(0, width - 1).adjust_cell_length(width - 1, base), more], width)
