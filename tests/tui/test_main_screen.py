"""The three panes, at every size."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.values.areas import Area
from tests.tui.running import VALUES, running

SIZES = [(80, 24), (100, 30), (120, 40), (200, 60)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    return file


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_area_is_listed(file: Path, size: tuple[int, int]) -> None:
    async with running(file, size=size) as screens:
        assert ("Manifests" in screens.screen) == (size[0] >= 110)
        shown = screens.screen
        if size[1] < len(Area) + 3:  # the rest is a key away
            await screens.press("escape", "end")
            shown += screens.screen
        for area in Area:
            assert area.title in shown
        assert "Review and apply" in shown


async def test_areas_count_what_differs_and_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("trackingServer:\n  workers: 0\n  host: 127.0.0.1\nservice:\n  prot: 1\n")
    async with running(file) as screens:
        rows = {line[:25].split("▕")[0].strip(" ▸"): line for line in screens.screen.splitlines()}
        assert any(row.startswith("Tracking server") and "!1" in row and row.endswith("2") for row in rows)
        assert any(row.startswith("Service") and "!1" in row for row in rows)


async def test_moving_through_the_areas_opens_them(file: Path) -> None:
    async with running(file, size=(80, 24)) as screens:
        await screens.press("escape", "home")
        assert "What the Kubernetes objects are called." in screens.screen
        await screens.press("j", "right")
        assert screens.setting.key == "image.registry"
        await screens.press("end", "k", "up", "down")
        assert screens.setting.key == "image.mlflowVersion"
        await screens.press("escape", "end")
        assert screens.app.main.areas.area is None
        assert "differs from the defaults" in screens.screen


async def test_the_preview_comes_and_goes(file: Path) -> None:
    async with running(file, size=(80, 24)) as screens:
        assert "Manifests" not in screens.screen
        await screens.press("p")
        assert "# production, owned by" in screens.screen
        await screens.press("]")
        await screens.until("--serve-artifacts")
        await screens.press("escape")
        assert "Workers" in screens.screen
        assert "Manifests" not in screens.screen
    async with running(file, size=(140, 40)) as screens:
        await screens.press("p")
        assert "# production, owned by" not in screens.screen
        await screens.press("p")
        assert "Tracking server" not in screens.screen
        await screens.press("p")
        assert "Tracking server" in screens.screen
        assert "# production, owned by" in screens.screen


async def test_a_terminal_that_is_too_small_says_so_and_everything_comes_back(file: Path) -> None:
    async with running(file) as screens:
        await screens.go_to("trackingServer.workers")
        await screens.press("enter")
        await screens.type("12")
        for size in ((79, 24), (30, 4), (80, 23)):
            await screens.pilot.resize_terminal(*size)
            await screens.pilot.pause()
            assert "80x24" in screens.screen
            assert "Workers" not in screens.screen
        await screens.pilot.resize_terminal(80, 24)
        await screens.pilot.pause()
        assert "Workers" in screens.screen
        await screens.type("3")
        await screens.press("enter")
        assert "workers: 123        # two per core" in screens.text


async def test_layers_are_named_beside_the_values(tmp_path: Path) -> None:
    file = tmp_path / "prod.yaml"
    file.write_text("trackingServer:\n  workers: 8\n")
    base = Document("trackingServer:\n  workers: 2\n  port: 8080\n")
    upper = Layer("--set trackingServer.host", {"trackingServer": {"host": "::"}})
    async with running(
        file, lower=[Layer("base.yaml", base.data, base.loaded)], upper=[upper], size=(160, 40)
    ) as screens:
        lines = {line.split("▕")[1].split()[-1] if "▕" in line else "" for line in screens.screen.splitlines()}
        rows = [line.split("▕")[1].split("▏")[0] for line in screens.screen.splitlines() if "▕" in line]
        assert any("Workers" in row and "8" in row and row.rstrip().endswith("this file") for row in rows), lines
        assert any("Port" in row and row.rstrip().endswith("base.yaml") for row in rows)
        assert any("Host" in row and row.rstrip().endswith("--set") for row in rows)
        await screens.go_to("trackingServer.workers")
        await screens.press("r")
        assert "what base.yaml gives" in screens.said
        assert screens.app.session.view.evaluation.value(("trackingServer", "workers")) == 2


async def test_settings_without_effect_are_dimmed_with_the_reason(file: Path) -> None:
    async with running(file) as screens:
        await screens.go_to("artifactStore.oss.endpoint")
        assert "no effect: Alibaba Cloud OSS is off" in screens.screen
        assert "Has no effect now" in screens.screen


async def test_secrets_are_masked_until_they_are_revealed(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(
        "artifactStore:\n  s3:\n    enabled: true\n    createSecret:\n      secretAccessKey: h4sD-nobody-knows\n"
    )
    async with running(file) as screens:
        await screens.go_to("artifactStore.s3.createSecret.secretAccessKey")
        assert "h4sD-nobody-knows" not in screens.screen
        await screens.press("enter")
        assert "h4sD-nobody-knows" not in screens.screen
        await screens.press("escape", "ctrl+r")
        assert screens.screen.count("h4sD-nobody-knows") == 2
        await screens.press("ctrl+r")
        assert "h4sD-nobody-knows" not in screens.screen


async def test_the_mouse_goes_to_settings_and_opens_them(file: Path) -> None:
    async with running(file) as screens:
        areas = screens.app.main.areas
        await screens.pilot.click(areas, offset=(5, 10))
        await screens.pilot.pause()
        assert areas.area is Area.SERVICE
        await screens.pilot.click(screens.app.main.settings.list, offset=(6, 1))
        await screens.pilot.pause()
        assert screens.setting.key == "service.port"
        await screens.pilot.click(screens.app.main.settings.list, offset=(6, 1), times=2)
        await screens.pilot.pause()
        assert screens.app.main.settings.editor is not None


@pytest.mark.parametrize("theme", ["dark", "light", "colour-blind", "ansi-dark", "ansi-light"])
async def test_every_theme_draws_every_pane(file: Path, theme: str) -> None:
    async with running(file) as screens:
        screens.app.theme = theme
        await screens.pilot.pause()
        assert "Workers" in screens.screen


async def test_without_colour_none_is_drawn(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(file) as screens:
        for strip in screens.app.screen._compositor.render_strips():
            for segment in strip.apply_filter(screens.app._filters[-1], screens.app.screen.styles.background):
                assert segment.style is None or segment.style.color is None or segment.style.color.is_default
        assert "▌" in screens.screen


@pytest.mark.parametrize(
    ("image", "version"),
    [("{}", "2.14.1"), ("{tag: v3.17.2-full}", "3.17.2"), ("{tag: ours, mlflowVersion: 3.9.0}", "3.9.0")],
)
async def test_the_header_tells_which_mlflow_the_file_is_for(tmp_path: Path, image: str, version: str) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(f"image: {image}\n")
    async with running(file, size=(80, 24)) as screens:
        await screens.until("release mlflow")
        assert f"MLflow {version}" in screens.screen.splitlines()[0]
