"""Deployment: the pods that run the server."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from mlflow_tui.config_model.database_upgrade import upgrades_in_each_pod
from mlflow_tui.config_model.json_data import helm_json
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests import container
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata, configuration: Sequence[Manifest]) -> Iterator[Manifest]:
    """`configuration`: the Secrets and the ConfigMap that are created, whose content rolls the pods."""
    annotations = {**checksum(configuration), **values.pod_annotations}
    pod_metadata: dict[str, Any] = {"labels": metadata.selector}
    if annotations:
        pod_metadata["annotations"] = annotations
    yield {
        **metadata.manifest("apps/v1", "Deployment", metadata.names.fullname),
        "spec": {
            "replicas": values.replica_count,
            "selector": {"matchLabels": metadata.selector},
            "template": {"metadata": pod_metadata, "spec": _pod(values, metadata, configuration)},
        },
    }


def checksum(configuration: Sequence[Manifest]) -> dict[str, str]:
    """The annotation `checksum/config`, or nothing where nothing is created."""
    if not configuration:
        return {}
    contents = {one["metadata"]["name"]: one["data"] for one in configuration}
    return {"checksum/config": hashlib.sha256(helm_json(contents).encode()).hexdigest()}


def _pod(values: Values, metadata: Metadata, configuration: Sequence[Manifest]) -> dict[str, Any]:
    environment = container.environment(configuration, metadata)
    pod = {
        "initContainers": [
            *(container.database_upgrade(values, environment) if upgrades_in_each_pod(values) else ()),
            *values.extra_init_containers,
        ],
        "containers": [container.server(values, metadata, environment), *values.extra_containers],
        "imagePullSecrets": list(values.image.pull_secrets),
        "volumes": [
            *(volume for volume, _ in container.mounted_secrets(values, metadata.names)),
            *values.extra_volumes,
        ],
        "nodeSelector": values.node_selector,
        "affinity": values.affinity,
        "tolerations": values.tolerations,
        "serviceAccountName": metadata.names.service_account,
        "securityContext": values.pod_security_context,
    }
    # Without this a Service named `mlflow` would inject MLFLOW_PORT=tcp://..., which MLflow reads as its port.
    return {"enableServiceLinks": False, **{key: part for key, part in pod.items() if part}}
