"""What an upgrade does to the databases, and what a person does before and after."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.database_upgrade import upgrades_by_job
from mlflow_tui.config_model.mlflow import Facts, Migration, Version, facts, versions
from mlflow_tui.config_model.mlflow.behaviours import UPGRADE_MAKES_TABLES
from mlflow_tui.config_model.mlflow.database_urls import DATABASES
from mlflow_tui.config_model.mlflow.mounted_paths import on_volume
from mlflow_tui.config_model.path import Path, parse_path
from mlflow_tui.config_model.replicas import key_of_replicas, most_replicas
from mlflow_tui.config_model.upgrade.changing import Changing
from mlflow_tui.config_model.upgrade.entry import Entry, Kind

_UPGRADE: Path = ("backendStore", "databaseUpgrade")
_TRIGGERS = "1bd49d398cd23"
"""The migration of MLflow 3.8.0 that makes triggers."""


def about_databases(changing: Changing) -> Iterator[Entry]:
    """The migrations of the runs, and of what lies beside them; nothing where no database stays."""
    given = changing.database
    if given is not None and _lasts(changing):
        yield from _runs(changing, given.path)
    yield from _registry(changing)
    yield from _users(changing)


def _lasts(changing: Changing) -> bool:
    """Whether there may be a database that an earlier MLflow has filled: not one that goes with each pod."""
    kind, file = changing.database_kind, changing.database_file
    if kind and kind not in DATABASES:
        return False
    return not file or on_volume(changing.values, file)


def _runs(changing: Changing, path: Path) -> Iterator[Entry]:
    before, after = changing.before.mlflow, changing.after.mlflow
    try:
        steps = after.migrations_from(before.head)
    except KeyError:
        message = f"MLflow {after.version} does not know the schema of {before.version}, and does not start"
        yield Entry(Kind.STOPS, after.version, path, message, fix=_first_that_knows(changing))
        return
    if not steps:
        return
    first = next(one for one in changing.on_the_way if facts(one).head != before.head)
    counted = "1 migration" if len(steps) == 1 else f"{len(steps)} migrations"
    file = changing.database_file
    back_up = f"stop the server and copy {file} first" if file else "back the database up first: there is no way back"
    yield Entry(Kind.DATABASE, first, path, f"{counted} of the schema, {before.head} to {after.head}", fix=back_up)
    yield from _who_migrates(changing, first)
    yield from _triggers(changing, steps, path)


def _first_that_knows(changing: Changing) -> str:
    head = changing.before.mlflow.head
    later = (one for one in versions() if one > changing.wanted and _knows(facts(one), head))
    found = next(later, None)
    return f"upgrade to {found} or later" if found is not None else "stay with the version that runs"


def _knows(one: Facts, head: str) -> bool:
    try:
        one.migrations_from(head)
    except KeyError:
        return False
    return True


def _who_migrates(changing: Changing, first: Version) -> Iterator[Entry]:
    before, after = changing.before.mlflow, changing.after.mlflow
    values = changing.values
    if after.migrates_by_itself(before):
        message = f"MLflow {after.version} migrates unasked as it starts"
    else:
        message = f"MLflow {after.version} refuses the old schema, and does not start"
    by_job = upgrades_by_job(values)
    if by_job:
        message = "it is on, and one Job migrates before any pod starts"
        yield Entry(Kind.DATABASE, first, _UPGRADE, message, "leave it on: each new MLflow makes a new Job")
    elif values.backend_store.database_upgrade:
        yield Entry(
            Kind.DATABASE, first, _UPGRADE, "it is on, and migrates before the start", "turn it off again after"
        )
    else:
        fix = "set it to true for this one rollout, then to false again"
        yield Entry(Kind.DATABASE, first, _UPGRADE, message, fix=fix)
    if not UPGRADE_MAKES_TABLES.holds(after.version):
        message = "on an empty database `mlflow db upgrade` fails, before MLflow 3.14.0"
        yield Entry(Kind.DATABASE, first, _UPGRADE, message, fix="leave it off where nothing has run yet")
    if most_replicas(values) > 1 and not by_job:
        message = "several pods that migrate at once fail: the migrations take no lock"
        fix = "set backendStore.databaseUpgradeJob to true, or run one replica for this rollout"
        yield Entry(Kind.DATABASE, first, parse_path(key_of_replicas(values)), message, fix=fix)


def _triggers(changing: Changing, steps: tuple[Migration, ...], path: Path) -> Iterator[Entry]:
    made = next((one for one in changing.on_the_way if facts(one).head == _TRIGGERS), None)
    if changing.database_kind == "mysql" and any(one.revision == _TRIGGERS for one in steps):
        message = "a migration makes triggers, which MySQL with a binary log refuses without SUPER"
        fix = "set log_bin_trust_function_creators=1 while it runs"
        yield Entry(Kind.DATABASE, made or changing.wanted, path, message, fix=fix)


def _registry(changing: Changing) -> Iterator[Entry]:
    registry, backend = changing.server.given("--registry-store-uri"), changing.database
    if registry is None or (backend is not None and registry.text == backend.text and registry.known):
        return
    if changing.before.mlflow.head != changing.after.mlflow.head:
        message = "the database of models has the same migrations, and databaseUpgrade leaves it out"
        fix = "back it up, and run `mlflow db upgrade` with its URL"
        yield Entry(Kind.DATABASE, changing.wanted, registry.path, message, fix=fix)


def _users(changing: Changing) -> Iterator[Entry]:
    """Source: `mlflow.server.auth.sqlalchemy_store`, whose `init_db` migrates in every version."""
    auth = changing.values.tracking_server.basic_auth
    if not changing.server.asks_login or changing.before.mlflow.users_head == changing.after.mlflow.users_head:
        return
    app = changing.server.argument("--app-name")
    path: Path = ("trackingServer", "basicAuth", "createSecret", "databaseUri")
    if app is not None:
        path = app.path
    elif auth.existing_secret:
        path = ("trackingServer", "basicAuth", "existingSecret")
    head = changing.before.mlflow.users_head
    first = next(one for one in changing.on_the_way if facts(one).users_head != head)
    yield Entry(Kind.DATABASE, first, path, "the server migrates the database of users as it starts", "back it up too")
