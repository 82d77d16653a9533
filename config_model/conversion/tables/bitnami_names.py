"""The names of the objects of Bitnami's chart."""

from __future__ import annotations

from typing import Final

from mlflow_tui.config_model.conversion.foreign import Foreign
from mlflow_tui.config_model.conversion.tables.shared import cut, fullname_like_ours

DATABASE_PASSWORD: Final = "MLFLOW_DATABASE_PASSWORD"


def fullname(foreign: Foreign) -> str:
    """What the objects of the tracking server are called."""
    return cut(f"{fullname_like_ours(foreign)}-tracking")


def dependency(foreign: Foreign, chart: str) -> str:
    """What the objects of a chart within the chart are called."""
    if override := foreign.text(f"{chart}.fullnameOverride"):
        return cut(override)
    name, release = foreign.text(f"{chart}.nameOverride") or chart, foreign.release.name
    return cut(release if name in release else f"{release}-{name}")


def database(foreign: Foreign) -> bool:
    """Whether the server has a database."""
    return foreign.on("postgresql.enabled") or foreign.on("externalDatabase.host")


def database_host(foreign: Foreign) -> str:
    if not foreign.on("postgresql.enabled"):
        return foreign.text("externalDatabase.host")
    name = dependency(foreign, "postgresql")
    return cut(f"{name}-primary") if foreign.text("postgresql.architecture") == "replication" else name


def database_port(foreign: Foreign) -> str:
    brought = foreign.on("postgresql.enabled")
    return foreign.text("postgresql.primary.service.ports.postgresql" if brought else "externalDatabase.port")


def database_secret(foreign: Foreign) -> tuple[str, str]:
    """The Secret with the password of the database, and its key."""
    if foreign.on("postgresql.enabled"):
        return foreign.text("postgresql.auth.existingSecret") or dependency(foreign, "postgresql"), "password"
    secret = foreign.text("externalDatabase.existingSecret") or f"{fullname_like_ours(foreign)}-externaldb"
    return secret, foreign.text("externalDatabase.existingSecretPasswordKey")


def database_uri(foreign: Foreign, password: str, name: str = "") -> str:
    """The URI of the database, or of the one `name` beside it, with the password as it is given here."""
    brought = foreign.on("postgresql.enabled")
    driver = "postgresql" if brought else foreign.text("externalDatabase.dialectDriver")
    user = foreign.text("postgresql.auth.username" if brought else "externalDatabase.user")
    own = foreign.text("postgresql.auth.database" if brought else "externalDatabase.database")
    return f"{driver}://{user}:{password}@{database_host(foreign)}:{database_port(foreign)}/{name or own}"


def users_database(foreign: Foreign) -> str:
    """The name of the database of users and permissions."""
    if foreign.on("postgresql.enabled"):
        return f"{foreign.text('postgresql.auth.database')}_auth"
    return foreign.text("externalDatabase.authDatabase")
