"""The preview follows the session, keeps secrets, and says what to do where there is nothing to show."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from mlflow_tui.config_model.catalogue import by_path
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.yaml_text import documents
from mlflow_tui.tui.preview import PreviewPane, ProblemChosen
from mlflow_tui.tui.preview.effects import effect_lines
from mlflow_tui.tui.preview.line_view import LineView, Mark
from mlflow_tui.tui.preview.pane import TABS
from mlflow_tui.tui.preview.yaml_highlight import literal_ranges, pieces
from mlflow_tui.tui.preview.yaml_lines import ManifestLines, YamlLines
from mlflow_tui.tui.session import Session
from tests.tui.editors.hosting import press, session_of, shown

SECRETS = """\
trackingServer:
  workers: 2
  defaultArtifactRoot: s3://models
backendStore:
  createSecret:
    backendStoreUri: postgresql://mlflow:hunter2@db/mlflow
extraEnv:
  - name: API_TOKEN
    value: swordfish
  - name: GREETING
    value: こんにちは
"""
MASKED = ("hunter2", "swordfish", "cG9zdGdyZXNxbDo")


class Host(App[None]):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.preview = PreviewPane(session)
        self.chosen: list[ProblemChosen] = []

    def compose(self) -> ComposeResult:
        yield self.preview

    def session_changed(self) -> None:
        self.preview.refresh_view()

    def on_problem_chosen(self, message: ProblemChosen) -> None:
        self.chosen.append(message)


def marked(preview: PreviewPane, mark: Mark) -> list[str]:
    assert isinstance(preview.body, LineView)
    content = preview.body.content
    return [content.lines[line].strip() for line, one in content.marks.items() if one is mark]


async def test_the_half_typed_value_is_marked_and_a_kept_one_more_quietly() -> None:
    session = session_of(SECRETS)
    app = Host(session)
    async with app.run_test(size=(100, 30)) as pilot:
        session.try_value(("trackingServer", "workers"), 9)
        app.session_changed()
        await pilot.pause()
        assert marked(app.preview, Mark.EDITED) == ["workers: 9"]
        assert "▌" in shown(pilot)
        session.set(("trackingServer", "workers"), 9)
        app.session_changed()
        app.preview.focus_path(("replicaCount",))
        assert marked(app.preview, Mark.EDITED) == []
        assert marked(app.preview, Mark.UNSAVED) == ["workers: 9"]


@pytest.mark.parametrize("tab", TABS)
async def test_no_tab_shows_a_secret_until_they_are_revealed(tab: str) -> None:
    session = session_of(SECRETS)
    session.set(("backendStore", "createSecret", "backendStoreUri"), "postgresql://mlflow:hunter22@db/mlflow")
    app = Host(session)
    async with app.run_test(size=(160, 160)) as pilot:
        app.preview.show_tab(tab)
        await pilot.pause()
        assert not any(secret in shown(pilot) for secret in MASKED)
        app.preview.toggle_reveal(True)
        await pilot.pause()
        assert any(secret in shown(pilot) for secret in MASKED) is (tab != "Problems")
        app.preview.toggle_reveal(False)
        await pilot.pause()
        assert not any(secret in shown(pilot) for secret in MASKED)


async def test_an_invalid_value_keeps_the_last_good_manifests_and_says_so() -> None:
    session = session_of("trackingServer:\n  workers: 3\n")
    app = Host(session)
    async with app.run_test(size=(100, 100)) as pilot:
        app.preview.show_tab("Manifests")
        session.try_value(("trackingServer", "workers"), "3x")
        app.session_changed()
        await pilot.pause()
        assert "--workers=3" in shown(pilot)
        assert "Stale" in shown(pilot)


async def test_it_scrolls_to_what_changes_and_else_stays_where_the_reader_is() -> None:
    text = "".join(f"# {number}\n" for number in range(200)) + "replicaCount: 1\n"
    session = session_of(text)
    app = Host(session)
    async with app.run_test(size=(80, 20)) as pilot:
        session.try_value(("replicaCount",), 2)
        app.session_changed()
        await pilot.pause()
        assert "replicaCount: 2" in shown(pilot)
        app.preview.body.to_first()
        app.session_changed()
        await pilot.pause()
        assert "# 0" in shown(pilot)


async def test_a_problem_is_mended_as_one_edit_and_leads_to_its_setting() -> None:
    text = "trackingServer:\n  mode: serve-artefacts\n"
    session = session_of(text)
    app = Host(session)
    async with app.run_test(size=(100, 30)) as pilot:
        app.preview.show_tab("Problems")
        await pilot.pause()
        app.preview.body.focus()
        await press(pilot, "enter")
        assert app.chosen[0].path == ("trackingServer", "mode")
        await press(pilot, "f")
        assert session.document.text == text.replace("serve-artefacts", "serve-artifacts")
        session.undo()
        assert session.document.text == text


async def test_an_empty_file_says_how_to_begin() -> None:
    app = Host(session_of(""))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "every setting has its default" in shown(pilot)
        app.preview.show_tab("Changes")
        await pilot.pause()
        assert "Nothing has changed" in shown(pilot)


def test_the_quick_lines_are_those_of_the_renderer() -> None:
    variables = [{"name": f"V{number}", "value": "a\nb\n" if number % 7 == 0 else "x"} for number in range(60)]
    session = session_of("")
    session.set(("extraEnv",), variables)
    values = session.view.evaluation.values
    assert values is not None
    manifests = render(values, session.release)
    quick = ManifestLines()
    for _ in range(2):
        assert "".join(f"{line}\n" for line in quick.lines(list(manifests), reveal=True)) == documents(manifests)
    assert YamlLines().lines({}) == ["{}"]


def test_what_a_setting_makes_is_found() -> None:
    session = session_of("trackingServer:\n  workers: 4\n")
    workers = by_path()[("trackingServer", "workers")]
    assert effect_lines(session, workers) == ["Deployment/mlflow  --workers=4"]
    uri = by_path()[("backendStore", "createSecret", "backendStoreUri")]
    assert "hunter2" not in "".join(effect_lines(session_of(SECRETS), uri))


@pytest.mark.parametrize(
    "line",
    ["a: 1 # b", "- name: 'x # y'", 'k: {a: [on, 1], "b": ~}', "", "  日本: 語", "a: http://x#y", "----", "k: 'open"],
)
def test_the_colours_change_no_character(line: str) -> None:
    assert "".join(text for text, _ in pieces(line)) == line


def test_helm_is_the_judge_of_colours() -> None:
    assert [kind for text, kind in pieces("a: on") if text == "on"] == ["keyword"]
    assert [kind for text, kind in pieces("a: 1.1.0") if text == "1.1.0"] == ["string"]
    assert literal_ranges(["k: |", "  a: 1", "", "b: 2"]) == [range(1, 3)]
