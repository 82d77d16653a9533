"""One registry behind the keys, the footer, the help, the palette and the README."""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path

import pytest

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.document import Document
from mlflow_tui.tui.actions import ACTIONS, BY_ID, shown_key
from mlflow_tui.tui.configuration import Settings, read_settings
from mlflow_tui.tui.local_actions import ALL_BY_ID
from mlflow_tui.tui.opening import Opening
from mlflow_tui.tui.screens.finder import Finder
from mlflow_tui.tui.screens.main import HINTS
from mlflow_tui.tui.widgets.pick_list import PickList
from tests.tui.running import VALUES, running


def test_ids_are_unique_and_no_key_has_two_meanings() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert [key for key, count in Counter(key for action in ACTIONS for key in action.keys).items() if count > 1] == []


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_does_something(action) -> None:  # type: ignore[no-untyped-def]
    module, _, name = action.handler.partition(":")
    assert callable(getattr(importlib.import_module(f"mlflow_tui.tui.handlers.{module}"), name))
    assert action.tooltip.endswith(".")


def test_the_footer_hints_at_actions_that_have_a_word() -> None:
    assert all(BY_ID[id_].hint for ids in HINTS.values() for id_ in ids)


@pytest.mark.parametrize(
    ("key", "shown"), [("ctrl+s", "^s"), ("alt+up", "alt+↑"), ("+", "+"), ("?", "?"), ("escape", "esc")]
)
def test_keys_are_shown_short(key: str, shown: str) -> None:
    assert shown_key(key) == shown


async def test_the_palette_and_the_help_have_every_action(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file) as screens:
        for key in ("ctrl+p", "question_mark"):
            await screens.press(key)
            assert isinstance(screens.app.screen, Finder)
            listed = {item.id for item in screens.app.screen.query_one(PickList).items if not item.heading}
            assert listed == set(ALL_BY_ID)
            await screens.press("escape")
            assert screens.app.screen is screens.app.main


async def test_the_help_is_filtered_by_typing_and_does_what_is_picked(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file) as screens:
        await screens.press("question_mark")
        await screens.type("undo")
        assert "Undo" in screens.screen
        assert "Page up" not in screens.screen
        await screens.press("escape")
        await screens.press("ctrl+p")
        await screens.type("redo")
        await screens.press("enter")
        assert screens.said == "Nothing to redo."


async def test_a_person_may_have_keys_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file, settings=Settings(keys={"find.setting": ("ctrl+f",), "edit.undo": ("u",)})) as screens:
        await screens.press("ctrl+f")
        assert isinstance(screens.app.screen, Finder)
        await screens.press("escape", "slash")
        assert screens.app.screen is screens.app.main
        assert "^f find" in screens.screen
        screens.app.main.focus_now(screens.app.main.preview.body)
        await screens.settle()
        assert "^f search" not in screens.screen, "the key is another's now"
        await screens.press("ctrl+f")
        assert isinstance(screens.app.screen, Finder)


def test_a_wrong_configuration_is_complained_about_and_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "mlflow-tui" / "config.yaml"
    assert read_settings() == Settings()
    file.parent.mkdir()
    file.write_text("theme: pink\nkeys:\n  edit.undoo: u\n  edit.redo: [n]\ncolour: x\n")
    settings = read_settings()
    assert settings.theme == "dark"
    assert settings.keys == {"edit.redo": ("n",)}
    said = " ".join(settings.complaints)
    assert "unknown key colour" in said
    assert "'pink'" in said
    assert "did you mean edit.undo?" in said
    assert "n is the key of both" in said
    file.write_text("checks: {MT999: off, MT215: grave, MT201: off}\n")
    said = " ".join(read_settings().complaints)
    assert "checks.MT999: no check has that code" in said
    assert "checks.MT215: 'grave' is not one of" in said
    assert "checks.MT201: an error stops rendering" in said
    file.write_text("checks: all\n")
    assert "checks must map codes" in read_settings().complaints[0]
    file.write_text("theme: [\n")
    assert "config.yaml:" in read_settings().complaints[0]


def test_the_configuration_grades_what_the_screens_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    text = "trackingServer: {basicAuth: {enabled: true}}\n"

    def found() -> dict[str, bool]:
        session = Opening(document=Document(text, key_order=key_order)).session()
        return {one.code: one.is_error for one in session.view.evaluation.problems}

    plain = found()
    assert {"MT215", "MT214"} <= plain.keys()
    assert not plain["MT215"]
    file = tmp_path / "mlflow-tui" / "config.yaml"
    file.parent.mkdir()
    file.write_text("checks: {MT215: error, MT214: off}\n")
    assert found() == {code: code == "MT215" for code in plain if code != "MT214"}
