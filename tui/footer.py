"""The line at the bottom: the keys that matter now, or what has just happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from mlflow_tui.tui.actions import BY_ID, Action, shown_key
from mlflow_tui.tui.drawing import cut, ink, plain, strip, width_of

_SAID_FOR = 6.0
"""Seconds that a message stands, unless a key is pressed before."""


class FooterLine(Widget):
    """Hints from the registry, as many as there is room for; `say` puts a message in their place."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"plain", "footer--key", "footer--word", "footer--said", "footer--wrong"}
    DEFAULT_CSS = """
    FooterLine {
        dock: bottom; height: 1;
        background: $panel; color: $foreground;
        & > .footer--key { color: $accent; text-style: bold; }
        & > .footer--word { color: $text-muted; }
        & > .footer--said { text-style: bold; }
        & > .footer--wrong { color: $text-error; text-style: bold; }
    }
    """

    class Chosen(Message):
        """A hint was clicked."""

        def __init__(self, action: Action) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[tuple[str, str, str], ...] = ()
        self._said = ""
        self._wrong = False
        self._timer: Timer | None = None
        self._places: list[tuple[range, str]] = []

    def show(self, hints: Sequence[tuple[str, str, str]]) -> None:
        """The hints: the action's id (empty for a key that belongs to an editor), the key, the word."""
        found = tuple((id_, shown_key(key), word) for id_, key, word in hints)
        if found != self._hints:
            self._hints = found
            self.refresh()

    def say(self, message: str, *, wrong: bool = False) -> None:
        """Shows a message for some seconds."""
        self._said, self._wrong = message, wrong
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_SAID_FOR * (2 if wrong else 1), self.hush)
        self.refresh()

    @property
    def said(self) -> str:
        """The message that is shown, empty if it is the hints."""
        return self._said

    def hush(self) -> None:
        """Back to the hints."""
        if self._said:
            self._said = ""
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        for cells, id_ in self._places:
            if event.x in cells and not self._said:
                self.post_message(self.Chosen(BY_ID[id_]))

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, plain(self)
        if self._said:
            name = "footer--wrong" if self._wrong else "footer--said"
            sign = "! " if self._wrong else ""
            style = base + ink(self, name)
            return strip([(f" {sign}{cut(self._said, width - 4)}", style)], width, base)
        key_style = base + ink(self, "footer--key")
        word_style = base + ink(self, "footer--word")
        last = [hint for hint in self._hints if hint[0] == "program.help"]
        hints = [hint for hint in self._hints if hint[0] != "program.help"]
        room = width - 1 - sum(_width(hint) for hint in last)
        parts = [(" ", base)]
        self._places = []
        at = 1
        for hint in [*_fitting(hints, room), *last]:
            id_, key, word = hint
            if id_ in BY_ID:
                self._places.append((range(at, at + _width(hint) - 2), id_))
            parts += [(key, key_style), (f" {word}  ", word_style)]
            at += _width(hint)
        return strip(parts, width, base)


def _width(hint: tuple[str, str, str]) -> int:
    return width_of(hint[1]) + 1 + width_of(hint[2]) + 2


def _fitting(hints: Sequence[tuple[str, str, str]], room: int) -> list[tuple[str, str, str]]:
    kept: list[tuple[str, str, str]] = []
    for hint in hints:
        room -= _width(hint)
        if room < 0:
            break
        kept.append(hint)
    return kept
