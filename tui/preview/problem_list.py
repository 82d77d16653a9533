"""The problems of the values, one below the other, with their fixes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.events import Click, Resize
from textual.message import Message
from textual.strip import Strip

from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import Problem, Severity
from mlflow_tui.tui.bindings import bound, shown_keys
from mlflow_tui.tui.drawing import ink, wrapped
from mlflow_tui.tui.widgets.cursor_list import CursorList

SIGNS = {Severity.ERROR: "✖", Severity.WARNING: "▲"}


@dataclass
class ProblemChosen(Message):
    """The person wants to see the setting of a problem."""

    path: Path
    problem: Problem


@dataclass
class FixChosen(Message):
    """The person wants a problem fixed."""

    problem: Problem


Row = tuple[int, tuple[tuple[str, str], ...]]
"""The number of the problem that the row belongs to, and its text in pieces with their component classes."""


class ProblemList(CursorList):
    """A cursor moves from problem to problem; each takes as many rows as its message needs."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "problem--error",
        "problem--warning",
        "problem--code",
        "problem--path",
        "problem--message",
        "problem--fix",
        "problem--cursor",
        "problem--empty",
    }
    DEFAULT_CSS = """
    ProblemList {
        background: $background;
        scrollbar-size-horizontal: 0;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        & > .problem--error { color: $text-error; text-style: bold; }
        & > .problem--warning { color: $text-warning; text-style: bold; }
        & > .problem--code { color: $text-muted; }
        & > .problem--path { color: $text-primary; text-style: bold; }
        & > .problem--message { color: $foreground; }
        & > .problem--fix { color: $text-success; }
        & > .problem--cursor { background: $foreground 8%; }
        & > .problem--empty { color: $text-muted; }
        &:focus > .problem--cursor { background: $accent 22%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("preview.go-to", "choose"),
        bound("preview.fix", "fix"),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._problems: Sequence[Problem] = ()
        self._rows: list[Row] = []
        self._rows_width = 0
        self._empty = ""

    @property
    def chosen(self) -> Problem | None:
        """The problem under the cursor."""
        return self._problems[self.cursor] if self._problems else None

    def show(self, problems: Sequence[Problem], empty: str) -> None:
        """Shows the problems, the cursor on the one that it was on if that is still there; `empty` if there is none."""
        chosen = self.chosen
        identities = [problem.identity for problem in problems]
        if chosen is not None and chosen.identity in identities:
            self.cursor = identities.index(chosen.identity)
        self._problems, self._empty = problems, empty
        self._lay_out()

    def on_resize(self, event: Resize) -> None:
        if self.size.width != self._rows_width:
            self._lay_out()

    def _lay_out(self) -> None:
        self._rows_width, key = self.size.width, shown_keys(self, "preview.fix")
        room = max(self.scrollable_content_region.width - 4, 20)
        blocks = [_rows(problem, room, key) for problem in self._problems]
        self._rows = [(number, row) for number, block in enumerate(blocks) for row in block]
        ends = accumulate(map(len, blocks))
        stops = [range(end - len(block), end) for end, block in zip(ends, blocks, strict=True)]
        self.lay_out(len(self._rows), stops, self.cursor)
        self.measure()
        self.redraw()

    def drawn(self, at: int) -> Strip:
        width = self.scrollable_content_region.width
        if not self._rows:
            text = self._empty if at == 1 else ""
            style = self.get_component_rich_style("problem--empty")
            return Strip([Segment(f"  {text}", style)]).adjust_cell_length(width, self.rich_style)
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        number, row = self._rows[at]
        base = self.get_component_rich_style("problem--cursor") if number == self.cursor and row else self.rich_style
        segments = [Segment(text, base + ink(self, f"problem--{part}")) for text, part in row]
        return Strip(segments).adjust_cell_length(width, base)

    @property
    def page_size(self) -> int:
        return 5

    def action_choose(self) -> None:
        if self.chosen is not None:
            self.post_message(ProblemChosen(self.chosen.path, self.chosen))

    def action_fix(self) -> None:
        if self.chosen is not None:
            self.post_message(FixChosen(self.chosen))

    def clicked(self, line: int, event: Click, *, again: bool) -> None:
        if event.chain > 1:
            self.action_choose()


def _rows(problem: Problem, width: int, key: str) -> list[tuple[tuple[str, str], ...]]:
    severity = problem.severity.value
    place = f"  line {problem.line}" if problem.line else ""
    head = (
        (f" {SIGNS[problem.severity]} ", severity),
        (f"{problem.code} ", "code"),
        (problem.key or "the file", "path"),
        (place, "code"),
    )
    rows: list[tuple[tuple[str, str], ...]] = [head]
    rows += [((f"   {line}", "message"),) for line in wrapped(problem.message, width)]
    if problem.remedy:
        offer = f"  [{key}]" if key and problem.fix is not None else ""
        rows += [
            ((f"   {'→' if first else ' '} {line}", "fix"),)
            for first, line in _numbered(problem.remedy + offer, width - 2)
        ]
    return [*rows, ()]


def _numbered(text: str, width: int) -> list[tuple[bool, str]]:
    return [(number == 0, line) for number, line in enumerate(wrapped(text, width))]
