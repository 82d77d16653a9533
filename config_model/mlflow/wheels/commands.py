"""The options of a command of MLflow, out of the click decorators of its function."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from mlflow_tui.config_model.mlflow.wheels.expressions import Call, FromEnvironment, Module, UnreadableError, Variable


def options(module: Module, function: str) -> dict[str, dict[str, Any]]:
    """What the options of a command are, by the first long name of each, and its arguments by their names.

    Each has a `type` (`text`, `integer`, `number`, `switch`, `choice` or `path`) and a `default`, and where they say
    something `aliases` (other names), `off` (the name that turns a switch off), `env` (its variable), `choices`, `min`,
    `max`, `multiple`, `required`, and `argument` for what is not an option. UnreadableError where the source tells
    none.
    """
    found: dict[str, dict[str, Any]] = {}
    for decorator in module.function(function).decorator_list:
        made = module.value(decorator) if _may_declare(decorator) else None
        if isinstance(made, Call) and made.called in ("click.option", "click.argument"):
            name, one = _declared(made)
            found[name] = one
    return found


def _may_declare(decorator: ast.expr) -> bool:
    """Whether a decorator can be an option: it is not where it makes a command of the function."""
    return not ast.unparse(decorator).partition("(")[0].endswith((".command", ".pass_context"))


def _declared(made: Call) -> tuple[str, dict[str, Any]]:
    names: list[str] = []
    off = ""
    for written in made.arguments:
        on, slash, other = str(written).partition("/")
        if on.startswith("-") or made.called == "click.argument":
            names.append(on.strip())
        off = other.strip() if slash else off
    name = next((one for one in names if one.startswith("--")), names[0])
    keywords = made.keywords
    default = keywords.get("default")
    variable = _name(default.variable if isinstance(default, FromEnvironment) else keywords.get("envvar", ""))
    about: dict[str, Any] = {
        "aliases": [one for one in names if one != name],
        "off": off,
        "env": variable,
        **_type(keywords, bool(off)),
        "default": None if isinstance(default, FromEnvironment) else default,
        "multiple": keywords.get("multiple", False),
        "required": keywords.get("required", made.called == "click.argument"),
        "argument": made.called == "click.argument",
    }
    return name, {key: value for key, value in about.items() if value not in ([], "", None, False) or key == "default"}


def _name(variable: Any) -> str:
    if isinstance(variable, Variable):
        return variable.name
    if not isinstance(variable, str):
        raise UnreadableError(f"{variable!r} is not the name of one variable")
    return variable


def _type(keywords: Mapping[str, Any], has_off: bool) -> dict[str, Any]:
    """The type by click's own rules: a switch, the type that is given, else that of the default."""
    given = keywords.get("type")
    default = keywords.get("default")
    if keywords.get("is_flag", has_off):
        return {"type": "switch"}
    if isinstance(given, Call):
        return _type_of_click(given)
    kind = given if isinstance(given, type) else type(default)
    if kind is bool:
        return {"type": "choice", "choices": ["true", "false"]}
    return {"type": {int: "integer", float: "number"}.get(kind, "text")}


def _type_of_click(given: Call) -> dict[str, Any]:
    name = given.called.removeprefix("click.")
    if name == "Choice":
        return {"type": "choice", "choices": list(given.arguments[0])}
    if name == "IntRange":
        bounds = dict(zip(("min", "max"), given.arguments, strict=False)) | dict(given.keywords)
        return {"type": "integer", **{key: bounds[key] for key in ("min", "max") if bounds.get(key) is not None}}
    if name == "Path":
        return {"type": "path"}
    raise UnreadableError(f"{name} is no type of click that is known here")
