"""Pages to look through: a name each at the left, the lines of the chosen one at the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal

from mlflow_tui.delivery.apply import Action, Change, State, Step
from mlflow_tui.delivery.apply.step import StepName
from mlflow_tui.tui.drawing import width_of, wrapped
from mlflow_tui.tui.preview.contents import diff_pieces
from mlflow_tui.tui.preview.line_view import Content, LineView
from mlflow_tui.tui.widgets.pick_list import Item, PickList


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to look at: an object with its difference, or what the steps found."""

    title: str
    note: str
    lines: tuple[str, ...]
    prose: bool = True
    """Whether long lines go on in the next one; those of a difference do not."""


_ROOMY = 104
"""Columns from which on the list says in words what happens to an object."""
_NARROWEST = 20
_SIGNS = {
    Action.CREATED: "+", Action.CHANGED: "~", Action.REPLACED: "±", Action.UNCHANGED: "=", Action.NOT_NEEDED: "=",
    Action.LEFT_OVER: "?", Action.DELETED: "-", Action.NOT_DONE: "·", Action.UNKNOWN: "?", Action.UNDONE: "↶",
}  # fmt: skip


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
        self._number = 0

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
        roomy = self.size.width >= _ROOMY
        items = [Item(str(number), one.title, one.note if roomy else "") for number, one in enumerate(pages)]
        self.list.show(items)
        self._turn_to(0)
        self.lines.scroll_to(0, 0, animate=False)

    def show_lines(self, lines: Iterable[str]) -> None:
        """One page of lines that may grow: the reader's place is kept."""
        self._pages = (Page("", "", tuple(lines)),)
        self.set_class(True, "-single")
        self._turn_to(0)

    def on_resize(self) -> None:
        self._turn_to(self._number)

    def on_pick_list_moved(self, message: PickList.Moved) -> None:
        message.stop()
        self._turn_to(int(message.item.id))
        self.lines.scroll_to(0, 0, animate=False)

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        message.stop()
        self.screen.set_focus(self.lines)

    def _turn_to(self, number: int) -> None:
        if not self._pages:
            return
        self._number = number
        page = self._pages[number]
        rows = [row for line in page.lines for row in line.split("\n")]
        beside = 0 if self.has_class("-single") else self.list.outer_size.width or self.size.width * 38 // 100
        room = self.size.width - beside - 6
        if page.prose and room > _NARROWEST:
            rows = [part for row in rows for part in _wrapped(row, room)]
        self.lines.show(Content(rows))


def _wrapped(row: str, room: int) -> list[str]:
    """The row in lines of that many columns, each as far in as it is."""
    text = row.lstrip(" ")
    lead = row[: len(row) - len(text)]
    if width_of(row) <= room:
        return [row]
    first, *rest = wrapped(text, room - len(lead) - 2)
    return [lead + first, *(f"{lead}  {one}" for one in rest)]


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
    glance = [f"{_SIGNS[one.action]} {one.action.value:<10} {one.identity}" for one in changes]
    pages = [Page("Plan", "at a glance", (*glance, "", *found_by(steps)))]
    for one in changes:
        lines = one.lines or (f"{one.identity}: {one.action.value}",)
        pages.append(Page(f"{_SIGNS[one.action]} {one.identity}", one.action.value, lines, prose=not one.lines))
    return pages
