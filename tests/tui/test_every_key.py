"""Every key of the chart, edited through the screens, is in the file what `set` makes of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.config_model.catalogue import leaves
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.setting import INTEGERS, Kind, Setting
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.renderers.yaml_text import text as yaml_text
from tests.tui.running import Running, running

ROOT = Path(__file__).parents[2]


def _wanted(one: Setting) -> Any:
    """Another value than the default: the example of the declaration where it has one."""
    example = one.declaration.example
    if one.kind is Kind.SWITCH:
        return not one.default
    if one.kind is Kind.CHOICE:
        return next(choice for choice in one.choices if choice != one.default)
    if one.kind in INTEGERS:
        return example if example not in (None, one.default) else (one.default or 0) + 1
    return example if example not in (None, one.default) else "other"


@pytest.mark.parametrize("area", [area for area in Area if any(one.area is area for one in leaves())])
async def test_the_screens_and_set_make_the_same_file(
    area: Area, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    settings = [one for one in leaves() if one.area is area]
    edited = tmp_path / "values.yaml"
    edited.write_text("# ours\n")
    async with running(edited) as screens:
        for one in settings:
            await _edit(screens, one, _wanted(one))
        await screens.press("ctrl+s")
        await screens.app.workers.wait_for_complete()
    by_set = tmp_path / "set.yaml"
    by_set.write_text("# ours\n")
    options = [option for one in settings for option in ("--json", f"{one.key}={json.dumps(_wanted(one))}")]
    command = [sys.executable, "-m", "mlflow_tui", "set", "--force", str(by_set), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    if any(one.kind in (Kind.OBJECT, Kind.OBJECT_LIST) for one in settings):
        # YAML that somebody typed keeps the order and the quotes that it was typed with.
        assert load(edited.read_text()).data == load(by_set.read_text()).data
    else:
        assert edited.read_bytes() == by_set.read_bytes()


async def _edit(screens: Running, one: Setting, value: Any) -> None:
    screens.app.main.go_to(one)
    await screens.settle()
    await screens.press("enter")
    main, screen = screens.app.main, screens.app.screen
    match one.kind:
        case Kind.SWITCH:
            assert screen is main
        case Kind.CHOICE:
            await screens.press("home", *["down"] * one.choices.index(value), "enter")
        case Kind.TEXT | Kind.INTEGER | Kind.OPTIONAL_INTEGER:
            await screens.paste(str(value))
            await screens.press("enter")
        case Kind.STRING_LIST:
            await screens.press(*["minus"] * len(one.default))
            for entry in value:
                await screens.press("plus")
                await screens.paste(entry)
                await screens.press("enter")
        case Kind.STRING_MAP:
            for key, entry in value.items():
                await screens.press("plus")
                await screens.paste(key)
                await screens.press("enter")
                await screens.paste(entry)
                await screens.press("enter")
        case Kind.OBJECT_LIST:
            await _edit_entries(screens, one, value)
        case _:
            await screens.press("f7")
            await screens.paste(value if one.kind is Kind.MULTILINE else yaml_text(value))
            await screens.press("ctrl+s")
    if one.kind in (Kind.STRING_LIST, Kind.STRING_MAP, Kind.OBJECT_LIST):
        await screens.press("escape")
    assert screens.app.screen is main, one.key
    assert screens.app.session.view.evaluation.value(one.path) == value, one.key


async def _edit_entries(screens: Running, one: Setting, value: list[Any]) -> None:
    """Entries as YAML, which every list takes; their forms have tests of their own."""
    for _ in screens.app.session.view.evaluation.value(one.path):
        await screens.press("minus")
    for number, entry in enumerate(value):
        await screens.press("plus")
        if type(screens.app.screen).__name__ != "YamlEditor":
            # The form of a new entry asks for its first field.
            await screens.press("x", "enter", "escape")
            while type(screens.app.screen).__name__ == "ItemForm":
                await screens.press("escape")
            await screens.press("y")
        await screens.press("f7")
        await screens.paste(yaml_text(entry))
        await screens.press("ctrl+s")
        assert len(screens.app.session.view.evaluation.value(one.path)) == number + 1, one.key
