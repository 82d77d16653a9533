"""A value that an anchor shares: changed here alone or for all, as the person says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.tui.running import Running, running

SHARED = """\
x-size: &size
  cpu: 500m
  memory: 1Gi   # measured
resources:
  limits: *size
  requests: *size
x-password: &key
  secretKeyRef: {name: keys, key: one}
extraEnv:
  - name: A
    valueFrom: *key
  - name: B
    valueFrom: *key
x-team: &team
  team: ml
  tier: gold
podAnnotations:
  <<: *team
  own: "1"
nodeSelector: *team
fullnameOverride: &name mlflow
nameOverride: *name
"""


@pytest.fixture
async def screens(tmp_path: Path) -> AsyncIterator[Running]:
    file = tmp_path / "values.yaml"
    file.write_text(SHARED)
    async with running(file) as found:
        yield found


async def _change_name(screens: Running, name: str) -> None:
    await screens.go_to("nameOverride")
    await screens.press("enter")
    await screens.type(name)
    await screens.press("enter")
    await screens.until("shared value")


async def test_a_shared_text_is_changed_here_alone(screens: Running) -> None:
    await _change_name(screens, "tracking")
    assert "nameOverride shares its value" in screens.screen
    assert "Changed for all, this also changes fullnameOverride" in screens.screen
    await screens.press("enter")
    assert screens.text == SHARED.replace("*name", "tracking")
    await screens.press("ctrl+z")
    assert screens.text == SHARED


async def test_or_for_all_that_share_it(screens: Running) -> None:
    await _change_name(screens, "tracking")
    await screens.press("down", "enter")
    assert screens.text == SHARED.replace("&name mlflow", "&name tracking")
    await screens.until("This also changes fullnameOverride")
    await screens.press("ctrl+z")
    assert screens.text == SHARED
    await screens.press("ctrl+y")
    assert screens.text == SHARED.replace("&name mlflow", "&name tracking")


async def test_or_not_at_all(screens: Running) -> None:
    await _change_name(screens, "tracking")
    await screens.press("escape")
    assert screens.text == SHARED
    await screens.until("mlflow")
    assert not screens.app.session.modified


async def test_a_change_at_the_anchor_says_what_else_it_changes(screens: Running) -> None:
    await screens.go_to("fullnameOverride")
    await screens.press("enter")
    await screens.type("tracking")
    await screens.press("enter")
    await screens.until("This also changes nameOverride")
    assert screens.text == SHARED.replace("&name mlflow", "&name tracking")


async def test_an_editor_asks_once_for_what_one_anchor_shares(screens: Running) -> None:
    await screens.go_to("nodeSelector")
    await screens.press("enter")
    await screens.until("gold")
    await screens.press("enter")
    await screens.type("data")
    await screens.press("enter")
    await screens.until("shared value")
    assert "podAnnotations.team" in screens.screen
    await screens.press("down", "enter")
    assert screens.text == SHARED.replace("team: ml\n", "team: data\n")
    await screens.press("down", "enter")
    await screens.type("silver")
    await screens.press("enter")
    assert screens.text == SHARED.replace("team: ml\n", "team: data\n").replace("gold", "silver")
    await screens.until("This also changes")
    await screens.press("escape")
    await screens.press("enter", "enter")
    await screens.type("other")
    await screens.press("enter")
    await screens.until("shared value")
    await screens.press("enter")
    assert "team: other" in screens.text
    assert "team: data\n  tier: silver" in screens.text


async def test_what_a_merge_gives_is_asked_about_too(screens: Running) -> None:
    await screens.go_to("podAnnotations")
    await screens.press("enter")
    await screens.until("gold")
    await screens.press("home", "enter")
    await screens.type("data")
    await screens.press("enter")
    await screens.until("podAnnotations.team shares its value")
    await screens.press("down", "enter")
    assert screens.text == SHARED.replace("team: ml\n", "team: data\n")


async def test_a_part_of_a_form_that_is_an_alias(screens: Running) -> None:
    await screens.go_to("extraEnv")
    await screens.press("enter")
    await screens.until("keys")
    await screens.press("enter")
    await screens.until("Comes from")
    await screens.press("down", "down", "down", "enter")
    await screens.type("two")
    await screens.press("enter")
    await screens.until("extraEnv[0].valueFrom shares its value")
    assert "extraEnv[1].valueFrom" in screens.screen
    await screens.press("down", "enter")
    assert screens.text == SHARED.replace("key: one", "key: two")


async def test_text_as_yaml_within_an_alias(screens: Running) -> None:
    await screens.go_to("resources")
    assert screens.setting.key.startswith("resources")
    await screens.press("enter")
    await screens.until("500m")
    text = screens.app.screen.area  # type: ignore[attr-defined]
    row = max(number for number, line in enumerate(text.text.split("\n")) if "cpu: 500m" in line)
    text.move_cursor((row, len("  cpu: 500m")))
    await screens.press("backspace", "backspace", "backspace", "backspace", *"400m", "ctrl+s")
    await screens.until("shared value")
    await screens.press("down", "enter")
    assert screens.text == SHARED.replace("cpu: 500m", "cpu: 400m")


async def test_resetting_inside_of_what_is_shared(screens: Running) -> None:
    await screens.go_to("nodeSelector")
    await screens.press("enter")
    await screens.until("gold")
    await screens.press("minus")
    await screens.until("shared value")
    await screens.press("enter")
    assert "nodeSelector:\n  tier: gold" in screens.text
    assert "team: ml" in screens.text
