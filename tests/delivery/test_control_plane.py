"""The tests' own control plane does what the tests of the safe apply count on."""

from tests.control_plane import ControlPlane

DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web"},
    "spec": {
        "selector": {"matchLabels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {"containers": [{"name": "web", "image": "example"}]},
        },
    },
}


def test_a_rollout_completes_when_the_kubelet_says_so(control_plane: ControlPlane, namespace: str) -> None:
    with control_plane.kubelet(namespace):
        control_plane.apply(namespace, DEPLOYMENT)
        control_plane.kubectl("rollout", "status", "deployment/web", "-n", namespace, "--timeout=60s")


def test_users_have_the_rights_they_were_granted(control_plane: ControlPlane, namespace: str) -> None:
    control_plane.grant(namespace, "developer", ("", "configmaps", "get,list"))
    for user, allowed in (("developer", True), ("stranger", False), ("admin", True)):
        done = control_plane.kubectl("auth", "can-i", "list", "configmaps", "-n", namespace, user=user, check=False)
        assert (done.returncode == 0) is allowed


def test_the_api_server_stops_and_comes_back(control_plane: ControlPlane, namespace: str) -> None:
    control_plane.stop_api_server()
    try:
        refused = control_plane.kubectl("get", "namespace", namespace, check=False)
        assert "refused" in refused.stderr
    finally:
        control_plane.start_api_server()
    assert namespace in control_plane.kubectl("get", "namespace", namespace).stdout
