"""The Job that upgrades the database in place of an init container in every replica."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.renderers.test_manifests import UPGRADE, Values, one, pod, rendered

STORE = {"existingSecret": "db", "databaseUpgrade": True, "databaseUpgradeJob": True}
FULL: Values = {
    "backendStore": STORE,
    "artifactStore": {"s3": {"enabled": True, "existingSecret": "s3", "existingCaSecret": "ca"}},
    "image": {"pullSecrets": [{"name": "login"}]},
    "extraEnv": [{"name": "A", "value": "b"}],
    "extraEnvFrom": [{"secretRef": {"name": "more"}}],
    "extraVolumes": [{"name": "unused", "emptyDir": {}}, {"name": "data", "emptyDir": {}}],
    "extraVolumeMounts": [{"name": "data", "mountPath": "/data"}],
    "extraContainers": [{"name": "side", "image": "busybox"}],
    "extraInitContainers": [{"name": "wait", "image": "busybox"}],
    "resources": {"limits": {"cpu": 1}},
    "securityContext": {"runAsNonRoot": True},
    "podSecurityContext": {"fsGroup": 1000},
    "nodeSelector": {"disk": "ssd"},
    "affinity": {"nodeAffinity": {}},
    "tolerations": [{"key": "k", "operator": "Exists"}],
    "podAnnotations": {"a": "b"},
}


def job(values: Values, release: str = "mlflow") -> dict[str, Any]:
    return one(rendered(values, release), "Job")


def test_it_runs_what_the_init_container_would_run() -> None:
    made = job(FULL)
    assert made["apiVersion"] == "batch/v1"
    assert re.fullmatch(r"mlflow-db-upgrade-[0-9a-f]{8}", made["metadata"]["name"])
    assert made["metadata"]["labels"] == one(rendered(FULL), "Deployment")["metadata"]["labels"]
    template = made["spec"].pop("template")
    assert made["spec"] == {"backoffLimit": 3, "ttlSecondsAfterFinished": 86400}
    assert template["spec"] == {
        "enableServiceLinks": False,
        "restartPolicy": "Never",
        "containers": [UPGRADE],
        "volumes": [{"name": "data", "emptyDir": {}}],
        "imagePullSecrets": [{"name": "login"}],
        "nodeSelector": {"disk": "ssd"},
        "affinity": {"nodeAffinity": {}},
        "tolerations": [{"key": "k", "operator": "Exists"}],
        "serviceAccountName": "mlflow",
        "securityContext": {"fsGroup": 1000},
    }


def test_no_pod_of_the_server_upgrades_then() -> None:
    assert [each["name"] for each in pod(FULL)["initContainers"]] == ["wait"]
    assert "initContainers" not in pod({"backendStore": STORE})


def test_the_service_and_the_deployment_do_not_take_its_pods_for_the_servers() -> None:
    objects = rendered(FULL)
    labels = one(objects, "Job")["spec"]["template"]["metadata"]["labels"]
    for selector in (
        one(objects, "Service")["spec"]["selector"],
        one(objects, "Deployment")["spec"]["selector"]["matchLabels"],
    ):
        assert not selector.items() <= labels.items()


@pytest.mark.parametrize(
    "values",
    [
        {"backendStore": {**STORE, "databaseUpgrade": False}},
        {"backendStore": {**STORE, "databaseUpgradeJob": False}},
        {"backendStore": STORE, "trackingServer": {"mode": "artifacts-only", "artifactsDestination": "s3://b"}},
    ],
)
def test_there_is_none_where_nothing_is_to_be_upgraded_by_it(values: Values) -> None:
    assert "Job" not in [each["kind"] for each in rendered(values)]


def test_it_comes_after_what_it_needs_and_before_the_service() -> None:
    store = {**STORE, "existingSecret": "", "createSecret": {"backendStoreUri": "postgresql://u:p@h/d"}}
    oss = {"artifactStore": {"oss": {"enabled": True, "endpoint": "https://oss"}}}
    server = {"trackingServer": {"defaultArtifactRoot": "oss://b"}}
    kinds = [each["kind"] for each in rendered({"backendStore": store, **oss, **server})]
    assert kinds == ["ServiceAccount", "Secret", "ConfigMap", "Job", "Service", "Deployment"]


CREATED = {"databaseUpgrade": True, "databaseUpgradeJob": True}


@pytest.mark.parametrize(
    ("values", "same"),
    [
        ({"image": {"tag": "v2.14.2"}}, False),
        ({"image": {"mlflowVersion": "3.17.2"}}, False),
        ({"image": {"registry": "r.example.com"}}, False),
        ({"backendStore": {**STORE, "existingSecret": "other"}}, False),
        ({"backendStore": {**CREATED, "createSecret": {"backendStoreUri": "postgresql://u:p@h/e"}}}, False),
        ({"extraEnv": [{"name": "A", "value": "c"}]}, False),
        ({"extraEnvFrom": []}, False),
        ({"resources": {"limits": {"cpu": 2}}}, True),
        ({"replicaCount": 4, "podAnnotations": {"c": "d"}}, True),
    ],
)
def test_its_name_changes_with_the_image_the_uri_and_the_environment(values: Values, same: bool) -> None:
    root = {"trackingServer": {"defaultArtifactRoot": "s3://b"}}
    before, after = ({**FULL, **root, **given} for given in ({}, values))
    assert (job(before)["metadata"]["name"] == job(after)["metadata"]["name"]) == same


@pytest.mark.parametrize("name", ["a" * 53, f"{'a' * 42}-{'b' * 10}", f"{'a' * 35}-mlflow"])
def test_its_name_is_short_enough_for_a_label_of_its_pods(name: str) -> None:
    made = job(FULL, name)["metadata"]["name"]
    assert len(made) <= 63
    assert re.fullmatch(r"a[-ab]*-db-upgrade-[0-9a-f]{8}|a[-a]*mlflow-db-upgrade-[0-9a-f]{8}", made)
    assert "--db" not in made
