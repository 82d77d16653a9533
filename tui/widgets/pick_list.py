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
from textual.strip import Strip

from mlflow_tui.tui.bindings import bound
from mlflow_tui.tui.drawing import cut, fitted, ink, plain, strip, width_of
from mlflow_tui.tui.widgets.cursor_list import CursorList


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


class PickList(CursorList):
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
        self._free: Sequence[int] = ()
        self._title_width = title_width
        self.show(items, at)

    @property
    def item(self) -> Item | None:
        """The entry under the cursor."""
        return self.items[self._free[self.cursor]] if self._free else None

    def show(self, items: Sequence[Item], at: str = "") -> None:
        """Other entries, the cursor on the one whose id is `at`, else on the first."""
        self.items = items
        self._free = [number for number, item in enumerate(items) if item.can_be_picked]
        cursor = next((stop for stop, number in enumerate(self._free) if items[number].id == at), 0)
        # A heading is shown with the first entry below it.
        stops = [range(one - bool(one and items[one - 1].heading), one + 1) for one in self._free]
        self.lay_out(len(items), stops, cursor)
        if self.is_mounted:
            self.measure()
            self.keep_in_view()
            self.draw_all()
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.items)

    def action_move(self, entries: int) -> None:
        """By a number of entries, stopping at the ends."""
        self.move(entries)

    def action_pick(self) -> None:
        if self.item is not None:
            self.post_message(self.Picked(self.item))

    def moved(self) -> None:
        if self.item is not None:
            self.post_message(self.Moved(self.item))

    def stop_of(self, number: int) -> int | None:
        return self._free.index(number) if number in self._free else None

    def clicked(self, line: int, event: events.Click, *, again: bool) -> None:
        self.action_pick()

    # Below: how it is drawn.

    def drawn(self, number: int) -> Strip:
        width = self.size.width
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
