"""Fields that close when they are answered, and lose no key of somebody who types faster than they close."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar, Protocol

from textual import events
from textual.binding import BindingType
from textual.geometry import Size

from mlflow_tui.tui.bindings import bound
from mlflow_tui.tui.widgets.text_field import TextField

_PATIENCE = 2.0


class Pump(Protocol):
    """What takes messages one after the other: the app, a screen, a widget."""

    @property
    def is_attached(self) -> bool: ...
    def call_later(self, callback: Callable[..., Any], *arguments: Any) -> bool: ...


async def drained(pump: Pump) -> None:
    """Returns once what was typed so far has reached the app, a screen or a field. Raises TimeoutError."""
    done = asyncio.Event()
    if pump.is_attached and pump.call_later(done.set):
        await asyncio.wait_for(done.wait(), _PATIENCE)


class AnswerInput(TextField):
    """A field for one answer. The app itself gives it the keys that end it, in their turn.

    Textual hands keys on to the focused widget and takes back what that has no use for; by then the next ones are on
    their way to it as well, and what comes after an enter would end up in the field that the enter closes.
    `finish` is called with the key.
    """

    BINDINGS: ClassVar[list[BindingType]] = [bound("field.clear", "delete_left_all")]

    def __init__(
        self, value: str, finish: Callable[[str], None], ends: frozenset[str], *, password: bool = False
    ) -> None:
        super().__init__(value, password=password)
        self.cursor_blink = False
        self.finish = finish
        self.ends = ends

    def validate_virtual_size(self, size: Size) -> Size:
        """What fits needs no new size: each change of it lays the whole screen out again."""
        fits = size.width <= self.scrollable_content_region.width and self.virtual_size.width <= self.outer_size.width
        return self.virtual_size if fits else size

    async def drained(self) -> None:
        """Returns once all that was typed so far is in the field."""
        await drained(self)

    async def _on_key(self, event: events.Key) -> None:
        if not self.is_attached or not self.screen.is_current or self.screen.focused is not self:
            # Closed meanwhile: the key is for what has the focus now.
            event.stop()
            event.prevent_default()
            self.app.post_message(events.Key(event.key, event.character))
            return
        await super()._on_key(event)
