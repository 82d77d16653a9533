"""Kinds that a cluster serves only where somebody installed them, and extra objects of any kind."""

from __future__ import annotations

from typing import Any

import pytest

from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.delivery.apply import Consent, StepName, Stopped, Uninstall
from mlflow_tui.delivery.apply.server import PlannedObject
from mlflow_tui.renderers.manifests import Manifest, render
from tests.control_plane import ControlPlane
from tests.delivery.applying import EVERYTHING, VALUES, Cluster, Person, actions, failed_step, ok, step

OURS = {"app.kubernetes.io/managed-by": "mlflow-tui", "app.kubernetes.io/instance": "mlflow"}


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str) -> Cluster:
    return Cluster(control_plane, namespace)


def add(monkeypatch: pytest.MonkeyPatch, cluster: Cluster, *more: Manifest) -> None:
    """Has the values render to more objects."""

    def rendered(*given: Any) -> list[Manifest]:
        return [*render(*given), *(named(one, cluster.namespace) for one in more)]

    monkeypatch.setattr("mlflow_tui.delivery.apply.safe_apply.render", rendered)


def named(one: Manifest, namespace: str) -> Manifest:
    return {**one, "metadata": {"name": "mlflow", "namespace": namespace, "labels": OURS}}


MONITOR = {"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor", "spec": {}}
ROUTE = {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "spec": {}}
ROLE = {
    "apiVersion": "rbac.authorization.k8s.io/v1",
    "kind": "Role",
    "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
}
LIMITS = {"apiVersion": "v1", "kind": "LimitRange", "spec": {"limits": [{"type": "Pod", "max": {"cpu": "9"}}]}}


@pytest.mark.parametrize("one", [MONITOR, ROUTE])
def test_a_kind_that_is_not_served_is_said_before_anything_changes(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, one: Manifest
) -> None:
    add(monkeypatch, cluster, one, ROLE)
    person = Person(agrees=EVERYTHING)
    outcome = cluster.apply(VALUES, person)
    assert isinstance(outcome.problem, Stopped)
    assert f"{one['kind']}/mlflow ({one['apiVersion']})" in outcome.problem.message
    assert "Role" not in outcome.problem.message
    assert failed_step(outcome) is StepName.CLUSTER
    assert person.consents == []
    assert cluster.names() == set()


def test_extra_objects_of_any_kind_are_applied_found_again_and_deleted(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = {"Role/mlflow", "LimitRange/mlflow"}
    with monkeypatch.context() as patched:
        add(patched, cluster, ROLE, LIMITS)
        first = ok(cluster.apply(VALUES))
        assert {name for name, action in actions(first).items() if action == "created"} >= extra
        assert set(actions(ok(cluster.apply(VALUES))).values()) == {"unchanged"}
    left = ok(cluster.apply(VALUES))
    assert {name for name, action in actions(left).items() if action == "left over"} == extra
    gone = ok(cluster.operate(Uninstall, Person(agrees=(Consent.UNINSTALL,))))
    assert extra <= set(actions(gone))
    assert cluster.control_plane.get("role", "mlflow", cluster.namespace) is None


def test_a_user_who_may_not_list_every_kind_is_served_with_the_usual_ones(cluster: Cluster) -> None:
    cluster.user = "developer"
    cluster.control_plane.grant(cluster.namespace, "developer", ("", "*", "*"), ("apps", "*", "*"))
    cluster.control_plane.grant(cluster.namespace, "developer", ("networking.k8s.io", "ingresses", "*"))
    outcome = ok(cluster.apply(VALUES))
    details = step(outcome, StepName.CHANGES).details
    assert any("no permission to list jobs" in line for line in details)


def test_the_setting_that_switches_an_object_off_is_found_by_what_made_it() -> None:
    ingress = {"ingress": {"enabled": True, "hosts": [{"host": "mlflow.test", "paths": [{"path": "/"}]}]}}
    evaluation = evaluate_values([Layer("values.yaml", {**VALUES, **ingress})])
    assert evaluation.values is not None
    found = {one["kind"]: PlannedObject.of(one, evaluation.values).switch for one in render(evaluation.values)}
    assert found["Ingress"] == "ingress.enabled"
    assert found["Deployment"] == ""
