"""An app with nothing but a preview, on which an editor is opened."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from mlflow_tui.config_model.catalogue import by_path, key_order
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.path import parse_path
from mlflow_tui.tui.editors import editor_for
from mlflow_tui.tui.preview import PreviewPane
from mlflow_tui.tui.session import Session
from mlflow_tui.tui.widgets.relay import AnswerInput

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def session_of(text: str, **options: Any) -> Session:
    """A session around the text of a values file."""
    return Session(Document(text, key_order=key_order), **options)


class Host(App[None]):
    """Shows the preview of a session, and counts how often it is told of a change."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.preview = PreviewPane(session)
        self.changes = 0

    def compose(self) -> ComposeResult:
        yield self.preview

    async def on_event(self, event: events.Event) -> None:
        """As the app does it: what ends a field in a row is taken by the app itself."""
        focused = self.focused if isinstance(event, events.Key) else None
        if isinstance(event, events.Key) and isinstance(focused, AnswerInput) and event.key in focused.ends:
            await focused.drained()
            focused.finish(event.key)
        else:
            await super().on_event(event)

    def session_changed(self) -> None:
        self.changes += 1
        self.preview.refresh_view()


@asynccontextmanager
async def opened(session: Session, key: str, size: tuple[int, int] = (140, 40)) -> AsyncIterator[Pilot[None]]:
    """The editor of a setting, open."""
    app = Host(session)
    async with app.run_test(size=size) as pilot:
        screen = editor_for(by_path()[parse_path(key)], session)
        assert screen is not None
        await app.push_screen(screen)
        await pilot.pause()
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys; what begins with `:` is typed as it stands after it."""
    for key in keys:
        if key.startswith(":"):
            await pilot.press(*(_named(character) for character in key[1:]))
        else:
            await pilot.press(key)
        await pilot.pause()


def _named(character: str) -> str:
    return {" ": "space", "-": "minus", "+": "plus"}.get(character, character)


def shown(pilot: Pilot[None]) -> str:
    """All text that is on the screen."""
    width, height = pilot.app.size
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text[:width] for strip in lines[:height])


def expected(text: str, path: str, value: Any) -> str:
    """The file after `session.set` of the value."""
    session = session_of(text)
    session.set(parse_path(path), value)
    return session.document.text
