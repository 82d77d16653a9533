"""PodDisruptionBudget: how many pods a drain of nodes may take at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    """The fewest that must stay stand in place of the most that may go, whose default is always there."""
    budget = values.pod_disruption_budget
    if not budget.enabled:
        return
    spec: dict[str, Any] = {"selector": {"matchLabels": metadata.selector}}
    if budget.min_available is not None:
        spec["minAvailable"] = budget.min_available
    elif budget.max_unavailable is not None:
        spec["maxUnavailable"] = budget.max_unavailable
    yield {**metadata.manifest("policy/v1", "PodDisruptionBudget", metadata.names.fullname), "spec": spec}
