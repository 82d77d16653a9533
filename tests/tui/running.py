"""The screens, run without a terminal, as the tests drive them."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.keys import _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from mlflow_tui.config_model.catalogue import by_path, key_order
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.tui.app import MlflowTui
from mlflow_tui.tui.configuration import Settings
from mlflow_tui.tui.opening import Opening

VALUES = """\
# production, owned by the ML platform team
trackingServer:
  mode: serve-artifacts
  workers: 4        # two per core
  artifactsDestination: s3://ml-artifacts/prod
backendStore:
  existingSecret: mlflow-db
replicaCount: 2
"""


@dataclass
class Running:
    """An app and the hands on its keys."""

    app: MlflowTui
    pilot: Pilot[int]
    path: Path

    async def press(self, *keys: str) -> None:
        """One key after the other, each after the one before has done all that it does.

        The pilot waits for the processor to be idle instead, some 60 ms a key.
        """
        for key in keys:
            self.app.post_message(pressed(key))
            await self.settle()

    async def settle(self) -> None:
        """Waits until all messages were handled, and those that they led to, and the screen is as they left it."""
        for _ in range(3):
            await self.pilot._wait_for_screen()
        self.app.screen._on_timer_update()

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def paste(self, text: str) -> None:
        """As a terminal hands on what is pasted: whole."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def go_to(self, key: str) -> None:
        """Through the search, as a person goes there."""
        await self.press("slash")
        await self.type(key)
        await self.press("enter")

    async def until(self, shown: str) -> None:
        """Waits until the screen shows it, as what is mounted or read late does in its own time."""
        for _ in range(200):
            if shown in self.screen:
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"{shown!r} never showed:\n{self.screen}")

    @property
    def setting(self) -> Setting:
        found = self.app.main.settings.setting
        assert found is not None
        return found

    @property
    def text(self) -> str:
        """The document as it stands."""
        return self.app.session.document.text

    @property
    def screen(self) -> str:
        """What is on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    @property
    def said(self) -> str:
        """The message at the bottom."""
        return self.app.main.footer.said


def pressed(key: str) -> events.Key:
    """What a terminal makes of a key, given by its name or by the character that it types."""
    if key == "\n":
        key = "enter"
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    try:
        return events.Key(key, unicodedata.lookup(_get_unicode_name_from_key(key)))
    except KeyError:
        return events.Key(key, None)


def setting(key: str) -> Setting:
    return next(one for one in by_path().values() if one.key == key)


@asynccontextmanager
async def running(
    path: Path,
    *,
    size: tuple[int, int] = (120, 40),
    lower: Sequence[Layer] = (),
    upper: Sequence[Layer] = (),
    read_only: bool = False,
    settings: Settings | None = None,
    release_named: bool = False,
) -> AsyncIterator[Running]:
    """The screens over the file at `path`, ready for keys."""
    document = Document.from_bytes(path.read_bytes(), key_order=key_order) if path.exists() else None
    opening = Opening(
        path=path, document=document, lower=lower, upper=upper, read_only=read_only, release_named=release_named
    )
    app = MlflowTui(opening, settings=settings)
    async with app.run_test(size=size) as pilot:
        await app._settled.wait()
        await pilot.pause()
        yield Running(app, pilot, path)
