"""kubectl that is missing, old, silent, mad or refused ends in one clear line; and reading only is reading only."""

import os
import threading
import time
from pathlib import Path

import pytest

from mlflow_tui.delivery.kubeconfig import Context, Kubeconfig, read_kubeconfig
from mlflow_tui.delivery.kubectl import Kubectl, find_program
from mlflow_tui.delivery.problem import Cancelled, ClusterProblem, MissingTool, ReadOnly, Reason
from mlflow_tui.delivery.process import Cancellation
from tests.control_plane import ControlPlane
from tests.delivery.fake_kubectl import kubeconfig, kubectl, program

VERSION = '{"clientVersion": {"gitVersion": "%s"}}'


def test_no_kubectl() -> None:
    with pytest.raises(MissingTool, match="not found on PATH"):
        find_program({"PATH": "/nowhere"})
    with pytest.raises(MissingTool, match="/nowhere/kubectl"):
        find_program({"PATH": "/usr/bin:/bin", "MLFLOW_TUI_KUBECTL": "/nowhere/kubectl"})


def test_kubectl_is_the_one_that_is_named(tmp_path: Path) -> None:
    on_path = program(tmp_path / "a", "")
    named = program(tmp_path / "b", "")
    assert find_program({"PATH": str(on_path.parent)}) == str(on_path)
    assert find_program({"PATH": str(on_path.parent), "MLFLOW_TUI_KUBECTL": str(named)}) == str(named)


def test_a_kubectl_that_cannot_be_run(tmp_path: Path) -> None:
    client = kubectl(tmp_path, "")
    Path(client.program).write_bytes(b"\x7fELF")
    with pytest.raises(MissingTool, match="cannot be run"):
        client.text("get", "pods")


@pytest.mark.parametrize(("version", "clean"), [("v1.32.4-dispatcher", "1.32.4"), ("v1.21.0", "1.21.0")])
def test_a_kubectl_new_enough(tmp_path: Path, version: str, clean: str) -> None:
    assert kubectl(tmp_path, f"echo '{VERSION % version}'").check_client() == clean


