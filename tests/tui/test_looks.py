"""How the main screens look, in every theme: text and colours, held to what was last agreed on.

After a change that is meant: `python -m tests.tui.test_looks` draws them anew. Look at what differs before committing.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from mlflow_tui.tui.configuration import Settings
from tests.tui.running import VALUES, Running, running

FOLDER = Path(__file__).parent / "looks"
THEMES = ("dark", "light", "colour-blind", "ansi-dark")
BROKEN = VALUES.replace("workers: 4 ", "workers: 0 ") + "ingress:\n  enabled: true\n"
SCREENS: dict[str, tuple[str, tuple[int, int], Sequence[str]]] = {
    "main": (VALUES, (120, 40), ()),
    "narrow": (VALUES, (80, 24), ()),
    "problem": (BROKEN, (120, 40), ("n",)),
    "editing": (VALUES, (80, 24), ("down", "enter")),
    "search": (VALUES, (80, 24), ("slash", *"workers")),
    "keys": (VALUES, (80, 24), ("?", *"undo")),
    "variables": (VALUES, (80, 24), ("slash", *"extraEnv", "enter", "enter")),
}
"""By name: the file, the size of the terminal, and the keys that lead to the screen."""


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SCREENS)
async def test_it_looks_as_agreed(name: str, theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    assert await _look(name, theme) == (FOLDER / f"{name}-{theme}.txt").read_text("utf-8")


async def _look(name: str, theme: str) -> str:
    text, size, keys = SCREENS[name]
    file = Path("values.yaml")
    file.write_text(text)
    async with running(file, size=size, settings=Settings(theme=theme)) as screens:
        await screens.press(*keys)
        # What the focused setting makes is looked for in a pause.
        await screens.pilot.pause(0.4)
        await screens.settle()
        return _drawn(screens)


def _drawn(screens: Running) -> str:
    """The lines of the screen, and under each that has more than one style where they change and to what."""
    lines = []
    for strip in screens.app.screen._compositor.render_strips():
        lines.append("".join(segment.text for segment in strip).rstrip())
        at, styles, last = 0, [], ""
        for segment in strip:
            style = str(segment.style)
            if style != last:
                styles.append(f"{at} {style}")
                last = style
            at += segment.cell_length
        lines.append(f"  ~ {'; '.join(styles)}")
    return "\n".join(lines) + "\n"


async def _draw_all() -> AsyncIterator[str]:
    for name in SCREENS:
        for theme in THEMES:
            (FOLDER / f"{name}-{theme}.txt").write_text(await _look(name, theme), "utf-8")
            yield f"{name}-{theme}"


async def _main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_STATE_HOME"] = home
        os.chdir(home)
        async for drawn in _draw_all():
            print(drawn)


if __name__ == "__main__":
    asyncio.run(_main())
