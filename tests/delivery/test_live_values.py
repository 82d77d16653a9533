"""The values of what runs: found again from the objects, and from what Helm keeps."""

import base64
import gzip
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.layers import Layer, merge
from mlflow_tui.config_model.mlflow import versions
from mlflow_tui.delivery.connection import connect
from mlflow_tui.delivery.files import FileProblem
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.live import LiveValues, comparable, live_manifests, live_values, values_text, write_values
from mlflow_tui.delivery.live.from_objects import values_of
from mlflow_tui.delivery.problem import ClusterProblem, Reason
from mlflow_tui.renderers.manifests import Manifest, render
from tests import strategies
from tests.control_plane import ControlPlane
from tests.delivery.applying import EVERYTHING, VALUES, Cluster, Person, ok

RICH: dict[str, Any] = {
    "nameOverride": "tracking",
    "image": {"registry": "reg.test:5000", "repository": "team/mlflow", "tag": "v3", "pullSecrets": [{"name": "p"}]},
    "replicaCount": 2,
    "trackingServer": {
        "mode": "serve-artifacts",
        "artifactsDestination": "s3://bucket/x",
        "workers": 3,
        "extraArgs": ["--expose-prometheus=/metrics"],
        "basicAuth": {"enabled": True, "createSecret": {"adminPassword": "pa%ss = x"}},
    },
    "backendStore": {"databaseUpgrade": True, "createSecret": {"backendStoreUri": "sqlite:////data/m.db"}},
    "artifactStore": {
        "s3": {"enabled": True, "existingSecret": "s3", "existingCaSecret": "ca"},
        "azure": {"enabled": True, "existingSecret": "azure"},
        "gcp": {"enabled": True, "createSecret": {"keyFile": '{"type": "service_account"}\n'}},
    },
    "service": {"type": "NodePort", "port": 80, "annotations": {"a": "b"}},
    "ingress": {"enabled": True, "className": "nginx", "tls": [{"secretName": "t", "hosts": ["chart-example.local"]}]},
    "serviceAccount": {"create": False, "name": "robot"},
    "resources": {"limits": {"cpu": "2"}},
    "podAnnotations": {"x": "y"},
    "extraEnv": [{"name": "A", "value": "1"}, {"name": "B", "valueFrom": {"secretKeyRef": {"name": "b", "key": "k"}}}],
    "extraEnvFrom": [{"configMapRef": {"name": "more"}}],
    "extraVolumes": [{"name": "data", "emptyDir": {}}],
    "extraVolumeMounts": [{"name": "data", "mountPath": "/data"}],
    "extraContainers": [{"name": "side", "image": "busybox", "ports": [{"containerPort": 9}]}],
    "tolerations": [{"key": "gpu", "operator": "Exists"}],
    "nodeSelector": {"disk": "ssd"},
    "podSecurityContext": {"fsGroup": 1},
    "securityContext": {"runAsUser": 1000},
}


PRODUCTION: dict[str, Any] = {
    "image": {"tag": "", "mlflowVersion": "3.16.1", "digest": f"sha256:{'0123456789abcdef' * 4}"},
    "trackingServer": {"staticPrefix": "/ml", "workers": 2, "extraArgs": ["--dev"]},
    "metrics": {"enabled": True, "multiprocDirectory": "/m"},
    "backendStore": {"databaseUpgrade": True, "existingSecret": "db", "existingSecretKey": "uri"},
    "livenessProbe": {"enabled": False},
    "readinessProbe": {"periodSeconds": 3},
    "startupProbe": {"exec": {"command": ["true"]}, "failureThreshold": 60},
    "strategy": {"type": "Recreate"},
    "podLabels": {"team": "ml"},
    "deploymentAnnotations": {"a": "b"},
    "terminationGracePeriodSeconds": 0,
    "revisionHistoryLimit": 0,
    "hostAliases": [{"ip": "10.1.2.3", "hostnames": ["db"]}],
    "lifecycle": {"preStop": {"exec": {"command": ["sleep", "5"]}}},
    "priorityClassName": "high",
    "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "ScheduleAnyway"}],
    "serviceAccount": {"automount": False},
    "service": {
        "type": "LoadBalancer",
        "nodePort": 30500,
        "loadBalancerClass": "a.b/c",
        "loadBalancerSourceRanges": ["10.0.0.0/8"],
        "externalTrafficPolicy": "Local",
        "sessionAffinity": "ClientIP",
        "labels": {"team": "ml"},
    },
    "extraVolumes": [{"name": "data", "emptyDir": {}}],
    "extraVolumeMounts": [{"name": "data", "mountPath": "/data"}],
}


def rendered(values: dict[str, Any], namespace: str | None = None) -> list[Manifest]:
    release = Release("mlflow", namespace)
    evaluation = evaluate_values([Layer("values.yaml", values)], release)
    assert evaluation.values is not None, evaluation.errors
    return render(evaluation.values, release)


def test_rich_values_are_found_again() -> None:
    keys = {"s3": {"AWS_ACCESS_KEY_ID"}, "azure": {"AZURE_STORAGE_ACCESS_KEY"}}
    found = values_of(rendered(RICH), "mlflow", lambda name: keys.get(name, set()))
    expected = evaluate_values([Layer("", RICH)]).data
    assert found == expected


