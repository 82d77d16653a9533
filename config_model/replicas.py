"""How many pods values may run at a time."""

from __future__ import annotations

from mlflow_tui.config_model.values import Values

REPLICAS = ("replicaCount",)
"""The keys at the top of the file that decide it."""


def most_replicas(values: Values) -> int:
    """The most pods that run the server, rollouts aside."""
    return values.replica_count


def key_of_replicas(values: Values) -> str:
    """The setting that gives that number."""
    return "replicaCount"
