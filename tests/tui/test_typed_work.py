"""What is typed in an open editor counts as work: on the way out, in the recovery file, at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import parse_path
from mlflow_tui.delivery import recovery
from tests.tui.running import Running, running

TEXT = """\
trackingServer:
  workers: 4  # two per core
  extraArgs: [--one]
podAnnotations:
  team: ml
extraEnv:
  - name: TEAM
    value: ml
tolerations:
  - key: gpu
    operator: Exists
"""
D = "down"
_PASSWORD = "trackingServer.basicAuth.createSecret.adminPassword"
EDITORS = [
    ("trackingServer.workers", [], "16", "trackingServer.workers", 16),
    ("trackingServer.host", [], "127.0.0.1", "trackingServer.host", "127.0.0.1"),
    (
        _PASSWORD,
        [],
        "s3cret/x",
        _PASSWORD,
        "s3cret/x",
    ),
    ("trackingServer.extraArgs", ["enter"], "--two", "trackingServer.extraArgs[0]", "--two"),
    ("trackingServer.extraArgs", ["plus"], "--two", "trackingServer.extraArgs[1]", "--two"),
    ("podAnnotations", ["enter"], "data", "podAnnotations.team", "data"),
    ("podAnnotations", ["plus"], "owner", "podAnnotations.owner", ""),
    ("podAnnotations", ["plus", "o", "enter"], "x y", "podAnnotations.o", "x y"),
    ("podAnnotations", ["n"], "crew", "podAnnotations.crew", "ml"),
    ("extraEnv", ["enter", D, D, "enter"], "data", "extraEnv[0].value", "data"),
    ("extraEnv", ["plus"], "NEW", "extraEnv[1].name", "NEW"),
    ("extraEnv", ["y"], "", "extraEnv[0].extra", 1),
    ("affinity", [], "nodeAffinity: {}", "affinity.nodeAffinity", {}),
    ("artifactStore.gcp.createSecret.keyFile", [], "{}", "artifactStore.gcp.createSecret.keyFile", "{}"),
]


def _file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    file = folder / "values.yaml"
    file.write_text(TEXT)
    return file


async def _type(screens: Running, key: str, keys: list[str], typed: str) -> None:
    await screens.go_to(key)
    await screens.press("enter", *keys)
    if typed:
        await screens.type(typed)
    else:
        await screens.press("ctrl+end")
        await screens.type("extra: 1\n")


def _kept(folder: Path) -> tuple[str, dict[str, object]]:
    """What the recovery file holds: the document and the text that is in none."""
    (file,) = (folder / "state/mlflow-tui/recovery").glob("*.recovery")
    found = recovery._read(file)
    unfinished = found.unfinished
    return found.data.decode(), {"path": unfinished.path, "text": unfinished.text} if unfinished else {}


@pytest.mark.parametrize(("key", "keys", "typed", "path", "value"), EDITORS, ids=lambda one: str(one)[:24])
async def test_what_is_typed_is_asked_about_kept_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, keys: list[str], typed: str, path: str, value: object
) -> None:
    file = _file(tmp_path, monkeypatch)
    async with running(file) as screens:
        await _type(screens, key, keys, typed)
        screens.app.keeper.now()
        text, unfinished = _kept(tmp_path)
        assert look_up(load(text).data, parse_path(path)) == value
        assert not unfinished
        assert screens.text == TEXT
        await screens.press("ctrl+q")
        await screens.until("What is typed in")
        await screens.press("escape")
        assert screens.text == TEXT
        await screens.press("ctrl+q")
        await screens.until("Save and quit")
        await screens.press(D, "enter")
        for _ in range(100):
            if screens.app._exit:
                break
            await screens.pilot.pause(0.02)
        assert screens.app._exit
    assert look_up(load(file.read_text()).data, parse_path(path)) == value
    assert not list((tmp_path / "state/mlflow-tui/recovery").iterdir())


@pytest.mark.parametrize(
    ("key", "keys", "typed", "path"),
    [
        ("trackingServer.workers", [], "12x", "trackingServer.workers"),
        ("podAnnotations", ["plus"], "team", "podAnnotations.team"),
        ("affinity", [], "nodeAffinity: {", "affinity"),
        ("extraEnv", ["y"], "- {", "extraEnv[0]"),
    ],
)
async def test_what_cannot_be_kept_stays_open_and_opens_again_after_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, keys: list[str], typed: str, path: str
) -> None:
    file = _file(tmp_path, monkeypatch)
    async with running(file) as screens:
        await _type(screens, key, keys, typed)
        before = screens.app.screen
        await screens.press("ctrl+q")
        await screens.until("Save and quit")
        assert "is not saved, and cannot be kept" in " ".join(screens.screen.replace("│", " ").split())
        await screens.press(D, "enter")
        assert screens.app.screen is before
        assert not screens.app._exit
        assert file.read_text() == TEXT
        holder = screens.app.holder()
        assert holder is not None
        pending = holder.pending()
        assert pending is not None
        assert typed in pending.text
        screens.app.keeper.last()
        text, unfinished = _kept(tmp_path)
        assert text == TEXT
        assert unfinished == {"path": path, "text": pending.text}
    # As of a dead run: nobody holds the lock any more.
    recovered = screens.app.disk._recovery
    assert recovered is not None
    recovered._release()
    async with running(file) as screens:
        await screens.until("Unsaved work")
        await screens.press("enter")
        found = screens.app.holder()
        assert found is not None
        again = found.pending()
        assert again is not None
        assert again.text == pending.text


async def test_typing_in_a_field_is_undone_and_made_again_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _file(tmp_path, monkeypatch)
    for key, keys, began in (("trackingServer.host", [], "0.0.0.0"), ("extraEnv", ["enter", D, D, "enter"], "ml")):
        async with running(file) as screens:
            await _type(screens, key, keys, "one two")
            field = screens.app.focused
            seen = []
            for pressed in ("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+y", "ctrl+y", "ctrl+y"):
                await screens.press(pressed)
                assert screens.app.focused is field
                seen.append(field.value)  # type: ignore[union-attr]
            assert seen == ["one ", began, began, "one ", "one two", "one two"]
            await screens.press("ctrl+z", "x", "enter")
            assert "one x" in screens.text