def test_the_settings_of_pods_and_services_are_found_again() -> None:
    found = values_of(rendered(PRODUCTION), "mlflow")
    assert found == evaluate_values([Layer("", PRODUCTION)]).data


def test_one_option_given_by_another_setting_is_no_difference() -> None:
    given = {"trackingServer": {"extraArgs": ["--static-prefix=/ml"]}, "replicaCount": 1}
    running = {"trackingServer": {"staticPrefix": "/ml"}, "replicaCount": 3}
    evaluation = evaluate_values([Layer("values.yaml", given)])
    assert comparable(LiveValues(running, "", exact=False), evaluation) == {**evaluation.data, "replicaCount": 3}


BY_JOB = {"databaseUpgrade": True, "databaseUpgradeJob": True}


@settings(max_examples=120, deadline=None)
@given(strategies.values() | strategies.values_by_version())
@example({"trackingServer": {"extraArgs": ["--static-prefix=/ml", "--static-prefix=/ml"]}})
@example({"trackingServer": {"extraArgs": ["--static-prefix=/ml", "--static-prefix", "/ml"]}})
@example({"trackingServer": {"extraArgs": ["--static-prefix=/ml"]}, "extraEnv": [{"name": "MLFLOW_STATIC_PREFIX"}]})
@example({"trackingServer": {"extraArgs": ["--static-prefix="]}})
@example({"trackingServer": {"extraArgs": [""]}})
@example({"image": {"tag": "1e3", "mlflowVersion": "2.14.1"}, "trackingServer": {"basicAuth": {"enabled": True}}})
@example({"image": {"tag": "v2.22.5", "mlflowVersion": "2.14.1"}, "trackingServer": {"basicAuth": {"enabled": True}}})
@example({"artifactStore": {"azure": {"enabled": True, "existingSecret": "a"}}, "backendStore": BY_JOB})
@example({"image": {"mlflowVersion": "3.16.1"}, "backendStore": {**BY_JOB, "existingSecret": "b"}})
def test_what_is_found_renders_to_the_same_objects(values: dict[str, Any]) -> None:
    evaluation = evaluate_values([Layer("values.yaml", values)])
    if evaluation.values is None:
        return
    objects = render(evaluation.values)
    again = rendered(values_of(objects, "mlflow"))
    if evaluation.values.image.reading.version not in versions():
        # The name of the Job is another one for each version: one that was never released cannot be found by it.
        objects, again = without_names_of_jobs(objects), without_names_of_jobs(again)
    assert again == objects


def without_names_of_jobs(objects: list[Manifest]) -> list[Manifest]:
    return [{**one, "metadata": {**one["metadata"], "name": ""}} if one["kind"] == "Job" else one for one in objects]


SERVED = {"extraContainers": [{"name": "side", "image": "busybox", "ports": [{"containerPort": 80}]}]}
UNSEEN: dict[str, Any] = {
    **VALUES,
    **SERVED,
    "ingress": {"enabled": False, "hosts": [{"host": "later.test", "paths": [{"path": "/"}]}], "tls": []},
    "artifactStore": {"s3": {"enabled": True}},
    "serviceAccount": {"name": "mlflow"},
}
"""Values of which a part renders to nothing, or to what the API server would add anyway."""


def test_what_runs_is_compared_without_what_no_cluster_could_show(control_plane: ControlPlane, namespace: str) -> None:
    cluster = Cluster(control_plane, namespace)
    cluster.install(UNSEEN)
    file = evaluate_values([Layer("values.yaml", UNSEEN)], Release("mlflow", namespace))
    found = live_values(cluster.client(), "mlflow")
    assert not found.exact
    assert found.holds_secrets
    assert comparable(found, file) == file.data
    changed = merge(UNSEEN, {"replicaCount": 4, "ingress": {"hosts": [{"host": "other.test"}]}})
    other = evaluate_values([Layer("values.yaml", changed)], Release("mlflow", namespace))
    assert comparable(found, other)["replicaCount"] == 1
    assert comparable(found, other)["ingress"] == other.data["ingress"]


def test_what_others_changed_since_is_part_of_what_runs(control_plane: ControlPlane, namespace: str) -> None:
    cluster = Cluster(control_plane, namespace)
    cluster.install(VALUES)
    for command in (("scale", "deployment/mlflow", "--replicas=3"), ("set", "env", "deployment/mlflow", "FOO=bar")):
        control_plane.kubectl(*command, "-n", namespace)
    patch = ("-p", '{"spec": {"type": "NodePort"}}', "--field-manager=somebody")
    control_plane.kubectl("patch", "service/mlflow", *patch, "-n", namespace)
    found = live_values(cluster.client(), "mlflow").data
    assert found["replicaCount"] == 3
    assert found["extraEnv"] == [{"name": "FOO", "value": "bar"}]
    assert found["service"] == {"type": "NodePort"}


