"""Every key that a widget binds is of the registry of actions: help, palette, README and configuration know it."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from mlflow_tui import tui
from mlflow_tui.tui.actions import ACTIONS, textual_key
from mlflow_tui.tui.configuration import Settings, read_settings
from mlflow_tui.tui.editors import completions
from mlflow_tui.tui.local_actions import (
    ALL_BY_ID,
    LOCAL_ACTIONS,
    LOCAL_BY_ID,
    LocalAction,
    Place,
    keys_of,
    within_reach,
)
from mlflow_tui.tui.preview import text_search
from mlflow_tui.tui.screens import finder
from mlflow_tui.tui.screens.finder import Finder
from mlflow_tui.tui.screens.release_state import ReleaseScreen
from mlflow_tui.tui.settings import inline
from mlflow_tui.tui.widgets.pick_list import PickList
from tests.tui.running import VALUES, running


def _classes(parent: type[DOMNode] = DOMNode) -> Iterator[type[DOMNode]]:
    for one in parent.__subclasses__():
        yield one
        yield from _classes(one)


def _own() -> list[type[DOMNode]]:
    """Every class of the product that binds keys."""
    for module in pkgutil.walk_packages(tui.__path__, "mlflow_tui.tui."):
        importlib.import_module(module.name)
    found = {one for one in _classes() if one.__module__.startswith("mlflow_tui.tui.") and one.__dict__.get("BINDINGS")}
    return sorted(found, key=lambda one: one.__qualname__)


def _bindings(of: type[DOMNode]) -> list[Binding]:
    bindings = of.__dict__["BINDINGS"]
    assert all(isinstance(one, Binding) for one in bindings), of
    return [one for one in bindings if isinstance(one, Binding)]


@pytest.mark.parametrize("widget", _own(), ids=lambda one: one.__name__)
def test_a_widget_binds_the_keys_of_the_registry(widget: type[DOMNode]) -> None:
    for one in _bindings(widget):
        assert one.id is not None
        assert one.id in ALL_BY_ID, f"{widget.__name__} binds {one.key} without an action of the registry"
        assert one.key == ",".join(map(textual_key, ALL_BY_ID[one.id].keys)), one


def test_every_local_action_is_bound_or_of_a_field() -> None:
    in_widgets = {one.id for widget in _own() for one in _bindings(widget)}
    in_fields = {one.id for one in LOCAL_ACTIONS if one.place is Place.FIELD}
    assert set(LOCAL_BY_ID) - in_widgets - in_fields == set()


def test_the_keys_that_a_field_ends_with_are_those_of_its_actions() -> None:
    """A field takes these keys in its own way, by their usual names: `field_key` gives the names."""
    known = {key for one in LOCAL_ACTIONS if one.place is Place.FIELD for key in one.keys}
    assert {*inline.ENDS, *finder._KEYS, *text_search._STEPS, *text_search._CLOSE, *completions._MOVES} < known


@pytest.mark.parametrize("place", [None, *Place])
def test_no_key_has_two_meanings_in_one_place(place: Place | None) -> None:
    counted = Counter(key for action in within_reach(place) for key in action.keys)
    assert [key for key, count in counted.items() if count > 1] == []


def test_a_place_knows_the_actions_that_it_shares() -> None:
    """A widget that binds a local action binds others only of the same place, or those that the place lists."""
    for widget in _own():
        ids = [one.id or "" for one in _bindings(widget)]
        for place in {LOCAL_BY_ID[id_].place for id_ in ids if id_ in LOCAL_BY_ID}:
            assert {ALL_BY_ID[id_] for id_ in ids} <= set(within_reach(place)), widget


def test_ids_and_texts_of_local_actions_are_whole() -> None:
    assert len(ALL_BY_ID) == len(ACTIONS) + len(LOCAL_ACTIONS)
    assert [one.id for one in LOCAL_ACTIONS if not one.tooltip.endswith(".") or not one.title or not one.keys] == []


@pytest.mark.parametrize("action", LOCAL_ACTIONS, ids=lambda one: one.id)
def test_the_configuration_takes_a_key_for_each(
    action: LocalAction, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "mlflow-tui").mkdir()
    (tmp_path / "mlflow-tui" / "config.yaml").write_text(f"keys: {{{action.id}: f9}}\n")
    settings = read_settings()
    assert settings.complaints == ()
    assert keys_of(action, settings.keys) == ("f9",)


def test_a_clash_in_one_place_is_complained_about_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "mlflow-tui" / "config.yaml"
    file.parent.mkdir()
    file.write_text("keys: {release.undo: l, release.copy: n, field.keep: x}\n")
    said = read_settings().complaints
    assert len(said) == 2
    assert "keys.field.keep: a letter is typed there" in said[0]
    assert "l is the key of both release.undo and release.logs" in said[1]


def test_a_key_given_to_another_action_is_missing_only_where_both_are_within_reach() -> None:
    keymap = {"release.undo": ("c",)}
    assert keys_of(ALL_BY_ID["release.copy"], keymap) == ()
    assert keys_of(ALL_BY_ID["file.copy"], keymap) == ("c",)


async def test_keys_of_ones_own_work_in_dialogs_and_fields_and_stand_in_their_borders(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    own = {"program.back": ("f4",), "list.pick": ("f5",), "field.keep": ("f6",), "field.drop": ("f7",)}
    async with running(file, settings=Settings(keys=own)) as screens:
        await screens.press("slash")
        assert "f6: go · f7: back" in screens.screen
        await screens.press("escape", "enter")
        assert isinstance(screens.app.screen, Finder), "their usual keys mean nothing now"
        await screens.press("f7")
        assert screens.app.screen is screens.app.main
        await screens.go_to("trackingServer.workers")
        assert isinstance(screens.app.screen, Finder)
        await screens.press("f6")
        assert screens.setting.key == "trackingServer.workers"
        await screens.press("enter")
        assert "f6 keep" in screens.screen
        await screens.press("7", "f6")
        assert "workers: 7" in screens.text
        await screens.press("c", "enter")
        assert screens.app.screen is not screens.app.main, "enter picks nothing now"
        await screens.press("f4")
        assert screens.app.screen is screens.app.main


async def test_the_state_of_a_release_has_keys_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReleaseScreen, "_look", lambda self: None)
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file, settings=Settings(keys={"release.logs": ("f8",)})) as screens:
        await screens.press("s")
        assert "f8: logs, why not ready" in screens.screen
        await screens.press("l")
        assert "There is no Deployment to ask." not in screens.screen
        await screens.press("f8")
        assert "There is no Deployment to ask." in screens.screen


async def test_the_help_tells_where_a_local_key_works(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file) as screens:
        await screens.press("question_mark")
        await screens.type("release.logs")
        await screens.press("enter")
        assert screens.said == "Why it is not ready: in the state of the release."


async def test_the_palette_puts_what_can_be_done_before_what_cannot(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file) as screens:
        await screens.press("ctrl+p")
        await screens.type("keep")
        items = screens.app.screen.query_one(PickList).items
        assert [item.id in LOCAL_BY_ID for item in items] == sorted(item.id in LOCAL_BY_ID for item in items)
        assert {item.why_not for item in items if item.id == "field.keep"} == {"in a field of one line"}
