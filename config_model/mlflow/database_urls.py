"""URLs of databases as SQLAlchemy 2 and MLflow 2.14.1 read them: which drivers there are, and what was meant.

Source: `sqlalchemy.dialects` and `mlflow.store.db.db_types`; a test holds the tables against both.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import NamedTuple

from mlflow_tui.config_model.mlflow.store_uris import MEANT_DIALECTS, scheme

DRIVERS: Mapping[str, Mapping[str, str]] = {
    "postgresql": {"psycopg2": "psycopg2", "psycopg": "psycopg", "pg8000": "pg8000", "psycopg2cffi": "psycopg2cffi"},
    "mysql": {
        "mysqldb": "mysqlclient",
        "pymysql": "PyMySQL",
        "mysqlconnector": "mysql-connector-python",
        "mariadbconnector": "mariadb",
        "cymysql": "cymysql",
        "pyodbc": "pyodbc",
    },
    "mssql": {"pyodbc": "pyodbc", "pymssql": "pymssql"},
    "sqlite": {"pysqlite": "", "pysqlcipher": "sqlcipher3-binary"},
}
"""SQLAlchemy's drivers of each database that MLflow knows, and the package of each; the first is the default."""
DATABASES = tuple(DRIVERS)
ASYNCHRONOUS: Mapping[str, Mapping[str, str]] = {
    "postgresql": {"asyncpg": "psycopg2", "psycopg_async": "psycopg"},
    "mysql": {"aiomysql": "pymysql", "asyncmy": "pymysql"},
    "mssql": {"aioodbc": "pyodbc"},
    "sqlite": {"aiosqlite": "pysqlite"},
}
"""Drivers that load and that MLflow, which is not asynchronous, cannot use; and the one to use instead."""
_OTHER_NAMES: Mapping[str, Mapping[str, str]] = {
    "postgresql": {"psycopg3": "psycopg", "psycopg2-binary": "psycopg2", "psycopg-binary": "psycopg"},
    "mysql": {"mysqlclient": "mysqldb", "mysql-connector": "mysqlconnector", "mysql-connector-python": "mysqlconnector",
              "mariadb": "mariadbconnector"},
    "mssql": {"odbc": "pyodbc"},
    "sqlite": {"sqlite3": "pysqlite", "sqlcipher": "pysqlcipher"},
}  # fmt: skip
"""What a driver is called elsewhere, mostly its package."""
_NEVER = frozenset(
    ("jdbc", "zxjdbc", "mxodbc", "adodbapi", "tedious", "pgx", "mysql2", "oursql", "gaerdbms", "pypostgresql",
     "pygresql", "native", "postgres", "mysql", "libpq", "freetds", "ado", "oledb")
)  # fmt: skip
"""Drivers of other languages, and those that SQLAlchemy had once."""


class Fault(NamedTuple):
    """What is wrong with a URL; `fixed` is how it was meant, None where only a person can say."""

    message: str
    hint: str
    title: str = ""
    fixed: str | None = None


def url_fault(url: str, *, plugins: bool) -> Fault | None:
    """Why MLflow cannot use `url`, which has a scheme; None where it is right as far as one can see.

    With `plugins` the image may bring drivers that SQLAlchemy itself lacks. No part of the URL but its scheme is told.
    """
    written, _, rest = url.partition(":")
    kind, plus, driver = scheme(url), "+" in written, written.partition("+")[2]
    dialect = _meant_dialect(kind)
    if dialect is None:
        allowed = "it takes postgresql, mysql, mssql and sqlite URLs, file: URIs, and paths"
        return Fault(f"MLflow has no backend store for {kind}: URIs", allowed)
    meant = _meant_driver(dialect, driver.lower()) if plus else ""
    foreign = meant is None and plugins and driver.lower() not in _NEVER
    head = f"{dialect}+{meant}" if meant and (dialect, meant) != ("sqlite", "pysqlite") else dialect
    fixed = None if meant is None or (_is_asynchronous(dialect, driver) and "?" in rest) else _rewritten(head, rest)
    if kind != dialect:
        message = f"MLflow has no backend store for {kind}: URIs (did you mean {dialect}?)"
    elif not rest.startswith("//"):
        message = f"this is not a SQLAlchemy URL: two slashes are wanted after {kind}:"
    elif written.partition("+")[0] != kind or (not foreign and driver != driver.lower()):
        message = f"case counts, and SQLAlchemy knows no {written}"
    elif plus and _is_asynchronous(dialect, driver):
        message = f"{driver} is asynchronous, and MLflow is not"
    elif plus and driver not in DRIVERS[dialect] and not foreign:
        message = f"SQLAlchemy has no driver {driver!r} for {dialect}"
    elif dialect == "sqlite" and rest[2:3] not in ("/", "", "?"):
        message = "SQLite has no host, and the path follows three slashes, or four"
        return Fault(message, "write sqlite:////folder/file.db for an absolute path")
    else:
        return None
    names = ", ".join(f"{dialect}+{one}" for one in DRIVERS[dialect])
    return Fault(message, f"write it like {head}://…" if meant is not None else f"use {names}", f"write {head}:", fixed)


def package(url: str) -> str:
    """The Python package that a database's URL needs, as it was meant; empty where Python has it or nobody knows."""
    written = url.partition(":")[0]
    dialect, driver = _meant_dialect(scheme(url)), written.partition("+")[2].lower()
    if dialect is None or not url.startswith(written + ":"):
        return ""
    drivers = DRIVERS[dialect]
    return drivers.get(_meant_driver(dialect, driver) or "", "") if driver else next(iter(drivers.values()))


def _meant_dialect(kind: str) -> str | None:
    if kind in DATABASES:
        return kind
    return MEANT_DIALECTS.get(kind) or _nearest(kind, DATABASES)


def _meant_driver(dialect: str, driver: str) -> str | None:
    if driver in DRIVERS[dialect]:
        return driver
    known = _OTHER_NAMES[dialect].get(driver) or ASYNCHRONOUS[dialect].get(driver)
    return known or (_nearest(driver, tuple(DRIVERS[dialect])) if driver not in _NEVER else None)


def _is_asynchronous(dialect: str, driver: str) -> bool:
    return driver.lower() in ASYNCHRONOUS[dialect]


_CLEARLY = 0.05
"""How much better than the next one a guess must be."""


def _nearest(word: str, words: tuple[str, ...]) -> str | None:
    """The one of `words` that `word` is a misspelling of; None where it may be two of them, or none."""
    near = difflib.get_close_matches(word, words, n=2, cutoff=0.7)
    ratios = [difflib.SequenceMatcher(None, one, word).ratio() for one in near]
    return near[0] if near and (len(near) == 1 or ratios[0] - ratios[1] > _CLEARLY) else None


def _rewritten(head: str, rest: str) -> str:
    """The URL with another beginning, and with the slashes that SQLAlchemy wants."""
    if rest.startswith("//"):
        return f"{head}:{rest}"
    return f"{head}:///{rest}" if head.startswith("sqlite") else f"{head}://{rest.lstrip('/')}"
