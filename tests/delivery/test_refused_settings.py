"""What an API server refuses is named by the setting that made it, at each place of the values."""

from collections.abc import Iterator
from typing import Any

import pytest

from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.path import format_path
from mlflow_tui.config_model.values import Values
from mlflow_tui.delivery.apply.server import PlannedObject
from mlflow_tui.renderers.manifests import render
from tests.control_plane import ControlPlane

CHART: dict[str, Any] = {
    "trackingServer": {"basicAuth": {"enabled": True, "existingSecret": "users"}, "extraArgs": ["--dev"]},
    "backendStore": {"existingSecret": "database", "databaseUpgrade": True},
    "artifactStore": {
        "s3": {"enabled": True, "existingSecret": "keys", "existingCaSecret": "ca"},
        "gcp": {"enabled": True, "existingSecret": "key"},
    },
}
"""The chart itself then puts entries before those of the values, and an init container."""
VARIABLE = {"name": "A", "value": "b"}
TWICE = [VARIABLE, {"name": "B", "value": "c"}, VARIABLE]
MOUNT = {"name": "data", "mountPath": "/data"}
VOLUME: dict[str, Any] = {"name": "data", "emptyDir": {}}
PORT = {"containerPort": 9000}
SIDECAR = {"name": "side", "image": "example/side:1"}


def container(**more: Any) -> dict[str, Any]:
    return {**SIDECAR, **more}


def refused() -> Iterator[tuple[dict[str, Any], str]]:
    """Values that break the API server's rules in one place each, and the place."""
    yield {"extraEnv": TWICE}, "extraEnv[2]"
    yield {"extraEnv": [VARIABLE, {"name": "AWS_CA_BUNDLE", "value": "/ca"}]}, "extraEnv[1]"
    yield {"extraEnv": [VARIABLE, {"name": "B", "valueFrom": {}}]}, "extraEnv[1].valueFrom"
    yield {"extraEnvFrom": [{"secretRef": {"name": "fine"}}, {"secretRef": {"name": "A B"}}]}, "extraEnvFrom[1]"
    yield {"extraVolumes": [VOLUME, VOLUME]}, "extraVolumes[1]"
    yield {"extraVolumes": [VOLUME, {"name": "s3-ca-bundle", "emptyDir": {}}]}, "extraVolumes[1]"
    yield {"extraVolumes": [VOLUME, {"name": "b", "configMap": {}}]}, "extraVolumes[1].configMap"
    yield {"extraVolumes": [VOLUME], "extraVolumeMounts": [MOUNT, MOUNT]}, "extraVolumeMounts[1]"
    yield {"extraVolumeMounts": [{"name": "none", "mountPath": "/x"}]}, "extraVolumeMounts[0].name"
    yield {"resources": {"requests": {"cpu": "2"}, "limits": {"cpu": "1"}}}, "resources.requests"
    yield {"securityContext": {"runAsUser": -1}}, "securityContext.runAsUser"
    yield {"podSecurityContext": {"fsGroup": -1}}, "podSecurityContext.fsGroup"
    yield {"tolerations": [{"operator": "Exists"}, {"key": "a", "operator": "Near"}]}, "tolerations[1].operator"
    yield {"nodeSelector": {"a b": "c"}}, "nodeSelector"
    yield {"podAnnotations": {"a b": "c"}}, "podAnnotations"
    yield {"service": {"annotations": {"a b": "c"}}}, "service.annotations"
    yield {"service": {"name": "A_B"}}, "service.name"
    yield {"serviceAccount": {"name": "A_B"}}, "serviceAccount.name"
    yield {"serviceAccount": {"annotations": {"a b": "c"}}}, "serviceAccount.annotations"
    yield {"fullnameOverride": "A_B"}, "fullnameOverride"
    for key in ("extraContainers", "extraInitContainers"):
        yield {key: [{**SIDECAR, "name": "one"}, container(env=TWICE)]}, f"{key}[1].env[2]"
        yield {key: [container(), container()]}, f"{key}[1]"
        yield {key: [container(ports=[PORT, PORT])]}, f"{key}[0].ports[1]"
        yield {key: [container(volumeMounts=[{"name": "none", "mountPath": "/x"}])]}, f"{key}[0].volumeMounts[0].name"
        yield {key: [container(securityContext={"runAsUser": -1})]}, f"{key}[0].securityContext.runAsUser"
        yield {key: [{"name": "side"}]}, f"{key}[0].image"
    host = {"host": "a.example.com", "paths": [{"path": "/", "pathType": "Prefix"}]}
    for wrong, place in (
        ({"hosts": [host, {**host, "host": "A B"}]}, "ingress.hosts[1].host"),
        ({"hosts": [host, {**host, "paths": [{"path": "x", "pathType": "Exact"}]}]}, "ingress.hosts[1].paths[0].path"),
        ({"hosts": [host], "tls": [{"secretName": "a", "hosts": ["A B"]}]}, "ingress.tls[0].hosts[0]"),
        ({"hosts": [host], "className": "A_B"}, "ingress.className"),
        ({"hosts": [host], "annotations": {"a b": "c"}}, "ingress.annotations"),
    ):
        yield {"ingress": {"enabled": True, **wrong}}, place


REFUSED = list(refused())


@pytest.mark.parametrize(("given", "place"), REFUSED, ids=[f"{place} {given}"[:70] for given, place in REFUSED])
@pytest.mark.parametrize("server_side", [True, False], ids=["server-side", "created"])
def test_the_place_that_is_refused_is_named(
    given: dict[str, Any], place: str, server_side: bool, control_plane: ControlPlane
) -> None:
    """The API server words its refusal of a server-side apply otherwise, and takes what is there twice without one."""
    values = Values.model_validate(evaluate_values([Layer("values.yaml", {**CHART, **given})]).data)
    how = ("apply", "--server-side") if server_side else ("create",)
    named = []
    for manifest in render(values):
        piece = PlannedObject.of(manifest, values)
        options = ("-n", "default", "--dry-run=server", "--validate=false", "-f", "-")
        done = control_plane.kubectl(*how, *options, stdin=piece.data.decode(), check=False)
        if done.returncode:
            named.append((piece.setting(done.stderr), done.stderr))
    assert named or not server_side
    for setting, said in named:
        assert setting == place or setting.startswith((f"{place}.", f"{place}[")), said


def test_what_comes_from_the_cluster_names_no_setting() -> None:
    manifest = next(one for one in render(Values()) if one["kind"] == "Deployment")
    assert PlannedObject.of(manifest).setting("spec.replicas: Invalid value: -1") == ""
    assert PlannedObject.of(manifest, Values()).setting("spec.replicas: Invalid value: -1") == format_path(
        ("replicaCount",)
    )
    assert PlannedObject.of(manifest, Values()).setting("admission webhook says no") == ""
