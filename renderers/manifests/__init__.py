"""The Kubernetes objects that values render to, a module an object: the kubectl flavour of the manifest contract."""

from __future__ import annotations

from typing import Any

from mlflow_tui.config_model.chart import Release, names
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests import (
    config_map,
    deployment,
    ingress,
    persistent_volume_claim,
    secrets,
    service,
    service_account,
)
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata

__all__ = ["Manifest", "file_name", "render"]


def render(values: Values, release: Release | None = None) -> list[Manifest]:
    """The objects, in the order in which they are applied.

    Takes values that have passed all checks; the same values always give the same objects.
    """
    release = release or Release()
    metadata = Metadata(names(values, release), release)
    created = secrets.render(values, metadata)
    environment = config_map.render(values, metadata)
    configuration = [*created, *environment]
    return [
        *service_account.render(values, metadata),
        *configuration,
        *persistent_volume_claim.render(values, metadata),
        *service.render(values, metadata),
        *deployment.render(values, metadata, configuration),
        *ingress.render(values, metadata),
    ]


def file_name(manifest: dict[str, Any]) -> str:
    """The name of the file that one object is written to: `deployment-mlflow.yaml`."""
    return f"{manifest['kind']}-{manifest['metadata']['name']}.yaml".lower()
