"""Editing settings in their rows, and undoing it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual import events

from mlflow_tui.tui.settings.reading import neighbour, value_of
from tests.tui.running import VALUES, Running, running, setting


@pytest.fixture
async def screens(tmp_path: Path) -> AsyncIterator[Running]:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file) as found:
        yield found


def _value(screens: Running, key: str) -> object:
    return screens.app.session.view.evaluation.value(setting(key).path)


async def test_typing_replaces_the_whole_value_and_both_previews_follow(screens: Running) -> None:
    await screens.go_to("trackingServer.workers")
    await screens.press("enter", "8")
    assert "workers: 8        # two per core" in screens.screen
    screens.app.main.preview.show_tab("Manifests")
    await screens.until("--workers=8")
    assert screens.text == VALUES, "nothing has changed before enter"
    await screens.press("enter")
    assert screens.text == VALUES.replace("workers: 4", "workers: 8")
    assert "● 1 unsaved" in screens.screen


async def test_esc_drops_what_was_typed(screens: Running) -> None:
    await screens.go_to("trackingServer.workers")
    await screens.press("enter", "8", "escape")
    assert screens.text == VALUES
    assert screens.app.session.draft is None
    assert "--workers=8" not in screens.screen


async def test_a_number_that_is_none_is_told_and_not_kept(screens: Running) -> None:
    await screens.go_to("trackingServer.workers")
    screens.app.main.preview.show_tab("Manifests")
    await screens.until("--workers=4")
    await screens.press("enter")
    await screens.type("4x")
    assert "'4x' is not a number" in screens.screen
    await screens.until("stale")
    assert "--workers=4" in screens.screen, "the last good manifests stay"
    await screens.press("enter")
    assert "Not kept" in screens.said
    assert screens.app.main.settings.editor is not None
    await screens.press("backspace", "enter")
    assert screens.text == VALUES


async def test_a_number_out_of_range_is_kept_and_marked(screens: Running) -> None:
    await screens.go_to("service.port")
    await screens.press("enter")
    await screens.type("70000")
    assert "out of range" in screens.screen
    await screens.press("enter")
    assert _value(screens, "service.port") == 70000
    assert any("!1" in line for line in screens.screen.splitlines() if "Service" in line)


async def test_up_and_down_keep_and_go_on(screens: Running) -> None:
    await screens.go_to("trackingServer.host")
    await screens.press("enter")
    await screens.type("127.0.0.1")
    await screens.press("down")
    assert _value(screens, "trackingServer.host") == "127.0.0.1"
    assert screens.setting.key == "trackingServer.port"


async def test_switches_and_choices_change_at_a_key(screens: Running) -> None:
    await screens.go_to("ingress.enabled")
    await screens.press("space")
    assert _value(screens, "ingress.enabled") is True
    await screens.press("left")
    assert _value(screens, "ingress.enabled") is False
    await screens.go_to("trackingServer.mode")
    await screens.press("right")
    assert _value(screens, "trackingServer.mode") == "no-serve-artifacts"
    await screens.press("left", "left")
    assert _value(screens, "trackingServer.mode") == "artifacts-only"


async def test_the_list_of_choices_shows_each_and_esc_leaves_all_as_it_was(screens: Running) -> None:
    await screens.go_to("trackingServer.mode")
    screens.app.main.preview.show_tab("Manifests")
    await screens.press("enter", "down")
    assert screens.app.session.shown.evaluation.value(("trackingServer", "mode")) == "no-serve-artifacts"
    await screens.press("escape")
    assert screens.text == VALUES
    await screens.press("enter", "down", "enter")
    assert _value(screens, "trackingServer.mode") == "no-serve-artifacts"


async def test_reset_takes_the_key_out_of_the_file(screens: Running) -> None:
    await screens.go_to("trackingServer.workers")
    await screens.press("r")
    assert "workers" not in screens.text
    assert "back to its default" in screens.said
    await screens.press("r")
    assert "is not set in this file" in screens.said


async def test_undo_and_redo_go_to_where_the_edit_was(screens: Running) -> None:
    await screens.go_to("trackingServer.workers")
    await screens.press("enter", "8", "enter")
    await screens.go_to("ingress.enabled")
    await screens.press("space")
    await screens.press("ctrl+z", "ctrl+z")
    assert screens.text == VALUES
    assert screens.setting.key == "trackingServer.workers"
    await screens.press("ctrl+z")
    assert screens.said == "Nothing to undo."
    await screens.press("ctrl+y", "ctrl+y")
    assert screens.setting.key == "ingress.enabled"
    assert _value(screens, "ingress.enabled") is True


async def test_undo_while_editing_undoes_the_typing_and_leaves_the_edits_alone(screens: Running) -> None:
    await screens.go_to("trackingServer.workers")
    await screens.press("enter", "8", "enter", "enter", "9", "ctrl+z", "ctrl+z")
    assert "workers: 8" in screens.text
    await screens.press("ctrl+y", "enter")
    assert "workers: 9" in screens.text
    await screens.press("ctrl+z", "ctrl+z")
    assert screens.text == VALUES


async def test_pasted_lines_are_all_kept(screens: Running) -> None:
    await screens.go_to("trackingServer.artifactsDestination")
    await screens.press("enter")
    editor = screens.app.main.settings.editor
    assert editor is not None
    editor.post_message(events.Paste("s3://one\r\ns3://two\n"))
    await screens.pilot.pause()
    assert editor.value == "s3://one\ns3://two"
    await screens.press("enter")
    assert _value(screens, "trackingServer.artifactsDestination") == "s3://one\ns3://two"


async def test_wide_characters_are_measured(screens: Running) -> None:
    await screens.go_to("trackingServer.artifactsDestination")
    await screens.press("enter")
    editor = screens.app.main.settings.editor
    assert editor is not None
    editor.post_message(events.Paste("s3://データ/🙂"))
    await screens.pilot.pause()
    assert editor.cursor_screen_offset.x == editor.content_region.x + len("s3://") + 6 + 1 + 2 + 1
    await screens.press("enter")
    assert _value(screens, "trackingServer.artifactsDestination") == "s3://データ/🙂"


async def test_every_key_that_leaves_the_row_keeps_its_text_first(screens: Running) -> None:
    await screens.go_to("trackingServer.workers")
    await screens.press("enter", "6", "ctrl+s")
    await screens.app.workers.wait_for_complete()
    await screens.pilot.pause()
    assert "workers: 6" in screens.path.read_text()


async def test_nothing_can_be_changed_when_it_is_open_for_reading(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file, read_only=True) as screens:
        assert "read-only" in screens.screen.splitlines()[0]
        await screens.go_to("trackingServer.workers")
        for key in ("enter", "r", "space", "ctrl+z", "ctrl+s", "e"):
            await screens.press(key)
            assert "read-only" in screens.said
            await screens.press("escape")
            await screens.go_to("trackingServer.workers")
        assert screens.text == VALUES


@pytest.mark.parametrize(("text", "value"), [("4", 4), (" 12 ", 12), ("0x1F", 31), ("1_000", 1000), ("-1", -1)])
def test_numbers_are_read_as_helm_reads_them(text: str, value: int) -> None:
    assert value_of(setting("trackingServer.workers"), text) == (value, "")


@pytest.mark.parametrize("text", ["", "four", "1.5", "true", "4 4", "~"])
def test_what_is_no_whole_number_is_explained(text: str) -> None:
    value, complaint = value_of(setting("trackingServer.workers"), text)
    assert value == text
    assert complaint


def test_choices_go_round() -> None:
    mode = setting("trackingServer.mode")
    assert [neighbour(mode, mode.choices[0], step) for step in (1, -1)] == [mode.choices[1], mode.choices[-1]]
    assert neighbour(mode, "nonsense", 1) == mode.choices[0]
