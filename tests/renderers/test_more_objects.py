"""The objects of keys beyond the documented table: each off by default, and what it is when it is on."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.secrecy import secret_paths
from mlflow_tui.delivery.live.from_objects import values_of
from mlflow_tui.renderers.exports import export
from mlflow_tui.renderers.exports.exported import ExportRefused
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.masking import masked_documents
from tests.renderers.test_manifests import Manifest, Values, one, pod, rendered, server

SERVED: Values = {
    "backendStore": {"existingSecret": "db"},
    "trackingServer": {"mode": "serve-artifacts", "artifactsDestination": "s3://b"},
}
SELECTOR = {"app.kubernetes.io/name": "mlflow", "app.kubernetes.io/instance": "mlflow"}
SQLITE: Values = {
    "backendStore": {"createSecret": {"backendStoreUri": "sqlite:////mlflow/m.db"}},
    "trackingServer": {"mode": "serve-artifacts", "artifactsDestination": "/mlflow/artifacts"},
}
CLAIMED: Values = {"persistence": {"enabled": True}}


def together(*values: Values) -> Values:
    from mlflow_tui.config_model.layers import merge

    found: Values = {}
    for each in values:
        found = merge(found, deepcopy(each))
    return found


def test_a_claim_is_made_and_mounted_where_mlflow_runs() -> None:
    values = together(
        CLAIMED,
        {"persistence": {"storageClassName": "fast", "size": "1Ti", "annotations": {"a": "b"}}},
        SQLITE,
        {"backendStore": {"databaseUpgrade": True}},
        {
            "extraVolumes": [{"name": "tmp", "emptyDir": {}}],
            "extraVolumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
        },
        {"garbageCollection": {"enabled": True}},
    )
    claim = one(rendered(values), "PersistentVolumeClaim")
    assert claim["metadata"]["name"] == "mlflow"
    assert claim["metadata"]["annotations"] == {"a": "b"}
    assert claim["spec"] == {
        "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": "1Ti"}},
        "storageClassName": "fast",
    }
    volume = {"name": "data", "persistentVolumeClaim": {"claimName": "mlflow"}}
    mount = {"name": "data", "mountPath": "/mlflow"}
    assert pod(values)["volumes"] == [volume, {"name": "tmp", "emptyDir": {}}]
    for container in (
        pod(values)["containers"][0],
        pod(values)["initContainers"][0],
        collection(values)["containers"][0],
    ):
        assert container["volumeMounts"] == [mount, {"name": "tmp", "mountPath": "/tmp"}]
    assert collection(values)["volumes"] == [volume, {"name": "tmp", "emptyDir": {}}]


def test_an_existing_claim_is_mounted_and_none_is_made() -> None:
    values = {"persistence": {"enabled": True, "existingClaim": "mine", "mountPath": "/data"}}
    assert [m for m in rendered(values) if m["kind"] == "PersistentVolumeClaim"] == []
    assert pod(values)["volumes"] == [{"name": "data", "persistentVolumeClaim": {"claimName": "mine"}}]
    assert server(values)["volumeMounts"] == [{"name": "data", "mountPath": "/data"}]


@pytest.mark.parametrize(
    ("values", "strategy"),
    [
        ({}, None),
        (CLAIMED, {"type": "Recreate"}),
        ({"persistence": {"enabled": True, "accessModes": ["ReadWriteMany"]}}, None),
        ({"persistence": {"enabled": True, "existingClaim": "mine"}}, None),
        (CLAIMED | {"strategy": {"type": "RollingUpdate"}}, {"type": "RollingUpdate"}),
    ],
)
def test_a_claim_of_one_node_has_the_old_pod_go_first(values: Values, strategy: Values | None) -> None:
    assert one(rendered(values), "Deployment")["spec"].get("strategy") == strategy


def test_an_autoscaler_has_the_number_of_pods_to_itself() -> None:
    scaling = {"enabled": True, "targetMemoryUtilizationPercentage": 70, "behavior": {"scaleUp": {"policies": []}}}
    manifests = rendered({**SERVED, "replicaCount": 4, "autoscaling": scaling})
    assert "replicas" not in one(manifests, "Deployment")["spec"]
    scaler = one(manifests, "HorizontalPodAutoscaler")
    assert scaler["apiVersion"] == "autoscaling/v2"

    def used(resource: str, percentage: int) -> Manifest:
        target = {"type": "Utilization", "averageUtilization": percentage}
        return {"type": "Resource", "resource": {"name": resource, "target": target}}

    assert scaler["spec"] == {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "mlflow"},
        "minReplicas": 2,
        "maxReplicas": 5,
        "metrics": [used("cpu", 80), used("memory", 70)],
        "behavior": {"scaleUp": {"policies": []}},
    }


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({}, {"maxUnavailable": 1}),
        ({"maxUnavailable": "25%"}, {"maxUnavailable": "25%"}),
        ({"minAvailable": 1}, {"minAvailable": 1}),
        ({"minAvailable": "50%", "maxUnavailable": None}, {"minAvailable": "50%"}),
    ],
)
def test_a_disruption_budget_has_one_rule(given: Values, rule: Values) -> None:
    budget = one(rendered({"podDisruptionBudget": {"enabled": True, **given}}), "PodDisruptionBudget")
    assert budget["apiVersion"] == "policy/v1"
    assert budget["spec"] == {"selector": {"matchLabels": SELECTOR}, **rule}


def test_a_network_policy_lets_requests_in_and_everything_out() -> None:
    policy = one(rendered({"networkPolicy": {"enabled": True}, "trackingServer": {"port": 8080}}), "NetworkPolicy")
    assert policy["spec"] == {
        "podSelector": {"matchLabels": SELECTOR},
        "policyTypes": ["Ingress"],
        "ingress": [{"ports": [{"protocol": "TCP", "port": 8080}]}],
    }


def test_a_network_policy_with_egress_lets_dns_out_too() -> None:
    peer: Values = {"podSelector": {}}
    rule = {"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}
    policy = one(
        rendered({"networkPolicy": {"enabled": True, "ingressFrom": [peer], "egress": [rule]}}), "NetworkPolicy"
    )["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert policy["ingress"][0]["from"] == [peer]
    dns = [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]
    assert policy["egress"] == [rule, {"ports": dns}]


ROUTED: Values = {"httpRoute": {"enabled": True, "parentRefs": [{"name": "gw"}], "hostnames": ["ml.example.com"]}}


def test_a_route_leads_a_gateway_to_the_service() -> None:
    route = one(rendered(ROUTED | {"service": {"port": 80}}), "HTTPRoute")
    assert route["apiVersion"] == "gateway.networking.k8s.io/v1"
    assert route["spec"] == {
        "parentRefs": [{"name": "gw"}],
        "hostnames": ["ml.example.com"],
        "rules": [
            {
                "matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
                "backendRefs": [{"name": "mlflow", "port": 80}],
            }
        ],
    }


def test_the_hosts_of_a_route_are_published_after_those_of_the_ingress() -> None:
    ingress = {"enabled": True, "hosts": [{"host": name, "paths": [{"path": "/"}]} for name in ("a.test", "b.test")]}
    values = together(ROUTED, {"image": {"tag": "v3.5.0"}, "ingress": ingress})
    values["httpRoute"]["hostnames"] = ["c.test", "a.test"]
    env = {variable["name"]: variable["value"] for variable in server(values)["env"]}
    hosts = env["MLFLOW_SERVER_ALLOWED_HOSTS"].split(",")
    assert hosts[-6:] == ["a.test", "a.test:*", "b.test", "b.test:*", "c.test", "c.test:*"]
    assert env["MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"].startswith("http://a.test,https://a.test,http://b.test")
    assert env["MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"].endswith("http://c.test,https://c.test")


def test_a_monitor_scrapes_the_port_of_the_service() -> None:
    monitor = {"enabled": True, "namespace": "ops", "interval": "30s", "labels": {"release": "prometheus"}}
    values = {"metrics": {"enabled": True, "path": "/m", "serviceMonitor": monitor}}
    found = one(rendered(values, namespace="ml"), "ServiceMonitor")
    assert found["apiVersion"] == "monitoring.coreos.com/v1"
    assert found["metadata"]["namespace"] == "ops"
    assert found["metadata"]["labels"]["release"] == "prometheus"
    assert found["spec"] == {
        "namespaceSelector": {"matchNames": ["ml"]},
        "selector": {"matchLabels": SELECTOR},
        "endpoints": [{"port": "http", "path": "/m", "interval": "30s"}],
    }
    values["metrics"]["enabled"] = False
    assert [m for m in rendered(values) if m["kind"] == "ServiceMonitor"] == []


def test_a_port_without_a_name_is_scraped_by_that_of_the_container() -> None:
    values = {"metrics": {"enabled": True, "serviceMonitor": {"enabled": True}}, "service": {"name": ""}}
    assert one(rendered(values), "ServiceMonitor")["spec"]["endpoints"] == [{"targetPort": "http", "path": "/metrics"}]


def collection(values: Values) -> Manifest:
    spec: Manifest = one(rendered(values), "CronJob")["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    return spec


@pytest.mark.parametrize(
    ("tag", "arguments"),
    [
        ("", []),
        ("v2.15.0", ["--artifacts-destination=s3://b"]),
        ("v3.0.0", ["--artifacts-destination=s3://b", "--tracking-uri=http://mlflow:5000"]),
    ],
)
def test_the_arguments_of_a_collection_follow_the_version(tag: str, arguments: list[str]) -> None:
    values = together(
        SERVED, {"image": {"tag": tag}, "garbageCollection": {"enabled": True, "extraArgs": ["--run-ids=a"]}}
    )
    job = one(rendered(values), "CronJob")
    assert (job["apiVersion"], job["metadata"]["name"]) == ("batch/v1", "mlflow-gc")
    assert (job["spec"]["schedule"], job["spec"]["concurrencyPolicy"]) == ("0 3 * * 0", "Forbid")
    (container,) = collection(values)["containers"]
    assert container["command"] == ["mlflow"]
    own = ["gc", "--backend-store-uri=$(MLFLOW_BACKEND_STORE_URI)", "--older-than=30d"]
    assert container["args"] == [*own, *arguments, "--run-ids=a"]
    assert container["image"] == server(values)["image"]
    env = {variable["name"]: variable.get("value") for variable in container.get("env", ())}
    assert ("MLFLOW_TRACKING_URI" in env) is ("--tracking-uri=http://mlflow:5000" not in arguments)


def test_a_collection_has_the_stores_and_the_credentials_of_the_server_and_no_login() -> None:
    values = together(
        SERVED,
        {"trackingServer": {"basicAuth": {"enabled": True, "existingSecret": "users"}}},
        {"artifactStore": {"s3": {"enabled": True, "existingSecret": "s3", "existingCaSecret": "ca"}}},
        {"podSecurityContext": {"fsGroup": 1}, "nodeSelector": {"a": "b"}, "resources": {"limits": {"cpu": 1}}},
        {"garbageCollection": {"enabled": True, "resources": {"limits": {"memory": "1Gi"}}}},
    )
    found, (container,) = collection(values), collection(values)["containers"]
    assert container["envFrom"] == server(values)["envFrom"]
    assert {"name": "AWS_CA_BUNDLE", "value": "/etc/mlflow-s3-ca/ca-bundle.crt"} in container["env"]
    assert [mount["name"] for mount in container["volumeMounts"]] == ["s3-ca-bundle"]
    assert [volume["name"] for volume in found["volumes"]] == ["s3-ca-bundle"]
    assert container["resources"] == {"limits": {"memory": "1Gi"}}
    assert (found["securityContext"], found["nodeSelector"], found["restartPolicy"]) == (
        {"fsGroup": 1},
        {"a": "b"},
        "Never",
    )


def test_no_request_goes_to_the_pod_of_a_collection() -> None:
    template = one(rendered(together(SERVED, {"garbageCollection": {"enabled": True}})), "CronJob")["spec"][
        "jobTemplate"
    ]
    labels = template["spec"]["template"]["metadata"]["labels"]
    assert not SELECTOR.items() <= labels.items()


def test_an_artifact_proxy_collects_nothing() -> None:
    values = {"trackingServer": {"mode": "artifacts-only", "artifactsDestination": "s3://b"}}
    assert [m for m in rendered(values | {"garbageCollection": {"enabled": True}}) if m["kind"] == "CronJob"] == []


def test_extra_objects_stand_as_they_are_with_namespace_and_labels_where_they_have_none() -> None:
    thing = {
        "apiVersion": "example.com/v1",
        "kind": "Thing",
        "metadata": {"name": "a", "namespace": "own", "labels": {"app.kubernetes.io/name": "mine"}},
        "spec": {"b": [1, None]},
    }
    role = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "r"}}
    config = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "b"}}
    *_, first, second, third = rendered({"extraObjects": [thing, role, config]}, namespace="ml")
    assert first["metadata"]["namespace"] == "own"
    assert first["metadata"]["labels"]["app.kubernetes.io/name"] == "mine"
    assert first["metadata"]["labels"]["app.kubernetes.io/managed-by"] == "mlflow-tui"
    assert "namespace" not in second["metadata"]
    assert third["metadata"]["namespace"] == "ml"
    assert len(third["metadata"]["labels"]) == 4
    assert third["data"] == {"a": "b"}


SECRET: Values = {
    "extraObjects": [
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "stringData": {"a": "hunter2"}},
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "p"},
            "spec": {"containers": [{"name": "c", "env": [{"name": "TOKEN", "value": "hunter2"}]}]},
        },
    ]
}


def test_credentials_in_extra_objects_are_masked_and_never_exported() -> None:
    assert list(secret_paths(SECRET)) == [
        ("extraObjects", 0, "stringData", "a"),
        ("extraObjects", 1, "spec", "containers", 0, "env", 0, "value"),
    ]
    assert "hunter2" not in masked_documents(rendered(SECRET))
    for target in ("kustomize", "argocd", "flux"):
        with pytest.raises(ExportRefused, match="extraObjects"):
            export(target, evaluate_values([Layer("values.yaml", SECRET)], Release("mlflow", "ml")))


def test_a_credential_in_a_variable_is_masked_in_the_collection_too() -> None:
    values = together(
        SERVED, {"garbageCollection": {"enabled": True}, "extraEnv": [{"name": "TOKEN", "value": "hunter2"}]}
    )
    assert "hunter2" not in masked_documents(rendered(values))


EVERYTHING: list[Values] = [
    together(CLAIMED, SQLITE),
    {"persistence": {"enabled": True, "existingClaim": "mine", "mountPath": "/data"}},
    {
        "persistence": {
            "enabled": True,
            "size": "1Ti",
            "accessModes": ["ReadWriteMany"],
            "storageClassName": "nfs",
            "annotations": {"a": "b"},
        }
    },
    together(
        SERVED,
        {"autoscaling": {"enabled": True, "minReplicas": 3, "targetCPUUtilizationPercentage": None, "metrics": []}},
        {"podDisruptionBudget": {"enabled": True, "maxUnavailable": "25%"}},
        {
            "networkPolicy": {
                "enabled": True,
                "ingressFrom": [{"podSelector": {}}],
                "egress": [{"to": [{"podSelector": {}}]}],
            }
        },
        ROUTED,
        {"httpRoute": {"path": "/ml", "timeouts": {"request": "9s"}, "annotations": {"a": "b"}}},
        {"trackingServer": {"extraArgs": ["--static-prefix=/ml"]}, "image": {"tag": "v3.13.0"}},
        {"garbageCollection": {"enabled": True, "olderThan": "9d", "extraArgs": ["--run-ids=a"], "schedule": "@daily"}},
        {"metrics": {"enabled": True, "serviceMonitor": {"enabled": True, "labels": {"a": "b"}, "interval": "9s"}}},
        {"extraObjects": [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "b"}}]},
    ),
]


@pytest.mark.parametrize("values", EVERYTHING)
def test_the_values_are_found_again_from_the_objects(values: Values) -> None:
    release = Release("web", "ml")
    evaluation = evaluate_values([Layer("values.yaml", values)], release)
    assert evaluation.values is not None, evaluation.errors
    objects: Any = json.loads(json.dumps(render(evaluation.values, release)))
    found = values_of(objects, "web", lambda name: {"MLFLOW_BACKEND_STORE_URI"} if name == "db" else set())
    for key in values:
        if key != "trackingServer":
            assert found[key] == evaluation.data[key], key
    again = evaluate_values([Layer("values.yaml", found)], release)
    assert again.values is not None, again.errors
    assert render(again.values, release) == render(evaluation.values, release)


def test_the_exports_carry_the_objects() -> None:
    evaluation = evaluate_values([Layer("values.yaml", EVERYTHING[-1])], Release("mlflow", "ml"))
    kustomize = export("kustomize", evaluation)
    names = {name.rpartition("/")[2] for name in kustomize.files}
    assert {
        "horizontalpodautoscaler-mlflow.yaml",
        "poddisruptionbudget-mlflow.yaml",
        "networkpolicy-mlflow.yaml",
        "httproute-mlflow.yaml",
        "servicemonitor-mlflow.yaml",
        "cronjob-mlflow-gc.yaml",
        "configmap-c.yaml",
    } <= names
    for target in ("argocd", "flux"):
        assert any(b"garbageCollection" in content for content in export(target, evaluation).files.values())
