"""Pages to look through: a name each at the left, the lines of the chosen one at the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal

from delivery.apply import Change, State, Step
from delivery.apply.step import StepName
from tui.preview.contents import diff_pieces
from tui.preview.line_view import Content, LineView
from tui.widgets.pick_list import Item, PickList


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to look at: an object with its difference, or what the steps found."""

    title: str
    note: str
    lines: tuple[str, ...]


class PlanView(Horizontal):
    """Shows one page at once; with one page alone the list of pages makes room for it."""

    DEFAULT_CSS = """
    PlanView {
        height: 1fr; margin: 1 0 0 0;
        & > PickList { width: 38%; max-width: 56; height: 100%; background: $background; margin: 0 1 0 0; }
        & > LineView { width: 1fr; height: 100%; }
        &.-single > PickList { display: none; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._pages: Sequence[Page] = ()

    def compose(self) -> ComposeResult:
        yield PickList()
        yield LineView(highlight=diff_pieces)

    @property
    def list(self) -> PickList:
        return self.query_one(PickList)

    @property
    def lines(self) -> LineView:
        return self.query_one(LineView)

    def show(self, pages: Sequence[Page]) -> None:
        """Other pages, the first of them in view."""
        self._pages = pages
        self.set_class(len(pages) < 2, "-single")
        self.list.show([Item(str(number), page.title, page.note) for number, page in enumerate(pages)])
        self._turn_to(0)
        self.lines.scroll_to(0, 0, animate=False)

    def show_lines(self, lines: Iterable[str]) -> None:
        """One page of lines that may grow: the reader's place is kept."""
        self._pages = ()
        self.set_class(True, "-single")
        self.lines.show(_content(lines))

    def on_pick_list_moved(self, message: PickList.Moved) -> None:
        message.stop()
        self._turn_to(int(message.item.id))
        self.lines.scroll_to(0, 0, animate=False)

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        message.stop()
        self.screen.set_focus(self.lines)

    def _turn_to(self, number: int) -> None:
        self.lines.show(_content(self._pages[number].lines if self._pages else ()))


def _content(lines: Iterable[str]) -> Content:
    return Content([row for line in lines for row in line.split("\n")])


def found_by(steps: Iterable[Step]) -> tuple[str, ...]:
    """What each step that was begun has found, under its name."""
    lines: list[str] = []
    for step in steps:
        if step.state in (State.WAITING, State.SKIPPED) or not (step.details or step.summary):
            continue
        if step.name is StepName.CHANGES:
            continue
        lines += ["", f"{step.name.value}: {step.summary}", *(f"  {line}" for line in step.details)]
    return tuple(lines[1:])


def pages_of(changes: Sequence[Change], steps: Iterable[Step]) -> list[Page]:
    """All objects at a glance with what the steps found, then each object with its difference."""
    glance = [f"{one.action.value:<10} {one.identity}" for one in changes]
    pages = [Page("Plan", "all at a glance", (*glance, "", *found_by(steps)))]
    for one in changes:
        lines = one.lines or (f"{one.identity}: {one.action.value}",)
        pages.append(Page(one.identity, one.action.value, lines))
    return pages
