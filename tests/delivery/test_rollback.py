"""Taking the pods back to what they were, against a real API server and its controllers."""

import time
from typing import Any

import pytest

from mlflow_tui.delivery.apply import Consent, Declined, Rollback, RolloutFailed, StepName, Stopped
from mlflow_tui.delivery.problem import ClusterProblem, ReadOnly, Reason
from mlflow_tui.delivery.revisions import without_defaults
from tests.control_plane import ControlPlane
from tests.delivery.applying import (
    SEED,
    SERVER,
    VALUES,
    Cluster,
    Person,
    actions,
    everything_said,
    ok,
    step,
    wait_for_revisions,
)

NEXT = {
    **VALUES,
    "trackingServer": {**SERVER, "workers": 7},
    "extraEnv": [{"name": "DB_PASSWORD", "value": SEED}],
    "extraContainers": [{"name": "side", "image": "busybox", "ports": [{"containerPort": 80}]}],
    "extraVolumes": [{"name": "data", "secret": {"secretName": "mlflow-env-secret"}}],
}


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str) -> Cluster:
    found = Cluster(control_plane, namespace)
    found.install(VALUES)
    wait_for_revisions(found, 1)
    return found


def deployment(cluster: Cluster) -> dict[str, Any]:
    found = cluster.control_plane.get("deployment", "mlflow", cluster.namespace)
    assert found is not None
    return found


def test_the_pods_go_back_and_forth_and_stay_ours(cluster: Cluster) -> None:
    first = deployment(cluster)["spec"]["template"]
    cluster.install(NEXT)
    wait_for_revisions(cluster, 2)
    second = deployment(cluster)["spec"]["template"]
    person = Person(agrees=(Consent.ROLLBACK,))
    outcome = ok(cluster.operate(Rollback, person))
    assert person.consents == [Consent.ROLLBACK]
    assert actions(outcome) == {"Deployment/mlflow": "changed"}
    assert "-            - --workers=7" in person.asked[0].changes[0].lines
    assert SEED not in everything_said(outcome, person)
    assert deployment(cluster)["spec"]["template"] == first
    # What went back is still this tool's own: no other manager stands in the way of the next apply.
    again = Person()
    assert actions(ok(cluster.apply(VALUES, again)))["Deployment/mlflow"] == "unchanged"
    assert again.consents == []
    # Undone once more, the change is back.
    deadline = time.monotonic() + 30
    while deployment(cluster)["metadata"]["annotations"]["deployment.kubernetes.io/revision"] != "3":
        assert time.monotonic() < deadline
    ok(cluster.operate(Rollback, Person(agrees=(Consent.ROLLBACK,))))
    assert deployment(cluster)["spec"]["template"] == second


def test_only_a_yes_changes_anything(cluster: Cluster) -> None:
    cluster.install(NEXT)
    wait_for_revisions(cluster, 2)
    before = deployment(cluster)["spec"]
    declined = cluster.operate(Rollback, Person(agrees=()))
    assert isinstance(declined.problem, Declined)
    dry = ok(cluster.operate(Rollback, dry_run=True))
    assert actions(dry) == {"Deployment/mlflow": "changed"}
    looking = cluster.operate(Rollback, read_only=True)
    assert isinstance(looking.problem, ReadOnly)
    assert deployment(cluster)["spec"] == before


def test_a_first_revision_has_nothing_before_it(cluster: Cluster) -> None:
    outcome = cluster.operate(Rollback)
    assert isinstance(outcome.problem, Stopped)
    assert "no earlier revision" in outcome.problem.message


def test_what_others_set_in_the_pods_stands_in_the_way(cluster: Cluster) -> None:
    cluster.control_plane.kubectl("set", "env", "deployment/mlflow", "FOO=bar", "-n", cluster.namespace)
    wait_for_revisions(cluster, 2)
    outcome = cluster.operate(Rollback)
    assert isinstance(outcome.problem, Stopped)
    assert "others have changed the pods" in outcome.problem.message
    assert "rollout undo deployment/mlflow" in outcome.problem.hint
    assert not outcome.applied


def test_pods_that_do_not_become_ready_are_explained(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlflow_tui.delivery.apply.waiting._TURN", 0.1)
    cluster.install(NEXT)
    wait_for_revisions(cluster, 2)
    outcome = cluster.operate(Rollback, wait=True, timeout=0.2)
    assert isinstance(outcome.problem, RolloutFailed)
    assert outcome.applied
    assert step(outcome, StepName.ROLLOUT).details


def test_no_release_and_too_few_rights(cluster: Cluster) -> None:
    outcome = cluster.operate(Rollback, release="other")
    assert isinstance(outcome.problem, ClusterProblem)
    assert outcome.problem.reason is Reason.NOT_FOUND
    cluster.install(NEXT)
    wait_for_revisions(cluster, 2)
    cluster.user = "developer"
    cluster.control_plane.grant(cluster.namespace, "developer", ("apps", "deployments,replicasets", "get,list"))
    outcome = cluster.operate(Rollback)
    assert isinstance(outcome.problem, ClusterProblem)
    assert "you may not patch deployments.apps/mlflow" in outcome.problem.message


def test_what_the_cluster_adds_to_a_template_is_no_part_of_it() -> None:
    written: dict[str, Any] = {
        "metadata": {"labels": {"a": "b"}},
        "spec": {
            "serviceAccountName": "robot",
            "containers": [{"name": "c", "image": "i", "readinessProbe": {"httpGet": {"path": "/", "port": 1}}}],
        },
    }
    probe = {
        "httpGet": {"path": "/", "port": 1, "scheme": "HTTP"},
        "timeoutSeconds": 1,
        "periodSeconds": 10,
        "successThreshold": 1,
        "failureThreshold": 3,
    }
    kept = {
        "metadata": {"labels": {"a": "b", "pod-template-hash": "1"}, "creationTimestamp": None},
        "spec": {
            "serviceAccountName": "robot",
            "serviceAccount": "robot",
            "dnsPolicy": "ClusterFirst",
            "schedulerName": "default-scheduler",
            "restartPolicy": "Always",
            "terminationGracePeriodSeconds": 30,
            "securityContext": {},
            "containers": [
                {
                    "name": "c",
                    "image": "i",
                    "resources": {},
                    "terminationMessagePath": "/dev/termination-log",
                    "terminationMessagePolicy": "File",
                    "readinessProbe": probe,
                }
            ],
        },
    }
    assert without_defaults(kept) == written
