"""Job: the upgrade of the database, once for each new MLflow, before the pods of the server start."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlflow_tui.config_model.credentials import BACKEND_STORE, ENVIRONMENT
from mlflow_tui.config_model.database_upgrade import upgrades_by_job
from mlflow_tui.config_model.json_data import helm_json
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests import container
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata
from mlflow_tui.renderers.manifests.task_pod import pod_template

COMPONENT = "db-upgrade"
_LONGEST = 63 - len(f"-{COMPONENT}-") - 8
"""The name of a Job is a label of its pods, of at most 63 characters."""


def render(
    values: Values, metadata: Metadata, configuration: Sequence[Manifest], server: Mapping[str, Any]
) -> Iterator[Manifest]:
    """`configuration`: the Secrets and the ConfigMap that are created; `server`: the spec of the server's pods."""
    if not upgrades_by_job(values):
        return
    (upgrade,) = container.database_upgrade(values, container.environment(configuration, metadata))
    digest = _digest(values, upgrade, _uri(metadata, configuration))
    name = f"{metadata.names.fullname[:_LONGEST].removesuffix('-')}-{COMPONENT}-{digest}"
    yield {
        **metadata.manifest("batch/v1", "Job", name),
        "spec": {
            "backoffLimit": 3,
            "ttlSecondsAfterFinished": 86400,
            "template": pod_template(metadata, COMPONENT, upgrade, server),
        },
    }


def _uri(metadata: Metadata, configuration: Sequence[Manifest]) -> str:
    """The URI as the created Secret has it, in base64; empty where another Secret has it."""
    secret = metadata.names.secret(ENVIRONMENT)
    content = [one["data"] for one in configuration if one["metadata"]["name"] == secret]
    return str(content[0].get(BACKEND_STORE.keys[0].name, "")) if content else ""


def _digest(values: Values, upgrade: Mapping[str, Any], uri: str) -> str:
    """Of the image, the source of the URI and the environment: a new one for each new MLflow."""
    parts = {
        "image": upgrade["image"],
        "mlflowVersion": str(values.image.reading.version),
        "uri": uri,
        "env": upgrade.get("env", []),
        "envFrom": upgrade.get("envFrom", []),
    }
    return hashlib.sha256(helm_json(parts).encode()).hexdigest()[:8]