@pytest.mark.parametrize(
    "script", [f"echo '{VERSION % 'v1.15.12'}'", "echo hello", "exit 1", "echo '[1]'", "exec sleep 100"]
)
def test_a_kubectl_too_old_or_none_at_all(tmp_path: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlflow_tui.delivery.kubectl.CLIENT_TIMEOUT", 1.0)
    with pytest.raises(MissingTool):
        kubectl(tmp_path, script).check_client()


def test_a_kubectl_that_hangs_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    client = kubectl(tmp_path, f"sleep 100 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(ClusterProblem) as caught:
        client.text("get", "pods", timeout=0.5)
    assert caught.value.reason is Reason.TIMEOUT
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and "Z" not in Path(f"/proc/{child}/stat").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_program_left_running_is_not_waited_for(tmp_path: Path) -> None:
    assert kubectl(tmp_path, "sleep 100 &\necho done").text("get", "pods") == "done\n"


@pytest.mark.parametrize("script", ["echo '{'", "echo 17", "yes | head -c 70000000"])
def test_garbage_is_not_believed(tmp_path: Path, script: str) -> None:
    with pytest.raises(ClusterProblem) as caught:
        kubectl(tmp_path, script).data("get", "pods")
    assert caught.value.reason is Reason.NONSENSE


def test_a_large_input_and_a_large_output_cross(tmp_path: Path) -> None:
    data = b"x" * 3_000_000
    assert kubectl(tmp_path, "cat").run("get", "-f", "-", stdin=data).stdout == data


def test_an_input_that_nobody_reads(tmp_path: Path) -> None:
    assert kubectl(tmp_path, "exit 3").run("get", stdin=b"x" * 1_000_000).code == 3


def test_it_is_cancelled_at_once(tmp_path: Path) -> None:
    cancellation = Cancellation()
    client = kubectl(tmp_path, "sleep 100", cancellation=cancellation)
    threading.Timer(0.3, cancellation.cancel).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        client.text("get", "pods")
    assert time.monotonic() - started < 5
    with pytest.raises(Cancelled):
        client.text("get", "pods")


@pytest.mark.parametrize(
    "arguments",
    [
        ("apply", "--server-side", "-f", "-"),
        ("apply", "--dry-run=client", "-f", "-"),
        ("delete", "secret/x"),
        ("create", "namespace", "x"),
        ("rollout", "undo", "deployment/x"),
        ("rollout",),
        ("patch", "deployment", "x"),
        ("scale", "deployment", "x"),
        ("anything-unknown",),
    ],
)
def test_reading_only_starts_nothing_that_changes(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    client = kubectl(tmp_path, f"touch {tmp_path}/started", read_only=True)
    with pytest.raises(ReadOnly):
        client.run(*arguments)
    assert not (tmp_path / "started").exists()


def test_reading_only_reads_and_tries(tmp_path: Path) -> None:
    client = kubectl(tmp_path, "echo done", read_only=True)
    for arguments in (("get", "pods"), ("auth", "can-i", "get", "pods"), ("apply", "--dry-run=server", "-f", "-")):
        assert client.text(*arguments) == "done\n"


def test_the_target_is_named_at_each_call_and_secrets_are_not(tmp_path: Path) -> None:
    client = kubectl(tmp_path, 'echo "$@"')
    said = client.text("get", "pods", stdin=b"hunter2")
    assert said.split() == [
        "get",
        "pods",
        "--context=dev",
        f"--kubeconfig={tmp_path / 'dev.kubeconfig'}",
        "--namespace=ml",
    ]


def test_inside_a_pod_kubectl_finds_the_cluster_by_itself(tmp_path: Path) -> None:
    around = Context("in-cluster", "https://10.0.0.1:443", "ml", in_cluster=True)
    environment = {"PATH": "/usr/bin:/bin", "MLFLOW_TUI_KUBECTL": str(program(tmp_path, 'echo "$@"'))}
    said = Kubectl(Kubeconfig((), {}, "", around), around, "ml", environment=environment).text("get", "pods")
    assert said.split() == ["get", "pods", "--namespace=ml"]


def test_several_kubeconfigs_are_pinned_together(tmp_path: Path) -> None:
    files = [kubeconfig(tmp_path, name).files[0] for name in ("a", "b")]
    config = read_kubeconfig(None, {"KUBECONFIG": f"{files[0]}:{files[1]}"})
    environment = {"PATH": "/usr/bin:/bin", "MLFLOW_TUI_KUBECTL": str(program(tmp_path, 'echo "$KUBECONFIG $@"'))}
    said = Kubectl(config, config.context("b"), "ml", environment=environment).text("get", "pods")
    assert said.split() == [f"{files[0]}:{files[1]}", "get", "pods", "--context=b", "--namespace=ml"]


def test_what_is_refused_does_not_quote_secrets(tmp_path: Path) -> None:
    said = "Error from server (BadRequest): cannot handle hunter2, bigger context ...|unter2|..."
    with pytest.raises(ClusterProblem) as caught:
        kubectl(tmp_path, f"echo '{said}' >&2; exit 1").text("get", "pods")
    everything = f"{caught.value.message} {caught.value.hint} {caught.value.detail}"
    assert "unter2" not in everything
    assert caught.value.reason is Reason.INVALID


def test_an_api_server_that_nobody_runs(tmp_path: Path) -> None:
    config = kubeconfig(tmp_path)
    with pytest.raises(ClusterProblem) as caught:
        Kubectl(config, config.context(None), "ml").text("get", "pods")
    assert caught.value.reason is Reason.UNREACHABLE
    assert "https://127.0.0.1:1" in caught.value.message
    assert "dev" in caught.value.hint


def test_a_kubeconfig_without_credentials(tmp_path: Path) -> None:
    config = kubeconfig(tmp_path)
    config.files[0].write_text(config.files[0].read_text().replace("{token: t}", "{}"))
    with pytest.raises(ClusterProblem) as caught:
        Kubectl(config, config.context(None), "ml").text("get", "pods")
    assert caught.value.reason is Reason.UNAUTHORIZED
    assert "no credentials for dev" in caught.value.message


def client_of(control_plane: ControlPlane, user: str, namespace: str) -> Kubectl:
    config = read_kubeconfig(str(control_plane.kubeconfig_of(user)))
    return Kubectl(config, config.context(None), namespace)


def test_a_user_without_the_right(control_plane: ControlPlane, namespace: str) -> None:
    with pytest.raises(ClusterProblem) as caught:
        client_of(control_plane, "stranger", namespace).text("get", "secrets")
    assert caught.value.reason is Reason.FORBIDDEN
    assert '"stranger" cannot list resource "secrets"' in caught.value.message


def test_a_token_that_is_not_accepted(control_plane: ControlPlane, tmp_path: Path) -> None:
    text = control_plane.kubeconfig.read_text()
    path = tmp_path / "kubeconfig"
    path.write_text("\n".join("    token: wrong" if "token:" in line else line for line in text.splitlines()))
    config = read_kubeconfig(str(path))
    with pytest.raises(ClusterProblem) as caught:
        Kubectl(config, config.context(None), "default").text("get", "secrets")
    assert caught.value.reason is Reason.UNAUTHORIZED


def test_an_object_that_is_not_there(control_plane: ControlPlane, namespace: str) -> None:
    client = client_of(control_plane, "admin", namespace)
    assert client.data("get", "secret", "none", "--ignore-not-found") is None
    with pytest.raises(ClusterProblem) as caught:
        client.data("get", "secret", "none")
    assert caught.value.reason is Reason.NOT_FOUND
    assert caught.value.message == 'secrets "none" not found'


def test_nothing_asks_on_the_terminal(tmp_path: Path) -> None:
    """Without a session of its own a login program could read the keys that are meant for the screens."""
    said = kubectl(tmp_path, "cat; (exec 3< /dev/tty) 2>/dev/null && echo terminal; ps -o sid= -p $$").text("get")
    assert int(said.split()[-1]) != os.getsid(0)
    assert "terminal" not in said
