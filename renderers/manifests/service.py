"""Service: the port in front of the pods."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata, filled


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    service = values.service
    port: dict[str, object] = {"port": service.port, "targetPort": "http", "protocol": "TCP"}
    if service.name:
        port["name"] = service.name
    if service.node_port is not None:
        port["nodePort"] = service.node_port
    made = metadata.manifest("v1", "Service", metadata.names.fullname, service.annotations)
    made["metadata"]["labels"] = metadata.with_labels(service.labels)
    further = {
        "loadBalancerClass": service.load_balancer_class,
        "loadBalancerSourceRanges": list(service.load_balancer_source_ranges),
        "externalTrafficPolicy": service.external_traffic_policy,
        "sessionAffinity": service.session_affinity,
    }
    spec = {"type": service.type, "ports": [port], "selector": metadata.selector, **filled(further)}
    yield {**made, "spec": spec}
