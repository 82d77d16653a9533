"""Open for reading only, no command and no action of the screens gets a change out to a cluster, nor into a file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.cli.options import COMMANDS, command_parser
from mlflow_tui.tui.actions import ACTIONS, Group
from tests.control_plane import ControlPlane
from tests.delivery.applying import SERVER, VALUES, Cluster, wait_for_revisions
from tests.delivery.fake_kubectl import program
from tests.tui.running import running

FILE = """\
trackingServer:
  mode: serve-artifacts
  artifactsDestination: s3://bucket/mlflow
backendStore:
  createSecret:
    backendStoreUri: postgresql://mlflow:hunter2@db.example.com/mlflow
"""


@pytest.fixture
def calls(control_plane: ControlPlane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real kubectl, with an account of each call."""
    account = tmp_path / "calls"
    account.touch()
    real = control_plane.assets / "kubectl"
    recorder = program(tmp_path / "bin", f'echo "$@" >> {account}\nexec {real} "$@"')
    monkeypatch.setenv("MLFLOW_TUI_KUBECTL", str(recorder))
    monkeypatch.setenv("KUBECONFIG", str(control_plane.kubeconfig))
    return account


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """A release of two revisions, of which a part is left over: there is something to apply, delete and undo."""
    found = Cluster(control_plane, namespace)
    found.install(VALUES)
    wait_for_revisions(found, 1)
    found.install({**VALUES, "trackingServer": {**SERVER, "workers": 9}, "extraEnv": [{"name": "A", "value": "b"}]})
    wait_for_revisions(found, 2)
    monkeypatch.setenv("KUBECONFIG", str(control_plane.kubeconfig_of("admin", namespace=namespace)))
    return found


def changes_something(call: str) -> bool:
    """Judged by the list of what only reads, and that is short."""
    words = call.split()
    if words[0] == "auth":
        return words[1] != "can-i"
    if words[0] == "rollout":
        return words[1] not in ("status", "history")
    return words[0] not in ("get", "version", "logs", "api-resources") and "--dry-run=server" not in words


def held(cluster: Cluster) -> Mapping[tuple[str, str], Any]:
    """All objects of the namespace that somebody made, to the last change of each."""
    kinds = ("apps/v1/deployments", "v1/services", "v1/secrets", "v1/serviceaccounts", "v1/configmaps")
    found = {}
    for kind in kinds:
        version, _, resource = kind.rpartition("/")
        base = "/api" if version == "v1" else "/apis"
        path = f"{base}/{version}/namespaces/{cluster.namespace}/{resource}"
        for one in cluster.control_plane.request("GET", path)["items"]:
            metadata = one["metadata"]
            found[resource, metadata["name"]] = (metadata["uid"], one.get("spec"), one.get("data"))
    return found


def words_of(command: str, file: Path, folder: Path) -> list[list[str]]:
    """The command with all that agrees beforehand. A command that is not here has no test yet."""
    out = str(folder / "new")
    words = {
        "render": [["render", str(file)]],
        "check": [["check", str(file)], ["check", str(file), "--fix"]],
        "set": [["set", str(file), "trackingServer.workers=3"]],
        "get": [["get", str(file), "trackingServer.workers"]],
        "diff": [["diff", str(file), "--against", "live", *more] for more in ((), ("--manifests",))],
        "apply": [["apply", str(file), "--yes", "--wait", *more] for more in ((), ("--dry-run",))],
        "status": [["status"]],
        "rollback": [["rollback", "--yes", *more] for more in ((), ("--dry-run",))],
        "uninstall": [["uninstall", "--confirm", "mlflow", *more] for more in ((), ("--dry-run",))],
        "import": [["import"], ["import", "-o", out]],
        "upgrade": [["upgrade", str(file), "--to", "3.17.2", *more] for more in ((), ("--write",))],
        "convert": [["convert", str(file), "--from", "official", *more] for more in ((), ("-o", out))],
        "completion": [["completion", shell] for shell in ("bash", "zsh", "fish")],
        "schema": [["schema"]],
        "docs": [["docs"]],
        "init": [["init", "-o", out]],
        "export": [["export", name, str(file), "-o", f"{out}-{name}"] for name in ("kustomize", "argocd", "flux")],
    }
    return words[command]


