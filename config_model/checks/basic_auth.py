"""MT2xx: MLflow's basic authentication."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow.behaviours import NO_DEFAULT_ADMIN_PASSWORD, USERS_BESIDE_RUNS
from mlflow_tui.config_model.mlflow.mounted_paths import on_volume
from mlflow_tui.config_model.mlflow.store_uris import local_path, meant_dialect
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.placeholders import is_filled_in
from mlflow_tui.config_model.problem import Fix, SetValue, Severity
from mlflow_tui.config_model.replicas import REPLICAS, most_replicas
from mlflow_tui.config_model.values.authentication import BasicAuthSecret

_READS = ("image", "trackingServer")
_SECRET = "trackingServer.basicAuth.createSecret"


def _database(uri: str) -> tuple[str, ...]:
    """What two URLs of one database have in common: not the driver, the login and the options."""
    kind, rest = meant_dialect(uri), uri.partition("://")[2].partition("?")[0]
    if kind == "sqlite":
        return kind, posixpath.normpath(local_path(uri) or "")
    host, _, name = rest.rpartition("@")[2].partition("/")
    default = {"postgresql": ":5432", "mysql": ":3306", "mssql": ":1433"}.get(kind, "")
    return kind, host.lower().removesuffix(default), name


def _created(context: Context) -> BasicAuthSecret | None:
    """What the created basic_auth.ini says; None where none is created."""
    auth = context.values.tracking_server.basic_auth
    return auth.create_secret if auth.enabled and not auth.existing_secret else None


@check("MT221", Severity.ERROR, "A value cannot be written into basic_auth.ini.", reads=_READS)
def basic_auth_value(context: Context) -> Iterator[Finding]:
    secret = _created(context)
    for key, value in secret.model_dump(by_alias=True).items() if secret is not None else ():
        if (reason := _not_an_ini_value(value)) is not None:
            yield Finding(f"{_SECRET}.{key}", f"the value {reason}", hint=_INI_HINT)


_INI_HINT = "basic_auth.ini holds one line a value, without spaces at its ends"


def _not_an_ini_value(value: str) -> str | None:
    if not value:
        return "is empty, and MLflow does not start without it"
    if len(value.splitlines()) > 1 or value != value.rstrip("\r\n"):
        return "has a line break, which basic_auth.ini cannot hold"
    if value != value.strip():
        return "begins or ends with a space, which MLflow would drop when it reads basic_auth.ini"
    return None


@check(
    "MT214",
    Severity.WARNING,
    "The database of users is stored in the container.",
    reads=("trackingServer", "extraVolumes", "extraVolumeMounts", "persistence", *REPLICAS),
)
def users_in_container(context: Context) -> Iterator[Finding]:
    secret = _created(context)
    path = local_path(secret.database_uri) if secret is not None else None
    if path is None:
        return
    key = f"{_SECRET}.databaseUri"
    if not on_volume(context.values, path):
        message = (
            "users and permissions are stored in the container: a restart loses them, and each replica has its own"
        )
        yield Finding(key, message, hint="name a database server, or a file on a volume: sqlite:////mlflow/auth.db")
    elif most_replicas(context.values) > 1 and not context.values.autoscaling.enabled:
        message = (
            "several replicas write to one SQLite file, which SQLite does not support: users and permissions get lost"
        )
        yield Finding(key, message, hint="name a database server")


@check("MT215", Severity.WARNING, "The admin password is the chart's default.", reads=_READS)
def default_password(context: Context) -> Iterator[Finding]:
    secret = _created(context)
    known = (BasicAuthSecret().admin_password, context.mlflow.basic_auth.packaged_password)
    if secret is not None and secret.admin_password in known and not refusal(context, secret.admin_password):
        yield Finding(
            f"{_SECRET}.adminPassword",
            "this is the documented default password: anyone can log in as the administrator",
            hint="set another one before the first start; once the user exists, a change here changes nothing",
        )


@check("MT247", Severity.ERROR, "MLflow refuses the admin password.", reads=(*_READS, "extraEnv", "extraEnvFrom"))
def refused_password(context: Context) -> Iterator[Finding]:
    if (found := _admin_password(context)) is None:
        return
    password, path = found
    auth, version = context.mlflow.basic_auth, context.mlflow.version
    if wrong := refusal(context, password):
        message = f"MLflow {version} creates no administrator and exits: {wrong}"
        yield Finding(path, message, hint=f"give one of {auth.shortest_password} characters or more, known to nobody")


def _admin_password(context: Context) -> tuple[str, Path] | None:
    """The password of the first administrator, and the key that gives it; None where it cannot be seen here."""
    server, by_variable = context.server, NO_DEFAULT_ADMIN_PASSWORD.holds(context.mlflow.version)
    given = server.variable("MLFLOW_AUTH_ADMIN_PASSWORD") if by_variable else None
    if not server.asks_login or (given is None and by_variable and context.values.extra_env_from):
        return None
    if given is not None:
        return None if given.text is None else (given.text, given.path)
    if (secret := _created(context)) is not None:
        return (secret.admin_password, (*_SECRET.split("."), "adminPassword")) if secret.admin_password else None
    app = server.argument("--app-name")
    if app is None or context.values.tracking_server.basic_auth.enabled or server.may_set("MLFLOW_AUTH_CONFIG_PATH"):
        return None
    return context.mlflow.basic_auth.packaged_password or "", app.path


def refusal(context: Context, password: str) -> str:
    """Why MLflow creates no administrator with this password; empty where it does."""
    auth = context.mlflow.basic_auth
    if is_filled_in((), password):
        return ""
    if not password:
        return "no password is given, and it has no default one"
    if len(password) < auth.shortest_password:
        return f"the password has fewer than {auth.shortest_password} characters"
    return "the password is the default of older versions" if password == auth.refused_password else ""


@check("MT234", Severity.WARNING, "The default permission is not one of MLflow's.", reads=_READS)
def unknown_permission(context: Context) -> Iterator[Finding]:
    secret = _created(context)
    permissions = context.mlflow.basic_auth.permissions
    if secret is None or secret.default_permission in permissions:
        return
    path = (*_SECRET.split("."), "defaultPermission")
    near = secret.default_permission.upper().replace("-", "_")
    yield Finding(
        path,
        f"{secret.default_permission!r} is not one of {', '.join(permissions)}: requests of users without a grant fail",
        hint="use one of them",
        fix=Fix(f"write {near}", (SetValue(path, near),)) if near in permissions else None,
    )


@check("MT236", Severity.WARNING, "The authorization function is not written as `module:function`.", reads=_READS)
def authorization_function(context: Context) -> Iterator[Finding]:
    secret = _created(context)
    if secret is not None and secret.authorization_function and ":" not in secret.authorization_function:
        yield Finding(
            f"{_SECRET}.authorizationFunction",
            "every request but the probes' fails: expected module:function",
            hint="write it like mlflow.server.auth:authenticate_request_basic_auth",
        )


@check(
    "MT238",
    Severity.ERROR,
    "Users and runs share one database.",
    reads=("image", "trackingServer", "backendStore", "extraEnv", "extraEnvFrom"),
)
def shared_database(context: Context) -> Iterator[Finding]:
    secret = _created(context)
    server = context.server
    backend = server.backend
    if USERS_BESIDE_RUNS.holds(context.mlflow.version):
        return
    if secret is None or backend is None or not backend.text or server.artifacts_only:
        return
    if _database(secret.database_uri) == _database(backend.text):
        yield Finding(
            f"{_SECRET}.databaseUri",
            "the server does not start: users cannot be kept in the database of the runs, whose tables are others",
            hint="name another database",
        )
