"""The screens, run without a terminal, as the tests drive them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from config_model.document import Document
from config_model.layers import Layer
from config_model.setting import Setting, by_path, key_order
from tui.app import MlflowTui
from tui.configuration import Settings
from tui.opening import Opening

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
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*(_NAMED.get(character, character) for character in text))

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


_NAMED = {
    " ": "space",
    "\n": "enter",
    ".": "full_stop",
    "/": "slash",
    ":": "colon",
    "-": "minus",
    "@": "at",
    "_": "underscore",
}


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
) -> AsyncIterator[Running]:
    """The screens over the file at `path`, ready for keys."""
    document = Document.from_bytes(path.read_bytes(), key_order=key_order) if path.exists() else None
    opening = Opening(path=path, document=document, lower=lower, upper=upper, read_only=read_only)
    app = MlflowTui(opening, settings=settings)
    async with app.run_test(size=size) as pilot:
        await app._settled.wait()
        await pilot.pause()
        yield Running(app, pilot, path)
