"""Options and variables that the file gives, and that the later MLflow reads otherwise, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mlflow_tui.config_model.mlflow import Facts, Option, facts
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.upgrade.changing import Changing
from mlflow_tui.config_model.upgrade.entry import Entry, Kind


def about_options(changing: Changing) -> Iterator[Entry]:
    """What is given to the server as an argument or as a variable; what stops it is found by the checks."""
    for argument in changing.before.server.arguments:
        yield from _option(changing, argument.name, argument.path)
    for index, variable in enumerate(changing.values.extra_env):
        yield from _variable(changing, str(variable.get("name")), ("extraEnv", index, "name"))


def _option(changing: Changing, name: str, path: Path) -> Iterator[Entry]:
    old, new = changing.before.mlflow.server.get(name), changing.after.mlflow.server.get(name)
    if old is None or new is None or _meaning(old) == _meaning(new):
        return
    version = next(one for one in changing.on_the_way if facts(one).server.get(name) != old)
    message = f"{name} takes other values: {new.type}" + (f", {', '.join(new.choices)}" if new.choices else "")
    yield Entry(Kind.CHANGED, version, path, message[:100], fix="look at its value")


def _meaning(option: Option) -> tuple[Any, ...]:
    return option.type, option.choices, option.minimum, option.maximum


def _variable(changing: Changing, name: str, path: Path) -> Iterator[Entry]:
    before, after = changing.before.mlflow, changing.after.mlflow
    was, will = _reads(before, name), _reads(after, name)
    if was == will:
        return
    version = next(one for one in changing.on_the_way if _reads(facts(one), name) == will)
    if will:
        yield Entry(
            Kind.CHANGED, version, path, f"MLflow reads {name} now, and did not before"[:100], "look at its value"
        )
    else:
        yield Entry(Kind.CHANGED, version, path, f"MLflow no longer reads {name}"[:100], fix="remove it")


def _reads(of: Facts, name: str) -> bool:
    options: Mapping[str, Option] = of.server
    return name in of.variables or any(one.variable == name for one in options.values())
