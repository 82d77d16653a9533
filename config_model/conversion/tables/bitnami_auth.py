"""Basic authentication of Bitnami's chart: its users, and the Secrets with their passwords."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from mlflow_tui.config_model.conversion.foreign import Foreign
from mlflow_tui.config_model.conversion.table import Add, Give, Row, Statement, added, differs, from_secret, person, row
from mlflow_tui.config_model.conversion.tables.bitnami_names import database_uri, fullname, users_database

_A: Final = "tracking.auth"
_TO: Final = "trackingServer.basicAuth"
_FLASK: Final = "MLFLOW_FLASK_SERVER_SECRET_KEY"
_EXTRA: Final = {"default_permission": "defaultPermission", "authorization_function": "authorizationFunction"}


@row(
    *(f"{_A}.{key}" for key in ("enabled", "username", "password", "existingSecret", "existingSecretUserKey")),
    *(f"{_A}.{key}" for key in ("existingSecretPasswordKey", "extraOverrides", "overridesConfigMap")),
)
def _auth(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.on(f"{_A}.enabled"):
        return
    yield Give(f"{_TO}.enabled", True, (f"{_A}.enabled",))
    yield differs(
        f"{_A}.enabled",
        "basic_auth.ini is in /etc/mlflow here, and MLflow makes the tables of the users itself",
        "env MLFLOW_AUTH_CONFIG_PATH",
        "mount /bitnami/mlflow-basic-auth/basic_auth.ini",
        "mount /etc/mlflow",
        "init get-default-auth-conf",
        "init render-auth-conf",
        "init upgrade-db-auth",
    )
    if _is_whole(foreign):
        yield from _created(foreign)
    else:
        yield from _existing(foreign)
    yield from _monitor(foreign)


def _is_whole(foreign: Foreign) -> bool:
    """Whether the values alone tell what basic_auth.ini says."""
    told = foreign.on(f"{_A}.password") and not foreign.on(f"{_A}.existingSecret")
    database = not foreign.on("postgresql.enabled") and not foreign.on("externalDatabase.existingSecret")
    overrides = foreign.mapping(f"{_A}.extraOverrides").keys() <= _EXTRA.keys()
    return told and database and overrides and not foreign.on(f"{_A}.overridesConfigMap")


def _created(foreign: Foreign) -> Iterator[Statement]:
    section = f"{_TO}.createSecret"
    yield Give(f"{section}.adminUsername", foreign.text(f"{_A}.username"), (f"{_A}.username",))
    yield Give(f"{section}.adminPassword", foreign.text(f"{_A}.password"), (f"{_A}.password",))
    password = quote(foreign.text("externalDatabase.password"), safe="")
    uri = database_uri(foreign, password, users_database(foreign))
    yield Give(f"{section}.databaseUri", uri, ("externalDatabase.authDatabase",))
    for option, value in foreign.mapping(f"{_A}.extraOverrides").items():
        yield Give(f"{section}.{_EXTRA[option]}", value, (f"{_A}.extraOverrides",))


def _existing(foreign: Foreign) -> Iterator[Statement]:
    name = f"{fullname(foreign)}-basic-auth"
    of = (f"{_A}.existingSecret", f"{_A}.overridesConfigMap")
    yield Give(f"{_TO}.existingSecret", name, of)
    uri = database_uri(foreign, "PASSWORD", users_database(foreign))
    yield person(
        f"{_A}.existingSecret" if foreign.on(f"{_A}.existingSecret") else f"{_A}.password",
        "a Secret here holds the whole basic_auth.ini, and the values do not tell all of it",
        f"write basic_auth.ini with [mlflow], database_uri = {uri}, admin_username, admin_password and the options of "
        "your overrides, and create the Secret",
        command=f"kubectl create secret generic {name} --from-file=basic_auth.ini",
    )


@row(f"{_A}.flaskServerSecretKey", f"{_A}.existingSecretFlaskServerSecretKey")
def _flask(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.on(f"{_A}.enabled"):
        return
    own, key = f"{_A}.flaskServerSecretKey", f"{_A}.existingSecretFlaskServerSecretKey"
    secret = foreign.text(f"{_A}.existingSecret")
    name = foreign.text(key) or "flask-server-secret-key"
    if secret:
        yield Add("extraEnv", added(from_secret(_FLASK, secret, name)), (key, f"{_A}.existingSecret"))
    elif foreign.on(own):
        yield Give(f"{_TO}.createFlaskSecret.secretKey", foreign.text(own), (own,))
    else:
        made = f"{fullname(foreign)}-flask"
        yield Give(f"{_TO}.existingFlaskSecret", made, (own,))
        yield person(
            own,
            f"that chart makes the key itself, in a Secret that goes with its release: {fullname(foreign)}",
            "create a Secret with a key of your own",
            f"env {_FLASK}",
            command=f'kubectl create secret generic {made} --from-literal={_FLASK}="$(openssl rand -hex 32)"',
        )


def _monitor(foreign: Foreign) -> Iterator[Statement]:
    """The login of the ServiceMonitor, from the Secret with the administrator's."""
    if not (foreign.on("tracking.metrics.enabled") and foreign.on("tracking.metrics.serviceMonitor.enabled")):
        return
    secret = foreign.text(f"{_A}.existingSecret") or fullname(foreign)
    keys = {
        "username": foreign.text(f"{_A}.existingSecretUserKey") or "admin-user",
        "password": foreign.text(f"{_A}.existingSecretPasswordKey") or "admin-password",
    }
    login: dict[str, Any] = {name: {"name": secret, "key": key} for name, key in keys.items()}
    yield Give("metrics.serviceMonitor.basicAuth", login, (f"{_A}.existingSecret", f"{_A}.existingSecretUserKey"))


ROWS: tuple[Row, ...] = (_auth, _flask)
