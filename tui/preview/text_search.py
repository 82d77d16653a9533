"""Searching the text of a tab of the preview: the places that have it, and the line that one types into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import DescendantBlur
from textual.widgets import Input, Static

from mlflow_tui.tui.bindings import hint_line, shown_keys
from mlflow_tui.tui.widgets.relay import AnswerInput

_STEPS = {"enter": 1, "down": 1, "up": -1}
_CLOSE = frozenset({"escape", "tab", "shift+tab"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line has the text: its number, and the characters from `start` to `end`, all from 0."""

    line: int
    start: int
    end: int
    current: bool = False
    """Whether it is the one that was gone to."""


def places(lines: Sequence[str], sought: str, shown: Callable[[str], str]) -> list[Place]:
    """Every place that has the text, upper and lower case alike; in the lines as `shown` makes them."""
    wanted = sought.lower()
    found: list[Place] = []
    if not wanted:
        return found
    for number, line in enumerate(lines):
        if wanted not in line.lower() and line.isprintable():
            continue
        text = shown(line)
        # A few letters are two in lower case; their line is searched as it stands.
        text = lower if len(lower := text.lower()) == len(text) else text
        start = text.find(wanted)
        while start >= 0:
            found.append(Place(number, start, start + len(wanted)))
            start = text.find(wanted, start + len(wanted))
    return found


class Search:
    """The places of a text in lines, and the one of them that was gone to. `shown` makes of a line what is drawn."""

    def __init__(self, shown: Callable[[str], str]) -> None:
        self._shown = shown
        self._sought = ""
        self._places: list[Place] = []
        self._by_line: dict[int, tuple[Place, ...]] = {}
        self._number = 0

    @property
    def current(self) -> Place | None:
        """The place that was gone to; None if the text is nowhere."""
        return self._places[self._number] if self._places else None

    @property
    def said(self) -> str:
        """Which of how many."""
        if not self._sought:
            return ""
        return f"{self._number + 1} of {len(self._places)}" if self._places else "nothing found"

    def start(self, sought: str, lines: Sequence[str], top: int) -> None:
        """Looks for another text, and goes to its first place from the line `top` on, else to its first."""
        self._sought = sought
        self.look_again(lines)
        self._number = next((number for number, one in enumerate(self._places) if one.line >= top), 0)

    def look_again(self, lines: Sequence[str]) -> None:
        """Looks for the same text in other lines."""
        self._places = places(lines, self._sought, self._shown)
        self._number = min(self._number, max(len(self._places) - 1, 0))
        by_line: dict[int, list[Place]] = {}
        for one in self._places:
            by_line.setdefault(one.line, []).append(one)
        self._by_line = {line: tuple(found) for line, found in by_line.items()}

    def step(self, step: int) -> None:
        """Goes to the next place, or back, and around."""
        if self._places:
            self._number = (self._number + step) % len(self._places)

    def in_line(self, number: int) -> tuple[Place, ...]:
        """The places in a line, from left to right."""
        found, current = self._by_line.get(number, ()), self.current
        if current is None or current not in found:
            return found
        return tuple(replace(one, current=one is current) for one in found)


def split(pieces: Iterable[tuple[str, str]], spans: Sequence[Place]) -> Iterator[tuple[str, str, Place | None]]:
    """The coloured pieces of a line, cut where a place begins and ends; with each the place that it is part of."""
    at, waiting = 0, list(spans)
    for text, kind in pieces:
        while text:
            while waiting and waiting[0].end <= at:
                waiting.pop(0)
            place = waiting[0] if waiting else None
            inside = place is not None and place.start <= at
            end = len(text) if place is None else (place.end if inside else place.start) - at
            yield text[:end], kind, place if inside else None
            at, text = at + len(text[:end]), text[end:]


class SearchLine(Horizontal):
    """One line: the text that is looked for, and which place of how many is shown.

    `seek` takes each text that is typed, `step` goes on to the next place or back, `close` is called when it is left.
    """

    DEFAULT_CSS = """
    SearchLine {
        height: 1; background: $panel;
        & > .search--label { width: auto; padding: 0 1; color: $accent; text-style: bold; }
        & > Input {
            width: 1fr; height: 1; border: none; padding: 0; background: $panel;
            &:focus { border: none; background-tint: transparent; }
        }
        & > .search--count { width: auto; padding: 0 1; color: $text-muted; }
    }
    """

    def __init__(self, seek: Callable[[str], str], step: Callable[[int], str], close: Callable[[bool], None]) -> None:
        super().__init__()
        self._seek = seek
        self._step = step
        self._close = close
        self.field = AnswerInput("", self._finish, frozenset(_STEPS) | _CLOSE)

    def compose(self) -> ComposeResult:
        steps = shown_keys(self, "field.up field.down")
        ahead, back = hint_line(self, ("field.keep", "next")), hint_line(self, ("field.drop", "back"))
        self.field.placeholder = " · ".join(part for part in (ahead, steps, back) if part)
        yield Static("Find", classes="search--label", markup=False)
        yield self.field
        yield Static("", classes="search--count", markup=False)

    def on_input_changed(self, message: Input.Changed) -> None:
        message.stop()
        self._count(self._seek(message.value))

    def _count(self, text: str) -> None:
        self.query_one(".search--count", Static).update(text)

    def _finish(self, key: str) -> None:
        if key in _STEPS:
            self._count(self._step(_STEPS[key]))
        else:
            self._close(True)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        # Of a terminal that has lost the focus itself, the field is still the place to go on.
        if self.app.app_focus:
            self._close(False)
