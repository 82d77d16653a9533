"""A persistent claim and what is on it: never deleted with other objects, by one key or one option for all."""

from __future__ import annotations

from typing import Any

import pytest

from mlflow_tui.delivery.apply import Consent, StepName, Uninstall
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.manifests.metadata import MANAGER
from tests.control_plane import ControlPlane
from tests.delivery.applying import EVERYTHING, INGRESS, VALUES, Cluster, Person, actions, ok, step

OURS = {"app.kubernetes.io/managed-by": "mlflow-tui", "app.kubernetes.io/instance": "mlflow"}
CLAIM: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "PersistentVolumeClaim",
    "metadata": {"name": "mlflow", "labels": OURS},
    "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "10Gi"}}},
}
NAME = "PersistentVolumeClaim/mlflow"
ALL_BUT_CLAIMS = EVERYTHING - {Consent.DELETE_CLAIMS}


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str) -> Cluster:
    found = Cluster(control_plane, namespace)
    found.install({**VALUES, **INGRESS})
    control_plane.apply(namespace, CLAIM, manager=MANAGER)
    return found


def is_there(cluster: Cluster) -> bool:
    return cluster.control_plane.get("pvc", "mlflow", cluster.namespace) is not None


def test_an_apply_asks_for_it_alone_with_its_name_to_type(cluster: Cluster) -> None:
    person = Person(agrees=ALL_BUT_CLAIMS)
    outcome = ok(cluster.apply(VALUES, person))
    assert actions(outcome)["Ingress/mlflow"] == "deleted"
    assert actions(outcome)[NAME] == "left over"
    assert step(outcome, StepName.LEFT_OVER).summary == "1 deleted, 1 orphaned, kept"
    assert is_there(cluster)
    asked = {one.consent: one for one in person.asked}
    assert NAME not in asked[Consent.DELETE].details
    assert asked[Consent.DELETE_CLAIMS].typed == "mlflow"
    assert not asked[Consent.DELETE_CLAIMS].covered_by_yes
    outcome = ok(cluster.apply(VALUES, Person(agrees=EVERYTHING)))
    assert actions(outcome)[NAME] == "deleted"
    assert not is_there(cluster)


def test_an_option_of_its_own_is_as_good_as_an_answer(cluster: Cluster) -> None:
    person = Person(agrees=(Consent.APPLY,))
    outcome = ok(cluster.apply(VALUES, person, delete_claims=True))
    assert Consent.DELETE_CLAIMS not in person.consents
    assert (actions(outcome)[NAME], actions(outcome)["Ingress/mlflow"]) == ("deleted", "left over")


def test_an_uninstall_keeps_it_unless_told(cluster: Cluster) -> None:
    dry = ok(cluster.operate(Uninstall, dry_run=True))
    assert NAME not in actions(dry)
    assert any(line.startswith(f"kept: {NAME}") for line in step(dry, StepName.OBJECTS).details)
    person = Person(agrees=ALL_BUT_CLAIMS)
    outcome = ok(cluster.operate(Uninstall, person))
    assert NAME not in actions(outcome)
    assert NAME not in [one.identity for question in person.asked for one in question.changes]
    assert cluster.names() == {NAME}
    assert person.consents == [Consent.UNINSTALL, Consent.DELETE_CLAIMS]
    gone = ok(cluster.operate(Uninstall, Person(agrees=EVERYTHING)))
    assert actions(gone) == {NAME: "deleted"}
    assert cluster.names() == set()


def test_an_uninstall_with_the_option_takes_it_last(cluster: Cluster) -> None:
    outcome = ok(cluster.operate(Uninstall, Person(agrees=(Consent.UNINSTALL,)), delete_claims=True))
    assert list(actions(outcome))[-1] == NAME
    assert cluster.names() == set()


def test_rolling_a_first_apply_back_keeps_the_data(
    control_plane: ControlPlane, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = Cluster(control_plane, namespace)
    claim = {**CLAIM, "metadata": {**CLAIM["metadata"], "namespace": namespace}}
    monkeypatch.setattr("mlflow_tui.delivery.apply.safe_apply.render", lambda *given: [claim, *render(*given)])
    outcome = cluster.apply(VALUES, Person(agrees=(Consent.APPLY, Consent.UNDO)), wait=True, timeout=0.3)
    assert actions(outcome)[NAME] == "created"
    assert actions(outcome)["Deployment/mlflow"] == "undone"
    assert cluster.names() == {NAME}
