"""`import`, `status`, `rollback` and `uninstall` against a real API server, as somebody types them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mlflow_tui.cli.main import main
from tests.control_plane import ControlPlane
from tests.delivery.applying import INGRESS, SEED, SERVER, VALUES, Cluster, wait_for_revisions
from tests.delivery.fake_kubectl import kubeconfig, program

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str) -> Cluster:
    found = Cluster(control_plane, namespace)
    found.install({**VALUES, **INGRESS})
    return found


def run(cluster: Cluster, *words: str) -> int:
    return main([*words, "--kubeconfig", str(cluster.control_plane.kubeconfig), "-n", cluster.namespace])


def test_what_runs_becomes_a_file_that_changes_nothing(cluster: Cluster, tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "live.yaml"
    assert run(cluster, "import", "-o", str(file)) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert f"wrote {file} from objects of mlflow" in err
    assert "only you may read it" in err
    assert SEED not in err
    assert SEED in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run(cluster, "diff", str(file), "--against", "live") == 0
    assert run(cluster, "import", "-o", str(file)) == 2
    assert "exists already" in capsys.readouterr().err
    assert run(cluster, "import") == 0
    assert capsys.readouterr().out == file.read_text()


def test_reading_only_writes_no_file(cluster: Cluster, tmp_path: Path) -> None:
    assert run(cluster, "import", "--read-only", "-o", str(tmp_path / "live.yaml")) == 2
    assert not (tmp_path / "live.yaml").exists()
    assert run(cluster, "import", "--read-only") == 0


def test_the_status_says_whether_it_is_ready(cluster: Cluster, capsys: Captured) -> None:
    with cluster.control_plane.kubelet(cluster.namespace):
        codes = (run(cluster, "status") for _ in range(100))
        assert any(code == 0 for code in codes)
    out = capsys.readouterr().out
    assert out.startswith(f"release    mlflow\ncontext    admin\nnamespace  {cluster.namespace}\n")
    assert "rollout    1 of 1 pods are ready\n" in out
    assert "reach      export MLFLOW_TRACKING_URI=http://mlflow.test\n" in out
    assert SEED not in out
    assert run(cluster, "status", "--release", "other") == 3
    assert "no release other runs" in capsys.readouterr().err


def test_the_rollback_is_a_plan_first(cluster: Cluster, capsys: Captured) -> None:
    wait_for_revisions(cluster, 1)
    cluster.install({**VALUES, **INGRESS, "trackingServer": {**SERVER, "workers": 7}})
    wait_for_revisions(cluster, 2)
    assert run(cluster, "rollback") == 2
    assert "--yes" in capsys.readouterr().err
    assert run(cluster, "rollback", "--dry-run") == 0
    planned = "".join(capsys.readouterr())
    assert "-            - --workers=7" in planned
    assert SEED not in planned
    assert run(cluster, "rollback", "--yes") == 0
    out, err = capsys.readouterr()
    assert out == "changed    Deployment/mlflow\n"
    assert "ok Apply: Deployment/mlflow is back at what revision 1 was (" in err
    found = cluster.control_plane.get("deployment", "mlflow", cluster.namespace)
    assert found is not None
    assert "--workers=7" not in found["spec"]["template"]["spec"]["containers"][0]["args"]


def test_uninstalling_needs_the_name(cluster: Cluster, capsys: Captured) -> None:
    before = cluster.names()
    assert run(cluster, "uninstall") == 2
    assert "--confirm mlflow" in capsys.readouterr().err
    assert run(cluster, "uninstall", "--confirm", "other") == 2
    assert run(cluster, "uninstall", "--confirm", "mlflow", "--read-only") == 3
    assert run(cluster, "uninstall", "--dry-run") == 0
    assert "deleted    Secret/mlflow-env-secret" in capsys.readouterr().out
    assert cluster.names() == before
    assert run(cluster, "uninstall", "--confirm", "mlflow") == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "deleted    Ingress/mlflow"
    assert "ok Delete: 5 deleted (" in err
    assert SEED not in out + err
    assert cluster.names() == set()
    assert run(cluster, "uninstall", "--confirm", "mlflow") == 3


@pytest.mark.parametrize("command", ["import", "status", "rollback", "uninstall"])
def test_a_cluster_that_is_not_there_is_a_line_and_a_hint(
    command: str, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    kubeconfig = tmp_path / "config"
    kubeconfig.write_text(
        "current-context: admin\nclusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\n"
        "users: [{name: u, user: {token: t}}]\ncontexts: [{name: admin, context: {cluster: c, user: u}}]\n"
    )
    agreed = {"rollback": ["--yes"], "uninstall": ["--confirm", "mlflow"]}.get(command, [])
    monkeypatch.setenv("KUBECONFIG", f"{tmp_path / 'missing'}{os.pathsep}{kubeconfig}")
    assert main([command, *agreed, "-q"]) == 3
    err = capsys.readouterr().err
    assert err.splitlines()[0].startswith("mlflow-tui: the API server https://127.0.0.1:1 refuses connections")
    assert err.splitlines()[1].startswith("hint: ")
    assert main([command, *agreed, "-q", "--context", "nope"]) == 2
    monkeypatch.setenv("MLFLOW_TUI_KUBECTL", "/nowhere/kubectl")
    assert main([command, *agreed, "-q"]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("release", ["mlflow,!x", "mlflow,app.kubernetes.io/name", "", "a/b", "x" * 60])
@pytest.mark.parametrize("command", ["import", "status", "rollback", "uninstall"])
def test_a_name_is_never_a_condition(
    command: str, release: str, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`a,!b` would select what belongs to others: no such name reaches kubectl."""
    calls = tmp_path / "calls"
    version = '{"clientVersion": {"gitVersion": "v1.32.0"}, "serverVersion": {"gitVersion": "v1.32.0"}}'
    script = f'echo "$@" >> {calls}; case "$1" in version) echo \'{version}\';; *) echo \'{{"items": []}}\';; esac'
    monkeypatch.setenv("MLFLOW_TUI_KUBECTL", str(program(tmp_path / "bin", script)))
    file = kubeconfig(tmp_path).files[0]
    agreed = {"rollback": ["--yes"], "uninstall": ["--confirm", release]}.get(command, [])
    assert main([command, "--release", release, *agreed, "-q", "--kubeconfig", str(file)]) == 2
    err = capsys.readouterr().err
    assert ("is not a valid release name" in err) or (release == "" and "--confirm" in err)
    assert not calls.exists() or "get" not in calls.read_text()


def test_a_namespace_that_cannot_be(tmp_path: Path, capsys: Captured) -> None:
    file = kubeconfig(tmp_path).files[0]
    assert main(["status", "-n", "Bad_NS", "--kubeconfig", str(file)]) == 2
    assert "'Bad_NS' is not a valid namespace" in capsys.readouterr().err