def may_be_read_only(command: str) -> bool:
    return "--read-only" in command_parser(COMMANDS[command]).format_help()


def test_no_command_changes_anything(
    cluster: Cluster, calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KUBECONFIG", str(cluster.control_plane.kubeconfig_of("admin", namespace=cluster.namespace)))
    file = tmp_path / "values.yaml"
    file.write_text(FILE)
    before, files = held(cluster), {path.name for path in tmp_path.iterdir()}
    writes_files_only_where_told = {"export"}
    for command in COMMANDS:
        for words in words_of(command, file, tmp_path / "out"):
            main([*words, "--read-only"] if may_be_read_only(command) else words)
            if command not in writes_files_only_where_told:
                assert {path.name for path in tmp_path.iterdir()} == files, words
    assert file.read_text() == FILE
    made = calls.read_text().splitlines()
    assert any(call.startswith("apply ") for call in made), "the dry runs are seen"
    assert [call for call in made if changes_something(call)] == []
    assert held(cluster) == before
    assert "hunter2" not in calls.read_text()
    # The same words without it do change something: the account would have shown it.
    capsys.readouterr()
    assert main(["apply", str(file), "--yes"]) == 0
    assert any(changes_something(call) for call in calls.read_text().splitlines())


def test_a_read_only_file_is_looked_at_only(cluster: Cluster, calls: Path, tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(FILE)
    file.chmod(0o444)
    before = held(cluster)
    assert main(["apply", str(file), "--yes", "-n", cluster.namespace]) == 3
    assert main(["apply", str(file), "--dry-run", "-n", cluster.namespace]) == 0
    assert [call for call in calls.read_text().splitlines() if changes_something(call)] == []
    assert held(cluster) == before


async def test_no_action_of_the_screens_changes_anything(
    cluster: Cluster, calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KUBECONFIG", str(cluster.control_plane.kubeconfig_of("admin", namespace=cluster.namespace)))
    file = tmp_path / "values.yaml"
    file.write_text(FILE)
    before = held(cluster)
    inside = [action for action in ACTIONS if action.id not in ("program.quit", "file.open")]
    async with running(file, read_only=True) as screens:
        for action in inside:
            await screens.app.action_act(action.id)
            if action.group is Group.CLUSTER:
                await agree_to_everything(screens, calls)
            for _ in range(8):
                if screens.app.screen is screens.app.main:
                    break
                await screens.press("escape")
            assert screens.app.screen is screens.app.main, action.id
    made = await asyncio.to_thread(calls.read_text)
    assert "--dry-run=server" in made, "the plan is shown"
    assert [call for call in made.splitlines() if changes_something(call)] == []
    assert held(cluster) == before
    assert file.read_text() == FILE


async def agree_to_everything(screens: Any, calls: Path) -> None:
    """Whatever is asked: the last choice of lists, and the name of the release where one is to be typed."""
    for _ in range(3):
        await wait_for_kubectl(screens, calls)
        if screens.app.screen is screens.app.main:
            return
        await screens.press("end", "enter")
        await wait_for_kubectl(screens, calls)
        if screens.app.screen is screens.app.main:
            return
        await screens.type("mlflow\n")


async def wait_for_kubectl(screens: Any, calls: Path) -> None:
    """Until kubectl was not called for a moment; a screen that looks again and again does so less often."""
    quiet, size = 0, -1
    for _ in range(60):
        await screens.pilot.pause(0.1)
        quiet = quiet + 1 if calls.stat().st_size == size else 0
        size = calls.stat().st_size
        if quiet == 6:
            return


def test_the_account_is_kept_of_all_commands_there_are() -> None:
    for command in COMMANDS:
        assert words_of(command, Path("values.yaml"), Path("out"))
    assert os.environ.get("MLFLOW_TUI_KUBECTL") is None
