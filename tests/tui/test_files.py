"""Saving, writing elsewhere, recovering, starting."""

from __future__ import annotations

import asyncio
import base64
import difflib
from collections.abc import Mapping
from pathlib import Path

import pytest

from mlflow_tui.config_model.catalogue import leaves
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.presets import PRESETS, load_preset
from mlflow_tui.config_model.set_expression import parse
from mlflow_tui.delivery.files import Stamp
from mlflow_tui.delivery.recovery import RecoveryFile, find
from mlflow_tui.renderers.evaluation import evaluate
from mlflow_tui.renderers.exports import FORMATS, export
from mlflow_tui.tui import clipboard
from mlflow_tui.tui.app import MlflowTui
from mlflow_tui.tui.handlers.copying import set_line
from mlflow_tui.tui.opening import Opening
from mlflow_tui.tui.screens.question import Question
from mlflow_tui.tui.screens.start import Start
from tests.tui.running import VALUES, Running, running, setting


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    return file


async def _done(screens: Running) -> None:
    await screens.app.workers.wait_for_complete()
    await screens.pilot.pause()


async def _change(screens: Running) -> None:
    await screens.go_to("trackingServer.workers")
    await screens.press("enter", "8", "enter")


async def test_saving_changes_one_line_of_the_file(file: Path) -> None:
    async with running(file) as screens:
        await _change(screens)
        await screens.press("ctrl+s")
        await _done(screens)
        assert screens.said.startswith("Saved")
        assert "unsaved" not in screens.screen
    changed = [line for line in difflib.ndiff(VALUES.splitlines(), file.read_text().splitlines()) if line[0] in "+-"]
    assert changed == ["-   workers: 4        # two per core", "+   workers: 8        # two per core"]


async def test_opening_and_saving_changes_no_byte(file: Path) -> None:
    odd = b"\xef\xbb\xbf# odd\r\ntrackingServer:   {workers:  4}\r\n# a\ttab"
    file.write_bytes(odd)
    async with running(file) as screens:
        await screens.press("ctrl+s")
        await _done(screens)
        assert "Nothing to save" in screens.said
    assert file.read_bytes() == odd


async def test_a_file_that_others_changed_is_not_written_over(file: Path) -> None:
    async with running(file) as screens:
        await _change(screens)
        theirs = VALUES + "fullnameOverride: theirs\n"
        file.write_text(theirs)
        await screens.press("ctrl+s")
        await _done(screens)
        assert isinstance(screens.app.screen, Question)
        assert "-fullnameOverride: theirs" in screens.screen
        await screens.press("enter")
        assert file.read_text() == theirs, "cancel is what enter means"
        await screens.press("ctrl+s")
        await _done(screens)
        await screens.press("down", "down", "enter")
        assert screens.text == theirs
        await screens.press("ctrl+z")
        assert "workers: 8" in screens.text
        await screens.press("ctrl+s")
        await _done(screens)
        assert file.read_text() == VALUES.replace("workers: 4", "workers: 8")


async def test_quitting_with_unsaved_changes_asks_and_staying_comes_first(file: Path) -> None:
    async with running(file) as screens:
        await _change(screens)
        await screens.press("ctrl+q")
        assert isinstance(screens.app.screen, Question)
        await screens.press("enter")
        assert screens.app.screen is screens.app.main
        await screens.press("ctrl+q", "down", "enter")
        await _done(screens)
    assert "workers: 8" in file.read_text()
    assert screens.app.return_code == 0


async def test_quitting_without_changes_just_ends(file: Path) -> None:
    async with running(file) as screens:
        await screens.press("ctrl+q")
        assert screens.app.return_code == 0


