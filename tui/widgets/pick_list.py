"""A list to pick from, in two columns, drawn a line at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.bindings import bound
from tui.drawing import cut, fitted, ink, plain, strip, width_of


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: what it is called, what is said of it, and what is shown at the right end.

    A heading cannot be picked; nor can an entry with a `why_not`, which is shown in place of the note.
    """

    id: str
    title: str
    note: str = ""
    right: str = ""
    heading: bool = False
    why_not: str = ""

    @property
    def can_be_picked(self) -> bool:
        return not self.heading and not self.why_not


class PickList(ScrollView, can_focus=True):
    """Up and down move, enter or a click picks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "plain",
        "pick--cursor",
        "pick--note",
        "pick--right",
        "pick--heading",
        "pick--off",
    }
    DEFAULT_CSS = """
    PickList {
        height: auto; max-height: 100%;
        background: $surface; color: $foreground;
        scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow-x: hidden;
        & > .pick--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
        & > .pick--note { color: $text-muted; }
        & > .pick--right { color: $accent; }
        & > .pick--heading { color: $text-muted; text-style: bold; }
        & > .pick--off { color: $text-disabled; text-style: italic; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("move.up", "move(-1)"),
        bound("move.down", "move(1)"),
        bound("list.previous", "move(-1)"),
        bound("list.next", "move(1)"),
        bound("move.page-up", "move(-10)"),
        bound("move.page-down", "move(10)"),
        bound("move.first", "move(-100000)"),
        bound("move.last", "move(100000)"),
        bound("list.pick", "pick"),
    ]

    class Moved(Message):
        """The cursor is on another entry."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    class Picked(Message):
        """An entry was picked."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    def __init__(self, items: Sequence[Item] = (), *, title_width: int = 0, at: str = "") -> None:
        super().__init__()
        self.items: Sequence[Item] = ()
        self.item: Item | None = None
        self._title_width = title_width
        self.show(items, at)

    def show(self, items: Sequence[Item], at: str = "") -> None:
        """Other entries, the cursor on the one whose id is `at`, else on the first."""
        self.items = items
        free = [item for item in items if item.can_be_picked]
        self.item = next((item for item in free if item.id == at), free[0] if free else None)
        if self.is_mounted:
            self._measure()
            self._keep_in_view()
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.items)

    def on_resize(self, event: events.Resize) -> None:
        self._measure()
        self._keep_in_view()

    def _measure(self) -> None:
        self.virtual_size = Size(0, len(self.items))

    def action_move(self, lines: int) -> None:
        """By a number of entries, stopping at the ends."""
        free = [item for item in self.items if item.can_be_picked]
        if self.item is None or not free:
            return
        index = max(0, min(free.index(self.item) + lines, len(free) - 1))
        self._go(free[index])

    def action_pick(self) -> None:
        if self.item is not None:
            self.post_message(self.Picked(self.item))

    def _go(self, item: Item) -> None:
        if item is not self.item:
            self.item = item
            self._keep_in_view()
            self.refresh()
            self.post_message(self.Moved(item))

    def _keep_in_view(self) -> None:
        if self.item is None or not self.size.height:
            return
        number, height, top = list(self.items).index(self.item), self.size.height, self.scroll_offset.y
        first = number - 1 if number and self.items[number - 1].heading else number
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif number >= top + height:
            self.scroll_to(y=number - height + 1, animate=False, force=True)

    def on_click(self, event: events.Click) -> None:
        number = event.y + self.scroll_offset.y
        if number < len(self.items) and self.items[number].can_be_picked:
            self._go(self.items[number])
            self.post_message(self.Picked(self.items[number]))

    # Below: how it is drawn.

    def render_line(self, y: int) -> Strip:
        width, number = self.size.width, y + self.scroll_offset.y
        if number >= len(self.items):
            return Strip.blank(width, plain(self))
        item = self.items[number]
        base = self.get_component_rich_style("pick--cursor") if item is self.item else plain(self)

        def part(name: str) -> Style:
            return base if item is self.item else base + ink(self, f"pick--{name}")

        heading, off, note, right = part("heading"), part("off"), part("note"), part("right")
        if item.heading:
            return strip([(f" {item.title}", heading)], width, base)
        pointer = "▸" if item is self.item else " "
        said = item.why_not or item.note
        title_width = self._title_width or max(
            (width_of(one.title) for one in self.items if not one.heading), default=0
        )
        # A note gets a third of the line before a title is cut for it.
        title_width = min(title_width, max(width * 2 // 3 - 5, width - width_of(item.right) - 46, 10))
        room = width - title_width - 5 - width_of(item.right) - 2
        title = fitted(item.title, title_width) if said else cut(item.title, width - width_of(item.right) - 5)
        parts = [(f" {pointer} {title}", off if item.why_not else base)]
        if said:
            parts.append((f"  {fitted(said, room)}", off if item.why_not else note))
        elif item.right:
            parts.append((" " * max(width - 3 - width_of(title) - width_of(item.right) - 2, 1), base))
        parts.append((f" {item.right} ", right))
        return strip(parts, width, base)
