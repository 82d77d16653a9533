"""The Job that upgrades the database, in an apply against a real API server whose controllers run it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.delivery.apply import Consent, StepName, Stopped, UpgradeFailed
from mlflow_tui.delivery.apply.upgrade_job import JobState, diagnosis, state_of
from mlflow_tui.delivery.release_state import release_state
from tests.control_plane import ControlPlane
from tests.delivery.applying import (
    SEED,
    SERVER,
    URI,
    VALUES,
    Cluster,
    Person,
    actions,
    everything_said,
    failed_step,
    ok,
    step,
)
from tests.delivery.fake_kubectl import kubectl
from tests.delivery.playing_jobs import jobs, pods_end

STORE = {"databaseUpgrade": True, "databaseUpgradeJob": True, "createSecret": {"backendStoreUri": URI}}
BY_JOB: dict[str, Any] = {**VALUES, "image": {"repository": "example/mlflow", "tag": "v2.14.1"}, "backendStore": STORE}
NEXT: dict[str, Any] = {**BY_JOB, "image": {"repository": "example/mlflow", "tag": "v2.22.5"}}


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    monkeypatch.setattr("mlflow_tui.delivery.apply.waiting._TURN", 0.2)
    return Cluster(control_plane, namespace)


def name_of(outcome: Any) -> str:
    (name,) = [one for one in actions(outcome) if one.startswith("Job/")]
    return str(name)


def test_it_is_waited_for_before_the_deployment(cluster: Cluster) -> None:
    order: list[tuple[int, bool]] = []

    def look(found: Any) -> None:
        if found.name is StepName.UPGRADE:
            deployed = cluster.control_plane.get("deployment", "mlflow", cluster.namespace) is not None
            order.append((len(jobs(cluster)), deployed))

    with pods_end(cluster, "Succeeded"):
        outcome = ok(cluster.apply(BY_JOB, Person(when_shown=look)))
    assert order
    assert not any(deployed for _, deployed in order)
    assert step(outcome, StepName.UPGRADE).summary == "the database is upgraded"
    assert list(actions(outcome).values()) == ["created"] * 5
    assert [state_of(one) for one in jobs(cluster)] == [JobState.COMPLETE]
    again = ok(cluster.apply(BY_JOB))
    assert set(actions(again).values()) == {"unchanged"}
    assert step(again, StepName.APPLY).summary == "nothing to change"


def test_one_that_fails_stops_before_the_deployment(cluster: Cluster) -> None:
    cluster.install(VALUES)
    before = cluster.control_plane.get("deployment", "mlflow", cluster.namespace)
    assert before is not None
    person = Person()
    with pods_end(cluster, "Failed"):
        outcome = cluster.apply(BY_JOB, person)
    assert isinstance(outcome.problem, UpgradeFailed)
    assert failed_step(outcome) is StepName.APPLY
    name = name_of(outcome)
    assert name in outcome.problem.message
    assert any("mlflow-database-upgrade Error" in line for line in step(outcome, StepName.UPGRADE).details)
    after = cluster.control_plane.get("deployment", "mlflow", cluster.namespace)
    assert after is not None
    assert after["spec"] == before["spec"]
    assert actions(outcome)["Deployment/mlflow"] == "not done"
    assert actions(outcome)["Service/mlflow"] == "unchanged"
    assert Consent.UNDO not in person.consents
    state = release_state(cluster.client(), "mlflow")
    assert any(line.startswith(f"the upgrade of the database, {name}: failed") for line in state.events)
    assert name in state.objects
    assert SEED not in everything_said(outcome, person)

    with pods_end(cluster, "Succeeded"):
        again = ok(cluster.apply(BY_JOB))
    assert actions(again)[name] == "replaced"
    assert actions(again)["Deployment/mlflow"] == "changed"


def test_a_failed_one_shows_the_end_of_its_log(tmp_path: Path) -> None:
    pod = (
        '{"metadata": {"name": "up-x", "creationTimestamp": "2026-01-02T00:00:00Z"}, "status": {"phase": "Failed", '
        '"containerStatuses": [{"name": "mlflow-database-upgrade", "state": {"terminated": {"exitCode": 1, '
        '"reason": "Error"}}}]}}'
    )
    script = f"""
