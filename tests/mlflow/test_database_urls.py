"""The databases and drivers that are declared are those of the real SQLAlchemy and the real MLflow."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.config_model.mlflow.database_urls import ASYNCHRONOUS, DATABASES, DRIVERS, url_fault

_LOADED = """
import importlib, json, pkgutil
from mlflow.store.db.db_types import DATABASE_ENGINES
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

def read(url):
    try:
        dialect = make_url(url).get_dialect()
        if getattr(dialect, "is_async", False):
            return "asynchronous"
        if dialect.name == "sqlite":
            dialect().create_connect_args(make_url(url))
        return ""
    except Exception as problem:
        return type(problem).__name__

named = {}
for database in DATABASE_ENGINES:
    modules = pkgutil.iter_modules(importlib.import_module(f"sqlalchemy.dialects.{database}").__path__)
    names = [one.name for one in modules if not one.name.startswith("_") and one.name != "base"]
    named[database] = {name: read(f"{database}+{name}://h/d" if database != "sqlite" else f"sqlite+{name}:///a")
                       for name in [*names, "psycopg_async"]}
print(json.dumps({"named": named, "read": {url: read(url) for url in json.loads(input())}}))
"""

WRONG = (
    "postgresql+psycopg3://h/d", "mysql+mysqlclient://h/d", "mssql+jdbc://h/d", "postgresql+asyncpg://h/d",
    "sqlite+aiosqlite:///a", "mysql+pymsql://h/d", "mysql+PyMySQL://h/d", "mysql+aiomysql://h/d", "mysql+://h/d",
    "sqlite://data/a.db", "sqlite:/data/a.db", "SQLITE:///a.db", "postgress://h/d", "postgresql+psycopg2-binary://h/d",
    "postgresql+psycopg_async://h/d", "mysql+asyncmy://h/d", "mssql+aioodbc://h/d", "sqlite+sqlite3:///a",
    "postgresql+pg800://h/d", "mssql+odbc://h/d", "mssql:h/d", "oracle+none://h/d",
)  # fmt: skip
RIGHT = (
    "sqlite://", "sqlite:///a.db", "sqlite:////a.db", "sqlite:///:memory:", "sqlite:///a.db?timeout=5",
    "postgresql://u:p@h/d", *(f"{database}+{driver}://" for database in DRIVERS for driver in DRIVERS[database]),
)  # fmt: skip


@pytest.fixture(scope="module")
def loaded(mlflow: Path) -> dict[str, Any]:
    fixed = [fault.fixed for url in WRONG if (fault := url_fault(url, plugins=False)) is not None and fault.fixed]
    command = [str(mlflow.parent / "python"), "-c", _LOADED]
    asked = json.dumps([*WRONG, *RIGHT, *fixed])
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_databases_and_drivers_are_those_that_load(loaded: dict[str, Any]) -> None:
    assert sorted(DATABASES) == sorted(loaded["named"])
    for database, drivers in loaded["named"].items():
        assert {driver for driver, verdict in drivers.items() if verdict == ""} == set(DRIVERS[database])
        late = {driver for driver, verdict in drivers.items() if verdict == "asynchronous"}
        assert late == set(ASYNCHRONOUS[database])


@pytest.mark.parametrize("url", WRONG)
def test_what_is_told_of_does_not_load_and_what_was_meant_does(url: str, loaded: dict[str, Any]) -> None:
    fault = url_fault(url, plugins=False)
    assert fault is not None
    assert loaded["read"][url]
    if fault.fixed is not None:
        assert loaded["read"][fault.fixed] == ""
        assert url_fault(fault.fixed, plugins=False) is None


@pytest.mark.parametrize("url", RIGHT)
def test_what_loads_is_not_told_of(url: str, loaded: dict[str, Any]) -> None:
    assert url_fault(url, plugins=False) is None
    assert loaded["read"][url] == ""


def test_options_are_those_of_the_driver_and_keep_it_from_being_changed() -> None:
    fault = url_fault("postgresql+asyncpg://h/d?ssl=require", plugins=False)
    assert fault is not None
    assert fault.fixed is None
    assert "postgresql+psycopg2" in fault.hint


@pytest.mark.parametrize("url", ["msql://h/d", "sql://h/d"])
def test_what_may_be_two_databases_is_left_to_the_person(url: str) -> None:
    fault = url_fault(url, plugins=False)
    assert fault is not None
    assert fault.fixed is None


def test_an_image_of_ones_own_may_bring_a_driver() -> None:
    assert url_fault("postgresql+our_own://h/d", plugins=True) is None
    assert url_fault("postgresql+our_own://h/d", plugins=False) is not None
    assert url_fault("mssql+jdbc://h/d", plugins=True) is not None
