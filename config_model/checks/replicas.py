"""MT258, MT259, MT262: what several replicas and workers share, or do not share."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.database_upgrade import upgrades_in_each_pod
from mlflow_tui.config_model.mlflow.behaviours import UVICORN_DEFAULT
from mlflow_tui.config_model.mlflow.store_uris import local_path, meant_dialect
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.problem import Fix, SetValue, Severity
from mlflow_tui.config_model.replicas import REPLICAS, key_of_replicas, most_replicas

_READS = ("image", "trackingServer", "backendStore", "extraEnv", "extraEnvFrom", *REPLICAS)


@check("MT258", Severity.WARNING, "Each replica upgrades the database.", reads=_READS)
def upgrade_in_each_replica(context: Context) -> Iterator[Finding]:
    values = context.values
    if most_replicas(values) < 2 or not upgrades_in_each_pod(values) or not _database(context):
        return
    path: Path = ("backendStore", "databaseUpgradeJob")
    yield Finding(
        key_of_replicas(values),
        f"{most_replicas(values)} pods run `mlflow db upgrade` at the same time, which takes no lock: the migrations "
        "fail or are made by halves",
        hint=f"set {format_path(path)} to true: one Job upgrades before all of them",
        fix=Fix(f"set {format_path(path)} to true", (SetValue(path, True),)),
    )


_POOL, _OVERFLOW = 5, 10
"""SQLAlchemy's `QueuePool`: the connections that a process keeps for a store, and those that it may add."""
_TAKEN = {"postgresql": ("PostgreSQL", 100), "mysql": ("MySQL", 151)}
"""How many connections a database server takes by default."""


@check("MT259", Severity.WARNING, "The database may run out of connections.", reads=_READS)
def connections(context: Context) -> Iterator[Finding]:
    """Of uvicorn alone: gunicorn's workers answer one request at a time, and need one connection."""
    values, server = context.values, context.server
    kind = _database(context)
    threads = UVICORN_DEFAULT.holds(context.mlflow.version) and server.given("--gunicorn-opts") is None
    if not threads or kind not in _TAKEN:
        return
    replicas, workers = most_replicas(values), values.tracking_server.workers
    pool = _number(context, "POOL_SIZE", _POOL) + _number(context, "MAX_OVERFLOW", _OVERFLOW)
    name, taken = _TAKEN[kind]
    stores = _stores(context, kind)
    count = replicas * workers * pool * stores
    if count > taken:
        yield Finding(
            "trackingServer.workers" if workers > 1 else key_of_replicas(values),
            f"up to {count} connections to the database: {replicas} × {workers} processes × {stores} stores × "
            f"a pool of {pool}, and {name} takes {taken} by default",
            hint="have fewer workers, raise max_connections, or set MLFLOW_SQLALCHEMYSTORE_POOL_SIZE and "
            "MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW in extraEnv",
        )


def _database(context: Context) -> str:
    """The dialect of the database server with the runs, PostgreSQL where a Secret names it; empty for none."""
    backend = context.server.backend
    if backend is None or context.server.artifacts_only or backend.path == ("extraEnvFrom",) or backend.filled_in:
        return ""
    if not backend.known:
        return "postgresql"
    return meant_dialect(backend.text or "") if local_path(backend.text or "") is None else ""


def _stores(context: Context, kind: str) -> int:
    """How many stores are in databases of that kind, each with connections of its own: runs, models and users."""
    auth = context.values.tracking_server.basic_auth
    users = auth.create_secret.database_uri if auth.enabled and not auth.existing_secret else ""
    registry = context.server.given("--registry-store-uri")
    elsewhere = registry is not None and meant_dialect(registry.text or "") != kind
    return 1 + (not elsewhere) + (meant_dialect(users) == kind)


def _number(context: Context, name: str, default: int) -> int:
    given = context.server.variable(f"MLFLOW_SQLALCHEMYSTORE_{name}")
    return int(given.text) if given is not None and given.text and given.text.isdecimal() else default


@check("MT262", Severity.WARNING, "Each replica runs jobs of its own.", reads=_READS)
def jobs_of_each_replica(context: Context) -> Iterator[Finding]:
    server = context.server
    if most_replicas(context.values) < 2 or not _database(context) or not server.jobs_run:
        return
    redis = "MLFLOW_SERVER_JOB_HUEY_REDIS_URL"
    if server.may_set(redis):
        return
    shared = f", or share them by {redis}" if redis in context.mlflow.variables else ""
    yield Finding(
        key_of_replicas(context.values),
        "each replica has a queue of jobs of its own: a restart loses it, and periodic jobs run once in each",
        hint=f"set MLFLOW_SERVER_ENABLE_JOB_EXECUTION to false in extraEnv if you need no jobs{shared}",
    )
