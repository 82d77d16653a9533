"""How a release is doing, as a real cluster tells it."""

import pytest

from mlflow_tui.delivery.problem import ClusterProblem, Reason
from mlflow_tui.delivery.release_state import ReleaseState, release_state
from tests.control_plane import ControlPlane
from tests.delivery.applying import INGRESS, SEED, SERVER, VALUES, Cluster, wait_for_revisions

TWO = {**VALUES, "replicaCount": 2, "extraEnv": [{"name": "DB_PASSWORD", "value": SEED}]}


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str) -> Cluster:
    return Cluster(control_plane, namespace)


def awaited(cluster: Cluster, *, ready: bool, pods: int) -> ReleaseState:
    """Asked again and again, as a screen does."""
    for _ in range(100):
        state = release_state(cluster.client(), "mlflow")
        if state.ready is ready and len(state.pods) == pods and all(one.ready is ready for one in state.pods):
            return state
    raise AssertionError(state)


def test_pods_that_become_ready(cluster: Cluster) -> None:
    cluster.install(TWO)
    with cluster.control_plane.kubelet(cluster.namespace):
        state = awaited(cluster, ready=True, pods=2)
    assert state.rollout == "2 of 2 pods are ready"
    assert set(state.objects) == {"Deployment/mlflow", "Service/mlflow"}
    assert all(one.phase == "Running" and one.restarts == 0 and one.reason == "" for one in state.pods)
    assert all(0 <= one.age_seconds < 120 for one in state.pods)
    assert state.reach[-1] == "export MLFLOW_TRACKING_URI=http://127.0.0.1:5000"
    assert [one.number for one in state.revisions] == [1]
    assert state.events == ()
    assert state.notes == ()
    assert SEED not in repr(state)


def test_pods_that_do_not_say_why(cluster: Cluster) -> None:
    cluster.install({**VALUES, **INGRESS})
    with cluster.control_plane.kubelet(cluster.namespace, "image"):
        for _ in range(100):
            state = release_state(cluster.client(), "mlflow")
            if state.pods and state.pods[0].reason:
                break
    pod = state.pods[0]
    assert "ImagePullBackOff" in pod.reason
    assert not state.ready
    assert state.reach == ("export MLFLOW_TRACKING_URI=http://mlflow.test",)
    event = {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"name": "one"},
        "type": "Warning",
        "reason": "Failed",
        "message": "no such image",
        "involvedObject": {"kind": "Pod", "name": pod.name, "namespace": cluster.namespace},
    }
    cluster.control_plane.apply(cluster.namespace, event)
    assert release_state(cluster.client(), "mlflow").events == (f"{pod.name}: Failed: no such image",)


def test_a_change_is_a_second_revision(cluster: Cluster) -> None:
    cluster.install(VALUES)
    wait_for_revisions(cluster, 1)
    cluster.install({**VALUES, "trackingServer": {**SERVER, "workers": 3}})
    wait_for_revisions(cluster, 2)
    assert [one.number for one in release_state(cluster.client(), "mlflow").revisions] == [2, 1]


def test_nothing_there_and_not_allowed_to_look(cluster: Cluster) -> None:
    with pytest.raises(ClusterProblem) as caught:
        release_state(cluster.client(), "mlflow")
    assert caught.value.reason is Reason.NOT_FOUND
    cluster.install(VALUES)
    cluster.user = "stranger"
    with pytest.raises(ClusterProblem) as caught:
        release_state(cluster.client(), "mlflow")
    assert caught.value.reason is Reason.FORBIDDEN
    cluster.user = "developer"
    cluster.control_plane.grant(cluster.namespace, "developer", ("apps", "deployments", "list"))
    state = release_state(cluster.client(), "mlflow")
    assert state.objects == ("Deployment/mlflow",)
    assert "no permission to list pods" in state.notes


def test_what_others_made_is_told_of(cluster: Cluster) -> None:
    labels = {"app.kubernetes.io/instance": "web", "app.kubernetes.io/managed-by": "Helm"}
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web", "labels": labels},
        "spec": {"ports": [{"port": 80, "protocol": "TCP"}]},
    }
    cluster.control_plane.apply(cluster.namespace, service)
    state = release_state(cluster.client(), "web")
    assert state.rollout == "there is no Deployment"
    assert state.notes == ("none of it was made by this tool",)
