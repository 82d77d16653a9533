"""A release of the exported chart on a real API server, from install to uninstall, with each Helm that people run."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.cli.main import main
from tests.control_plane import ControlPlane
from tests.exported import Manifest

VALUES = """\
trackingServer:
  mode: serve-artifacts
  artifactsDestination: s3://bucket
  basicAuth: {enabled: true, createSecret: {adminPassword: hunter2}}
backendStore: {createSecret: {backendStoreUri: "postgresql://mlflow:hunter2@db/mlflow"}}
artifactStore: {oss: {enabled: true, endpoint: oss.example.com}}
ingress: {enabled: true, hosts: [{host: mlflow.example.com, paths: [{path: /, pathType: Prefix}]}]}
"""
CHANGED = VALUES.replace("hunter2", "hunter3").replace("ingress: {enabled: true", "ingress: {enabled: false")
KINDS = "serviceaccount,secret,configmap,service,deployment,ingress"


@dataclass
class Installed:
    """Helm, the exported chart, and the namespace of a test."""

    program: Path
    folder: Path
    cluster: ControlPlane
    namespace: str

    def helm(self, *words: str, fails: bool = False) -> str:
        """Run Helm in the namespace; what it said."""
        command = [
            str(self.program),
            *words,
            f"--namespace={self.namespace}",
            f"--kubeconfig={self.cluster.kubeconfig}",
        ]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=120)
        said: str = done.stdout + done.stderr
        assert (done.returncode != 0) == fails, said
        return said

    def export(self, values: str) -> None:
        """Export the chart with these values beside it."""
        given = self.folder.parent / "given.yaml"
        given.write_text(values)
        assert main(["export", "helm-chart", str(given), "-o", str(self.folder), "--force", "-q"]) == 0

    def objects(self) -> dict[str, Manifest]:
        """What the release has in the cluster."""
        selector = "app.kubernetes.io/instance=web"
        answer = self.cluster.kubectl("get", KINDS, "-n", self.namespace, "-l", selector, "-o", "json")
        return {f"{one['kind']}/{one['metadata']['name']}": one for one in json.loads(answer.stdout)["items"]}

    def revision(self) -> Any:
        (release,) = json.loads(self.helm("list", "-o", "json"))
        return int(release["revision"]), release["status"], release["chart"], release["app_version"]


@pytest.fixture
def installed(each_helm: Path, control_plane: ControlPlane, namespace: str, tmp_path: Path) -> Installed:
    found = Installed(each_helm, tmp_path / "deploy", control_plane, namespace)
    found.export(VALUES)
    with control_plane.kubelet(namespace):
        said = found.helm("install", "web", "./mlflow", "-f", "values.yaml", "--wait", "--timeout=60s")
    assert "web-mlflow" in said, "the notes name the server"
    assert "hunter2" not in said
    return found


def test_install_upgrade_roll_back_and_uninstall(installed: Installed) -> None:
    assert installed.revision() == (1, "deployed", "mlflow-0.1.0", "2.14.1")
    first = installed.objects()
    assert sorted(first) == [
        "ConfigMap/web-mlflow-env-configmap",
        "Deployment/web-mlflow",
        "Ingress/web-mlflow",
        "Secret/web-mlflow-basic-auth-secret",
        "Secret/web-mlflow-env-secret",
        "Service/web-mlflow",
        "ServiceAccount/web-mlflow",
    ]
    installed.export(CHANGED)
    installed.helm("upgrade", "web", "./mlflow", "-f", "values.yaml")
    assert installed.revision()[:2] == (2, "deployed")
    second = installed.objects()
    assert set(first) - set(second) == {"Ingress/web-mlflow"}
    assert template(first) != template(second), "a changed secret rolls the pods"
    assert selector(first) == selector(second)
    installed.helm("upgrade", "web", "./mlflow", "-f", "values.yaml")
    assert template(installed.objects()) == template(second), "the same values leave the pods alone"
    installed.helm("rollback", "web", "1")
    assert template(installed.objects()) == template(first)
    assert "Ingress/web-mlflow" in installed.objects()
    installed.helm("uninstall", "web")
    assert installed.objects() == {}
    assert json.loads(installed.helm("list", "-o", "json")) == []


def template(objects: dict[str, Manifest]) -> Any:
    return objects["Deployment/web-mlflow"]["spec"]["template"]


def selector(objects: dict[str, Manifest]) -> Any:
    return objects["Deployment/web-mlflow"]["spec"]["selector"]


def test_the_connection_test_runs(installed: Installed) -> None:
    """Without a kubelet nothing is pulled or run: somebody else says how the pod of the test ended."""
    with ending(installed, "Succeeded"):
        assert "Phase:          Succeeded" in installed.helm("test", "web", "--timeout=60s")
    with ending(installed, "Failed"):
        installed.helm("test", "web", "--timeout=60s", fails=True)


@contextlib.contextmanager
def ending(installed: Installed, phase: str) -> Iterator[None]:
    """While open, the pod of the connection test ends as told."""
    stop = threading.Event()
    path = f"/api/v1/namespaces/{installed.namespace}/pods"

    def report() -> None:
        while not stop.wait(0.2):
            with contextlib.suppress(OSError):
                for pod in installed.cluster.request("GET", path)["items"]:
                    name, found = pod["metadata"]["name"], pod.get("status", {}).get("phase")
                    if name == "web-mlflow-test-connection" and found == "Pending":
                        installed.cluster.set_pod_status(installed.namespace, name, {"phase": phase})

    thread = threading.Thread(target=report, name="ending", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_apply_leaves_a_release_of_helm_alone(installed: Installed, capsys: pytest.CaptureFixture[str]) -> None:
    before = installed.objects()
    target = ["--kubeconfig", str(installed.cluster.kubeconfig), "-n", installed.namespace, "--release", "web", "--yes"]
    assert main(["apply", str(installed.folder / "values.yaml"), *target, "--set", "replicaCount=3"]) == 3
    said = capsys.readouterr()
    assert "belongs to the Helm release web" in said.out + said.err
    assert "helm upgrade web" in said.out + said.err
    assert installed.objects() == before


def test_what_the_schema_refuses_is_not_installed(installed: Installed) -> None:
    said = installed.helm("upgrade", "web", "./mlflow", "--set", "trackingServer.workers=many", fails=True)
    assert "workers" in said
    assert installed.revision()[:2] == (1, "deployed")


def test_each_helm_lints_the_chart(each_helm: Path, tmp_path: Path) -> None:
    given = tmp_path / "given.yaml"
    given.write_text(VALUES)
    assert main(["export", "helm-chart", str(given), "-o", str(tmp_path / "out"), "-q"]) == 0
    command = [
        str(each_helm),
        "lint",
        "--strict",
        str(tmp_path / "out" / "mlflow"),
        "-f",
        str(tmp_path / "out" / "values.yaml"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout
