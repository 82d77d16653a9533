"""The editors of YAML and of texts of several lines, by their keys."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.tui.editors.code_area import CodeArea
from mlflow_tui.tui.editors.completion import place_at, proposals
from mlflow_tui.tui.editors.text_editor import LARGEST, text_of_file
from mlflow_tui.tui.editors.yaml_editor import YamlEditor
from tests.tui.editors.hosting import expected, opened, press, session_of, shown
from tests.tui.running import pressed, running

AFFINITY = "affinity:\n  nodeAffinity: {} # later\nreplicaCount: 2\n"


def to_the_end(pilot: Pilot[None]) -> None:
    area = pilot.app.screen.query_one(CodeArea)
    area.move_cursor(area.document.end)


async def test_yaml_is_kept_as_setting_the_data_gives() -> None:
    text = "resources:\n  limits:\n    memory: 1Gi # enough\n"
    session = session_of(text)
    async with opened(session, "resources") as pilot:
        to_the_end(pilot)
        await press(pilot, ":requests:", "enter", ":cpu: 500m", "ctrl+s")
        assert len(pilot.app.screen_stack) == 1
    value = {"limits": {"memory": "1Gi"}, "requests": {"cpu": "500m"}}
    assert session.document.text == expected(text, "resources", value)
    assert "# enough" in session.document.text


async def test_what_is_wrong_is_said_with_its_line_as_it_is_typed() -> None:
    session = session_of("")
    async with opened(session, "securityContext") as pilot:
        await press(pilot, ":runAsUser: abc")
        assert "line 1" in shown(pilot)
        await press(pilot, "enter", ":x: [")
        assert "line 2" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert "cannot be kept" in shown(pilot)
    assert session.document.text == ""


async def test_fields_are_proposed_and_completed() -> None:
    session = session_of("")
    async with opened(session, "securityContext") as pilot:
        await press(pilot, ":runAsNon", "enter", ":true")
        await press(pilot, "ctrl+s")
    assert session.document.data == {"securityContext": {"runAsNonRoot": True}}


async def test_a_changed_text_is_not_lost_without_a_question() -> None:
    session = session_of(AFFINITY)
    async with opened(session, "affinity") as pilot:
        to_the_end(pilot)
        await press(pilot, ":# x", "escape")
        assert "Go on editing" in shown(pilot)
        await press(pilot, "escape", "escape", "down", "down", "enter")
        assert len(pilot.app.screen_stack) == 1
    assert session.document.text == AFFINITY
    assert session.draft is None


async def test_a_pasted_text_of_several_lines_becomes_that_string() -> None:
    pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    session = session_of("")
    async with opened(session, "artifactStore.s3.createCaSecret.caBundle") as pilot:
        pilot.app.screen.query_one(CodeArea).insert(pem)
        await pilot.pause()
        assert "1 certificate" in shown(pilot)
        await press(pilot, "ctrl+s")
    assert session.document.data == {"artifactStore": {"s3": {"createCaSecret": {"caBundle": pem}}}}


async def test_a_secret_text_is_hidden_and_taken_from_a_file_as_it_is(tmp_path: Path) -> None:
    key = '{"private_key": "swordfish"}\r\n'
    file = tmp_path / "key.json"
    file.write_bytes(key.encode())
    session = session_of("")
    async with opened(session, "artifactStore.gcp.createSecret.keyFile") as pilot:
        await press(pilot, "ctrl+o", f":{file}", "enter")
        assert "swordfish" not in shown(pilot)
        await press(pilot, "ctrl+r")
        assert "swordfish" in shown(pilot)
        await press(pilot, "ctrl+s")
    assert session.document.data["artifactStore"]["gcp"]["createSecret"]["keyFile"] == key


def test_a_file_that_cannot_be_taken_says_why(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "large").write_bytes(b"x" * (LARGEST + 1))
    for name, reason in (("none", "No file"), (".", "folder"), ("binary", "UTF-8"), ("large", "1 MiB")):
        with pytest.raises(ValueError, match=reason):
            text_of_file(str(tmp_path / name))


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("name: x\nres|", "Container", "resources"),
        ("env:\n- name: A\n  valueFrom:\n    secretKeyRef:\n      |", "Container", "key"),
        ("ports:\n  - containerPort: 1\n    protocol: |", "Container", "TCP"),
        ("securityContext:\n  runAsNonRoot: |", "Container", "true"),
        ("podAntiAffinity:\n  |", "Affinity", "preferredDuringSchedulingIgnoredDuringExecution"),
    ],
)
def test_what_can_be_typed_is_known_from_the_lines_above(text: str, kind: str, first: str) -> None:
    lines = text.split("\n")
    column = lines[-1].index("|")
    lines[-1] = lines[-1].replace("|", "")
    place = place_at(lines, len(lines) - 1, column)
    assert place is not None
    found = [one.label for one in proposals(kind, place, "1.33")]
    assert first in found[:3]


async def test_what_is_typed_and_pasted_while_an_editor_opens_keeps_its_order(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("resources:\n  limits:\n    memory: 1Gi\n")
    async with running(file) as app:
        await app.go_to("resources")
        app.app.post_message(pressed("enter"))
        while not isinstance(app.app.screen, YamlEditor):
            await asyncio.sleep(0)
        assert not app.app.screen.has_begun
        for event in (pressed("f7"), events.Paste("limits: {cpu: 1}\n"), pressed("ctrl+s")):
            app.app.post_message(event)
        await app.until("cpu: 1")
        await app.settle()
        assert load(app.text).data == {"resources": {"limits": {"cpu": 1}}}
