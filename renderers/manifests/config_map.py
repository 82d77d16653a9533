"""ConfigMap: variables of the server that anybody may read."""

from __future__ import annotations

from collections.abc import Iterator

from config_model.values import Values
from renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    oss = values.artifact_store.oss
    if oss.enabled:
        yield {
            **metadata.manifest("v1", "ConfigMap", metadata.names.env_configmap),
            "data": {"MLFLOW_OSS_ENDPOINT_URL": oss.endpoint},
        }