async def test_save_as_asks_before_it_replaces(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("x: 1\n")
    async with running(file) as screens:
        await screens.press("w", "enter")
        await screens.press("ctrl+u")
        await screens.type(str(other))
        await screens.press("enter")
        await _done(screens)
        assert "is there already" in screens.screen
        await screens.press("down", "enter")
        await _done(screens)
        assert other.read_text() == VALUES
        assert screens.app.session.path == other
        assert other.name in screens.screen.splitlines()[0]


async def test_manifests_are_written_to_a_folder_and_secrets_for_one_alone(file: Path, tmp_path: Path) -> None:
    file.write_text(
        VALUES.replace("existingSecret: mlflow-db", "createSecret:\n    backendStoreUri: postgresql://u:p@db/m")
    )
    folder = tmp_path / "out"
    async with running(file) as screens:
        await screens.press("w", "down", "down", "enter", "ctrl+u")
        await screens.type(str(folder))
        await screens.press("enter")
        await _done(screens)
        assert str(folder) in screens.said
    names = {path.name for path in folder.iterdir()}
    assert "deployment-mlflow.yaml" in names
    assert (folder / "secret-mlflow-env-secret.yaml").stat().st_mode & 0o777 == 0o600


async def test_manifests_of_a_broken_file_are_not_written(file: Path) -> None:
    file.write_text("trackingServer:\n  workers: 0\n")
    async with running(file) as screens:
        await screens.press("w")
        assert screens.screen.count("the values have 1 error") == 2 + len(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
async def test_every_export_is_written_and_told_of(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / "out"
    monkeypatch.chdir(tmp_path)
    async with running(Path(file.name)) as screens:
        for _ in range(2):
            await screens.press("w", *["down"] * (3 + list(FORMATS).index(name)), "enter", "ctrl+u")
            await screens.type(str(folder))
            await screens.press("enter")
            await _done(screens)
            assert isinstance(screens.app.screen, Question)
            assert screens.said.endswith((f"to {folder}.", "were up to date."))
            await screens.press("enter")
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == set(_exported(name))


async def test_an_export_asks_before_it_replaces(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    theirs = folder / next(iter(_exported("flux")))
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs: true\n")
    async with running(file) as screens:
        for answer in ("enter", "down"):
            await screens.press("w", "end", "enter", "ctrl+u")
            await screens.type(str(folder))
            await screens.press("enter")
            await _done(screens)
            assert str(theirs) in screens.screen
            await screens.press(answer)
            assert theirs.read_text() == "theirs: true\n"
        await screens.press("enter")
        await _done(screens)
        assert theirs.read_text() != "theirs: true\n"


def _exported(name: str) -> Mapping[str, bytes]:
    document = Document(VALUES)
    layer = Layer("values.yaml", document.data, document.loaded, text=VALUES)
    return export(name, evaluate([layer], Release())).files


@pytest.mark.parametrize("environment", [{}, {"TMUX": "/tmp/tmux-0/default,1,0"}], ids=["plain", "tmux"])
def test_a_copy_reaches_the_clipboard_of_the_terminal(environment: dict[str, str]) -> None:
    text = "s3://データ/🙂\n"
    sent = clipboard.sequence(text, environment)
    encoded = base64.b64encode(text.encode()).decode()
    assert sent.startswith(f"\x1b]52;c;{encoded}\a")
    assert sent.endswith(f"\x1bPtmux;\x1b\x1b]52;c;{encoded}\a\x1b\\") == bool(environment)


async def test_what_is_too_large_for_the_clipboard_goes_into_a_file(file: Path) -> None:
    long = "x" * 80_000
    file.write_text(f"trackingServer:\n  host: {long}\n")
    async with running(file) as screens:
        await screens.go_to("trackingServer.host")
        await screens.press("c", "enter")
        copied = file.parent / "state" / "mlflow-tui" / "copied"
        assert str(copied) in screens.said
        assert copied.read_text() == long
        assert copied.stat().st_mode & 0o777 == 0o600


async def test_unsaved_work_is_kept_and_offered(file: Path) -> None:
    async with running(file) as screens:
        await _change(screens)
        await asyncio.sleep(1.1)
        await screens.pilot.pause()
        await _done(screens)
        kept = list((file.parent / "state").rglob("*.recovery"))
        assert len(kept) == 1
        assert b"workers: 8" in kept[0].read_bytes()
        await screens.press("ctrl+s")
        await _done(screens)
        assert not list((file.parent / "state").rglob("*.recovery"))


async def test_what_a_crash_left_comes_back_as_an_edit(file: Path) -> None:
    left = RecoveryFile(file)
    left.keep(VALUES.replace("workers: 4", "workers: 9").encode(), Stamp.of(VALUES.encode()))
    left._release()  # as the end of its process does
    assert find(file) is not None
    async with running(file) as screens:
        await screens.until("Unsaved work")
        await screens.until("+  workers: 9")
        await screens.press("enter")
        assert "workers: 9" in screens.text
        assert file.read_text() == VALUES
        await screens.press("ctrl+z")
        assert screens.text == VALUES
    assert find(file) is None


async def test_a_file_that_may_not_be_written_is_open_for_reading(file: Path) -> None:
    file.chmod(0o444)
    async with running(file) as screens:
        await screens.until("read-only")
        await screens.go_to("ingress.enabled")
        await screens.press("space")
        assert "read-only" in screens.said


async def test_a_file_that_sops_encrypted_is_open_for_reading(file: Path) -> None:
    text = f"{VALUES}sops:\n  mac: ENC[AES256_GCM,data:n/A==]\n"
    file.write_text(text)
    async with running(file) as screens:
        await screens.until("Read-only")
        assert f"sops edit {file}" in screens.said
        await screens.go_to("ingress.enabled")
        await screens.press("space")
        assert "Read-only" in screens.said
        assert f"sops edit {file}" in screens.said
    assert file.read_text() == text


async def test_without_a_file_one_is_chosen_or_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prod-values.yaml").write_text(VALUES)
    app = MlflowTui(Opening())
    async with app.run_test(size=(80, 24)) as pilot:
        screens = Running(app, pilot, tmp_path)
        await screens.until("prod-values.yaml")
        assert isinstance(app.screen, Start)
        for preset in PRESETS[:3]:
            assert preset.title in screens.screen
        await screens.press("down", "enter")
        await screens.until("not saved yet")
        assert app.session.document.text == load_preset(PRESETS[0].name)
        assert app.session.modified
        await screens.press("ctrl+s")
        await _done(screens)
        assert screens.said.startswith("Saved values.yaml")
        assert Path("values.yaml").read_text() == load_preset(PRESETS[0].name)


async def test_a_file_is_picked_by_walking_through_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "envs" / "prod").mkdir(parents=True)
    file = tmp_path / "envs" / "prod" / "ours.yml"
    file.write_text(VALUES)
    app = MlflowTui(Opening())
    async with app.run_test(size=(80, 24)) as pilot:
        screens = Running(app, pilot, tmp_path)
        await screens.until("Open another file")
        await screens.press("end", "enter")
        await screens.until("Open ·")
        await screens.type("env")
        await screens.press("enter")
        await screens.until("prod/")
        await screens.type("prod/")
        await screens.until("ours.yml")
        await screens.press("enter")
        await screens.until("Workers")
        assert app.session.path == file


@pytest.mark.parametrize("value", ["plain", "a,b", "{x}", "back\\slash", "", "it's", "[1]", "a=b", "  spaced "])
def test_the_set_line_means_the_value_to_helm(value: str) -> None:
    import shlex

    option, expression = shlex.split(set_line(setting("trackingServer.host"), value))
    assert option == "--set-string"
    assert parse(expression, "set-string") == [(("trackingServer", "host"), value)]


@pytest.mark.parametrize("one", leaves(), ids=lambda one: one.key)
def test_every_example_has_a_set_line(one) -> None:  # type: ignore[no-untyped-def]
    import shlex

    value = one.declaration.example if one.declaration.example is not None else one.default
    option, expression = shlex.split(set_line(one, value))
    kind = option.removeprefix("--")
    assert kind in ("set", "set-string", "set-json")
    assert expression.startswith(f"{one.key}=")
    assert parse(expression, kind)  # type: ignore[arg-type]


async def test_a_name_with_a_control_character_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    async with running(file) as screens:
        await screens.press("w", "down", "down", "enter")
        await screens.until("Path of the folder")
        await screens.paste("out\x00")
        await screens.press("enter")
        await screens.until("No name has a control character in it")
        await screens.press("backspace", "escape")
        assert [one.name for one in tmp_path.iterdir()] == ["values.yaml"]
