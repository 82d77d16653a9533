"""What the server of a later MLflow does otherwise, told to the files that it concerns.

What the checks find for the later version is not repeated here.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.drivers import is_official
from mlflow_tui.config_model.mlflow.behaviours import (
    NO_DEFAULT_ADMIN_PASSWORD,
    SQLITE_BY_DEFAULT,
    UPLOADS_HELD_BELOW_PREFIX,
    UPLOADS_HELD_IN_MEMORY,
    UVICORN_DEFAULT,
)
from mlflow_tui.config_model.mlflow.facts import Facts
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.published_hosts import published_hosts
from mlflow_tui.config_model.upgrade.changing import Changing
from mlflow_tui.config_model.upgrade.declaration import Told, news
from mlflow_tui.config_model.upgrade.entry import Kind

_JOBS = "MLFLOW_SERVER_ENABLE_JOB_EXECUTION"


def _served_by_uvicorn(changing: Changing) -> bool:
    return all(changing.server.given(one) is None for one in ("--gunicorn-opts", "--waitress-opts"))


@news(Kind.CHANGED, UVICORN_DEFAULT)
def uvicorn(changing: Changing) -> Iterator[Told]:
    given = changing.server.variable("GUNICORN_CMD_ARGS")
    if not _served_by_uvicorn(changing):
        return
    if given is not None:
        yield Told(given.path, "GUNICORN_CMD_ARGS has no effect: uvicorn serves", fix="use --uvicorn-opts in extraArgs")
    else:
        message = "uvicorn serves instead of gunicorn: each worker answers many requests at once, and logs differ"
        yield Told("trackingServer.workers", message)


def _checks_hosts(facts: Facts) -> bool:
    return facts.security is not None


@news(Kind.CHANGED, _checks_hosts, told_by=("MT249", "MT256", "MT257"))
def hosts(changing: Changing) -> Iterator[Told]:
    if not changing.server.checks_hosts:
        return
    named = published_hosts(changing.values)
    known = f"{named[0]} and " if len(named) == 1 else "the published hosts and " if named else ""
    message = f"only {known}the Service's names are answered, others get 403"
    if len(message) > 100:
        message = "only the published hosts and the Service's names are answered, others get 403"
    yield Told("trackingServer.allowedHosts", message, fix="add each other name by which clients reach the server")


def _health_below_prefix(facts: Facts) -> bool:
    return facts.health_below_prefix


@news(Kind.CHANGED, _health_below_prefix)
def health(changing: Changing) -> Iterator[Told]:
    if (place := _prefix(changing)) is not None:
        path, prefix = place
        message = f"/health is now {prefix}/health; the probes follow"
        yield Told(path, message[:100], fix="change the health checks of load balancers and monitors")


def _api_below_prefix(facts: Facts) -> bool:
    return facts.api_below_prefix


@news(Kind.CHANGED, _api_below_prefix)
def api(changing: Changing) -> Iterator[Told]:
    if (place := _prefix(changing)) is not None:
        path, prefix = place
        message = "/api answers 404 outside the static prefix"
        yield Told(path, message, fix=f"end the MLFLOW_TRACKING_URI of clients with {prefix}")


def _prefix(changing: Changing) -> tuple[Path, str] | None:
    given, meant = changing.server.static_prefix, changing.server.meant_prefix
    return (given.path, meant) if given is not None and meant else None


@news(Kind.CHANGED, SQLITE_BY_DEFAULT)
def default_backend(changing: Changing) -> Iterator[Told]:
    if changing.server.backend is None and not changing.server.artifacts_only:
        message = "without a backend store, runs go to mlflow.db instead of the folder mlruns"
        yield Told("backendStore", message, fix="name a database in backendStore")


@news(Kind.CHANGED, NO_DEFAULT_ADMIN_PASSWORD, told_by=("MT247",))
def admin_password(changing: Changing) -> Iterator[Told]:
    auth = changing.values.tracking_server.basic_auth
    if changing.server.asks_login and auth.enabled and auth.existing_secret:
        message = "the server exits where basic_auth.ini has no admin_password of 12 characters or more"
        yield Told("trackingServer.basicAuth.existingSecret", message, fix="look into the Secret before the rollout")


@news(Kind.RESOURCES, UPLOADS_HELD_IN_MEMORY, told_by=("MT261",))
def uploads(changing: Changing) -> Iterator[Told]:
    if _passes_uploads_on(changing):
        message = "each upload through the server is held in memory, at twice its size, until MLflow 3.15.0"
        yield Told("resources.limits.memory", message, fix="leave room for the largest, or use no-serve-artifacts")


@news(Kind.RESOURCES, UPLOADS_HELD_BELOW_PREFIX, told_by=("MT261",))
def uploads_below_prefix(changing: Changing) -> Iterator[Told]:
    held = UPLOADS_HELD_IN_MEMORY.holds(changing.before.mlflow.version)
    if not held and changing.server.meant_prefix and _passes_uploads_on(changing):
        message = "below a static prefix each upload is held in memory, at twice its size"
        yield Told("resources.limits.memory", message, fix="leave room for the largest, or use no-serve-artifacts")


def _passes_uploads_on(changing: Changing) -> bool:
    server = changing.server
    return _served_by_uvicorn(changing) and (server.serves_artifacts or server.artifacts_only)


def _jobs_by_default(facts: Facts) -> bool:
    return bool(facts.variables.get(_JOBS, {}).get("default"))


@news(Kind.RESOURCES, _jobs_by_default)
def jobs(changing: Changing) -> Iterator[Told]:
    """Measured with MLflow 3.9.0 and 3.17.2 on a database, 30 seconds after the start."""
    if changing.server.jobs_run and changing.server.variable(_JOBS) is None:
        message = "jobs run by default: up to 9 more processes a replica, 700 to 900 MiB"
        yield Told("resources.limits.memory", message, fix=f"raise the limit, or set {_JOBS} to false in extraEnv")


@news(Kind.NOTE, lambda facts: facts.requires_python != ">=3.8")
def python(changing: Changing) -> Iterator[Told]:
    if not is_official(changing.values.image):
        yield Told("image.repository", f"the image needs Python {changing.after.mlflow.requires_python}")
