"""Who upgrades the database: each pod before it starts, one Job before all of them, or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlflow_tui.config_model.credentials import ARTIFACTS_ONLY

if TYPE_CHECKING:
    from mlflow_tui.config_model.values import Values

CONTAINER = "mlflow-database-upgrade"
"""Name of the container that runs `mlflow db upgrade`, in a pod of the server or of the Job."""


def upgrades(values: Values) -> bool:
    """Whether `mlflow db upgrade` runs at all: an artifact proxy has no database."""
    return values.backend_store.database_upgrade and values.tracking_server.mode != ARTIFACTS_ONLY


def upgrades_by_job(values: Values) -> bool:
    """Whether one Job runs it, before any pod of the server starts."""
    return upgrades(values) and values.backend_store.database_upgrade_job


def upgrades_in_each_pod(values: Values) -> bool:
    """Whether an init container of each replica runs it."""
    return upgrades(values) and not values.backend_store.database_upgrade_job
