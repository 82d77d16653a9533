"""`apply` and `diff --against live` against a real API server: what they say is what the cluster then has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.cli.main import main
from tests.control_plane import ControlPlane
from tests.delivery.applying import Cluster
from tests.delivery.playing_jobs import pods_end
from tests.delivery.test_claims import CLAIM

Captured = pytest.CaptureFixture[str]

VALUES = """\
trackingServer:
  defaultArtifactRoot: s3://bucket/mlflow
  workers: 2
backendStore:
  createSecret:
    backendStoreUri: postgresql://mlflow:hunter2@db.example.com/mlflow
ingress:
  enabled: true
  hosts:
    - host: mlflow.example.com
      paths:
        - path: /
          pathType: Prefix
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "values.yaml"
    path.write_text(VALUES)
    return path


def words(cluster: ControlPlane, namespace: str, command: str, file: Path, *more: str) -> list[str]:
    return [command, str(file), "--kubeconfig", str(cluster.kubeconfig), "-n", namespace, *more]


def live(cluster: ControlPlane, namespace: str, kind: str) -> list[dict[str, Any]]:
    answer = cluster.kubectl("get", kind, "-n", namespace, "-l", "app.kubernetes.io/instance=mlflow", "-o", "json")
    items: list[dict[str, Any]] = json.loads(answer.stdout)["items"]
    return items


def test_a_dry_run_tells_everything_and_changes_nothing(
    control_plane: ControlPlane, namespace: str, file: Path, capsys: Captured
) -> None:
    assert main(words(control_plane, namespace, "apply", file, "--dry-run")) == 0
    out, err = capsys.readouterr()
    assert "created    Deployment/mlflow" in out
    assert "hunter2" not in out + err
    assert live(control_plane, namespace, "deployment") == []


def test_the_plan_as_json_tells_of_another_mlflow(
    control_plane: ControlPlane, namespace: str, file: Path, capsys: Captured
) -> None:
    assert main(words(control_plane, namespace, "apply", file, "--yes")) == 0
    capsys.readouterr()
    file.write_text(f"{VALUES}image: {{tag: v3.17.2}}\n")
    assert main(words(control_plane, namespace, "apply", file, "--dry-run", "--format", "json")) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"object": "Deployment/mlflow", "action": "changed"} in found["objects"]
    assert (found["mlflow"]["from"], found["mlflow"]["to"]) == ("2.14.1", "3.17.2")
    assert "database" in [one["kind"] for one in found["mlflow"]["entries"]]
    assert (found["dryRun"], found["applied"], found["problem"]) == (True, False, None)


def test_a_job_that_fails_ends_with_its_log_and_the_exit_code_of_the_cluster(
    control_plane: ControlPlane, namespace: str, file: Path, capsys: Captured
) -> None:
    by_job = "  databaseUpgrade: true\n  databaseUpgradeJob: true\n  createSecret:"
    file.write_text(VALUES.replace("  createSecret:", by_job))
    with pods_end(Cluster(control_plane, namespace), "Failed"):
        assert main(words(control_plane, namespace, "apply", file, "--yes")) == 3
    out, err = capsys.readouterr()
    assert "the upgrade of the database failed: Job/mlflow-db-upgrade-" in err
    assert "mlflow-database-upgrade Error" in err
    assert "not done   Deployment/mlflow" in out
    assert live(control_plane, namespace, "deployment") == []


def test_a_claim_is_kept_unless_the_option_says_otherwise(
    control_plane: ControlPlane, namespace: str, file: Path, capsys: Captured
) -> None:
    control_plane.apply(namespace, CLAIM)
    place = ["--kubeconfig", str(control_plane.kubeconfig), "-n", namespace]
    assert main(words(control_plane, namespace, "apply", file, "--yes")) == 0
    assert "left over  PersistentVolumeClaim/mlflow" in capsys.readouterr().out
    assert main(["uninstall", "--confirm", "mlflow", *place]) == 0
    assert "kept: PersistentVolumeClaim/mlflow" in capsys.readouterr().err
    assert len(live(control_plane, namespace, "pvc")) == 1
    assert main(["uninstall", "--confirm", "mlflow", "--delete-claims", *place]) == 0
    assert live(control_plane, namespace, "pvc") == []