def test_objects_that_nobody_would_have_made_are_a_clear_problem(control_plane: ControlPlane, namespace: str) -> None:
    cluster = Cluster(control_plane, namespace)
    cluster.install(VALUES)
    patch = '[{"op": "remove", "path": "/spec/template/spec/containers/0/args"}]'
    control_plane.kubectl("patch", "deployment/mlflow", "--type=json", "-p", patch, "-n", namespace)
    with pytest.raises(ClusterProblem) as caught:
        live_values(cluster.client(), "mlflow")
    assert "no longer as this tool made them" in caught.value.message


def test_what_runs_as_a_new_file(control_plane: ControlPlane, namespace: str, tmp_path: Path) -> None:
    cluster = Cluster(control_plane, namespace)
    cluster.install({**VALUES, **SERVED})
    kubectl = cluster.client()
    found = live_values(kubectl, "mlflow")
    text = values_text(found, kubectl)
    assert f"# Origin: objects of mlflow in namespace {namespace}." in text
    written = evaluate_values([Layer("values.yaml", Document(text).data)], Release("mlflow", namespace))
    file = evaluate_values([Layer("values.yaml", {**VALUES, **SERVED})], Release("mlflow", namespace))
    assert comparable(found, file) == file.data
    assert written.values is not None
    path = tmp_path / "values.yaml"
    write_values(path, found, text)
    assert path.read_text() == text
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileProblem, match="exists already"):
        write_values(path, found, text)
    plain = LiveValues({"replicaCount": 2}, "nowhere", exact=True)
    write_values(tmp_path / "plain.yaml", plain, "replicaCount: 2\n")
    assert (tmp_path / "plain.yaml").stat().st_mode & 0o077 == 0o044


def test_live_objects_are_those_of_the_plan(control_plane: ControlPlane, namespace: str) -> None:
    cluster = Cluster(control_plane, namespace)
    cluster.install(VALUES)
    assert live_manifests(cluster.client(), "mlflow") == rendered(VALUES, namespace)
    assert live_manifests(cluster.client(), "other") == []


def client(control_plane: ControlPlane, namespace: str, user: str = "admin") -> Kubectl:
    return connect(None, str(control_plane.kubeconfig_of(user)), namespace, read_only=True, environment=os.environ)


@pytest.mark.parametrize("values", [VALUES, {**RICH, "artifactStore": {}}])
def test_what_this_tool_applied_is_read_from_the_cluster(
    control_plane: ControlPlane, namespace: str, values: dict[str, Any]
) -> None:
    cluster = Cluster(control_plane, namespace)
    ok(cluster.apply(values, Person(agrees=EVERYTHING)))
    found = live_values(client(control_plane, namespace), "mlflow")
    assert namespace in found.origin
    again = ok(cluster.apply(found.data, Person(agrees=EVERYTHING)))
    assert {one.action.value for one in again.changes} == {"unchanged"}
    assert "hunter2" not in repr(found)


def test_a_helm_release_is_read_without_helm(
    control_plane: ControlPlane, namespace: str, helm: Path, tmp_path: Path
) -> None:
    chart = tmp_path / "chart"
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: mlflow\nversion: 0.1.0\n")
    (chart / "templates" / "one.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: {{ .Values.a | quote }}}\n"
    )

    def run(*arguments: str) -> str:
        target = ("--kubeconfig", str(control_plane.kubeconfig), "-n", namespace)
        done = subprocess.run([helm, *arguments, *target], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("install", "web", str(chart), "--set", "a=1,b.c=x")
    run("upgrade", "web", str(chart), "--set", "a=2,b.c=y")
    found = live_values(client(control_plane, namespace), "web")
    assert found.origin == "Helm release web, revision 2, chart mlflow 0.1.0"
    assert found.exact
    assert found.data == json.loads(run("get", "values", "web", "-o", "json"))


def packed(release: object) -> str:
    return base64.b64encode(gzip.compress(json.dumps(release).encode())).decode()


def test_a_release_that_helm_keeps_in_a_config_map(control_plane: ControlPlane, namespace: str) -> None:
    labels = {"owner": "helm", "name": "web", "status": "deployed", "version": "7"}
    kept = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "sh.helm.release.v1.web.v7", "labels": labels},
        "data": {"release": packed({"version": 7, "config": {"a": 1}})},
    }
    control_plane.apply(namespace, kept)
    found = live_values(client(control_plane, namespace), "web")
    assert (found.data, found.origin) == ({"a": 1}, "Helm release web, revision 7")
    control_plane.apply(namespace, {**kept, "data": {"release": "rubbish"}})
    with pytest.raises(ClusterProblem, match="cannot be read"):
        live_values(client(control_plane, namespace), "web")


def test_no_such_release(control_plane: ControlPlane, namespace: str) -> None:
    with pytest.raises(ClusterProblem) as caught:
        live_values(client(control_plane, namespace), "none")
    assert caught.value.reason is Reason.NOT_FOUND


def test_a_user_who_may_not_look(control_plane: ControlPlane, namespace: str) -> None:
    with pytest.raises(ClusterProblem) as caught:
        live_values(client(control_plane, namespace, "stranger"), "mlflow")
    assert caught.value.reason is Reason.FORBIDDEN
