"""Searching the text of the preview."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mlflow_tui.tui.preview.line_view import LineView
from mlflow_tui.tui.preview.text_search import Place, places, split
from mlflow_tui.tui.preview.yaml_highlight import pieces
from tests.tui.running import Running, pressed, running

ENTRIES = "".join(f"  - name: VARIABLE_{number}\n    value: text {number}\n" for number in range(100))
VALUES = f"""\
trackingServer:
  workers: 4
  defaultArtifactRoot: s3://bucket/mlflow
backendStore:
  createSecret:
    backendStoreUri: postgresql://mlflow:hunter2@db/mlflow
podAnnotations:
  far: "{"x" * 150} needle"
extraEnv:
{ENTRIES}"""


@pytest.fixture
async def screens(tmp_path: Path) -> AsyncIterator[Running]:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file) as found:
        yield found


def test_places_are_found_in_any_case_and_line_by_line() -> None:
    lines = ["Name: name", "", "none", "İname"]
    assert places(lines, "NAME", str) == [Place(0, 0, 4), Place(0, 6, 10), Place(3, 1, 5)]
    assert places(lines, "", str) == []


def test_a_line_in_pieces_is_cut_where_a_place_is() -> None:
    line = "  workers: 4 # two"
    spans = places([line], "ers: 4", str)
    cut = list(split(pieces(line), spans))
    assert "".join(text for text, _, _ in cut) == line
    assert "".join(text for text, _, place in cut if place is not None) == "ers: 4"


async def test_each_place_is_counted_marked_and_gone_to(screens: Running) -> None:
    await screens.press("ctrl+f")
    await screens.type("variable_9")
    view = screens.app.main.preview.body
    assert isinstance(view, LineView)
    assert "1 of 11" in screens.screen
    assert "VARIABLE_9\n" in "\n".join(line.rstrip(" │▕▏▐█▎▃") for line in screens.screen.split("\n")) + "\n"
    await screens.press("enter")
    assert "2 of 11" in screens.screen
    assert "VARIABLE_90" in screens.screen
    await screens.press("up", "up")
    assert "11 of 11" in screens.screen
    assert "VARIABLE_99" in screens.screen
    await screens.type("z")
    assert "nothing found" in screens.screen
    await screens.press("escape")
    assert screens.app.focused is screens.app.main.settings.list
    assert "nothing found" not in screens.screen
    assert screens.text == VALUES


async def test_it_goes_along_a_line_that_is_too_long(screens: Running) -> None:
    await screens.press("ctrl+f")
    await screens.type("needle")
    assert "needle" in screens.screen.replace("Find needle", "")
    assert "workers: 4" not in screens.screen
    assert "esc back" in screens.screen
    await screens.press("escape")
    assert "workers: 4" in screens.screen, "and comes back"


async def test_a_secret_is_not_found_while_it_is_masked(screens: Running) -> None:
    await screens.press("ctrl+f")
    await screens.type("hunter2")
    assert "nothing found" in screens.screen
    await screens.press("ctrl+r", "enter")
    assert "1 of 1" in screens.screen


async def test_the_manifests_and_the_changes_are_searched_too_and_the_problems_are_a_list(screens: Running) -> None:
    await screens.press("right_square_bracket", "ctrl+f")
    await screens.type("--workers")
    assert "1 of 1" in screens.screen
    await screens.press("tab")
    assert "1 of 1" not in screens.screen
    await screens.press("right_square_bracket", "right_square_bracket", "ctrl+f")
    assert "The problems are a list" in screens.said


async def test_in_a_narrow_terminal_it_covers_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file, size=(80, 24)) as screens:
        await screens.press("ctrl+f")
        await screens.type("text 77")
        assert "value: text 77" in screens.screen
        await screens.press("escape")
        assert screens.app.focused is screens.app.main.preview.body
        await screens.press("p")
        assert not screens.app.main.is_covered


async def test_what_is_typed_at_once_is_searched_for(screens: Running) -> None:
    for key in ("ctrl+f", *"text 42", "enter", "escape", "ctrl+f", *"text 43"):
        screens.app.post_message(pressed(key))
    await screens.settle()
    await screens.until("Find text 43")
    assert "1 of 1" in screens.screen
    assert screens.text == VALUES