case "$1 $2" in
"get pods") echo '{{"items": [{pod}]}}' ;;
"get events") echo '{{"items": []}}' ;;
"logs up-x") echo "Can't locate revision hunter2" ;;
*) exit 1 ;;
esac"""
    job = {"kind": "Job", "metadata": {"name": "mlflow-db-upgrade-1"}}
    lines = diagnosis(kubectl(tmp_path, script), job)
    assert "up-x: mlflow-database-upgrade Error" in lines
    assert "up-x mlflow-database-upgrade | Can't locate revision ••••" in lines


def test_time_that_runs_out_leaves_it_running_and_the_next_apply_waits_on(cluster: Cluster) -> None:
    outcome = cluster.apply(BY_JOB, timeout=0.4)
    assert isinstance(outcome.problem, UpgradeFailed)
    assert "goes on in the cluster" in outcome.problem.message
    assert cluster.control_plane.get("deployment", "mlflow", cluster.namespace) is None
    with pods_end(cluster, "Succeeded"):
        again = ok(cluster.apply(BY_JOB))
    assert actions(again)[name_of(again)] == "unchanged"
    assert actions(again)["Deployment/mlflow"] == "created"


def test_a_new_mlflow_makes_a_new_one_and_the_old_is_nobodys_care(cluster: Cluster) -> None:
    with pods_end(cluster, "Succeeded"):
        first = ok(cluster.apply(BY_JOB))
        second = ok(cluster.apply(NEXT))
    assert name_of(first) != name_of(second)
    assert actions(second)[name_of(second)] == "created"
    assert "left over" not in actions(second).values()
    assert step(second, StepName.LEFT_OVER).summary == "no orphaned objects"
    off = {**NEXT, "backendStore": {**STORE, "databaseUpgrade": False}}
    assert set(actions(ok(cluster.apply(off))).values()) == {"unchanged"}


def test_two_upgrades_never_run_at_once(cluster: Cluster) -> None:
    first = cluster.apply(BY_JOB, timeout=0.4)
    stuck = name_of(first)
    person = Person()
    stopped = cluster.apply(NEXT, person)
    assert isinstance(stopped.problem, Stopped)
    assert stuck in stopped.problem.message
    assert person.consents == [Consent.REPLACE]
    assert [one["metadata"]["name"] for one in jobs(cluster)] == [stuck.removeprefix("Job/")]
    with pods_end(cluster, "Succeeded", but=stuck):
        outcome = ok(cluster.apply(NEXT, Person(agrees=(Consent.APPLY, Consent.REPLACE))))
    assert actions(outcome)[stuck] == "deleted"
    assert len(jobs(cluster)) == 1


def test_one_that_runs_with_another_pod_is_ended_with_consent_only(cluster: Cluster) -> None:
    name = name_of(cluster.apply(BY_JOB, timeout=0.4))
    more = {**BY_JOB, "resources": {"limits": {"memory": "2Gi"}}}
    person = Person()
    stopped = cluster.apply(more, person)
    assert isinstance(stopped.problem, Stopped)
    assert "another pod" in stopped.problem.message
    assert person.consents == [Consent.REPLACE]
    ending = contextlib.ExitStack()
    person = Person(agrees=(Consent.APPLY, Consent.REPLACE))
    person.when_asked = lambda one: (
        one.consent is Consent.APPLY and ending.enter_context(pods_end(cluster, "Succeeded"))
    )
    with ending:
        outcome = ok(cluster.apply(more, person))
    assert actions(outcome)[name] == "replaced"
    # What has done its work stays as it is, whatever the file says of it now.
    assert actions(ok(cluster.apply(BY_JOB)))[name] == "unchanged"


def remove_jobs(cluster: Cluster) -> None:
    """As the cluster does, a day after they have ended."""
    for job in jobs(cluster):
        path = f"/apis/batch/v1/namespaces/{cluster.namespace}/jobs/{job['metadata']['name']}"
        cluster.control_plane.request("DELETE", f"{path}?propagationPolicy=Background")


def test_after_its_day_it_is_made_again_only_where_nothing_shows_that_it_ran(cluster: Cluster) -> None:
    with pods_end(cluster, "Succeeded"):
        name = name_of(ok(cluster.apply(BY_JOB)))
        remove_jobs(cluster)
        plan = ok(cluster.apply(BY_JOB, dry_run=True))
        assert actions(plan)[name] == "created", "pods that never were ready are no proof"
        with cluster.control_plane.kubelet(cluster.namespace):
            ok(cluster.apply({**BY_JOB, "podAnnotations": {"a": "b"}}, wait=True, timeout=60.0))
            remove_jobs(cluster)
            outcome = ok(cluster.apply({**BY_JOB, "podAnnotations": {"a": "c"}}, wait=True, timeout=60.0))
        assert actions(outcome)[name] == "not needed"
        assert actions(outcome)["Deployment/mlflow"] == "changed"
        assert step(outcome, StepName.UPGRADE).summary == "the database is upgraded already"
        assert jobs(cluster) == []
        nothing = ok(cluster.apply({**BY_JOB, "podAnnotations": {"a": "c"}}))
        assert step(nothing, StepName.APPLY).summary == "nothing to change"
        later = ok(cluster.apply({**NEXT, "podAnnotations": {"a": "c"}}, dry_run=True))
        assert actions(later)[name_of(later)] == "created"


def test_rolling_back_runs_no_upgrade_and_says_that_the_database_stays(cluster: Cluster) -> None:
    with pods_end(cluster, "Succeeded"):
        ok(cluster.apply({**VALUES, "trackingServer": {**SERVER, "workers": 2}}))
        person = Person(agrees=(Consent.APPLY, Consent.UNDO))
        outcome = cluster.apply(BY_JOB, person, wait=True, timeout=3.0)
    (undo,) = [one for one in person.asked if one.consent is Consent.UNDO]
    assert any("the database stays upgraded" in line for line in undo.details)
    assert actions(outcome)[name_of(outcome)] == "created"
    assert actions(outcome)["Deployment/mlflow"] == "undone"
    assert len(jobs(cluster)) == 1


def test_the_steps_name_it_only_where_there_is_one(cluster: Cluster) -> None:
    assert StepName.UPGRADE not in [one.name for one in cluster.apply(VALUES, dry_run=True).steps]
    with_job = [one.name for one in cluster.apply(BY_JOB, dry_run=True).steps]
    assert with_job.index(StepName.UPGRADE) == with_job.index(StepName.APPLY) + 1