def test_create_no_change_change_and_left_over(
    control_plane: ControlPlane, namespace: str, file: Path, capsys: Captured
) -> None:
    command = words(control_plane, namespace, "apply", file, "--yes")
    assert main(command) == 0
    assert capsys.readouterr().out.splitlines() == [
        "created    ServiceAccount/mlflow",
        "created    Secret/mlflow-env-secret",
        "created    Service/mlflow",
        "created    Deployment/mlflow",
        "created    Ingress/mlflow",
    ]
    (deployment,) = live(control_plane, namespace, "deployment")
    assert "--workers=2" in deployment["spec"]["template"]["spec"]["containers"][0]["args"]

    assert main(command) == 0
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == {"unchanged"}
    for more in ((), ("--manifests",)):
        assert main(words(control_plane, namespace, "diff", file, "--against", "live", *more)) == 0
    assert capsys.readouterr().out == ""

    file.write_text(VALUES.replace("workers: 2", "workers: 3").replace("enabled: true", "enabled: false"))
    assert main(words(control_plane, namespace, "diff", file, "--against", "live")) == 1
    out = capsys.readouterr().out
    assert "\n-  workers: 2\n+  workers: 3\n" in out
    assert "\n-  enabled: true\n+  enabled: false\n" in out
    assert main(words(control_plane, namespace, "diff", file, "--against", "live", "--manifests")) == 1
    out = capsys.readouterr().out
    assert "--workers=2" in out
    assert "--workers=3" in out
    assert main(command) == 0
    out = capsys.readouterr().out
    assert "changed    Deployment/mlflow" in out
    assert "left over  Ingress/mlflow" in out
    assert len(live(control_plane, namespace, "ingress")) == 1, "what is left over is deleted only with consent"


def test_without_a_terminal_yes_is_needed(
    control_plane: ControlPlane, namespace: str, file: Path, capsys: Captured
) -> None:
    assert main(words(control_plane, namespace, "apply", file)) == 2
    assert "--yes" in capsys.readouterr().err
    assert live(control_plane, namespace, "deployment") == []


def test_a_missing_namespace_is_made_only_on_request(
    control_plane: ControlPlane, namespace: str, file: Path, capsys: Captured
) -> None:
    missing = f"{namespace}-b"
    assert main(words(control_plane, missing, "apply", file, "--yes")) == 3
    assert "--create-namespace" in capsys.readouterr().err
    assert main(words(control_plane, missing, "apply", file, "--yes", "--create-namespace")) == 0
    assert len(live(control_plane, missing, "deployment")) == 1


def test_values_with_errors_do_not_reach_the_cluster(
    control_plane: ControlPlane, namespace: str, file: Path, capsys: Captured
) -> None:
    file.write_text("trackingServer: {mode: serve}\n")
    assert main(words(control_plane, namespace, "apply", file, "--yes")) == 1
    assert "MT101 trackingServer.mode" in capsys.readouterr().err


def test_read_only_reaches_no_change(control_plane: ControlPlane, namespace: str, file: Path) -> None:
    assert main(words(control_plane, namespace, "apply", file, "--yes", "--read-only")) == 3
    assert live(control_plane, namespace, "deployment") == []


def test_no_secret_is_said(control_plane: ControlPlane, namespace: str, file: Path, capsys: Captured) -> None:
    for step in ("apply", "apply"):
        main(words(control_plane, namespace, step, file, "--yes"))
        file.write_text(VALUES.replace("hunter2", "hunter3"))
    main(words(control_plane, namespace, "diff", file, "--against", "live"))
    out, err = capsys.readouterr()
    assert "hunter" not in out + err
    assert "changed    Secret/mlflow-env-secret" in out


@pytest.mark.parametrize("context", ["nope", "admin"])
def test_a_cluster_that_is_not_there(context: str, file: Path, tmp_path: Path, capsys: Captured) -> None:
    kubeconfig = tmp_path / "config"
    kubeconfig.write_text(
        "apiVersion: v1\nkind: Config\ncurrent-context: admin\n"
        "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\n"
        "users: [{name: u, user: {}}]\ncontexts: [{name: admin, context: {cluster: c, user: u}}]\n"
    )
    code = main(["apply", str(file), "--yes", "--kubeconfig", str(kubeconfig), "--context", context])
    assert code == (2 if context == "nope" else 3)
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert len(err.splitlines()) < 8


def test_kubectl_that_is_missing(
    control_plane: ControlPlane, namespace: str, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("MLFLOW_TUI_KUBECTL", "/nowhere/kubectl")
    assert main(words(control_plane, namespace, "apply", file, "--yes")) == 2
    assert "kubectl" in capsys.readouterr().err
