"""What the screens do to a cluster, with the keys of a real terminal and a real API server."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.terminal import Terminal
from tests.control_plane import ControlPlane
from tests.delivery.applying import INGRESS, REFUSED, SEED, SERVER, VALUES, Cluster, wait_for_revisions

ENTER, ESC, TAB, DOWN, PALETTE = "\r", "\x1b", "\t", "\x1b[B", "\x10"
FILE = f"""\
trackingServer:
  defaultArtifactRoot: {SERVER["defaultArtifactRoot"]}
backendStore:
  createSecret:
    backendStoreUri: postgresql://mlflow:{SEED}@db:5432/mlflow
image:
  repository: example/mlflow
  tag: v1
"""


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str) -> Cluster:
    return Cluster(control_plane, namespace)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "values.yaml"
    path.write_text(FILE)
    return path


@contextlib.contextmanager
def opened(cluster: Cluster, file: Path, *words: str, columns: int = 120, rows: int = 40) -> Iterator[Terminal]:
    kubeconfig = str(cluster.control_plane.kubeconfig_of("admin", namespace=cluster.namespace))
    known = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "KUBECONFIG": kubeconfig}
    known["XDG_STATE_HOME"] = str(file.parent / "state")
    command = [sys.executable, "-m", "mlflow_tui", str(file), *words]
    with Terminal(command, known, columns=columns, rows=rows) as terminal:
        see(terminal, f"namespace {cluster.namespace}" if columns > 100 else "Workers")
        terminal.settle()
        yield terminal


def see(terminal: Terminal, text: str) -> None:
    """Waits for the text; whatever the screen shows meanwhile, the secret is not on it."""

    def shown(screen: str) -> bool:
        assert SEED not in screen
        return text in screen

    terminal.wait(shown)


def do(terminal: Terminal, title: str) -> None:
    """An action, through the palette."""
    terminal.type(PALETTE)
    see(terminal, "Commands")
    terminal.type(title)
    see(terminal, f"▸ {title}")
    terminal.type(ENTER)


def test_a_release_from_the_first_apply_to_its_end(cluster: Cluster, file: Path) -> None:
    with cluster.control_plane.kubelet(cluster.namespace), opened(cluster, file) as terminal:
        terminal.type("a")
        see(terminal, "Apply: 4 created?")
        terminal.type(ENTER)
        see(terminal, "Nothing was changed in the cluster.")
        assert cluster.names() == set()
        terminal.type(ESC)
        see(terminal, "^s save")

        terminal.type("a")
        see(terminal, "Apply: 4 created?")
        see(terminal, "sha256")
        terminal.type(TAB + DOWN + DOWN)
        see(terminal, "kind: Secret")
        terminal.type(TAB + TAB + DOWN + ENTER)
        see(terminal, "Done: 4 created.")
        see(terminal, "MLFLOW_TRACKING_URI")
        assert len(cluster.names()) == 4
        terminal.type(ENTER)
        see(terminal, "✓ 1 of 1 pods are ready")
        terminal.type("u")
        see(terminal, "There is no earlier revision to go back to.")
        terminal.type(ESC)
        see(terminal, "^s save")

        terminal.type("a")
        see(terminal, "Nothing had to be changed: 4 unchanged.")
        terminal.type(ESC)
        see(terminal, "^s save")

        terminal.type("/")
        see(terminal, "Find a setting")
        terminal.type("trackingServer.workers" + ENTER)
        see(terminal, "integer ≥ 1")
        terminal.type(ENTER + "3" + ENTER)
        see(terminal, "1 unsaved")
        terminal.type("a")
        see(terminal, "Apply: 1 changed?")
        terminal.type(TAB + DOWN)
        see(terminal, "- --workers=3")
        terminal.type(TAB + TAB + DOWN + ENTER)
        see(terminal, "Done: 1 changed")
        terminal.type(ESC)
        see(terminal, "^s save")

        do(terminal, "Uninstall")
        see(terminal, "Type mlflow to go on.")
        terminal.type("mlflo" + ENTER)
        see(terminal, "That is not mlflow.")
        assert len(cluster.names()) == 4
        terminal.type("w" + ENTER)
        see(terminal, "Done: 4 deleted.")
        assert cluster.names() == set()


def test_what_runs_is_told_imported_and_taken_back(cluster: Cluster, file: Path) -> None:
    cluster.install(VALUES)
    wait_for_revisions(cluster, 1)
    cluster.install({**VALUES, "trackingServer": {**SERVER, "workers": 9}})
    wait_for_revisions(cluster, 2)
    with cluster.control_plane.kubelet(cluster.namespace), opened(cluster, file, columns=80, rows=24) as terminal:
        do(terminal, "Import what runs")
        see(terminal, "Origin: objects of mlflow")
        see(terminal, "-  workers: 9")
        terminal.type(DOWN + ENTER)
        see(terminal, "against the cluster")
        terminal.type(ESC)
        do(terminal, "Import what runs")
        see(terminal, "Write a new file")
        terminal.type(DOWN + DOWN + ENTER)
        see(terminal, "It holds secrets")
        terminal.type(ENTER)
        see(terminal, "Wrote ")
        found = file.parent / "imported-values.yaml"
        assert "workers: 9" in found.read_text()
        assert found.stat().st_mode & 0o777 == 0o600

        terminal.type("s")
        see(terminal, "1 of 1 pods are ready")
        terminal.type("u")
        see(terminal, "Roll back: mlflow")
        see(terminal, "▸ Cancel")
        terminal.type(DOWN + ENTER)
        see(terminal, "Done: 1 changed")
    live = cluster.control_plane.get("deployments", "mlflow", cluster.namespace)
    assert live is not None
    assert "--workers=9" not in live["spec"]["template"]["spec"]["containers"][0]["args"]


def test_a_refusal_leads_to_the_setting_that_made_it(cluster: Cluster, file: Path) -> None:
    annotation = "\n".join(f'  {key}: "{value}"' for key, value in REFUSED["podAnnotations"].items())
    file.write_text(f"{FILE}podAnnotations:\n{annotation}\n")
    with opened(cluster, file) as terminal:
        terminal.type("a")
        see(terminal, "Go to podAnnotations")
        assert cluster.names() == set()
        terminal.type(DOWN + ENTER)
        see(terminal, "^s save")
        see(terminal, "map of strings · default empty")


def test_for_reading_only_the_plan_is_shown_and_the_rest_out_of_reach(cluster: Cluster, file: Path) -> None:
    with opened(cluster, file, "--read-only") as terminal:
        terminal.type("a")
        see(terminal, "(read-only)")
        see(terminal, "Looked at only: 4 created.")
        terminal.type(ESC)
        see(terminal, "^s save")
        terminal.type(PALETTE)
        see(terminal, "Commands")
        terminal.type("Uninstall")
        see(terminal, "read-only")
    assert cluster.names() == set()


def test_nothing_is_forced_replaced_or_deleted_without_a_yes_of_its_own(cluster: Cluster, file: Path) -> None:
    cluster.install({**VALUES, **INGRESS})
    patch = ("-p", '{"spec": {"replicas": 3}}', "--field-manager=autoscaler")
    cluster.control_plane.kubectl("patch", "deployment/mlflow", *patch, "-n", cluster.namespace)
    before = deployment(cluster)
    with cluster.control_plane.kubelet(cluster.namespace), opened(cluster, file) as terminal:
        terminal.type("a")
        see(terminal, "Fields of Deployment/mlflow are managed by autoscaler. Take them?")
        see(terminal, "autoscaler: .spec.replicas")
        see(terminal, "▸ Cancel")
        terminal.type(ENTER)
        see(terminal, "Nothing was changed in the cluster.")
        assert deployment(cluster)["spec"] == before["spec"]
        terminal.type(ESC)
        see(terminal, "^s save")

        terminal.type("a")
        see(terminal, "Take them?")
        terminal.type(DOWN + ENTER)
        see(terminal, "Apply: 1 changed?")
        terminal.type(DOWN + ENTER)
        see(terminal, "Yes, delete orphaned objects")
        see(terminal, "▸ Cancel")
        assert "Ingress/mlflow" in cluster.names()
        terminal.type(ENTER)
        see(terminal, "Done: ")
        assert "Ingress/mlflow" in cluster.names()
        assert deployment(cluster)["spec"]["replicas"] == 1
        terminal.type(ESC)
        see(terminal, "^s save")

        terminal.type("a")
        see(terminal, "Yes, delete orphaned objects")
        terminal.type(DOWN + ENTER)
        see(terminal, "Done: ")
        assert "Ingress/mlflow" not in cluster.names()

    file.write_text(f"{FILE}nameOverride: tracking\nfullnameOverride: mlflow\n")
    with cluster.control_plane.kubelet(cluster.namespace), opened(cluster, file) as terminal:
        terminal.type("a")
        see(terminal, "Replace it?")
        see(terminal, "its pods stop until the new ones are ready")
        terminal.type(DOWN + ENTER)
        see(terminal, "1 replaced")
        terminal.type(DOWN + ENTER)
        see(terminal, "Done: ")
    assert deployment(cluster)["metadata"]["uid"] != before["metadata"]["uid"]


def test_a_rollout_that_fails_is_told_and_put_back_on_a_yes(cluster: Cluster, file: Path) -> None:
    cluster.install(VALUES)
    soon = ("--type=merge", "-p", '{"spec": {"progressDeadlineSeconds": 2}}', "--field-manager=impatient")
    cluster.control_plane.kubectl("patch", "deployment/mlflow", *soon, "-n", cluster.namespace)
    before = deployment(cluster)["spec"]
    file.write_text(FILE.replace("  tag: v1\n", "  tag: v2\n"))
    with cluster.control_plane.kubelet(cluster.namespace, "image"), opened(cluster, file) as terminal:
        terminal.type("a")
        see(terminal, "Apply: 1 changed")
        terminal.type(DOWN + ENTER)
        see(terminal, "Roll everything back?")
        see(terminal, "ImagePullBackOff")
        assert deployment(cluster)["spec"] != before
        terminal.type(DOWN + ENTER)
        see(terminal, "everything is rolled back")
    assert deployment(cluster)["spec"] == before


def deployment(cluster: Cluster) -> dict[str, Any]:
    found = cluster.control_plane.get("deployments", "mlflow", cluster.namespace)
    assert found is not None
    return found
