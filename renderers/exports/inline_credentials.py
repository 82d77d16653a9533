"""Credentials in variables and arguments, which the chart passes on as they are: taken out, into a Secret's keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.secrecy import CONTAINERS, option, secret_paths
from mlflow_tui.config_model.values.beside import is_holder
from mlflow_tui.renderers.exports.exported import ExportRefused

_URL_ARGUMENTS: tuple[Path, ...] = (
    ("trackingServer", "artifactsDestination"),
    ("trackingServer", "defaultArtifactRoot"),
)
"""Settings that become an argument of the server, and may be URLs with a password in them (ftp, for one)."""


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Values without inline credentials.

    `content` is what the Secret has to hold; `variables` have to come into extraEnv, for the server's arguments.
    """

    data: dict[str, Any] = field(repr=False)
    content: dict[str, str] = field(default_factory=dict, repr=False)
    variables: list[dict[str, Any]] = field(default_factory=list)


def inline_paths(data: Mapping[str, Any]) -> Iterator[Path]:
    """Where credentials stand that no Secret of the chart takes up, and that a variable may give as well."""
    yield from (path for path in secret_paths(data) if path in _URL_ARGUMENTS or _is_inline(path))


def _is_inline(path: Path) -> bool:
    """Whether the path is that of a variable's value or of an argument."""
    match path:
        case ("extraEnv", int(), "value") | ("trackingServer", "extraArgs", int()):
            return True
        case (key, int(), "env", int(), "value") | (key, int(), "args" | "command", int()):
            return key in CONTAINERS
    return False


def without_held(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the credentials in holders of anchors left empty: what they give to others is taken out there."""
    left = deepcopy(dict(data))
    for path in list(secret_paths(data)):
        if is_holder(path[0]):
            holder: Any = look_up(left, path[:-1]) if len(path) > 1 else left
            holder[path[-1]] = ""
    return left


def take_out(data: Mapping[str, Any], secret: str) -> TakenOut:
    """The values with each inline credential turned into a reference to a key of the Secret of that name.

    The same place always gets the same key, so that layers can be done one by one.
    """
    taken = TakenOut(without_held(data))
    for path in list(inline_paths(data)):
        if path[-1] == "value":
            _take_variable(taken, path, secret)
        else:
            _take_argument(taken, path, secret)
    return taken


def _take_variable(taken: TakenOut, path: Path, secret: str) -> None:
    variable = look_up(taken.data, path[:-1])
    key = _key(".".join((*_container(taken.data, path), str(variable.get("name")))))
    taken.content[key] = _unescaped(path, str(variable.pop("value")))
    variable["valueFrom"] = _reference(secret, key)


def _take_argument(taken: TakenOut, path: Path, secret: str) -> None:
    holder = look_up(taken.data, path[:-1])
    flag, value = option(holder[path[-1]])
    equals = "=" if flag else ""
    variable = f"ARGUMENT_{_words(*(path[2:] or path[1:]), flag)}"
    container = look_up(taken.data, path[:2]) if path[0] in ("extraContainers", "extraInitContainers") else None
    key = _key(".".join((*_container(taken.data, path), variable)))
    taken.content[key] = _unescaped(path, value)
    holder[path[-1]] = f"{flag}{equals}$({variable})"
    entry = {"name": variable, "valueFrom": _reference(secret, key)}
    if container is None:
        taken.variables.append(entry)
    else:
        given = container.get("env")
        container["env"] = [*(given if isinstance(given, list) else ()), entry]


def _words(*parts: str | int) -> str:
    """`extraArgs`, 0, `--gunicorn-opts` as EXTRA_ARGS_0_GUNICORN_OPTS."""
    separate = (re.sub(r"(?<=[a-z])(?=[A-Z])", "_", str(part)) for part in parts)
    return re.sub(r"[^A-Z0-9]+", "_", "_".join(separate).upper()).strip("_")


def _container(data: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    """The name of the container that the path leads into, where it is not one of the chart's."""
    return (str(look_up(data, (*path[:2], "name"))),) if path[0] in ("extraContainers", "extraInitContainers") else ()


def _key(name: str) -> str:
    """A key that a Secret may have (Kubernetes: letters, digits, `-`, `_` and `.`)."""
    return re.sub(r"[^-._a-zA-Z0-9]", "-", name)


def _reference(secret: str, key: str) -> dict[str, Any]:
    return {"secretKeyRef": {"name": secret, "key": key}}


def _unescaped(path: Path, value: str) -> str:
    """What Kubernetes makes of the text, which it expands here and not in a Secret: `$$` is one `$`."""
    if re.search(r"(?<!\$)(\$\$)*\$\(", value):
        raise ExportRefused(
            f"nothing is exported: {format_path(path)} holds a credential and a reference $(...) to a variable",
            "put the whole value into a Secret of your own, and refer to that",
        )
    return value.replace("$$", "$")
