"""What the lists share: lines that are drawn one at a time, and a cursor that goes from stop to stop among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip


class CursorList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of lines, of which some are stops of the cursor; nothing is mounted for them.

    A subclass hands its lines to `lay_out`, draws one in `drawn`, and says in `moved` and `clicked` what comes of the
    cursor and of the mouse. Lines are kept as they were drawn; only those that look otherwise are drawn anew.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.cursor = 0
        """The number of the stop that the cursor is on; 0 also where there is none."""
        self._stops: Sequence[range] = ()
        self._line_count = 0
        self._strips: dict[int, Strip] = {}

    # What a subclass says.

    def drawn(self, number: int) -> Strip:
        """The line of that number, which may lie beyond the last one."""
        raise NotImplementedError

    def moved(self) -> None:
        """The cursor has come to rest on another stop."""

    def may_go(self) -> bool:
        """Whether the mouse may take the cursor away from where it is."""
        return True

    def clicked(self, line: int, event: events.Click, *, again: bool) -> None:
        """A line was clicked, and the cursor is on its stop; `again` where it was before."""

    @property
    def page_size(self) -> int:
        """How many stops a page is."""
        return max(self.size.height - 1, 1)

    # The lines and the stops.

    def lay_out(self, lines: int, stops: Sequence[range], cursor: int) -> None:
        """Takes other lines. A stop is the lines that are to be in view while the cursor is on it."""
        self._line_count, self._stops = lines, stops
        self.cursor = max(min(cursor, len(stops) - 1), 0)

    def measure(self) -> None:
        """Brings the scroll bar in line with the lines; while all fit, there is nothing to lay out anew."""
        height = self.size.height
        size = Size(0, self._line_count if self._line_count > height else 0)
        if size != self.virtual_size:
            self.virtual_size = size
            if self.scroll_offset.y + height > size.height:
                self.scroll_to(y=max(size.height - height, 0), animate=False, force=True)

    def keep_in_view(self) -> None:
        """Scrolls as little as shows the stop of the cursor, its beginning before its end."""
        height, top = self.size.height, self.scroll_offset.y
        if not self._stops or not height:
            return
        lines = self._stops[self.cursor]
        if lines.start < top:
            self.scroll_to(y=lines.start, animate=False, force=True)
        elif lines.stop > top + height:
            self.scroll_to(y=min(lines.stop - height, lines.start), animate=False, force=True)

    # Moving.

    def go(self, stop: int) -> None:
        """Puts the cursor on a stop."""
        before, self.cursor = self.cursor, stop
        self.keep_in_view()
        self.draw_lines({*self._stops[before], *self._stops[stop]})
        if stop != before:
            self.moved()

    def move(self, stops: int) -> None:
        """Up or down by a number of stops, halting at the ends."""
        if self._stops:
            self.go(max(0, min(self.cursor + stops, len(self._stops) - 1)))

    def page(self, pages: int) -> None:
        """Up or down by a screenful."""
        self.move(pages * self.page_size)

    def to_first(self) -> None:
        self.move(-len(self._stops))

    def to_last(self) -> None:
        self.move(len(self._stops))

    def on_click(self, event: events.Click) -> None:
        number = event.y + self.scroll_offset.y
        stop = self.stop_of(number)
        if stop is not None and self.may_go():
            again = stop == self.cursor
            self.go(stop)
            self.clicked(number, event, again=again)

    def stop_of(self, number: int) -> int | None:
        """The stop that a line belongs to."""
        return next((stop for stop, lines in enumerate(self._stops) if number in lines), None)

    # Drawing.

    def render_line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        found = self._strips.get(number)
        if found is None:
            found = self._strips[number] = self.drawn(number)
        return found

    def redraw(self) -> None:
        """Draws anew the lines in view that look otherwise now: while somebody types, that is one or two."""
        before, self._strips = self._strips, {}
        top = self.scroll_offset.y
        changed = []
        for number in range(top, top + self.size.height):
            drawn = self._strips[number] = self.drawn(number)
            if drawn != before.get(number):
                changed.append(number)
        self._refresh(changed)

    def draw_lines(self, numbers: Iterable[int]) -> None:
        """Draws those of these lines anew that are in view and look otherwise now."""
        top, height = self.scroll_offset.y, self.size.height
        changed = []
        for number in numbers:
            before = self._strips.pop(number, None)
            if top <= number < top + height:
                drawn = self._strips[number] = self.drawn(number)
                if drawn != before:
                    changed.append(number)
        self._refresh(changed)

    def draw_all(self) -> None:
        """Draws every line anew."""
        self._strips = {}
        self.refresh()

    def _refresh(self, numbers: Sequence[int]) -> None:
        if numbers:
            top, width = self.scroll_offset.y, self.size.width
            self.refresh(*(Region(0, number - top, width, 1) for number in numbers))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips = {}

    def on_focus(self) -> None:
        self.draw_all()

    def on_blur(self) -> None:
        self.draw_all()

    def on_resize(self, event: events.Resize) -> None:
        self._strips = {}
        self.measure()
        self.keep_in_view()
