"""ServiceMonitor: how the Prometheus Operator finds the metrics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    monitor = values.metrics.service_monitor
    if not (values.metrics.enabled and monitor.enabled):
        return
    manifest = metadata.manifest("monitoring.coreos.com/v1", "ServiceMonitor", metadata.names.fullname)
    manifest["metadata"]["labels"] = {**monitor.labels, **manifest["metadata"]["labels"]}
    spec: dict[str, Any] = {"selector": {"matchLabels": metadata.selector}, "endpoints": [_endpoint(values)]}
    if monitor.namespace:
        manifest["metadata"]["namespace"] = monitor.namespace
        own = metadata.release.namespace
        spec["namespaceSelector"] = {"matchNames": [own]} if own else {"any": True}
    yield {**manifest, "spec": spec}


def _endpoint(values: Values) -> dict[str, Any]:
    monitor = values.metrics.service_monitor
    endpoint = {
        # A port of the Service is found by its name; where it has none, by that of the container's.
        "port": values.service.name,
        "targetPort": "" if values.service.name else "http",
        "path": values.metrics.path,
        "interval": monitor.interval,
        "scrapeTimeout": monitor.scrape_timeout,
        "basicAuth": monitor.basic_auth,
        "relabelings": list(monitor.relabelings),
        "metricRelabelings": list(monitor.metric_relabelings),
    }
    return {key: part for key, part in endpoint.items() if part}
