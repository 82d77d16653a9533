"""An apply that is cancelled, loses its API server, or meets a kubectl that is none."""

import os
import threading
from pathlib import Path

import pytest

from mlflow_tui.delivery import kubectl
from mlflow_tui.delivery.apply import Consent, Question, Rollback, State, Step, StepName, Uninstall
from mlflow_tui.delivery.live import live_values
from mlflow_tui.delivery.problem import (
    Cancelled,
    ClusterProblem,
    DeliveryProblem,
    KubeconfigProblem,
    MissingTool,
    Reason,
)
from mlflow_tui.delivery.process import Cancellation
from mlflow_tui.delivery.release_state import release_state
from tests.control_plane import ControlPlane
from tests.delivery.applying import (
    EVERYTHING,
    INGRESS,
    REFUSED,
    SEED,
    SERVER,
    VALUES,
    Cluster,
    Person,
    actions,
    failed_step,
    ok,
    step,
    wait_for_revisions,
)
from tests.delivery.fake_kubectl import program
from tests.delivery.spying import files_with, spying


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


ORDER = ["ServiceAccount/mlflow", "Secret/mlflow-env-secret", "Service/mlflow", "Deployment/mlflow"]


@pytest.mark.parametrize("number", [2, 4])
def test_cancelled_between_two_objects_what_is_told_is_what_is_there(cluster: Cluster, number: int) -> None:
    cancellation = Cancellation()

    def look(step: Step) -> None:
        if step.name is StepName.APPLY and step.summary.startswith(f"{number} of"):
            cancellation.cancel()

    outcome = cluster.apply(person=Person(when_shown=look), cancellation=cancellation)
    assert isinstance(outcome.problem, Cancelled)
    done = ORDER[: number - 1]
    assert cluster.names() == set(done)
    assert actions(outcome) == {name: "created" if name in done else "not done" for name in ORDER}


def test_a_change_that_has_begun_is_not_cut_short(cluster: Cluster, tmp_path: Path) -> None:
    """Cancelled while kubectl runs, that object is still finished: else nobody could tell whether it is there."""
    real = cluster.control_plane.assets / "kubectl"
    slow = program(tmp_path, f'case "$*" in "apply "*--dry-run*) ;; "apply "*) sleep 0.5;; esac\nexec {real} "$@"')
    cluster.environment = {**os.environ, "MLFLOW_TUI_KUBECTL": str(slow)}
    cancellation = Cancellation()

    def look(step: Step) -> None:
        if step.name is StepName.APPLY and step.summary.startswith("2 of"):
            threading.Timer(0.25, cancellation.cancel).start()

    outcome = cluster.apply(person=Person(when_shown=look), cancellation=cancellation)
    assert isinstance(outcome.problem, Cancelled)
    assert [name for name, what in actions(outcome).items() if what == "created"] == ORDER[:2]
    assert cluster.names() == set(ORDER[:2])


