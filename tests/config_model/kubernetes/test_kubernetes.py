"""Pieces of Kubernetes: their fields by version, and what the API server refuses in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.config_model import kubernetes
from mlflow_tui.config_model.kubernetes import VERSIONS, check, describe, fields, parse_version


def test_the_data_is_what_the_published_schemas_give() -> None:
    pytest.importorskip("kubernetes_validate", reason="a development dependency: pip install kubernetes-validate")
    from mlflow_tui.config_model.kubernetes.generate import generated

    folder = Path(kubernetes.__file__).parent
    schema, descriptions = generated()
    assert (folder / "schema.json").read_text(encoding="utf-8") == schema
    assert (folder / "descriptions.json").read_text(encoding="utf-8") == descriptions


def test_every_version_is_known() -> None:
    assert VERSIONS[0] == "1.25"
    assert VERSIONS[-1] == "1.37"
    assert len(VERSIONS) == 13


@pytest.mark.parametrize(("text", "version"), [("1.29", "1.29"), ("v1.33.4", "1.33"), ("1.30.1-eks-5e0f", "1.30")])
def test_versions_are_read_as_clusters_write_them(text: str, version: str) -> None:
    assert parse_version(text) == version


@pytest.mark.parametrize("text", ["1.24", "1.38", "2.0", "latest", "", "133"])
def test_other_versions_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Kubernetes|1\.33"):
        parse_version(text)


def test_fields_come_and_go_with_the_versions() -> None:
    assert "restartPolicy" not in fields("Container", "1.27")
    assert fields("Container", "1.28")["restartPolicy"].since == "1.28"
    assert "appArmorProfile" in fields("PodSecurityContext", "1.30")
    assert "appArmorProfile" not in fields("PodSecurityContext", "1.29")
    assert all(fields("Container", version)["name"].required for version in VERSIONS)


def test_descriptions_and_choices_help_to_fill_in_a_field() -> None:
    field = describe("Container", ("livenessProbe", "httpGet", "scheme"), "1.33")
    assert field is not None
    assert field.choices == ("HTTP", "HTTPS")
    assert field.description
    limits = describe("Container", ("resources", "limits", "cpu"), "1.33")
    assert limits is not None
    assert limits.item == "Quantity"
    key = describe("Container", ("env", 0, "valueFrom", "secretKeyRef", "key"), "1.33")
    assert key is not None
    assert key.required
    assert describe("Container", ("env", 0, "nope"), "1.33") is None
    assert describe("Container", (), "1.33") is None


@pytest.mark.parametrize(
    ("path", "owner", "name", "words"),
    [
        (("env",), "Container", "env", "list of EnvVar"),
        (("env", 3), "Container", "env", "list of EnvVar"),
        (("env", 0, "valueFrom"), "EnvVar", "valueFrom", "EnvVarSource"),
        (("resources", "limits"), "ResourceRequirements", "limits", "map of quantity"),
        (("resources", "limits", "nvidia.com/gpu"), "ResourceRequirements", "limits", "map of quantity"),
        (("livenessProbe", "httpGet", "port"), "HTTPGetAction", "port", "integer or string"),
        (("args", 0), "Container", "args", "list of string"),
    ],
)
def test_a_field_is_found_by_its_path(path: tuple[str | int, ...], owner: str, name: str, words: str) -> None:
    found = describe("Container", path, "1.33")
    assert found is not None
    assert (found.owner, found.name, found.words) == (owner, name, words)


@pytest.mark.parametrize(
    "path", [("name", 0), ("name", "x"), (0,), ("env", "name"), ("resources", "limits", "cpu", "x")]
)
def test_a_path_that_leads_nowhere_has_no_field(path: tuple[str | int, ...]) -> None:
    assert describe("Container", path, "1.33") is None


def test_a_field_that_only_the_api_server_requires_is_required() -> None:
    assert fields("SecretVolumeSource", "1.33")["secretName"].required
    assert not fields("SecretVolumeSource", "1.33")["items"].required


def test_a_type_that_no_version_has_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        check("Contaner", {}, "1.33")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_claim_of_a_volume_may_ask_for_storage(version: str) -> None:
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    volume = {"name": "v", "ephemeral": {"volumeClaimTemplate": {"spec": spec}}}
    assert check("Volume", volume, version) == []


def test_names_of_variables_are_freer_since_1_32() -> None:
    assert check("EnvVar", {"name": "1 A"}, "1.31")
    assert check("EnvVar", {"name": "1 A"}, "1.32") == []
    assert check("EnvVar", {"name": "1=A"}, "1.37")


def test_a_restart_policy_of_a_container_is_freer_since_1_34() -> None:
    container = {"name": "c", "image": "i", "restartPolicy": "Never"}
    assert check("Container", container, "1.33")
    assert check("Container", container, "1.34") == []
    assert check("PodSpec", {"containers": [{**container, "restartPolicy": "Always"}]}, "1.33")
    sidecar = {**container, "name": "i", "restartPolicy": "Always", "startupProbe": {"tcpSocket": {"port": 1}}}
    assert check("PodSpec", {"containers": [{"name": "c", "image": "i"}], "initContainers": [sidecar]}, "1.33") == []


@pytest.mark.parametrize(
    ("written", "near"), [("imagepullpolicy", "imagePullPolicy"), ("volumesMounts", "volumeMounts"), ("ENV", "env")]
)
def test_the_nearest_field_is_named(written: str, near: str) -> None:
    (violation,) = check("Container", {"name": "c", "image": "i", written: None}, "1.33")
    assert violation.kind == "unknown"
    assert f"'{near}'" in violation.message


GOOD: list[tuple[str, dict[str, Any]]] = [
    ("EnvVar", {"name": "A"}),
    ("EnvVar", {"name": "A", "value": ""}),
    ("EnvVar", {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}),
    ("EnvVar", {"name": "A", "value": "b", "valueFrom": None}),
    ("EnvFromSource", {"prefix": "P_", "secretRef": {"name": "s", "optional": True}}),
    ("Volume", {"name": "v", "emptyDir": {}}),
    ("Volume", {"name": "v", "emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}}),
    ("Volume", {"name": "v", "persistentVolumeClaim": {"claimName": "c"}}),
    ("Volume", {"name": "v", "csi": {"driver": "d", "volumeAttributes": {"a": "b"}}}),
    ("VolumeMount", {"name": "v", "mountPath": "/v", "readOnly": True}),
    ("Toleration", {"operator": "Exists"}),
    ("Toleration", {"key": "k", "value": "v", "effect": "NoExecute", "tolerationSeconds": 3}),
    ("Container", {"name": "c", "image": "i", "livenessProbe": {"httpGet": {"port": "http", "path": "/"}}}),
    ("Container", {"name": "c", "image": "i", "resources": {"limits": {"cpu": 1, "memory": "1Gi"}}}),
    ("Container", {"name": "c", "image": "i", "ports": [{"containerPort": 80, "protocol": "UDP"}]}),
    ("ResourceRequirements", {"limits": {"cpu": 0.5, "memory": "1e3", "nvidia.com/gpu": 1}}),
    ("SecurityContext", {"capabilities": {"drop": ["ALL"]}, "seccompProfile": {"type": "RuntimeDefault"}}),
    ("PodSecurityContext", {"fsGroup": 1000, "fsGroupChangePolicy": "OnRootMismatch"}),
    ("LocalObjectReference", {"name": "s"}),
]


@pytest.mark.parametrize(("kind", "data"), GOOD)
@pytest.mark.parametrize("version", ["1.25", "1.33", "1.37"])
def test_what_the_api_server_takes_passes(kind: str, data: dict[str, Any], version: str) -> None:
    assert check(kind, data, version) == []


BAD: list[tuple[str, dict[str, Any], tuple[str | int, ...], str, str]] = [
    ("EnvVar", {"value": "a"}, (), "missing", "name"),
    ("EnvVar", {"name": "A", "value": 1}, ("value",), "type", "expected a string"),
    ("EnvVar", {"name": "A=B"}, ("name",), "format", "A=B"),
    ("EnvVar", {"name": "A", "value": "b", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
     ("valueFrom",), "format", "exclude"),
    ("EnvVar", {"name": "A", "valueFrom": {}}, ("valueFrom",), "missing", "secretKeyRef"),
    ("EnvVar", {"name": "A", "valueFrom": {"secretKeyRef": {"name": "s"}}},
     ("valueFrom", "secretKeyRef"), "missing", "key"),
    ("EnvVar", {"name": "A", "valueform": {}}, ("valueform",), "unknown", "valueFrom"),
    ("EnvFromSource", {"prefix": "P"}, (), "missing", "secretRef"),
    ("EnvFromSource", {"secretRef": {"name": ""}}, ("secretRef", "name"), "missing", "name"),
    ("Volume", {"name": "v"}, (), "missing", "emptyDir"),
    ("Volume", {"name": "v", "emptyDir": {}, "secret": {"secretName": "s"}}, ("secret",), "format", "exclude"),
    ("Volume", {"name": "V", "emptyDir": {}}, ("name",), "format", "lower-case"),
    ("Volume", {"name": "v", "emptydir": {}}, ("emptydir",), "unknown", "emptyDir"),
    ("Volume", {"name": "v", "persistentVolumeClaim": {}}, ("persistentVolumeClaim",), "missing", "claimName"),
    ("Volume", {"name": "v", "secret": {"secretName": "s", "defaultMode": 777}},
     ("secret", "defaultMode"), "format", "511"),
    ("VolumeMount", {"name": "v"}, (), "missing", "mountPath"),
    ("VolumeMount", {"name": "v", "mountPath": ""}, ("mountPath",), "missing", "empty"),
    ("VolumeMount", {"name": "v", "mountPath": "/v", "subPath": "../x"}, ("subPath",), "format", "inside"),
    ("Toleration", {"key": "k", "operator": "Exist"}, ("operator",), "choice", "Exists"),
    ("Toleration", {"value": "v"}, (), "format", "Exists"),
    ("Toleration", {"key": "k", "effect": "NoRun"}, ("effect",), "choice", "NoSchedule"),
    ("Toleration", {"key": "k", "tolerationSeconds": 1}, ("tolerationSeconds",), "format", "NoExecute"),
    ("Container", {"name": "c"}, (), "missing", "image"),
    ("Container", {"name": "c_d", "image": "i"}, ("name",), "format", "lower-case"),
    ("Container", {"name": "c", "image": "i", "imagePullPolicy": "always"}, ("imagePullPolicy",), "choice", "Always"),
    ("Container", {"name": "c", "image": "i", "command": "sh"}, ("command",), "type", "expected a list"),
    ("Container", {"name": "c", "image": "i", "ports": [{"containerPort": 0}]},
     ("ports", 0, "containerPort"), "format", "65535"),
    ("Container", {"name": "c", "image": "i", "livenessProbe": {}}, ("livenessProbe",), "missing", "httpGet"),
    ("Container", {"name": "c", "image": "i", "readinessProbe": {"httpGet": {"path": "/"}}},
     ("readinessProbe", "httpGet"), "missing", "port"),
    ("ResourceRequirements", {"limits": {"cpu": "1 core"}}, ("limits", "cpu"), "format", "quantity"),
    ("ResourceRequirements", {"limits": {"cpu": True}}, ("limits", "cpu"), "type", "quantity"),
    ("ResourceRequirements", {"limit": {"cpu": 1}}, ("limit",), "unknown", "limits"),
    ("Affinity", {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
        {"matchExpressions": [{"key": "k", "operator": "in", "values": ["v"]}]}]}}},
     ("nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms", 0, "matchExpressions", 0,
      "operator"), "choice", "In"),
    ("Affinity", {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
        {"weight": 101, "podAffinityTerm": {"topologyKey": "k"}}]}},
     ("podAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution", 0, "weight"), "format", "100"),
    ("SecurityContext", {"runAsUser": "1000"}, ("runAsUser",), "type", "an integer"),
    ("SecurityContext", {"privileged": True, "allowPrivilegeEscalation": False},
     ("allowPrivilegeEscalation",), "format", "privileged"),
    ("SecurityContext", {"seccompProfile": {"type": "Localhost"}}, ("seccompProfile",), "missing", "localhostProfile"),
    ("PodSecurityContext", {"fsGroup": -1}, ("fsGroup",), "format", "0"),
    ("LocalObjectReference", {}, (), "missing", "name"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "path", "violation", "says"), BAD)
def test_what_the_api_server_refuses_is_found(
    kind: str, data: dict[str, Any], path: tuple[str | int, ...], violation: str, says: str
) -> None:
    found = check(kind, data, "1.33")
    assert [(one.path, one.kind) for one in found] == [(path, violation)]
    assert says in f"{found[0].message} {found[0].hint}"
    assert found[0].hint


def test_a_field_of_another_version_is_said_to_be_one() -> None:
    (violation,) = check("Container", {"name": "c", "image": "i", "restartPolicy": "Always"}, "1.27")
    assert "since 1.28" in violation.message


def test_a_credential_is_not_repeated() -> None:
    (violation,) = check("Container", {"name": "c", "image": "i", "ports": "hunter2"}, "1.33")
    assert "hunter2" not in f"{violation.message} {violation.hint}"
