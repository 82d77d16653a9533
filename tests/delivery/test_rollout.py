"""Pods that come up, pods that do not, and putting everything back."""

from typing import Any

import pytest

from mlflow_tui.delivery.apply import Consent, RolloutFailed, StepName, rollout
from mlflow_tui.delivery.release_state import release_state
from tests.control_plane import ControlPlane
from tests.delivery.applying import SEED, SERVER, VALUES, Cluster, Person, actions, everything_said, ok, step

NEXT = {
    **VALUES,
    "trackingServer": {**SERVER, "workers": 7},
    "backendStore": {"createSecret": {"backendStoreUri": "sqlite:////data/mlflow.db"}},
    "service": {"type": "NodePort"},
}


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    monkeypatch.setattr("mlflow_tui.delivery.apply.waiting._TURN", 0.2)
    return Cluster(control_plane, namespace)


def without_bookkeeping(cluster: Cluster) -> dict[str, Any]:
    """All that counts of the release's objects."""
    found: dict[str, Any] = {}
    for kind, name in (
        ("serviceaccount", "mlflow"),
        ("secret", "mlflow-env-secret"),
        ("service", "mlflow"),
        ("deployment", "mlflow"),
        ("ingress", "mlflow"),
    ):
        one = cluster.control_plane.get(kind, name, cluster.namespace)
        if one is not None:
            metadata = one["metadata"]
            found[kind] = (metadata.get("labels"), one.get("spec"), one.get("data"))
    return found


@pytest.mark.parametrize(
    ("generation", "status", "line", "finished"),
    [
        (2, {"observedGeneration": 1, "updatedReplicas": 2}, "waiting for the cluster to notice the change", False),
        (2, {"observedGeneration": 2, "updatedReplicas": 1, "replicas": 3}, "1 of 2 pods are created", False),
        (2, {"observedGeneration": 2, "updatedReplicas": 2, "replicas": 3}, "1 old pods are terminating", False),
        (2, {"observedGeneration": 2, "updatedReplicas": 2, "replicas": 2}, "0 of 2 pods are ready", False),
        (
            2,
            {"observedGeneration": 3, "updatedReplicas": 2, "replicas": 2, "availableReplicas": 2},
            "2 of 2 pods are ready",
            True,
        ),
    ],
)
def test_progress_follows_the_status(generation: int, status: dict[str, int], line: str, finished: bool) -> None:
    deployment = {"metadata": {"generation": generation}, "spec": {"replicas": 2}, "status": status}
    assert rollout.progress(deployment) == (line, finished)


def test_a_rollout_is_waited_for(cluster: Cluster) -> None:
    with cluster.control_plane.kubelet(cluster.namespace):
        outcome = ok(cluster.apply({**VALUES, "replicaCount": 2}, wait=True, timeout=60.0))
    assert step(outcome, StepName.ROLLOUT).summary == "2 of 2 pods are ready"


def test_pods_that_fail_are_explained(cluster: Cluster) -> None:
    person = Person()
    with cluster.control_plane.kubelet(cluster.namespace, "image"):
        outcome = cluster.apply(VALUES, person, wait=True, timeout=4.0)
    assert isinstance(outcome.problem, RolloutFailed)
    assert "ImagePullBackOff" in "\n".join(step(outcome, StepName.ROLLOUT).details)
    assert person.consents == [Consent.APPLY, Consent.UNDO]
    assert "undone" not in actions(outcome).values()
    assert cluster.control_plane.get("deployment", "mlflow", cluster.namespace)


def test_pods_that_are_not_even_made_are_explained(cluster: Cluster) -> None:
    quota = {"metadata": {"name": "small"}, "spec": {"hard": {"pods": "0"}}}
    cluster.control_plane.request("POST", f"/api/v1/namespaces/{cluster.namespace}/resourcequotas", quota)
    outcome = cluster.apply(VALUES, wait=True, timeout=5.0)
    assert isinstance(outcome.problem, RolloutFailed)
    details = "\n".join(step(outcome, StepName.ROLLOUT).details)
    assert "no pod is created: " in details
    assert "exceeded quota: small" in details
    assert any("exceeded quota" in line for line in release_state(cluster.client(), "mlflow").events)


def test_a_first_apply_that_fails_is_undone_to_nothing(cluster: Cluster) -> None:
    person = Person(agrees=(Consent.APPLY, Consent.UNDO))
    outcome = cluster.apply(VALUES, person, wait=True, timeout=0.3)
    assert isinstance(outcome.problem, RolloutFailed)
    assert outcome.problem.message.endswith("everything is rolled back")
    assert set(actions(outcome).values()) == {"undone"}
    assert without_bookkeeping(cluster) == {}


def test_a_change_that_fails_is_undone_to_what_was(cluster: Cluster) -> None:
    ingress = {"ingress": {"enabled": True, "hosts": [{"host": "mlflow.test", "paths": [{"path": "/"}]}]}}
    ok(cluster.apply({**VALUES, **ingress}))
    before = without_bookkeeping(cluster)
    person = Person(agrees=(Consent.APPLY, Consent.DELETE, Consent.UNDO))
    outcome = cluster.apply(NEXT, person, wait=True, timeout=0.3)
    assert isinstance(outcome.problem, RolloutFailed)
    assert "undone" in actions(outcome).values()
    assert SEED not in everything_said(outcome, person)
    after = without_bookkeeping(cluster)
    # The cluster chose the node port, and keeps it where nobody asks for another.
    assert after == before
    again = ok(cluster.apply({**VALUES, **ingress}))
    assert set(actions(again).values()) == {"unchanged"}
    ok(cluster.apply(NEXT))


def test_a_replacement_is_undone_too(cluster: Cluster) -> None:
    ok(cluster.apply(VALUES))
    before = without_bookkeeping(cluster)
    changed = {**VALUES, "nameOverride": "tracking", "fullnameOverride": "mlflow"}
    person = Person(agrees=(Consent.APPLY, Consent.REPLACE, Consent.UNDO))
    outcome = cluster.apply(changed, person, wait=True, timeout=0.3)
    assert isinstance(outcome.problem, RolloutFailed)
    assert "undone" in actions(outcome).values()
    assert without_bookkeeping(cluster) == before


def test_taking_over_is_undone_too(cluster: Cluster) -> None:
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "mlflow", "labels": {"app": "old"}},
        "spec": {"ports": [{"name": "web", "port": 80, "protocol": "TCP"}], "selector": {"app": "old"}},
    }
    cluster.control_plane.apply(cluster.namespace, service)
    before = without_bookkeeping(cluster)
    agrees = (Consent.ADOPT, Consent.APPLY, Consent.UNDO, Consent.FORCE)
    outcome = cluster.apply(VALUES, Person(agrees=agrees), wait=True, timeout=0.3)
    assert isinstance(outcome.problem, RolloutFailed)
    assert "undone" in actions(outcome).values()
    assert without_bookkeeping(cluster) == before
