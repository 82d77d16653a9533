"""Contexts are found as kubectl finds them, and a broken file is one clear line."""

from pathlib import Path

import pytest

from mlflow_tui.delivery.kubeconfig import read_kubeconfig
from mlflow_tui.delivery.problem import KubeconfigProblem

ONE = """
clusters: [{name: c, cluster: {server: "https://one"}}]
contexts:
- {name: dev, context: {cluster: c, user: u, namespace: ml}}
- {name: prod, context: {cluster: other, user: u}}
current-context: dev
"""
TWO = """
clusters: [{name: c, cluster: {server: "https://two"}}, {name: other, cluster: {server: "https://other"}}]
contexts: [{name: dev, context: {cluster: other}}, {name: test, context: {cluster: c}}]
current-context: test
"""


@pytest.fixture
def one(tmp_path: Path) -> Path:
    path = tmp_path / "one"
    path.write_text(ONE)
    return path


def test_a_named_file_alone_is_read(one: Path) -> None:
    found = read_kubeconfig(str(one), {"KUBECONFIG": "/nowhere"})
    assert list(found.contexts) == ["dev", "prod"]
    assert found.context(None).namespace == "ml"
    assert found.context("prod").namespace == "default"


def test_of_several_files_the_first_to_name_something_wins(one: Path, tmp_path: Path) -> None:
    two = tmp_path / "two"
    two.write_text(TWO)
    found = read_kubeconfig(None, {"KUBECONFIG": f"{one}:{tmp_path / 'missing'}:{two}:{one}"})
    assert found.files == (one, two)
    assert found.current == "dev"
    assert {name: each.server for name, each in found.contexts.items()} == {
        "dev": "https://one",
        "prod": "https://other",
        "test": "https://one",
    }


def test_without_either_it_is_the_one_of_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert not read_kubeconfig(None, {}).contexts
    (tmp_path / ".kube").mkdir()
    (tmp_path / ".kube/config").write_text(ONE)
    assert read_kubeconfig(None, {}).current == "dev"


@pytest.mark.parametrize(
    ("text", "context", "words"),
    [
        ("users: [{user: {token: hunter2}\n", None, "is not YAML"),
        ("- hunter2\n", None, "is not a kubeconfig"),
        ("\0\1", None, "is not YAML"),
        ("", None, "no cluster is configured"),
        (ONE.replace("current-context: dev", ""), None, "no current context"),
        (ONE, "dve", "no context 'dve'"),
        ("contexts: 3", None, "no cluster is configured"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(one: Path, text: str, context: str | None, words: str) -> None:
    one.write_text(text)
    with pytest.raises(KubeconfigProblem) as caught:
        read_kubeconfig(str(one)).context(context)
    assert words in caught.value.message
    assert "\n" not in caught.value.message
    assert "hunter2" not in caught.value.message + caught.value.hint


def test_a_mistyped_context_gets_the_nearest(one: Path) -> None:
    with pytest.raises(KubeconfigProblem) as caught:
        read_kubeconfig(str(one)).context("prdo")
    assert "prod" in caught.value.hint


def test_inside_a_pod_its_own_cluster_is_found(one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("mlflow_tui.delivery.kubeconfig._ACCOUNT", tmp_path)
    pod = {"KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "443"}
    with pytest.raises(KubeconfigProblem, match="no cluster is configured"):
        read_kubeconfig(None, pod).context(None)
    (tmp_path / "token").write_text("hunter2")
    (tmp_path / "namespace").write_text("ml\n")
    found = read_kubeconfig(None, pod).context(None)
    assert (found.in_cluster, found.namespace, found.server) == (True, "ml", "https://10.0.0.1:443")
    with pytest.raises(KubeconfigProblem):
        read_kubeconfig(None, pod).context("dev")
    assert read_kubeconfig(str(one), pod).context(None).name == "dev"


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(KubeconfigProblem, match="no such file"):
        read_kubeconfig(str(tmp_path / "missing"))
