"""PersistentVolumeClaim: the volume that outlives the pods, and where the containers have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.chart import DATA_VOLUME, Names
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    persistence = values.persistence
    if not persistence.makes_claim:
        return
    spec: dict[str, Any] = {
        "accessModes": list(persistence.access_modes),
        "resources": {"requests": {"storage": persistence.size}},
    }
    if persistence.storage_class_name:
        spec["storageClassName"] = persistence.storage_class_name
    name = metadata.names.fullname
    yield {**metadata.manifest("v1", "PersistentVolumeClaim", name, persistence.annotations), "spec": spec}


def volumes(values: Values, names: Names) -> Iterator[dict[str, Any]]:
    """The volume of the pod, of the claim that is made or of an existing one."""
    if values.persistence.enabled:
        claim = values.persistence.existing_claim or names.fullname
        yield {"name": DATA_VOLUME, "persistentVolumeClaim": {"claimName": claim}}


def mounts(values: Values) -> Iterator[dict[str, Any]]:
    """Its mount in a container that runs MLflow."""
    if values.persistence.enabled:
        yield {"name": DATA_VOLUME, "mountPath": values.persistence.mount_path}
