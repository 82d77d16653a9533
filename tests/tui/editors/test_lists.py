"""The editors of lists of strings, of tables, and of lists of entries, by their keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key

from tests.tui.editors.hosting import expected, opened, press, session_of, shown
from tests.tui.running import running

ARGS = "trackingServer:\n  # flags\n  extraArgs:\n    - --a=1\n    - --b=2 # two\n    - --c=3\n"


async def test_an_added_string_is_what_setting_the_list_gives() -> None:
    session = session_of(ARGS)
    async with opened(session, "trackingServer.extraArgs") as pilot:
        await press(pilot, "end", "plus", ":--d=yes", "enter")
    assert session.document.text == expected(ARGS, "trackingServer.extraArgs", ["--a=1", "--b=2", "--c=3", "--d=yes"])


@pytest.mark.parametrize("typed", ["on", "0644", "1.10", "null", "日本語", "a: b # c", "[x", "'q'"])
async def test_what_is_typed_becomes_exactly_that_string(typed: str) -> None:
    session = session_of("")
    async with opened(session, "trackingServer.extraArgs") as pilot:
        await press(pilot, "plus", f":{typed}", "enter")
    assert session.document.data == {"trackingServer": {"extraArgs": [typed]}}


async def test_enter_edits_with_the_whole_text_selected_and_keeps_the_comment() -> None:
    session = session_of(ARGS)
    async with opened(session, "trackingServer.extraArgs") as pilot:
        await press(pilot, "down", "enter", ":--x=9", "enter")
    assert session.document.text == ARGS.replace("--b=2", "--x=9")


async def test_the_preview_follows_the_half_typed_text_and_esc_drops_it() -> None:
    session = session_of(ARGS)
    async with opened(session, "trackingServer.extraArgs") as pilot:
        await press(pilot, "enter", ":--half")
        assert "- --half" in shown(pilot)
        assert session.document.text == ARGS
        await press(pilot, "escape")
        assert "--half" not in shown(pilot)
        await press(pilot, "escape")
        assert len(pilot.app.screen_stack) == 1
    assert session.document.text == ARGS
    assert session.draft is None


async def test_entries_are_removed_and_moved_and_each_is_one_step_of_undo() -> None:
    session = session_of(ARGS)
    async with opened(session, "trackingServer.extraArgs") as pilot:
        await press(pilot, "alt+down")
        assert session.document.data["trackingServer"]["extraArgs"] == ["--b=2", "--a=1", "--c=3"]
        await press(pilot, "minus")
        assert session.document.data["trackingServer"]["extraArgs"] == ["--b=2", "--c=3"]
        await press(pilot, "ctrl+z", "ctrl+z")
        assert session.document.text == ARGS
        await press(pilot, "ctrl+y")
        assert session.document.data["trackingServer"]["extraArgs"] == ["--b=2", "--a=1", "--c=3"]


async def test_a_table_takes_a_key_and_then_its_value() -> None:
    text = "podAnnotations:\n  a: b\n"
    session = session_of(text)
    async with opened(session, "podAnnotations") as pilot:
        await press(pilot, "plus", ":x.y/z", "enter", ":true", "enter")
    assert session.document.text == expected(text, "podAnnotations", {"a": "b", "x.y/z": "true"})


async def test_a_key_is_renamed_in_its_place() -> None:
    session = session_of("podAnnotations:\n  a: b # why\n  c: d\n")
    async with opened(session, "podAnnotations") as pilot:
        await press(pilot, "n", ":new", "enter")
        assert session.document.text == "podAnnotations:\n  new: b # why\n  c: d\n"
        await press(pilot, "n", ":c", "enter")
        assert "already" in shown(pilot)
    assert list(session.document.data["podAnnotations"]) == ["new", "c"]


async def test_an_entry_of_a_lower_layer_is_taken_away_by_null() -> None:
    from mlflow_tui.config_model.helm_yaml import load
    from mlflow_tui.config_model.layers import Layer

    lower = "podAnnotations:\n  a: b\n"
    session = session_of("replicaCount: 2\n", lower=[Layer("base.yaml", load(lower).data, load(lower))])
    async with opened(session, "podAnnotations") as pilot:
        assert "base.yaml" in shown(pilot)
        await press(pilot, "minus")
    assert session.document.data["podAnnotations"] == {"a": None}
    assert session.view.evaluation.value(("podAnnotations",)) == {}


async def test_a_new_variable_asks_for_its_name_and_then_its_value() -> None:
    session = session_of("")
    async with opened(session, "extraEnv") as pilot:
        await press(pilot, "plus", ":FLAG", "enter", ":on", "enter", "escape")
        assert "FLAG" in shown(pilot)
    assert session.document.data == {"extraEnv": [{"name": "FLAG", "value": "on"}]}
    assert not session.view.evaluation.errors


async def test_a_variable_changes_its_source_and_keeps_what_the_form_does_not_know() -> None:
    session = session_of("extraEnv:\n  - name: A # first\n    value: x\n    extra: 1\n")
    async with opened(session, "extraEnv") as pilot:
        await press(pilot, "enter", "down", "right")
        await press(pilot, "down", "enter", ":my-secret", "enter", "down", "enter", ":key", "enter")
    source = {"secretKeyRef": {"name": "my-secret", "key": "key"}}
    assert session.document.data["extraEnv"] == [{"name": "A", "extra": 1, "valueFrom": source}]
    assert "# first" in session.document.text


async def test_a_new_entry_that_nothing_was_typed_into_is_none() -> None:
    session = session_of("")
    async with opened(session, "extraEnv") as pilot:
        await press(pilot, "plus", "escape")
        assert len(pilot.app.screen_stack) == 2
    assert session.document.text == ""


async def test_a_volume_is_chosen_by_its_kind() -> None:
    session = session_of("")
    async with opened(session, "extraVolumes") as pilot:
        await press(
            pilot, "plus", ":data", "enter", "down", "right", "down", "enter", ":claim", "enter", "down", "space"
        )
    claim = {"claimName": "claim", "readOnly": True}
    assert session.document.data == {"extraVolumes": [{"name": "data", "persistentVolumeClaim": claim}]}


async def test_the_paths_of_a_host_are_entries_of_their_own() -> None:
    text = "ingress:\n  enabled: true\n  hosts:\n    - host: a.example.com\n      paths:\n        - path: /\n"
    session = session_of(text)
    async with opened(session, "ingress.hosts") as pilot:
        await press(pilot, "enter", "down", "enter", "enter", "enter", ":/mlflow", "enter", "down", "right", "right")
        await press(pilot, "escape", "escape", "escape")
        assert "a.example.com" in shown(pilot)
    assert session.document.data["ingress"]["hosts"] == [
        {"host": "a.example.com", "paths": [{"path": "/mlflow", "pathType": "Prefix"}]}
    ]


async def test_a_refusal_is_said_and_changes_nothing() -> None:
    session = session_of(ARGS, read_only=True)
    async with opened(session, "trackingServer.extraArgs") as pilot:
        await press(pilot, "minus")
        assert "read-only" in shown(pilot)
    assert session.document.text == ARGS


async def test_credentials_in_entries_are_masked_until_they_are_revealed() -> None:
    session = session_of("extraEnv:\n  - name: DB_PASSWORD\n    value: hunter2\n")
    async with opened(session, "extraEnv") as pilot:
        assert "hunter2" not in shown(pilot)
        await press(pilot, "enter")
        assert "hunter2" not in shown(pilot)
        await press(pilot, "down", "down", "enter")
        assert "hunter2" not in shown(pilot)
        await press(pilot, "escape", "y")
        assert "hunter2" not in shown(pilot)
        await press(pilot, "ctrl+r")
        assert "hunter2" in shown(pilot)


async def test_the_preview_beside_an_editor_can_be_read() -> None:
    session = session_of(ARGS + "".join(f"# {number}\n" for number in range(100)))
    async with opened(session, "trackingServer.extraArgs") as pilot:
        assert "# 99" not in shown(pilot)
        await press(pilot, "tab", "end")
        assert "# 99" in shown(pilot)
        await press(pilot, "right_square_bracket")
        assert "in the order of apply" in shown(pilot)


async def test_no_key_of_somebody_who_types_fast_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("replicaCount: 2\n")
    async with running(file) as screens:
        await screens.go_to("extraEnv")
        await screens.press("enter")
        await screens.until("Nothing yet")
        typed = ["plus", *"Fast", "enter", *"yn-+", "enter", "escape", "plus", *"B", "enter", *"x", "enter"]
        for key in typed:
            single = len(key) == 1
            screens.app.post_message(events.Key(_character_to_key(key) if single else key, key if single else None))
        for _ in range(100):
            await screens.pilot.pause(0.05)
            if "x" in screens.text.splitlines()[-1]:
                break
        variables = screens.app.session.document.data["extraEnv"]
    assert variables == [{"name": "Fast", "value": "yn-+"}, {"name": "B", "value": "x"}]
