"""MT290: the Job that upgrades the database."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.database_upgrade import upgrades_by_job
from mlflow_tui.config_model.mlflow.mounted_paths import on_volume
from mlflow_tui.config_model.mlflow.store_uris import local_path, meant_dialect
from mlflow_tui.config_model.problem import Severity

_READS = ("image", "trackingServer", "backendStore", "extraEnv", "extraEnvFrom", "extraVolumes", "extraVolumeMounts")


@check("MT290", Severity.WARNING, "A Job upgrades a database that is a file of the server.", reads=_READS)
def job_on_a_file(context: Context) -> Iterator[Finding]:
    backend = context.server.backend
    if not upgrades_by_job(context.values) or backend is None or meant_dialect(backend.text or "") != "sqlite":
        return
    path = local_path(backend.text or "")
    if path is None:
        return
    key = "backendStore.databaseUpgradeJob"
    yield Finding(
        key,
        "the server writes to the file that the Job upgrades, and the Job may not get the volume"
        if on_volume(context.values, path)
        else "the Job upgrades a file of its own container, not that of the server",
        hint="leave the upgrade to the init container: a database in a file has one server",
        fix=context.removal(key),
    )
