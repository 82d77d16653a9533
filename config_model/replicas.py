"""How many pods values may run at a time."""

from __future__ import annotations

from mlflow_tui.config_model.values import Values

REPLICAS = ("replicaCount", "autoscaling")
"""The keys at the top of the file that decide it."""


def most_replicas(values: Values) -> int:
    """The most pods that run the server, rollouts aside."""
    return values.autoscaling.max_replicas if values.autoscaling.enabled else values.replica_count


def fewest_replicas(values: Values) -> int:
    """The fewest pods that run the server."""
    return values.autoscaling.min_replicas if values.autoscaling.enabled else values.replica_count


def key_of_replicas(values: Values) -> str:
    """The setting that gives the most."""
    return "autoscaling.maxReplicas" if values.autoscaling.enabled else "replicaCount"
