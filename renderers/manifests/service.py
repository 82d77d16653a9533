"""Service: the port in front of the pods."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    service = values.service
    port: dict[str, object] = {"port": service.port, "targetPort": "http", "protocol": "TCP"}
    if service.name:
        port["name"] = service.name
    yield {
        **metadata.manifest("v1", "Service", metadata.names.fullname, service.annotations),
        "spec": {"type": service.type, "ports": [port], "selector": metadata.selector},
    }
