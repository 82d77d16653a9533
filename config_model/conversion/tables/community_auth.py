"""Basic authentication and LDAP of the community chart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mlflow_tui.config_model.conversion.foreign import Foreign
from mlflow_tui.config_model.conversion.table import (
    Add,
    Give,
    Row,
    Statement,
    added,
    differs,
    person,
    row,
    variable,
)
from mlflow_tui.config_model.conversion.tables.shared import fullname_like_ours, url, version_of
from mlflow_tui.config_model.mlflow.behaviours import SECRET_KEY_NEEDED

_TO: Final = "trackingServer.basicAuth"
_INI: Final = f"{_TO}.createSecret"
_KEY: Final = "MLFLOW_FLASK_SERVER_SECRET_KEY"
_PATH: Final = "env MLFLOW_AUTH_CONFIG_PATH"


@row("flaskServerSecretKey")
def _flask(foreign: Foreign) -> Iterator[Statement]:
    key = "flaskServerSecretKey"
    version = version_of(foreign, foreign.text("image.tag"))
    if not (foreign.on("auth.enabled") or foreign.on("ldapAuth.enabled")):
        if not foreign.on("oidcAuth.enabled"):
            yield differs(key, "MLflow reads it under basic authentication alone: left out", f"env {_KEY}")
    elif version < SECRET_KEY_NEEDED.since:
        yield differs(key, f"MLflow {version} takes none: left out", f"env {_KEY}")
    elif foreign.on(key):
        yield Give(f"{_TO}.createFlaskSecret.secretKey", foreign.text(key))
    else:
        name = f"{fullname_like_ours(foreign)}-flask-server-secret-key"
        yield Give(f"{_TO}.existingFlaskSecret", name)
        yield person(
            key,
            f"that chart makes the key itself, in the Secret {name}, which the server goes on with",
            "keep the Secret in the move, or create it on a cluster that never had it",
            f"env {_KEY}",
            command=f'kubectl create secret generic {name} --from-literal={_KEY}="$(openssl rand -hex 32)"',
        )


_ADMIN: Final = "auth.existingAdminSecret"
_USERS: Final = "auth.postgres"
_USERS_SECRET: Final = f"{_USERS}.existingSecret"
_FILE: Final = ("auth.configPath", "auth.configFile")


@row(
    *("auth.enabled", "auth.adminUsername", "auth.adminPassword", "auth.defaultPermission", "auth.appName"),
    *("auth.authorizationFunction", "auth.sqliteFile", "auth.sqliteFullPath", *_FILE),
    *(f"{_ADMIN}.{key}" for key in ("name", "usernameKey", "passwordKey")),
    *(f"{_USERS}.{key}" for key in ("enabled", "host", "port", "database", "user", "password", "driver")),
    *(f"{_USERS_SECRET}.{key}" for key in ("name", "usernameKey", "passwordKey")),
)
def _auth(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.on("auth.enabled"):
        return
    yield Give(f"{_TO}.enabled", True, ("auth.enabled",))
    file = f"{foreign.text(_FILE[0]).removesuffix('/')}/{foreign.text(_FILE[1]).removeprefix('/') or 'basic_auth.ini'}"
    message = "basic_auth.ini is in /etc/mlflow here"
    yield differs("auth.enabled", message, _PATH, f"mount {file}", "mount /etc/mlflow", "init ini-file-initializer")
    if foreign.text("auth.appName") != "basic-auth":
        yield person(
            "auth.appName",
            "an app of your own is no basic authentication here",
            "switch trackingServer.basicAuth off and give --app-name in trackingServer.extraArgs",
            "argument --app-name",
        )
    if foreign.on(f"{_ADMIN}.name") or (foreign.on(f"{_USERS}.enabled") and foreign.on(f"{_USERS_SECRET}.name")):
        yield from _existing(foreign)
    else:
        yield from _created(foreign)


def _created(foreign: Foreign) -> Iterator[Statement]:
    """The file that this chart makes of the values."""
    for key in ("adminUsername", "adminPassword", "defaultPermission", "authorizationFunction"):
        whole = f"auth.{key}"
        if foreign.on(whole):
            yield Give(f"{_INI}.{key}", foreign.text(whole), (whole,))
        elif key.startswith("admin"):
            yield person(whole, "that chart refuses values without it", f"set {_INI}.{key}")
    if foreign.on(f"{_USERS}.enabled"):
        keys = ("user", "password", "host", "port", "database")
        driver = foreign.text(f"{_USERS}.driver")
        uri = url(f"postgresql+{driver}" if driver else "postgresql", *(foreign.text(f"{_USERS}.{k}") for k in keys))
        yield Give(f"{_INI}.databaseUri", uri, tuple(f"{_USERS}.{key}" for key in ("enabled", "driver", *keys)))
    elif foreign.on("postgresql.enabled"):
        yield person(
            "auth.postgres.enabled",
            "the users are in the database that the chart brings, whose password is in a Secret",
            f"set {_INI}.databaseUri to the URI of that database",
        )
    else:
        yield Give(f"{_INI}.databaseUri", _sqlite(foreign), ("auth.sqliteFile", "auth.sqliteFullPath"))


def _sqlite(foreign: Foreign) -> str:
    """The URI as the chart makes it: the folder and the file one behind the other."""
    return f"sqlite:///{foreign.text('auth.sqliteFullPath')}{foreign.text('auth.sqliteFile')}"


def _existing(foreign: Foreign) -> Iterator[Statement]:
    """Where user names or passwords are in Secrets with keys of their own: one Secret with the whole file."""
    name = f"{fullname_like_ours(foreign)}-basic-auth"
    yield Give(f"{_TO}.existingSecret", name, (f"{_ADMIN}.name", f"{_USERS_SECRET}.name"))
    secrets = [foreign.text(key) for key in (f"{_ADMIN}.name", f"{_USERS_SECRET}.name") if foreign.on(key)]
    yield person(
        f"{_ADMIN}.name" if foreign.on(f"{_ADMIN}.name") else f"{_USERS_SECRET}.name",
        f"a Secret here holds the whole basic_auth.ini, and {' and '.join(secrets)} only what goes into it",
        "write basic_auth.ini with [mlflow], default_permission, database_uri, admin_username, admin_password and "
        "authorization_function, and create the Secret",
        command=f"kubectl create secret generic {name} --from-file=basic_auth.ini",
    )


_LDAP: Final = {
    "uri": "LDAP_URI",
    "tlsVerification": "LDAP_TLS_VERIFY",
    "lookupBind": "LDAP_LOOKUP_BIND",
    "groupAttribute": "LDAP_GROUP_ATTRIBUTE",
    "groupAttributeKey": "LDAP_GROUP_ATTRIBUTE_KEY",
    "searchBaseDistinguishedName": "LDAP_GROUP_SEARCH_BASE_DN",
    "searchFilter": "LDAP_GROUP_SEARCH_FILTER",
    "adminGroupDistinguishedName": "LDAP_GROUP_ADMIN_DN",
    "userGroupDistinguishedName": "LDAP_GROUP_USER_DN",
}
_CA: Final = ("ldapAuth.encodedTrustedCACertificate", "ldapAuth.externalSecretForTrustedCACertificate")


@row("ldapAuth.enabled", *(f"ldapAuth.{key}" for key in _LDAP), *_CA)
def _ldap(foreign: Foreign) -> Iterator[Statement]:
    key = "ldapAuth.enabled"
    if not foreign.on(key):
        return
    yield Give(f"{_TO}.enabled", True, (key,))
    for setting, value in (
        ("databaseUri", "sqlite:///ldap_basic_auth.db"),
        ("adminUsername", "fakeuser"),
        ("adminPassword", "fakepassword"),
        ("authorizationFunction", "mlflowstack.auth.ldap:authenticate_request_basic_auth"),
    ):
        yield Give(f"{_INI}.{setting}", value, (key,))
    file = "mount /etc/mlflow/auth/ldap_basic_auth.ini"
    yield differs(
        key, "basic_auth.ini is in /etc/mlflow here", _PATH, file, "mount /etc/mlflow", "init ini-file-initializer"
    )
    for name, variable_ in _LDAP.items():
        if name != "groupAttributeKey" or foreign.on(f"ldapAuth.{name}"):
            yield Add("extraEnv", added(variable(variable_, foreign.text(f"ldapAuth.{name}"))), (f"ldapAuth.{name}",))
    if any(map(foreign.on, _CA)):
        yield from _certificate(foreign)


def _certificate(foreign: Foreign) -> Iterator[Statement]:
    encoded, external = _CA
    name = foreign.text(external) or f"{fullname_like_ours(foreign)}-trusted-ca-cert-secret"
    of = (external,) if foreign.on(external) else (encoded,)
    if not foreign.on(external):
        yield Add(
            "extraObjects",
            added(
                {
                    "apiVersion": "v1",
                    "kind": "Secret",
                    "metadata": {"name": name},
                    "type": "Opaque",
                    "data": {"ca.crt": foreign.text(encoded)},
                }
            ),
            of,
        )
    yield Add("extraEnv", added(variable("LDAP_CA", "/certs/ca.crt")), of)
    yield Add("extraVolumes", added({"name": "trusted-ca-cert-secret", "secret": {"secretName": name}}), of)
    mount = {"name": "trusted-ca-cert-secret", "mountPath": "/certs/ca.crt", "subPath": "ca.crt", "readOnly": True}
    yield Add("extraVolumeMounts", added(mount), of)


ROWS: tuple[Row, ...] = (_flask, _auth, _ldap)
