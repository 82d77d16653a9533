"""The screen of an upgrade: the versions to choose from, what is told, the edit as one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflow_tui.config_model.mlflow import newest
from mlflow_tui.tui.screens.upgrade import UpgradeScreen
from tests.tui.running import Running, running

TEXT = """\
image:
  tag: "v2.14.1" # ours
backendStore:
  createSecret:
    backendStoreUri: postgresql+psycopg2://mlflow:s3cret@db/mlflow
trackingServer:
  basicAuth:
    enabled: true
    createSecret:
      adminPassword: correct-horse-battery
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "values.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


async def _choose(screens: Running, version: str) -> None:
    await screens.press("U")
    await screens.until("Upgrade MLflow 2.14.1 to")
    await screens.type(version)
    await screens.press("enter")
    await screens.until("make the edit")


async def test_versions_come_newest_first_with_those_that_are_tested(file: Path) -> None:
    async with running(file, size=(80, 24)) as screens:
        await screens.press("U")
        await screens.until("Upgrade MLflow 2.14.1 to")
        lines = screens.screen.splitlines()
        first = next(line for line in lines if f" {newest()} " in line)
        tested = next(line for line in lines if " 3.17.2 " in line)
        assert lines.index(first) < lines.index(tested)
        assert "newest" in first
        assert "tested" in tested
        await screens.press("escape")
        assert screens.app.session.document.text == TEXT


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_edit_is_one_step_that_can_be_undone(file: Path, size: tuple[int, int]) -> None:
    async with running(file, size=size) as screens:
        await _choose(screens, "3.17.2")
        shown = screens.screen
        assert "What would stop it" in shown
        assert '+  tag: "v3.17.2" # ours' in shown
        assert "s3cret" not in shown
        assert "horse" not in shown
        await screens.press("u")
        text = screens.app.session.document.text
        assert '  tag: "v3.17.2" # ours\n' in text
        assert "secretKey: " in text
        assert "ctrl+z" in screens.said
        await screens.press("ctrl+z")
        assert screens.app.session.document.text == TEXT


async def test_esc_leaves_the_file_as_it_is(file: Path) -> None:
    async with running(file) as screens:
        await _choose(screens, "3.9.0")
        await screens.press("escape")
        assert screens.app.screen is screens.app.main
        assert screens.app.session.document.text == TEXT


async def test_a_read_only_session_shows_and_does_not_edit(file: Path) -> None:
    async with running(file, read_only=True) as screens:
        await _choose(screens, "3.17.2")
        await screens.press("u")
        assert isinstance(screens.app.screen, UpgradeScreen)
        assert "read-only" in screens.screen
        assert screens.app.session.document.text == TEXT


async def test_the_newest_has_nothing_to_choose(file: Path) -> None:
    file.write_text(f"image:\n  tag: v{newest()}\n", encoding="utf-8")
    async with running(file) as screens:
        await screens.press("U")
        assert screens.app.screen is screens.app.main
        assert "newest" in screens.said
