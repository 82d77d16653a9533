"""HorizontalPodAutoscaler: how many pods there are, by how busy they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    scaling = values.autoscaling
    if not scaling.enabled:
        return
    name = metadata.names.fullname
    spec: dict[str, Any] = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
        "minReplicas": scaling.min_replicas,
        "maxReplicas": scaling.max_replicas,
        "metrics": [
            *_utilization("cpu", scaling.target_cpu_utilization_percentage),
            *_utilization("memory", scaling.target_memory_utilization_percentage),
            *scaling.metrics,
        ],
        "behavior": scaling.behavior,
    }
    yield {
        **metadata.manifest("autoscaling/v2", "HorizontalPodAutoscaler", name),
        "spec": {key: part for key, part in spec.items() if part},
    }


def _utilization(resource: str, percentage: int | None) -> Iterator[dict[str, Any]]:
    if percentage is not None:
        target = {"type": "Utilization", "averageUtilization": percentage}
        yield {"type": "Resource", "resource": {"name": resource, "target": target}}
