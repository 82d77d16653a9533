"""Namespaces to choose from, and what was chosen for a file."""

import json
import os
import threading
from pathlib import Path

import pytest

from mlflow_tui.delivery.kubeconfig import read_kubeconfig
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.namespaces import namespaces
from mlflow_tui.delivery.remembered import Choice, remember, remembered
from tests.control_plane import ControlPlane
from tests.delivery.applying import Cluster
from tests.delivery.fake_kubectl import kubectl


def test_the_namespaces_of_the_cluster(control_plane: ControlPlane, namespace: str) -> None:
    found = namespaces(Cluster(control_plane, namespace).client())
    assert {namespace, "default", "kube-system"} <= set(found.names)
    assert list(found.names) == sorted(found.names)
    assert found.note == ""


def test_who_may_not_list_them_gets_those_of_the_kubeconfig(control_plane: ControlPlane, tmp_path: Path) -> None:
    text = control_plane.kubeconfig_of("stranger", namespace="team").read_text()
    more = text.replace("name: stranger\n", "name: again\n", 1).replace("namespace: team", "namespace: other")
    files = [tmp_path / "one", tmp_path / "two"]
    for file, content in zip(files, (text, more), strict=True):
        file.write_text(content)
    config = read_kubeconfig(None, {"KUBECONFIG": os.pathsep.join(map(str, files))})
    client = Kubectl(config, config.context(None), "chosen")
    found = namespaces(client, config.contexts.values())
    assert "chosen" in found.names
    assert "team" in found.names
    assert "cannot list resource" in found.note


def test_a_cluster_that_is_silent_gives_what_is_known(tmp_path: Path) -> None:
    found = namespaces(kubectl(tmp_path, "echo 'connection refused' >&2; exit 1"))
    assert found.names == ("default", "ml")
    assert "refuses connections" in found.note


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "mlflow-tui" / "clusters.json"


def test_each_file_has_its_own_choice(state: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    assert remembered(one) == Choice()
    remember(one, Choice("dev", "ml", "tracking"))
    remember(two, Choice("prod", "ml"))
    remember(one, Choice("dev", "other"))
    assert remembered(one) == Choice("dev", "other", "")
    assert remembered(two) == Choice("prod", "ml")
    link = tmp_path / "link.yaml"
    one.touch()
    link.symlink_to(one)
    assert remembered(link) == remembered(one)
    assert state.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b"\xff", b'{"x": 3}'])
def test_a_broken_memory_is_as_good_as_none(state: Path, tmp_path: Path, content: bytes) -> None:
    state.parent.mkdir(parents=True)
    state.write_bytes(content.replace(b"x", os.fsencode(tmp_path / "x")))
    assert remembered(tmp_path / "x") == Choice()
    remember(tmp_path / "x", Choice("dev"))
    assert remembered(tmp_path / "x") == Choice("dev")


def test_the_oldest_are_forgotten(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlflow_tui.delivery.remembered._KEPT", 3)
    for number in range(5):
        remember(tmp_path / str(number), Choice(f"c{number}"))
    assert len(json.loads(state.read_bytes())) == 3
    assert remembered(tmp_path / "4") == Choice("c4")
    assert remembered(tmp_path / "0") == Choice()


def test_two_windows_forget_nothing_of_each_other(state: Path, tmp_path: Path) -> None:
    threads = [threading.Thread(target=remember, args=(tmp_path / str(n), Choice(f"c{n}"))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [remembered(tmp_path / str(n)).context for n in range(8)] == [f"c{n}" for n in range(8)]


def test_without_a_state_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    remember(tmp_path / "x", Choice("dev"))
    assert remembered(tmp_path / "x") == Choice()
