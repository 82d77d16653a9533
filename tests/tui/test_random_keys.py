"""No sequence of keys ends the program, or leaves a document that is not what its text says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from config_model.helm_yaml import load
from tests.tui.running import VALUES, running
from tui.actions import ACTIONS

_KEYS = [
    key
    for action in ACTIONS
    for key in action.keys
    if action.id not in ("program.quit", "file.editor", "cluster.apply")
]
_NAMED = ["enter", "escape", "backspace", "tab", "down", "up", "left", "right", "space"]
_TYPED = [*"abz019 -:{}['\"#", *_NAMED]


@pytest.mark.parametrize("seed", range(6))
async def test_random_keys_do_no_harm(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    chance = random.Random(seed)
    pressed: list[str] = []
    async with running(file, size=chance.choice([(80, 24), (120, 40), (200, 60)])) as screens:
        for _ in range(120):
            key = chance.choice(_KEYS if chance.random() < 0.7 else _TYPED)
            pressed.append(key)
            await screens.pilot.press(key)
            if chance.random() < 0.05:
                await screens.pilot.resize_terminal(chance.randint(20, 200), chance.randint(5, 60))
        await screens.pilot.pause()
        session = screens.app.session
        assert load(session.document.text).data == session.document.data, pressed
        while session.document.can_undo:
            session.undo()
        assert session.document.text in (VALUES, file.read_text()), pressed
