"""An apply that is cancelled, loses its API server, or meets a kubectl that is none."""

import os
import threading
import time
from pathlib import Path

import pytest

from delivery.apply import Consent, State, Step, StepName
from delivery.problem import Cancelled, ClusterProblem, DeliveryProblem, KubeconfigProblem, MissingTool, Reason
from delivery.process import Cancellation
from tests.control_plane import ControlPlane
from tests.delivery.applying import EVERYTHING, REFUSED, SEED, VALUES, Cluster, Person, everything_said, failed_step, ok
from tests.delivery.fake_kubectl import program


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str) -> Cluster:
    return Cluster(control_plane, namespace)


BEFORE_APPLYING = tuple(StepName)[: tuple(StepName).index(StepName.APPLY)]


@pytest.mark.parametrize("at", [*BEFORE_APPLYING, StepName.APPLY])
def test_cancelled_at_a_step_nothing_changes(cluster: Cluster, at: StepName) -> None:
    cancellation = Cancellation()

    def look(step: Step) -> None:
        if step.name is at and step.state is State.RUNNING:
            cancellation.cancel()

    outcome = cluster.apply(person=Person(agrees=EVERYTHING, when_shown=look), cancellation=cancellation)
    assert isinstance(outcome.problem, Cancelled)
    # The steps that ask nobody end before they notice.
    assert failed_step(outcome) is not None
    assert not outcome.applied
    assert cluster.control_plane.get("deployment", "mlflow", cluster.namespace) is None


def test_cancelled_while_the_person_is_asked(cluster: Cluster) -> None:
    cancellation = Cancellation()
    person = Person(agrees=EVERYTHING, when_asked=lambda _: cancellation.cancel())
    outcome = cluster.apply(person=person, cancellation=cancellation)
    assert failed_step(outcome) is StepName.APPLY
    assert not outcome.applied


@pytest.mark.parametrize("at", [StepName.ROLLOUT, StepName.REACH])
def test_cancelled_after_applying_what_is_applied_stays(cluster: Cluster, at: StepName) -> None:
    cancellation = Cancellation()

    def look(step: Step) -> None:
        if step.name is at and step.state is State.RUNNING:
            cancellation.cancel()

    values = {**VALUES, "service": {"type": "NodePort"}}
    wait = at is StepName.ROLLOUT
    outcome = cluster.apply(values, Person(when_shown=look), cancellation=cancellation, wait=wait)
    assert isinstance(outcome.problem, Cancelled)
    assert failed_step(outcome) is at
    assert cluster.control_plane.get("deployment", "mlflow", cluster.namespace)


def test_the_api_server_stops_in_the_middle(cluster: Cluster) -> None:
    def look(step: Step) -> None:
        if step.name is StepName.APPLY and step.summary.startswith("3 of"):
            cluster.control_plane.stop_api_server()

    try:
        outcome = cluster.apply(person=Person(when_shown=look))
    finally:
        cluster.control_plane.start_api_server()
    assert isinstance(outcome.problem, ClusterProblem)
    assert outcome.problem.reason is Reason.UNREACHABLE
    assert failed_step(outcome) is StepName.APPLY
    assert "Service/mlflow" in outcome.problem.message
    assert "applied before: ServiceAccount/mlflow, Secret/mlflow-env-secret" in outcome.problem.message
    assert outcome.applied
    # Applying again finishes it.
    ok(cluster.apply())


def test_the_api_server_is_not_there(cluster: Cluster) -> None:
    cluster.control_plane.stop_api_server()
    try:
        outcome = cluster.apply()
    finally:
        cluster.control_plane.start_api_server()
    assert isinstance(outcome.problem, ClusterProblem)
    assert outcome.problem.reason is Reason.UNREACHABLE
    assert failed_step(outcome) is StepName.TARGET


CLIENT = """'{"clientVersion": {"gitVersion": "%s"}}'"""


@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [
        (f"echo {CLIENT % 'v1.15.12'}", MissingTool, "too old"),
        ("echo hello", MissingTool, "does not answer as kubectl"),
        (f'case "$*" in *--client*) echo {CLIENT % "v1.30.0"};; *) echo "<html>";; esac', ClusterProblem, "no sense"),
        (f'case "$*" in *--client*) echo {CLIENT % "v1.30.0"};; *) exit 1;; esac', ClusterProblem, "without saying"),
    ],
)
def test_a_kubectl_that_is_none(
    cluster: Cluster, tmp_path: Path, script: str, kind: type[DeliveryProblem], words: str
) -> None:
    cluster.environment = {**os.environ, "MLFLOW_TUI_KUBECTL": str(program(tmp_path, script))}
    outcome = cluster.apply()
    assert isinstance(outcome.problem, kind)
    assert words in outcome.problem.message
    assert failed_step(outcome) is StepName.TARGET


def test_no_kubectl_at_all(cluster: Cluster) -> None:
    cluster.environment = {"PATH": "/nowhere"}
    assert isinstance(cluster.apply().problem, MissingTool)


def test_a_broken_kubeconfig(cluster: Cluster, tmp_path: Path) -> None:
    broken = tmp_path / "kubeconfig"
    broken.write_text("users: [")
    assert isinstance(cluster.apply(kubeconfig=str(broken)).problem, KubeconfigProblem)
    outcome = cluster.apply(context="admn")
    assert isinstance(outcome.problem, KubeconfigProblem)
    assert "admin" in outcome.problem.hint


def test_no_secret_is_ever_said_nor_seen_from_outside(cluster: Cluster) -> None:
    """The command lines and environments of all processes are watched while an apply runs, and the files it leaves."""
    seen: list[bytes] = []
    stop = threading.Event()

    def spy() -> None:
        while not stop.wait(0.005):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    seen.append((process / "cmdline").read_bytes())
                    if (process / "comm").read_text().strip() == "kubectl":
                        seen.append((process / "environ").read_bytes())
                except OSError:
                    continue

    watcher = threading.Thread(target=spy)
    watcher.start()
    started = time.time()
    person = Person(agrees=EVERYTHING)
    values = {**VALUES, "extraEnv": [{"name": "DB_PASSWORD", "value": SEED}]}
    try:
        outcome = ok(cluster.apply(values, person))
        again = ok(cluster.apply({**values, "replicaCount": 2}, person))
        refused = cluster.apply({**values, **REFUSED}, person)
    finally:
        stop.set()
        watcher.join()
    assert isinstance(refused.problem, ClusterProblem)
    assert any(b"--field-manager=mlflow-tui" in each for each in seen)
    assert not any(SEED.encode() in each for each in seen)
    for each in (outcome, again, refused):
        assert SEED not in everything_said(each, person)
    assert Consent.APPLY in person.consents
    places = [Path("/tmp"), Path(os.environ["HOME"])]
    new = (path for place in places for path in place.glob("*") if path.is_file() and path.stat().st_mtime >= started)
    assert not any(SEED.encode() in path.read_bytes() for path in new)
