"""A file on its way from one MLflow to a later one, as those see it who tell what changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from mlflow_tui.config_model.checks.declaration import Context
from mlflow_tui.config_model.mlflow import Facts, Version, facts, versions
from mlflow_tui.config_model.mlflow.behaviours import Behaviour
from mlflow_tui.config_model.mlflow.server_arguments import OptionValue, Server
from mlflow_tui.config_model.mlflow.store_uris import local_path, meant_dialect
from mlflow_tui.config_model.values import Values

Holds = Callable[[Facts], bool]


@dataclass(frozen=True)
class Changing:
    """The same values for both versions. `codes` are those of the checks that find something for the later one only."""

    before: Context
    after: Context
    codes: frozenset[str] = frozenset()

    @property
    def values(self) -> Values:
        return self.after.values

    @property
    def server(self) -> Server:
        """As the later version reads what it is started with."""
        return self.after.server

    @property
    def wanted(self) -> Version:
        return self.after.mlflow.version

    @cached_property
    def on_the_way(self) -> tuple[Version, ...]:
        """The versions after the earlier one, up to the later one."""
        return between(self.before.mlflow.version, self.wanted)

    def brought(self, what: Behaviour | Holds) -> Version | None:
        """The version that brings what holds for the later one and not for the earlier; None for anything else."""
        holds = (lambda one: what.holds(one.version)) if isinstance(what, Behaviour) else what
        if holds(self.before.mlflow) or not holds(self.after.mlflow):
            return None
        held = [one for one in self.on_the_way if holds(facts(one))]
        gone = [one for one in self.on_the_way if not holds(facts(one))]
        return next(one for one in held if not gone or one > gone[-1])

    @property
    def database(self) -> OptionValue | None:
        """Where a database with runs is, which stays when a pod goes or cannot be seen here; None for files."""
        backend = self.server.backend
        if backend is None or self.server.artifacts_only or backend.is_local():
            return None
        return backend

    @property
    def database_kind(self) -> str:
        """The dialect of that database; empty where it cannot be seen here."""
        given = self.database
        return meant_dialect(given.text) if given is not None and given.text else ""

    @property
    def database_file(self) -> str:
        """The path of the database where it is a file of SQLite's; empty for a server."""
        return (local_path(self.database.text or "x:") or "") if self.database is not None else ""


def between(before: Version, wanted: Version) -> tuple[Version, ...]:
    """The known versions after `before`, up to `wanted`."""
    return tuple(one for one in versions() if before < one <= wanted)
