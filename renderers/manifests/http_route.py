"""HTTPRoute: host names and a path at which a Gateway leads to the Service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    route = values.http_route
    if not route.enabled:
        return
    name = metadata.names.fullname
    rule: dict[str, Any] = {
        "matches": [{"path": {"type": "PathPrefix", "value": route.path}}],
        "filters": list(route.filters),
        "timeouts": route.timeouts,
        "backendRefs": [{"name": name, "port": values.service.port}],
    }
    spec: dict[str, Any] = {
        "parentRefs": list(route.parent_refs),
        "hostnames": list(route.hostnames),
        "rules": [{key: part for key, part in rule.items() if part}],
    }
    yield {
        **metadata.manifest("gateway.networking.k8s.io/v1", "HTTPRoute", name, route.annotations),
        "spec": {key: part for key, part in spec.items() if part},
    }
