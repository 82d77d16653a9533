"""No keys and pastes end the program, touch the disk, or leave a document that undo could not take back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.tui.actions import ACTIONS
from mlflow_tui.tui.saving import OnDisk
from tests.tui.running import VALUES, pressed, running

SHARED = f"""\
{VALUES}
resources:
  limits: &size {{cpu: 1, memory: 1Gi}}
  requests: *size
podAnnotations: &team
  team: &name ml
nodeSelector:
  <<: *team
nameOverride: *name
extraEnv:
  - &first {{name: A, value: x}}
  - *first
"""
"""With values that anchors share: keys change them here alone, or for all, or not at all."""
SHARDS = 40
KEYS = 500
"""For each shard: 20,000 in all."""
_LEFT_OUT = ("program.quit", "file.editor", "file.open")
"""What leaves the program, or starts others: they have tests of their own."""
_ACTIONS = [key for action in ACTIONS for key in action.keys if not action.id.startswith(_LEFT_OUT)]
_NAMED = ["enter", "escape", "backspace", "delete", "tab", "shift+tab", "down", "up", "left", "right", "space"]
_TYPED = [*"abz019 -:{}[]'\"#&*!|>%@`~é日🙂", *_NAMED]
_PASTES = [
    "8",
    "s3://b/p\n",
    "a: b\nc: [1, 2]\n",
    "- x\n- y\n",
    "\t\x00\x1b[31m",
    "日本語🙂" * 20,
    "{",
    "k: &a 1\n" * 50,
    "\n" * 30,
]
_STEP = 20
"""Keys that come at once, as from somebody who types fast, before the screens are looked at."""


@pytest.mark.parametrize("seed", range(SHARDS))
async def test_random_keys_and_pastes_do_no_harm(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISUAL", "true")
    monkeypatch.setenv("MLFLOW_TUI_KUBECTL", str(tmp_path / "no-kubectl"))
    start = SHARED if seed % 2 else VALUES
    saved = {start}
    save = OnDisk.save

    def recorded(disk: OnDisk, path: Path, text: str, *, over: bool = False) -> object:
        saved.add(text)
        return save(disk, path, text, over=over)

    monkeypatch.setattr(OnDisk, "save", recorded)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    file = tmp_path / "values.yaml"
    file.write_text(start)
    chance = random.Random(seed)
    told: list[str] = []
    async with running(file, size=chance.choice([(80, 24), (120, 40), (200, 60)])) as screens:
        session = screens.app.session
        for step in range(KEYS // _STEP):
            for event in _events(chance):
                told.append(event.text if isinstance(event, events.Paste) else event.key)
                screens.app.post_message(event)
            await screens.settle()
            if screens.app._exit:
                break
            if step % 5 == 4:
                await screens.pilot.resize_terminal(chance.randint(20, 200), chance.randint(5, 60))
        assert load(session.document.text).data == session.document.data, told
        assert file.read_text() in saved, told
        while session.undo() is not None:
            pass
        assert session.document.text == start, told


def _events(chance: random.Random) -> Iterator[events.Key | events.Paste]:
    for _ in range(_STEP):
        number = chance.random()
        if number < 0.03:
            yield events.Paste(chance.choice(_PASTES))
        else:
            yield pressed(chance.choice(_ACTIONS if number < 0.6 else _TYPED))
