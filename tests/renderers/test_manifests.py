"""The manifest contract: what values render to, object by object."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.renderers.manifests import render

Values = dict[str, Any]
Manifest = dict[str, Any]

WITH_ROOT = {"trackingServer": {"defaultArtifactRoot": "s3://bucket"}}
"""What a database as backend store needs in the default mode."""


def rendered(values: Values, release: str = "mlflow", namespace: str | None = None) -> list[Manifest]:
    given = Release(release, namespace)
    evaluation = evaluate_values([Layer("values.yaml", values)], given)
    assert evaluation.values is not None, evaluation.problems
    return render(evaluation.values, given)


def one(manifests: list[Manifest], kind: str, name: str | None = None) -> Manifest:
    found = [m for m in manifests if m["kind"] == kind and name in (None, m["metadata"]["name"])]
    assert len(found) == 1, [m["metadata"]["name"] for m in manifests]
    return found[0]


def pod(values: Values) -> Manifest:
    spec: Manifest = one(rendered(values), "Deployment")["spec"]["template"]["spec"]
    return spec


def server(values: Values) -> Manifest:
    container: Manifest = pod(values)["containers"][0]
    return container


def secret(values: Values, name: str) -> dict[str, str]:
    data = one(rendered(values), "Secret", name)["data"]
    return {key: base64.b64decode(text).decode() for key, text in data.items()}


def test_no_values_make_a_service_account_a_service_and_a_deployment() -> None:
    kinds = [manifest["kind"] for manifest in rendered({})]
    assert kinds == ["ServiceAccount", "Service", "Deployment"]


def test_all_objects_come_in_the_order_of_the_contract() -> None:
    values = {
        "trackingServer": {"basicAuth": {"enabled": True}, "defaultArtifactRoot": "/artifacts"},
        "backendStore": {"createSecret": {"backendStoreUri": "sqlite:////mlflow/db"}},
        "artifactStore": {
            "s3": {"enabled": True, "createCaSecret": {"caBundle": "PEM"}},
            "gcp": {"enabled": True, "createSecret": {"keyFile": "{}"}},
            "oss": {"enabled": True, "endpoint": "oss.example.com"},
        },
        "ingress": {"enabled": True},
        "persistence": {"enabled": True, "accessModes": ["ReadWriteMany"]},
        "networkPolicy": {"enabled": True},
        "podDisruptionBudget": {"enabled": True},
        "garbageCollection": {"enabled": True},
        "httpRoute": {"enabled": True, "parentRefs": [{"name": "public"}]},
        "metrics": {
            "enabled": True,
            "serviceMonitor": {
                "enabled": True,
                "basicAuth": {key: {"name": "login", "key": key} for key in ("username", "password")},
            },
        },
        "extraObjects": [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "extra"}}],
    }
    assert [(m["kind"], m["metadata"]["name"]) for m in rendered(values)] == [
        ("ServiceAccount", "mlflow"),
        ("Secret", "mlflow-basic-auth-secret"),
        ("Secret", "mlflow-env-secret"),
        ("Secret", "mlflow-gcp-secret"),
        ("Secret", "mlflow-s3-ca-secret"),
        ("ConfigMap", "mlflow-env-configmap"),
        ("PersistentVolumeClaim", "mlflow"),
        ("Service", "mlflow"),
        ("NetworkPolicy", "mlflow"),
        ("Deployment", "mlflow"),
        ("PodDisruptionBudget", "mlflow"),
        ("CronJob", "mlflow-gc"),
        ("Ingress", "mlflow"),
        ("HTTPRoute", "mlflow"),
        ("ServiceMonitor", "mlflow"),
        ("ConfigMap", "extra"),
    ]
    assert all(m["type"] == "Opaque" and "stringData" not in m for m in rendered(values) if m["kind"] == "Secret")


@pytest.mark.parametrize(
    ("values", "release", "name", "fullname"),
    [
        ({}, "mlflow", "mlflow", "mlflow"),
        ({}, "prod", "mlflow", "prod-mlflow"),
        ({}, "my-mlflow-prod", "mlflow", "my-mlflow-prod"),
        ({"nameOverride": "tracking"}, "prod", "tracking", "prod-tracking"),
        ({"nameOverride": "tracking"}, "tracking-1", "tracking", "tracking-1"),
        ({"fullnameOverride": "ml"}, "prod", "mlflow", "ml"),
        ({"fullnameOverride": "a" * 70}, "prod", "mlflow", "a" * 63),
        ({"fullnameOverride": "a" * 62 + "-b"}, "prod", "mlflow", "a" * 62),
        ({"nameOverride": "n" * 62 + "-xyz"}, "r", "n" * 62, "r-" + "n" * 61),
    ],
)
def test_names(values: Values, release: str, name: str, fullname: str) -> None:
    deployment = one(rendered(values, release), "Deployment")
    assert deployment["metadata"]["name"] == fullname
    assert deployment["metadata"]["labels"] == {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/instance": release,
        "app.kubernetes.io/version": "2.14.1",
        "app.kubernetes.io/managed-by": "mlflow-tui",
    }
    selector = {"app.kubernetes.io/name": name, "app.kubernetes.io/instance": release}
    assert deployment["spec"]["selector"] == {"matchLabels": selector}
    assert deployment["spec"]["template"]["metadata"]["labels"] == selector
    assert one(rendered(values, release), "Service")["spec"]["selector"] == selector


def test_suffixes_come_after_the_cut() -> None:
    store = {"createSecret": {"backendStoreUri": "sqlite:////db"}}
    values = {"fullnameOverride": "a" * 70, "backendStore": store, **WITH_ROOT}
    assert one(rendered(values), "Secret")["metadata"]["name"] == "a" * 63 + "-env-secret"


def test_the_namespace_is_in_every_object_when_one_is_given() -> None:
    assert all("namespace" not in m["metadata"] for m in rendered({}))
    assert all(m["metadata"]["namespace"] == "ml" for m in rendered({}, namespace="ml"))


@pytest.mark.parametrize(
    ("account", "name", "made"),
    [
        ({}, "mlflow", True),
        ({"name": "sa"}, "sa", True),
        ({"create": False}, "default", False),
        ({"create": False, "name": "sa"}, "sa", False),
    ],
)
def test_service_account(account: Values, name: str, made: bool) -> None:
    manifests = rendered({"serviceAccount": account})
    assert [m["metadata"]["name"] for m in manifests if m["kind"] == "ServiceAccount"] == ([name] if made else [])
    assert one(manifests, "Deployment")["spec"]["template"]["spec"]["serviceAccountName"] == name


def test_annotations_of_the_service_account() -> None:
    manifest = one(rendered({"serviceAccount": {"annotations": {"a/b": "c"}}}), "ServiceAccount")
    assert manifest["metadata"]["annotations"] == {"a/b": "c"}
    assert "annotations" not in one(rendered({}), "ServiceAccount")["metadata"]


@pytest.mark.parametrize(
    ("image", "reference"),
    [
        ({}, "ghcr.io/mlflow/mlflow:v2.14.1"),
        ({"registry": ""}, "docker.io/mlflow/mlflow:v2.14.1"),
        ({"registry": None, "tag": None}, "docker.io/mlflow/mlflow:v2.14.1"),
        ({"registry": "r:5000", "repository": "a/b", "tag": "1"}, "r:5000/a/b:1"),
    ],
)
def test_image(image: Values, reference: str) -> None:
    assert server({"image": image})["image"] == reference


def test_pull_policy_and_pull_secrets() -> None:
    values = {"image": {"pullPolicy": "Always", "pullSecrets": [{"name": "login"}]}}
    assert server(values)["imagePullPolicy"] == "Always"
    assert pod(values)["imagePullSecrets"] == [{"name": "login"}]


def test_backend_store_in_the_environment_secret() -> None:
    values = {"backendStore": {"createSecret": {"backendStoreUri": "postgresql://u:p@h/d"}}, **WITH_ROOT}
    assert secret(values, "mlflow-env-secret") == {"MLFLOW_BACKEND_STORE_URI": "postgresql://u:p@h/d"}
    assert server(values)["envFrom"] == [{"secretRef": {"name": "mlflow-env-secret"}}]


def test_an_existing_backend_secret_wins() -> None:
    values = {"backendStore": {"existingSecret": "db", "createSecret": {"backendStoreUri": "postgresql://u:p@h/d"}}}
    assert not [m for m in rendered(values) if m["kind"] == "Secret"]
    assert server(values)["envFrom"] == [{"secretRef": {"name": "db"}}]


def test_an_artifact_proxy_has_no_backend_store() -> None:
    values = {
        "trackingServer": {"mode": "artifacts-only", "artifactsDestination": "s3://b"},
        "backendStore": {"existingSecret": "db", "databaseUpgrade": True},
    }
    assert "envFrom" not in server(values)
    assert "initContainers" not in pod(values)
    values["backendStore"] = {"createSecret": {"backendStoreUri": "postgresql://u:p@h/d"}}
    assert not [m for m in rendered(values) if m["kind"] == "Secret"]


STORES: list[tuple[str, Values, dict[str, str]]] = [
    (
        "s3",
        {"accessKeyId": "id", "secretAccessKey": "key"},
        {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "key"},
    ),
    (
        "azure",
        {"azureStorageConnectionString": "cs", "azureStorageAccessKey": "ak"},
        {"AZURE_STORAGE_CONNECTION_STRING": "cs", "AZURE_STORAGE_ACCESS_KEY": "ak"},
    ),
    (
        "oss",
        {"accessKeyId": "id", "accessKeySecret": "key"},
        {"MLFLOW_OSS_KEY_ID": "id", "MLFLOW_OSS_KEY_SECRET": "key"},
    ),
]


@pytest.mark.parametrize(("store", "created", "variables"), STORES)
def test_credentials_of_a_store(store: str, created: Values, variables: dict[str, str]) -> None:
    settings: Values = {"enabled": True, "createSecret": created}
    if store == "oss":
        settings["endpoint"] = "oss.example.com"
    values = {"artifactStore": {store: settings}}
    assert secret(values, "mlflow-env-secret") == variables
    first = next(iter(created))
    settings["createSecret"] = {first: "only"}
    assert secret(values, "mlflow-env-secret") == {next(iter(variables)): "only"}
    settings["existingSecret"] = "mine"
    assert not [m for m in rendered(values) if m["kind"] == "Secret"]
    assert {"secretRef": {"name": "mine"}} in server(values)["envFrom"]
    settings["enabled"] = False
    assert "envFrom" not in server(values)


def test_oss_has_its_endpoint_in_the_config_map() -> None:
    values = {"artifactStore": {"oss": {"enabled": True, "endpoint": "oss.example.com"}}}
    config_map = one(rendered(values), "ConfigMap")
    assert config_map["metadata"]["name"] == "mlflow-env-configmap"
    assert config_map["data"] == {"MLFLOW_OSS_ENDPOINT_URL": "oss.example.com"}
    assert server(values)["envFrom"] == [{"configMapRef": {"name": "mlflow-env-configmap"}}]


MOUNTED: list[tuple[Values, str, str, str, str, str, str]] = [
    ({"trackingServer": {"basicAuth": {"enabled": True}}}, "MLFLOW_AUTH_CONFIG_PATH", "basic_auth.ini", "/etc/mlflow",
     "basic-auth", "mlflow-basic-auth-secret", "trackingServer.basicAuth.existingSecret"),
    ({"artifactStore": {"gcp": {"enabled": True, "createSecret": {"keyFile": "{}"}}}}, "GOOGLE_APPLICATION_CREDENTIALS",
     "keyfile.json", "/etc/mlflow-gcp", "gcp-credentials", "mlflow-gcp-secret", "artifactStore.gcp.existingSecret"),
    ({"artifactStore": {"s3": {"enabled": True, "createCaSecret": {"caBundle": "PEM"}}}}, "AWS_CA_BUNDLE",
     "ca-bundle.crt", "/etc/mlflow-s3-ca", "s3-ca-bundle", "mlflow-s3-ca-secret", "artifactStore.s3.existingCaSecret"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "variable", "file", "folder", "volume", "created", "existing"), MOUNTED)
def test_secrets_that_are_mounted(
    values: Values, variable: str, file: str, folder: str, volume: str, created: str, existing: str
) -> None:
    for name in (created, "mine"):
        container = server(values)
        assert container["env"] == [{"name": variable, "value": f"{folder}/{file}"}]
        assert container["volumeMounts"] == [{"name": volume, "mountPath": folder, "readOnly": True}]
        assert pod(values)["volumes"] == [{"name": volume, "secret": {"secretName": name}}]
        made = [m["metadata"]["name"] for m in rendered(values) if m["kind"] == "Secret"]
        assert made == ([created] if name == created else [])
        here = values
        for key in existing.split(".")[:-1]:
            here = here[key]
        here[existing.split(".")[-1]] = "mine"


def test_gcp_without_a_key_mounts_nothing() -> None:
    values = {"artifactStore": {"gcp": {"enabled": True}, "s3": {"enabled": True}}}
    assert "env" not in server(values)
    assert "volumes" not in pod(values)


def test_basic_auth_file_is_the_one_of_the_contract() -> None:
    values: Values = {"trackingServer": {"basicAuth": {"enabled": True}}}
    assert secret(values, "mlflow-basic-auth-secret") == {
        "basic_auth.ini": "[mlflow]\n"
        "default_permission = READ\n"
        "database_uri = sqlite:///basic_auth.db\n"
        "admin_username = admin\n"
        "admin_password = password\n"
        "authorization_function = mlflow.server.auth:authenticate_request_basic_auth\n"
    }
    assert "--app-name=basic-auth" in server(values)["args"]
    values["trackingServer"]["basicAuth"]["createSecret"] = {"adminPassword": "pa%ss é"}
    assert "admin_password = pa%%ss é\n" in secret(values, "mlflow-basic-auth-secret")["basic_auth.ini"]


def test_arguments_in_order() -> None:
    values: Values = {
        "trackingServer": {
            "mode": "serve-artifacts",
            "defaultArtifactRoot": "mlflow-artifacts:/",
            "artifactsDestination": "s3://b",
            "host": "127.0.0.1",
            "port": 8080,
            "workers": 3,
            "extraArgs": ["--expose-prometheus=/m", "--dev"],
            "basicAuth": {"enabled": True},
        }
    }
    container = server(values)
    assert container["command"] == ["mlflow"]
    assert container["args"] == [
        "server",
        "--serve-artifacts",
        "--default-artifact-root=mlflow-artifacts:/",
        "--artifacts-destination=s3://b",
        "--host=127.0.0.1",
        "--port=8080",
        "--workers=3",
        "--app-name=basic-auth",
        "--expose-prometheus=/m",
        "--dev",
    ]
    assert container["ports"] == [{"containerPort": 8080, "name": "http"}]
    assert server({})["args"] == ["server", "--no-serve-artifacts", "--host=0.0.0.0", "--port=5000", "--workers=1"]


def test_environment_values_are_text() -> None:
    values = {
        "extraEnv": [
            {"name": "A", "value": True},
            {"name": "B", "value": 104857600},
            {"name": "C", "value": 0.5},
            {"name": "D", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
        ]
    }
    assert server(values)["env"] == [
        {"name": "A", "value": "true"},
        {"name": "B", "value": "104857600"},
        {"name": "C", "value": "0.5"},
        {"name": "D", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
    ]


def test_environment_sources_in_order() -> None:
    values: Values = {
        "backendStore": {"existingSecret": "db"},
        "artifactStore": {
            "s3": {"enabled": True, "existingSecret": "s3"},
            "gcp": {"enabled": True, "existingSecret": "gcs"},
            "azure": {"enabled": True, "existingSecret": "az"},
            "oss": {"enabled": True, "endpoint": "h", "createSecret": {"accessKeyId": "i"}},
        },
        "extraEnvFrom": [{"configMapRef": {"name": "extra"}}],
    }
    assert server(values)["envFrom"] == [
        {"secretRef": {"name": "db"}},
        {"configMapRef": {"name": "mlflow-env-configmap"}},
        {"secretRef": {"name": "mlflow-env-secret"}},
        {"configMapRef": {"name": "extra"}},
        {"secretRef": {"name": "s3"}},
        {"secretRef": {"name": "az"}},
    ]


def test_database_upgrade() -> None:
    values: Values = {
        "backendStore": {"existingSecret": "db", "databaseUpgrade": True},
        "artifactStore": {"s3": {"enabled": True, "existingSecret": "s3"}},
        "extraEnv": [{"name": "A", "value": "b"}],
        "extraEnvFrom": [{"secretRef": {"name": "more"}}],
        "extraVolumes": [{"name": "data", "emptyDir": {}}],
        "extraVolumeMounts": [{"name": "data", "mountPath": "/data"}],
        "extraInitContainers": [{"name": "wait", "image": "busybox"}],
        "resources": {"limits": {"cpu": 1}},
        "securityContext": {"runAsNonRoot": True},
    }
    upgrade, wait = pod(values)["initContainers"]
    assert upgrade == UPGRADE
    assert wait == {"name": "wait", "image": "busybox"}


UPGRADE = {
    "name": "mlflow-database-upgrade",
    "image": "ghcr.io/mlflow/mlflow:v2.14.1",
    "imagePullPolicy": "IfNotPresent",
    "command": ["mlflow"],
    "args": ["db", "upgrade", "$(MLFLOW_BACKEND_STORE_URI)"],
    "env": [{"name": "A", "value": "b"}],
    "envFrom": [{"secretRef": {"name": "db"}}, {"secretRef": {"name": "more"}}],
    "volumeMounts": [{"name": "data", "mountPath": "/data"}],
    "resources": {"limits": {"cpu": "1"}},
    "securityContext": {"runAsNonRoot": True},
}


def test_free_form_parts_of_the_pod() -> None:
    values: Values = {
        "replicaCount": 3,
        "podAnnotations": {"a": "b", "gone": None},
        "podSecurityContext": {"fsGroup": 1000},
        "nodeSelector": {"disk": "ssd"},
        "affinity": {"nodeAffinity": {}},
        "tolerations": [{"key": "k", "operator": "Exists"}],
        "extraContainers": [{"name": "side", "image": "busybox"}],
        "extraVolumes": [{"name": "v", "emptyDir": {}}],
        "extraVolumeMounts": [{"name": "v", "mountPath": "/v"}],
        "securityContext": {"readOnlyRootFilesystem": True},
        "resources": {"requests": {"cpu": 0.5, "memory": "1Gi"}, "limits": {"memory": 1073741824}},
    }
    deployment = one(rendered(values), "Deployment")
    assert deployment["spec"]["replicas"] == 3
    assert deployment["spec"]["template"]["metadata"]["annotations"] == {"a": "b"}
    spec = pod(values)
    assert spec["enableServiceLinks"] is False
    assert spec["securityContext"] == {"fsGroup": 1000}
    assert spec["nodeSelector"] == {"disk": "ssd"}
    assert spec["affinity"] == {"nodeAffinity": {}}
    assert spec["tolerations"] == [{"key": "k", "operator": "Exists"}]
    assert [container["name"] for container in spec["containers"]] == ["mlflow", "side"]
    assert spec["volumes"] == [{"name": "v", "emptyDir": {}}]
    assert server(values)["volumeMounts"] == [{"name": "v", "mountPath": "/v"}]
    assert server(values)["securityContext"] == {"readOnlyRootFilesystem": True}
    assert server(values)["resources"] == {
        "requests": {"cpu": "0.5", "memory": "1Gi"},
        "limits": {"memory": "1073741824"},
    }


def test_an_empty_pod_has_only_what_it_needs() -> None:
    assert set(pod({})) == {"enableServiceLinks", "containers", "serviceAccountName"}
    assert set(server({})) == {
        "name", "image", "imagePullPolicy", "command", "args", "ports", "livenessProbe", "readinessProbe",
    }  # fmt: skip
    assert (
        server({})["livenessProbe"] == server({})["readinessProbe"] == {"httpGet": {"path": "/health", "port": "http"}}
    )


def test_the_checksum_is_the_hash_of_what_is_created() -> None:
    values: Values = {
        **WITH_ROOT,
        "backendStore": {"createSecret": {"backendStoreUri": "postgresql://u:p@h/d"}},
        "artifactStore": {"oss": {"enabled": True, "endpoint": "a<b>&c"}},
        "podAnnotations": {"z": "1"},
    }
    manifests = rendered(values)
    data = {m["metadata"]["name"]: m["data"] for m in manifests if m["kind"] in ("Secret", "ConfigMap")}
    compact = json.dumps(data, sort_keys=True, separators=(",", ":"))
    compact = compact.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    annotations = one(manifests, "Deployment")["spec"]["template"]["metadata"]["annotations"]
    assert annotations == {"checksum/config": hashlib.sha256(compact.encode()).hexdigest(), "z": "1"}
    assert "annotations" not in one(rendered({}), "Deployment")["spec"]["template"]["metadata"]


def test_service() -> None:
    service = one(
        rendered({"service": {"type": "NodePort", "port": 80, "name": "web", "annotations": {"a": "b"}}}), "Service"
    )
    assert service["metadata"]["annotations"] == {"a": "b"}
    assert service["spec"]["type"] == "NodePort"
    assert service["spec"]["ports"] == [{"port": 80, "targetPort": "http", "protocol": "TCP", "name": "web"}]


def test_ingress() -> None:
    values: Values = {
        "service": {"port": 80},
        "ingress": {
            "enabled": True,
            "className": "nginx",
            "annotations": {"a": "b"},
            "hosts": [{"host": "h.example.com", "paths": [{"path": "/", "pathType": "Prefix"}, {"path": "/x"}]},
                      {"paths": [{"path": "/"}]}],
            "tls": [{"hosts": ["h.example.com"], "secretName": "cert"}, {"hosts": ["i"], "secretName": ""}],
        },
    }  # fmt: skip
    ingress = one(rendered(values), "Ingress")
    backend = {"service": {"name": "mlflow", "port": {"number": 80}}}
    assert ingress["apiVersion"] == "networking.k8s.io/v1"
    assert ingress["metadata"]["annotations"] == {"a": "b"}
    assert ingress["spec"] == {
        "ingressClassName": "nginx",
        "tls": [{"hosts": ["h.example.com"], "secretName": "cert"}, {"hosts": ["i"]}],
        "rules": [
            {
                "host": "h.example.com",
                "http": {
                    "paths": [
                        {"path": "/", "pathType": "Prefix", "backend": backend},
                        {"path": "/x", "pathType": "ImplementationSpecific", "backend": backend},
                    ]
                },
            },
            {"http": {"paths": [{"path": "/", "pathType": "ImplementationSpecific", "backend": backend}]}},
        ],
    }
    assert "ingressClassName" not in one(rendered({"ingress": {"enabled": True}}), "Ingress")["spec"]


def test_rendering_twice_gives_the_same_text() -> None:
    from mlflow_tui.renderers.yaml_text import documents

    values = {"trackingServer": {"basicAuth": {"enabled": True}}, "ingress": {"enabled": True}}
    assert documents(rendered(values)) == documents(rendered(values))