def test_an_answer_that_never_comes_is_not_taken_for_a_no(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = cluster.control_plane.assets / "kubectl"
    case = 'case "$*" in "apply "*--dry-run*) ;; "apply "*) exec sleep 60;; esac'
    cluster.environment = {**os.environ, "MLFLOW_TUI_KUBECTL": str(program(tmp_path, f'{case}\nexec {real} "$@"'))}

    def look(step: Step) -> None:
        if step.name is StepName.APPLY and step.summary.startswith("1 of"):
            monkeypatch.setattr(kubectl, "TIMEOUT", 0.5)

    outcome = cluster.apply(person=Person(when_shown=look))
    assert isinstance(outcome.problem, ClusterProblem)
    assert outcome.problem.reason is Reason.TIMEOUT
    assert actions(outcome) == {name: "not known" if name == ORDER[0] else "not done" for name in ORDER}


def test_the_api_server_comes_back_while_the_pods_are_waited_for(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlflow_tui.delivery.apply.waiting._TURN", 0.2)
    heard: list[str] = []

    def look(step: Step) -> None:
        if step.name is not StepName.ROLLOUT or step.state is not State.RUNNING:
            return
        if not heard:
            heard.append("stopped")
            cluster.control_plane.stop_api_server()
        elif "trying again" in step.summary and len(heard) == 1:
            heard.append(step.summary)
            cluster.control_plane.start_api_server()

    with cluster.control_plane.kubelet(cluster.namespace):
        try:
            outcome = ok(cluster.apply(person=Person(when_shown=look), wait=True, timeout=60.0))
        finally:
            if len(heard) == 1:
                cluster.control_plane.start_api_server()
    assert "refuses connections" in heard[1]
    assert set(actions(outcome).values()) == {"created"}
    assert step(outcome, StepName.ROLLOUT).summary == "1 of 1 pods are ready"


@pytest.mark.parametrize("when", ["asked", "deleting"])
def test_cancelled_with_what_is_left_over(cluster: Cluster, when: str) -> None:
    cluster.install({**VALUES, **INGRESS})
    cancellation = Cancellation()

    def asked(question: Question) -> None:
        if question.consent is Consent.DELETE:
            cancellation.cancel()

    def look(step: Step) -> None:
        if step.name is StepName.LEFT_OVER and step.state is State.RUNNING:
            cancellation.cancel()

    changed = {**VALUES, "replicaCount": 2}
    person = Person(agrees=EVERYTHING, **({"when_asked": asked} if when == "asked" else {"when_shown": look}))
    outcome = cluster.apply(changed, person, cancellation=cancellation)
    assert isinstance(outcome.problem, Cancelled)
    assert failed_step(outcome) is StepName.LEFT_OVER
    assert actions(outcome)["Deployment/mlflow"] == "changed"
    assert actions(outcome)["Ingress/mlflow"] == "left over"
    assert "Ingress/mlflow" in cluster.names()


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
    assert list(actions(outcome).values()) == ["created", "created", "not known", "not done"]
    assert cluster.names() == set(ORDER[:2])
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
        (
            f'case "$*" in *--client*) echo {CLIENT % "v1.30.0"};; *) echo "<html>";; esac',
            ClusterProblem,
            "unexpected answer",
        ),
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


def test_no_secret_is_ever_said_nor_seen_from_outside(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command lines and environments of all processes are watched while it runs, and the files it leaves."""
    folders = [tmp_path / name for name in ("tmp", "home")]
    for name, folder in zip(("TMPDIR", "HOME"), folders, strict=True):
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("KUBECACHEDIR", str(folders[1] / "cache"))
    cluster.environment = dict(os.environ)
    person = Person(agrees=EVERYTHING)
    values = {**VALUES, "extraEnv": [{"name": "DB_PASSWORD", "value": SEED}]}
    with spying() as seen:
        ok(cluster.apply(values, person))
        wait_for_revisions(cluster, 1)
        ok(cluster.apply({**values, "trackingServer": {**SERVER, "workers": 2}}, person))
        refused = cluster.apply({**values, **REFUSED}, person)
        wait_for_revisions(cluster, 2)
        told = release_state(cluster.client(), "mlflow")
        imported = live_values(cluster.client(), "mlflow")
        ok(cluster.operate(Rollback, person))
        ok(cluster.operate(Uninstall, person))
    assert isinstance(refused.problem, ClusterProblem)
    assert SEED not in repr(told)
    assert SEED in repr(imported.data), "an import is of the secrets too"
    assert SEED not in repr(imported)
    assert Consent.APPLY in person.consents
    assert seen.has("--field-manager=mlflow-tui")
    assert not seen.has(SEED)
    assert files_with("", folders[1]), "kubectl keeps its cache there"
    assert files_with(SEED, *folders) == []
    events = cluster.control_plane.kubectl("get", "events", "-n", cluster.namespace, "-o", "json").stdout
    assert "mlflow" in events
    assert SEED not in events
