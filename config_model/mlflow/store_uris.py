"""URIs of stores as MLflow reads them: their schemes, what other programs call these, and paths in the container."""

from __future__ import annotations


def scheme(uri: str) -> str:
    """The scheme of a URI in lower case, without a driver: `postgresql` of `postgresql+psycopg2://…`."""
    if uri == "databricks":
        return uri
    head, found, _ = uri.lstrip("\ufeff \t\r\n").partition(":")  # MT244 tells of what stands before it
    return head.lower().partition("+")[0] if found and "/" not in head else ""


MEANT_DIALECTS = {
    "postgres": "postgresql",
    "pgsql": "postgresql",
    "psql": "postgresql",
    "pg": "postgresql",
    "mariadb": "mysql",
    "sqlserver": "mssql",
    "sqlite3": "sqlite",
}
"""Names that databases have elsewhere, and SQLAlchemy's."""
MEANT_SCHEMES = {"gcs": "gs", "s3a": "s3", "s3n": "s3", "wasb": "wasbs"}
"""Schemes of artifact stores that other programs know, and MLflow's."""


def meant_dialect(uri: str) -> str:
    """The scheme of a database's URL, or the one of SQLAlchemy's that was meant."""
    return MEANT_DIALECTS.get(scheme(uri), scheme(uri))


def meant_scheme(uri: str) -> str:
    """The scheme of an artifact URI, or the one of MLflow's that was meant."""
    return MEANT_SCHEMES.get(scheme(uri), scheme(uri))


def local_path(uri: str) -> str | None:
    """The path in the container that a `file:` or SQLite URI, or a plain path, leads to; None for another URI.

    A relative one lies in the server's working folder, which is on no volume.
    """
    kind = scheme(uri)
    if kind == "sqlite":
        _, _, rest = uri.partition("://")
        return rest.removeprefix("/").partition("?")[0]
    if kind == "file":
        rest = uri.partition(":")[2]
        return "/" + rest.lstrip("/") if rest.startswith("/") else rest
    return uri if kind == "" else None
