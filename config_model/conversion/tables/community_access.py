"""OpenID Connect of the community chart: the plugin in its image, and oauth2-proxy beside the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mlflow_tui.config_model.conversion.foreign import Foreign
from mlflow_tui.config_model.conversion.table import (
    Add,
    Row,
    Statement,
    added,
    from_secret,
    person,
    row,
    variable,
)
from mlflow_tui.config_model.conversion.tables.shared import fullname_like_ours

_FLASK: Final = "MLFLOW_FLASK_SERVER_SECRET_KEY"
_SECRET: Final = "oidcAuth.existingSecret"
_USERS: Final = "oidcAuth.database.postgres"
_USERS_SECRET: Final = f"{_USERS}.existingSecret"

_BEFORE: Final = (
    ("discoveryUrl", "OIDC_DISCOVERY_URL", True),
    ("clientId", "OIDC_CLIENT_ID", True),
)
_AFTER: Final = (
    ("redirectUri", "OIDC_REDIRECT_URI", False),
    ("scope", "OIDC_SCOPE", True),
    ("audience", "OIDC_AUDIENCE", False),
    ("providerDisplayName", "OIDC_PROVIDER_DISPLAY_NAME", True),
    ("groupsAttribute", "OIDC_GROUPS_ATTRIBUTE", True),
    ("groupName", "OIDC_GROUP_NAME", True),
    ("adminGroupName", "OIDC_ADMIN_GROUP_NAME", True),
    ("defaultPermission", "DEFAULT_MLFLOW_PERMISSION", True),
    ("sessionCookieSecure", "SESSION_COOKIE_SECURE", True),
    ("sessionCookieSamesite", "SESSION_COOKIE_SAMESITE", True),
)
"""Keys with their variables, and whether the chart sets these where the value is empty too."""


@row(
    *("oidcAuth.enabled", *(f"oidcAuth.{key}" for key, _, _ in (*_BEFORE, *_AFTER)), "oidcAuth.clientSecret"),
    *(f"{_SECRET}.{key}" for key in ("name", "clientSecretKey")),
    *(f"oidcAuth.cache.{key}" for key in ("enabled", "redisUrl", "keyPrefix")),
    "oidcAuth.database.uri",
    *(f"{_USERS}.{key}" for key in ("enabled", "host", "port", "database", "driver", "user", "password")),
    *(f"{_USERS_SECRET}.{key}" for key in ("name", "usernameKey", "passwordKey")),
    "oidcAuth.trustedProxies",
)
def _oidc(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.on("oidcAuth.enabled"):
        return
    yield Add("trackingServer.extraArgs", added("--app-name=oidc-auth"), ("oidcAuth.enabled",))
    yield from _variables(foreign, _BEFORE)
    yield from _client_secret(foreign)
    yield from _variables(foreign, _AFTER)
    yield from _flask_key(foreign)
    if foreign.on("oidcAuth.cache.enabled"):
        yield Add("extraEnv", added(variable("CACHE_BACKEND", "redis")), ("oidcAuth.cache.enabled",))
        for key, name in (("redisUrl", "CACHE_REDIS_URL"), ("keyPrefix", "CACHE_KEY_PREFIX")):
            whole = f"oidcAuth.cache.{key}"
            yield Add("extraEnv", added(variable(name, foreign.text(whole))), (whole,))
    yield from _users(foreign)
    if proxies := foreign.items("oidcAuth.trustedProxies"):
        value = variable("TRUSTED_PROXIES", ",".join(map(str, proxies)))
        yield Add("extraEnv", added(value), ("oidcAuth.trustedProxies",))


def _variables(foreign: Foreign, rows: tuple[tuple[str, str, bool], ...]) -> Iterator[Statement]:
    for key, name, always in rows:
        whole = f"oidcAuth.{key}"
        items = foreign.items(whole)
        value = ",".join(map(str, items)) if items else foreign.text(whole)
        if always or value:
            yield Add("extraEnv", added(variable(name, value)), (whole,))


def _client_secret(foreign: Foreign) -> Iterator[Statement]:
    fullname = fullname_like_ours(foreign)
    secret, key = foreign.text(f"{_SECRET}.name"), foreign.text(f"{_SECRET}.clientSecretKey")
    name = secret or f"{fullname}-oidc-auth-secret"
    of = (f"{_SECRET}.name", f"{_SECRET}.clientSecretKey", "oidcAuth.clientSecret")
    yield Add("extraEnv", added(from_secret("OIDC_CLIENT_SECRET", name, key)), of)
    if not secret:
        yield person(
            "oidcAuth.clientSecret",
            f"that chart puts it into the Secret {name}, which this one does not make",
            "create the Secret",
            command=f"kubectl create secret generic {name} --from-literal={key}=CLIENT_SECRET",
        )


def _flask_key(foreign: Foreign) -> Iterator[Statement]:
    name = f"{fullname_like_ours(foreign)}-flask-server-secret-key"
    of = ("flaskServerSecretKey",)
    variables = (from_secret(variable_, name, _FLASK) for variable_ in ("SECRET_KEY", _FLASK))
    yield Add("extraEnv", added(*variables), ("oidcAuth.enabled", *of))
    yield person(
        "flaskServerSecretKey",
        f"that chart makes the key itself, in the Secret {name}, which the server goes on with",
        "keep the Secret in the move, or create it on a cluster that never had it",
        f"env {_FLASK}",
        "env SECRET_KEY",
        command=f'kubectl create secret generic {name} --from-literal={_FLASK}="$(openssl rand -hex 32)"',
    )


def _users(foreign: Foreign) -> Iterator[Statement]:
    """The database of users and permissions."""
    if foreign.on(f"{_USERS}.enabled"):
        secret = foreign.text(f"{_USERS_SECRET}.name")
        name = secret or f"{fullname_like_ours(foreign)}-oidc-auth-db-secret"
        keys = [foreign.text(f"{_USERS_SECRET}.{key}") for key in ("usernameKey", "passwordKey")]
        login = [from_secret(to, name, key) for to, key in zip(("OIDC_DB_USER", "OIDC_DB_PASSWORD"), keys, strict=True)]
        yield Add(
            "extraEnv", added(*login), tuple(f"{_USERS_SECRET}.{k}" for k in ("name", "usernameKey", "passwordKey"))
        )
        driver = foreign.text(f"{_USERS}.driver")
        host, port, database = (foreign.text(f"{_USERS}.{key}") for key in ("host", "port", "database"))
        uri = (
            f"postgresql{f'+{driver}' if driver else ''}://$(OIDC_DB_USER):$(OIDC_DB_PASSWORD)@{host}:{port}/{database}"
        )
        of = tuple(f"{_USERS}.{key}" for key in ("enabled", "host", "port", "database", "driver"))
        yield Add("extraEnv", added(variable("OIDC_USERS_DB_URI", uri)), of)
        if not secret:
            yield person(
                f"{_USERS}.password",
                f"that chart puts user and password into the Secret {name}, which this one does not make",
                "create the Secret",
                command=f"kubectl create secret generic {name} --from-literal={keys[0]}=USER "
                f"--from-literal={keys[1]}=PASSWORD",
            )
    elif foreign.on("oidcAuth.database.uri"):
        key = "oidcAuth.database.uri"
        yield Add("extraEnv", added(variable("OIDC_USERS_DB_URI", foreign.text(key))), (key,))


_PROXY: Final = "oauth2Proxy"
_PROXY_SECRET: Final = f"{_PROXY}.existingSecret"


@row(
    *(f"{_PROXY}.{key}" for key in ("enabled", "createSecret", "listenPort", "cookieSecret", "extraArgs", "extraEnv")),
    *(f"{_PROXY_SECRET}.{key}" for key in ("name", "clientIDKey", "clientSecretKey", "cookieSecretKey")),
    *(f"{_PROXY}.image.{key}" for key in ("repository", "tag", "pullPolicy")),
    *(f"{_PROXY}.provider.{key}" for key in ("name", "issuerURL", "clientID", "clientSecret", "redirectURL")),
    f"{_PROXY}.resources",
)
def _proxy(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.on(f"{_PROXY}.enabled"):
        return
    yield Add("extraContainers", added(_container(foreign)))
    port = foreign.text(f"{_PROXY}.listenPort")
    yield person(
        f"{_PROXY}.enabled",
        f"the Service here leads to the server, not to the proxy's port {port}: the login would be passed by",
        f"lead the Ingress to a Service of your own (extraObjects) for the port {port} of the pods",
        "ingress port",
        "service port oauth2-proxy",
    )
    if not foreign.on(f"{_PROXY_SECRET}.name"):
        keys = [foreign.text(f"{_PROXY_SECRET}.{key}") for key in ("clientIDKey", "clientSecretKey", "cookieSecretKey")]
        name = f"{fullname_like_ours(foreign)}-oauth2-proxy"
        literals = " ".join(f"--from-literal={key}=VALUE" for key in keys)
        yield person(
            f"{_PROXY}.createSecret",
            f"that chart makes the Secret {name}, and this one does not",
            "create the Secret",
            command=f"kubectl create secret generic {name} {literals}",
        )


def _container(foreign: Foreign) -> dict[str, Any]:
    port, server = foreign.value(f"{_PROXY}.listenPort"), foreign.text("service.containerPort")
    arguments = [f"--http-address=0.0.0.0:{port}", f"--upstream=http://127.0.0.1:{server}"]
    arguments.append(f"--provider={foreign.text(f'{_PROXY}.provider.name') or 'keycloak'}")
    for key, option in (("issuerURL", "oidc-issuer-url"), ("redirectURL", "redirect-url")):
        if foreign.on(f"{_PROXY}.provider.{key}"):
            arguments.append(f"--{option}={foreign.text(f'{_PROXY}.provider.{key}')}")
    secret = foreign.text(f"{_PROXY_SECRET}.name") or f"{fullname_like_ours(foreign)}-oauth2-proxy"
    login = [
        from_secret(f"OAUTH2_PROXY_{name}", secret, foreign.text(f"{_PROXY_SECRET}.{key}"))
        for name, key in (
            ("CLIENT_ID", "clientIDKey"),
            ("CLIENT_SECRET", "clientSecretKey"),
            ("COOKIE_SECRET", "cookieSecretKey"),
        )
    ]
    further = foreign.mapping(f"{_PROXY}.extraEnv")
    container: dict[str, Any] = {
        "name": "oauth2-proxy",
        "image": f"{foreign.text(f'{_PROXY}.image.repository')}:{foreign.text(f'{_PROXY}.image.tag')}",
        "imagePullPolicy": foreign.text(f"{_PROXY}.image.pullPolicy"),
        "ports": [{"containerPort": port, "name": "oauth2-proxy"}],
        "args": [*arguments, *foreign.items(f"{_PROXY}.extraArgs")],
        "env": [*login, *(variable(name, str(further[name])) for name in sorted(further))],
    }
    if resources := foreign.mapping(f"{_PROXY}.resources"):
        container["resources"] = resources
    return container


ROWS: tuple[Row, ...] = (_oidc, _proxy)
