"""The search, and going from problem to problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflow_tui.config_model.catalogue import leaves
from mlflow_tui.tui.search import ranked, score
from tests.tui.running import VALUES, running


@pytest.mark.parametrize("key", [one.key for one in leaves()])
def test_the_whole_path_finds_its_setting_first(key: str) -> None:
    found = ranked(key, leaves(), lambda one: (one.key, one.title, one.area.title, "", one.help))
    assert found[0].key == key


@pytest.mark.parametrize(
    ("wanted", "key"),
    [("workers", "trackingServer.workers"), ("gunicorn", "trackingServer.workers"),
     ("tsworkers", "trackingServer.workers"), ("replicas", "replicaCount"),
     ("admin passw", "trackingServer.basicAuth.createSecret.adminPassword")],
)  # fmt: skip
def test_settings_are_found_by_title_help_and_letters(wanted: str, key: str) -> None:
    found = ranked(wanted, leaves(), lambda one: (one.key, one.title, f"{one.area.title} {one.title}", "", one.help))
    assert key in [one.key for one in found[:3]]


def test_what_does_not_fit_is_left_out() -> None:
    assert score("zzz", "trackingServer.workers") == 0
    assert ranked("zzz", ["a", "b"], lambda one: (one,)) == []
    assert (
        score("workers", "workers")
        > score("workers", "workersAbc")
        > score("workers", "a.workers")
        > score("wrk", "workers")
    )


async def test_the_search_finds_values_and_says_what_it_found(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file, size=(80, 24)) as screens:
        await screens.press("slash")
        await screens.type("mlflow-db")
        assert "backendStore.existingSecret" in screens.screen
        await screens.press("enter")
        assert screens.setting.key == "backendStore.existingSecret"
        await screens.press("slash")
        await screens.type("nothinglikethis")
        assert "Nothing has that in it." in screens.screen
        await screens.press("enter")
        assert screens.app.screen is not screens.app.main, "enter on nothing stays"
        await screens.press("escape")
        assert screens.setting.key == "backendStore.existingSecret"


async def test_n_goes_through_the_problems_and_around(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("trackingServer:\n  workers: 0\nservice:\n  port: 70000\nwhat: 1\n")
    async with running(file) as screens:
        visited = []
        for _ in range(3):
            await screens.press("n")
            visited.append(screens.setting.key if screens.app.main.areas.area is not None else "review")
        assert visited == ["trackingServer.workers", "service.port", "review"]
        assert "3/3" in screens.said
        await screens.press("n")
        assert screens.setting.key == "trackingServer.workers"
        await screens.press("N", "N")
        assert screens.setting.key == "service.port"


async def test_n_starts_from_the_cursor(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("trackingServer:\n  workers: 0\nservice:\n  port: 70000\ningress:\n  enabled: yes please\n")
    async with running(file) as screens:
        await screens.go_to("service.type")
        await screens.press("n")
        assert screens.setting.key == "service.port"
        await screens.go_to("trackingServer.mode")
        await screens.press("N")
        assert screens.setting.key == "ingress.enabled", "around"
        await screens.go_to("service.port")
        await screens.press("N")
        assert screens.setting.key == "service.port"
        await screens.press("N")
        assert screens.setting.key == "trackingServer.workers"


async def test_f_mends_what_can_be_mended(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("trackingServer:\n  mode: serve-artifact\n")
    async with running(file) as screens:
        await screens.press("n", "f")
        assert "mode: serve-artifacts" in screens.text
        await screens.press("f")
        assert "no fix" in screens.said
        await screens.press("ctrl+z")
        assert screens.text == "trackingServer:\n  mode: serve-artifact\n"
