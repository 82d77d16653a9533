"""Uninstalling against a real API server: what this tool made goes, once the name was typed, and nothing else."""

from typing import Any

import pytest

from mlflow_tui.delivery.apply import Consent, Declined, StepName, Stopped, Uninstall
from mlflow_tui.delivery.problem import Cancelled, ClusterProblem, ReadOnly, Reason
from mlflow_tui.delivery.process import Cancellation
from tests.control_plane import ControlPlane
from tests.delivery.applying import (
    INGRESS,
    SEED,
    VALUES,
    Cluster,
    Person,
    actions,
    everything_said,
    failed_step,
    ok,
    step,
)

ALL = ["Ingress/mlflow", "Deployment/mlflow", "Service/mlflow", "Secret/mlflow-env-secret", "ServiceAccount/mlflow"]


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str) -> Cluster:
    found = Cluster(control_plane, namespace)
    found.install({**VALUES, **INGRESS})
    return found


def foreign(name: str, **metadata: dict[str, str]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, **metadata}, "data": {"a": SEED}}


OURS = {"app.kubernetes.io/managed-by": "mlflow-tui", "app.kubernetes.io/instance": "mlflow"}


def test_what_was_made_goes_and_all_else_stays(cluster: Cluster) -> None:
    argo = {"argocd.argoproj.io/tracking-id": "shop:apps/ConfigMap:ns/argo"}
    cluster.control_plane.apply(
        cluster.namespace,
        foreign("nobodys"),
        foreign("other", labels={**OURS, "app.kubernetes.io/instance": "other"}),
        foreign("helms", labels={**OURS, "app.kubernetes.io/managed-by": "Helm"}),
        foreign("argo", labels=OURS, annotations=argo),
    )
    person = Person(agrees=(Consent.UNINSTALL,))
    outcome = ok(cluster.operate(Uninstall, person))
    (question,) = person.asked
    assert question.typed == "mlflow"
    assert [one.identity for one in question.changes] == ALL
    assert actions(outcome) == dict.fromkeys(ALL, "deleted")
    assert cluster.names() == {"ConfigMap/nobodys", "ConfigMap/other", "ConfigMap/helms", "ConfigMap/argo"}
    listed = "\n".join(step(outcome, StepName.OBJECTS).details)
    assert "kept: ConfigMap/argo, which belongs to the Argo CD application shop" in listed
    assert SEED not in everything_said(outcome, person)
    again = cluster.operate(Uninstall)
    assert isinstance(again.problem, ClusterProblem)
    assert again.problem.reason is Reason.NOT_FOUND


def test_nothing_goes_without_the_name_nor_where_only_looking_is_wanted(cluster: Cluster) -> None:
    before = cluster.names()
    declined = cluster.operate(Uninstall, Person(agrees=()))
    assert isinstance(declined.problem, Declined)
    assert declined.changes == ()
    dry = ok(cluster.operate(Uninstall, dry_run=True))
    assert list(actions(dry)) == ALL
    looking = cluster.operate(Uninstall, read_only=True)
    assert isinstance(looking.problem, ReadOnly)
    assert not any(one.applied for one in (declined, dry, looking))
    assert cluster.names() == before


def test_production_is_asked_for_too(cluster: Cluster) -> None:
    cluster.environment = {**cluster.environment, "MLFLOW_TUI_PRODUCTION": "test"}
    person = Person(agrees=(Consent.UNINSTALL,))
    outcome = cluster.operate(Uninstall, person)
    assert isinstance(outcome.problem, Declined)
    assert person.consents == [Consent.PRODUCTION]
    assert person.asked[0].typed == cluster.namespace


def test_what_came_since_the_list_was_shown_stops_it(cluster: Cluster) -> None:
    def meddle(_: object) -> None:
        cluster.control_plane.apply(cluster.namespace, foreign("late", labels=OURS))

    before = cluster.names()
    cluster.alone = False
    outcome = cluster.operate(Uninstall, Person(agrees=(Consent.UNINSTALL,), when_asked=meddle))
    assert isinstance(outcome.problem, Stopped)
    assert cluster.names() == before | {"ConfigMap/late"}


def test_too_few_rights_are_named_before_anything_goes(cluster: Cluster) -> None:
    cluster.user = "developer"
    cluster.control_plane.grant(cluster.namespace, "developer", ("", "services,secrets,serviceaccounts", "list,get"))
    cluster.control_plane.grant(cluster.namespace, "developer", ("", "services", "delete"))
    outcome = cluster.operate(Uninstall)
    assert isinstance(outcome.problem, ClusterProblem)
    assert outcome.problem.reason is Reason.FORBIDDEN
    assert "delete secrets/mlflow-env-secret" in outcome.problem.message
    assert "delete services/mlflow" not in outcome.problem.message
    listed = "\n".join(step(outcome, StepName.OBJECTS).details)
    assert "no permission to list deployments" in listed
    assert "Service/mlflow" in cluster.names()


def test_cancelled_in_the_middle_it_tells_what_is_gone(cluster: Cluster) -> None:
    cancellation = Cancellation()
    person = Person(
        agrees=(Consent.UNINSTALL,),
        when_shown=lambda one: cancellation.cancel() if one.summary.startswith("3 of") else None,
    )
    outcome = cluster.operate(Uninstall, person, cancellation=cancellation)
    assert isinstance(outcome.problem, Cancelled)
    assert outcome.problem.message == "the uninstall was cancelled"
    assert failed_step(outcome) is StepName.DELETE
    assert list(actions(outcome)) == ALL[:2]
    assert cluster.names() == set(ALL[2:])


def test_what_holds_on_is_told(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlflow_tui.delivery.apply.orphans._GONE_WITHIN", 0.3)
    patch = ("-p", '{"metadata": {"finalizers": ["example.com/held"]}}')
    cluster.control_plane.kubectl("patch", "ingress/mlflow", *patch, "-n", cluster.namespace)
    outcome = cluster.operate(Uninstall)
    assert isinstance(outcome.problem, ClusterProblem)
    assert "Ingress/mlflow is being deleted, but is still there" in outcome.problem.message
    assert "finalizers" in outcome.problem.hint
    assert cluster.names() == set(ALL)


def test_a_release_of_helm_is_left_to_helm(control_plane: ControlPlane, namespace: str) -> None:
    kept = {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "helm.sh/release.v1",
        "metadata": {
            "name": "sh.helm.release.v1.web.v1",
            "labels": {"owner": "helm", "name": "web", "status": "deployed", "version": "1"},
        },
    }
    control_plane.apply(namespace, kept)
    outcome = Cluster(control_plane, namespace).operate(Uninstall, release="web")
    assert isinstance(outcome.problem, ClusterProblem)
    assert f"helm uninstall web -n {namespace}" in outcome.problem.hint
