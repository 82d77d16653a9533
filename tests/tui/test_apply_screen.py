"""The screens about the cluster, where a kubectl is not there, hangs, or nobody can be asked."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.tui.screens.apply import OperationScreen
from mlflow_tui.tui.screens.question import Question
from tests.delivery.fake_kubectl import program
from tests.tui.running import VALUES, Running, running

VERSION = {"clientVersion": {"gitVersion": "v1.33.0"}, "serverVersion": {"gitVersion": "v1.32.1"}}


def kubeconfig(folder: Path, name: str, namespace: str) -> Path:
    path = folder / f"{name}.kubeconfig"
    path.write_text(
        f"""
clusters: [{{name: {name}, cluster: {{server: "https://{name}.invalid"}}}}]
users: [{{name: u, user: {{token: t}}}}]
contexts: [{{name: {name}, context: {{cluster: {name}, user: u, namespace: {namespace}}}}}]
current-context: {name}
"""
    )
    return path


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    both = [kubeconfig(tmp_path, "kind-dev", "ml"), kubeconfig(tmp_path, "acme-live", "tracking")]
    monkeypatch.setenv("KUBECONFIG", ":".join(map(str, both)))
    file = tmp_path / "values.yaml"
    file.write_text(VALUES)
    return file


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    monkeypatch.setenv("MLFLOW_TUI_KUBECTL", str(program(folder / "bin", script)))


async def choose(screens: Running, *answers: str) -> None:
    for answer in answers:
        await screens.type(answer)
        await screens.press("enter")


async def test_without_kubectl_it_is_said_how_to_get_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TUI_KUBECTL", "/nowhere/kubectl")
    async with running(file, size=(80, 24)) as screens:
        await screens.press("a")
        await screens.until("MLFLOW_TUI_KUBECTL")
        await screens.until("Nothing was changed in the cluster.")
        await screens.press("enter")
        assert screens.app.screen is screens.app.main


async def test_a_kubectl_that_hangs_is_left_with_esc(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, tmp_path, "exec sleep 60")
    async with running(file) as screens:
        for key, waits, after in (
            ("a", "Target", "the apply was cancelled"),
            ("s", "Asking the cluster", ""),
        ):
            await screens.press(key)
            await screens.until(waits)
            await screens.press("escape")
            if after:
                await screens.until(after)
                await screens.press("escape")
            assert screens.app.screen is screens.app.main
        await screens.app.action_act("cluster.import")
        await screens.until("Reading the values")
        await screens.press("escape")
        assert screens.app.screen is screens.app.main


async def test_errors_are_a_list_that_leads_to_the_settings(file: Path) -> None:
    file.write_text("replicaCount: -1\nservice:\n  port: 99999999\n")
    async with running(file) as screens:
        await screens.press("a")
        assert isinstance(screens.app.screen, Question)
        assert "2 errors" in screens.screen
        await screens.press("down", "enter")
        assert screens.app.screen is screens.app.main
        assert screens.setting.key in ("service.port", "replicaCount")


async def test_the_cluster_is_chosen_shown_and_remembered(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(
        monkeypatch,
        tmp_path,
        f"""case "$*" in
*version*) echo '{json.dumps(VERSION)}';;
*namespaces*) echo namespace/tracking; echo namespace/staging;;
*) exit 1;;
esac""",
    )
    async with running(file, size=(160, 40)) as screens:
        await screens.until("namespace ml   context kind-dev")
        await screens.press("t")
        await screens.until("https://acme-live.invalid")
        await choose(screens, "live")
        await screens.until("staging")
        for _ in range(100):
            if not any(worker.is_running for worker in screens.app.workers):
                break
            await screens.pilot.pause(0.02)
        await choose(screens, "stag")
        await screens.until("Name of the release")
        await choose(screens, "mlflow-two")
        await screens.until("release mlflow-two   namespace staging   context acme-live   k8s 1.32")
        await screens.app.workers.wait_for_complete()
        await screens.press("]")
        await screens.until("app.kubernetes.io/instance: mlflow-two")
    async with running(file, size=(160, 40)) as screens:
        await screens.until("release mlflow-two   namespace staging   context acme-live")
    async with running(file, size=(160, 40), release_named=True) as screens:
        await screens.until("release mlflow   namespace staging   context acme-live")


def test_the_command_line_tells_a_release_that_was_named_from_one_that_was_not(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[dict[str, Any]] = []

    def note(**options: Any) -> int:
        opened.append(options)
        return 0

    monkeypatch.setattr("mlflow_tui.tui.app.run", note)
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert [main([str(file), *words]) for words in ([], ["--release", "mlflow"])] == [0, 0]
    assert [one["release_named"] for one in opened] == [False, True]
    assert [one["release"].name for one in opened] == ["mlflow", "mlflow"]


async def test_a_cluster_that_is_not_reached_leaves_what_the_kubeconfig_names(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, tmp_path, "echo 'Unable to connect to the server: EOF' >&2; exit 1")
    async with running(file) as screens:
        await screens.press("t", "enter")
        await screens.until("only what the kubeconfig names")
        assert "▸ ml" in screens.screen
        await choose(screens, "elsewhere", "")
        await screens.until("namespace elsewhere")


async def test_a_broken_kubeconfig_is_told(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken"
    broken.write_text("contexts: [")
    monkeypatch.setenv("KUBECONFIG", str(broken))
    async with running(file) as screens:
        await screens.press("t")
        await screens.until("The kubeconfig cannot be read")
        await screens.press("enter")
        assert screens.app.screen is screens.app.main


@pytest.mark.parametrize("action", ["cluster.uninstall", "cluster.rollback"])
async def test_for_reading_only_what_changes_is_refused(file: Path, action: str) -> None:
    async with running(file, read_only=True) as screens:
        await screens.app.action_act(action)
        assert screens.app.screen is screens.app.main
        assert screens.said == "This is read-only."


async def test_production_is_typed_and_a_wrong_name_goes_nowhere(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUBECONFIG", str(kubeconfig(tmp_path, "acme-live", "ml")))
    pretend(monkeypatch, tmp_path, f"echo '{json.dumps(VERSION)}'")
    async with running(file) as screens:
        await screens.press("a")
        await screens.until("Type acme-live to go on.")
        await screens.type("acme\n")
        await screens.until("That is not acme-live.")
        await screens.press("escape")
        await screens.until("Nothing was changed in the cluster.")
        assert isinstance(screens.app.screen, OperationScreen)
