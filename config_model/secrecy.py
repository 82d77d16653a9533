"""Which values are secret: by declaration, by their names, and by the passwords of URLs wherever those stand.

Nothing else decides it: screens, commands, exports and messages ask here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from mlflow_tui.config_model.catalogue import by_path, leaves
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.url_passwords import (
    MASK,
    forms,
    has_password,
    password_span,
    passwords,
    tells_password,
    without,
    without_passwords,
)
from mlflow_tui.config_model.values.beside import is_holder

__all__ = [
    "CONTAINERS",
    "MASK",
    "forms",
    "has_password",
    "in_object",
    "looks_secret",
    "option",
    "password_span",
    "passwords",
    "quoted_secrets",
    "secret_environment",
    "secret_paths",
    "tells_password",
    "texts_with_password",
    "without",
    "without_passwords",
]

CONTAINERS = ("extraContainers", "extraInitContainers")
"""Keys that hold whole containers."""

_SECRET_NAME = re.compile(
    r"PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|PRIVATE_?KEY|ACCESS_?KEY|ACCOUNT_?KEY|API_?KEY|CONNECTION_STRING",
    re.IGNORECASE,
)
_NO_SECRET = re.compile(r"_(FILE|PATH|NAME|URL|TTL|EXPIRY|TIMEOUT)$", re.IGNORECASE)
_OPTION = re.compile(r"(--?[A-Za-z][\w.-]*)=(.*)", re.DOTALL)
_NAME_OF_OPTION = re.compile(r"--?[A-Za-z][\w.-]*")
_SHORTEST_QUOTED = 4
"""Characters from which on a secret is looked for in a message: a shorter one stands in half of all sentences."""


def looks_secret(name: str, value: object) -> bool:
    """Whether a variable or argument of that name and value holds a credential, as far as one can see."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        return False
    return has_password(str(value)) or (bool(_SECRET_NAME.search(name)) and not _NO_SECRET.search(name))


def option(argument: str) -> tuple[str, str]:
    """`--name=value` as a name and a value; anything else is a value without a name."""
    found = _OPTION.fullmatch(argument)
    return (found[1], found[2]) if found is not None else ("", argument)


def secret_paths(data: Mapping[str, Any]) -> Iterator[Path]:
    """The paths of all secret values that are not empty in `data`, a values file or a part of one, each once."""
    paths = list(dict.fromkeys(_secret_paths(data)))
    yield from paths
    secrets = {value for path in paths if isinstance(value := look_up(data, path), str)}
    for key in filter(is_holder, data):
        yield from (path for path in _held(data[key], (key,), secrets) if path not in paths)


def _held(value: Any, path: Path, secrets: Set[str]) -> Iterator[Path]:
    """The paths below a holder of anchors of what some setting has as its secret, or of what looks like one."""
    if isinstance(value, Mapping | list):
        for key, entry in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _held(entry, (*path, key), secrets)
    elif isinstance(value, str) and (value in secrets or looks_secret(str(path[-1]), value)):
        yield path


def _secret_paths(data: Mapping[str, Any]) -> Iterator[Path]:
    for setting in leaves():
        if setting.secret and look_up(data, setting.path) not in (None, ""):
            yield setting.path
    for key in CONTAINERS:
        containers = look_up(data, (key,))
        for index, container in enumerate(containers if isinstance(containers, list) else ()):
            if isinstance(container, Mapping):
                yield from _in_container(container, (key, index), "env", ("args", "command"))
    extra = look_up(data, ("extraObjects",))
    for index, one in enumerate(extra if isinstance(extra, list) else ()):
        if isinstance(one, Mapping):
            yield from ((*("extraObjects", index), *path) for path in in_object(one))
    yield from _in_container(data, (), "extraEnv", ())
    yield from _in_container(look_up(data, ("trackingServer",)), ("trackingServer",), "", ("extraArgs",))
    yield from texts_with_password(data)


def in_object(manifest: Mapping[str, Any]) -> Iterator[Path]:
    """The paths, in a Kubernetes object, of what a Secret holds and of the credentials of its containers."""
    if manifest.get("kind") == "Secret":
        for group in ("data", "stringData"):
            content = manifest.get(group)
            for key, value in content.items() if isinstance(content, Mapping) else ():
                if value not in (None, ""):
                    yield (group, key)
    yield from _in_pods(manifest, ())


def _in_pods(value: Any, path: Path) -> Iterator[Path]:
    """The credentials of all containers at any depth."""
    for key, entry in value.items() if isinstance(value, Mapping) else ():
        if key in ("containers", "initContainers") and isinstance(entry, list):
            for index, container in enumerate(entry):
                yield from ((*path, key, index, *rest) for rest in secret_environment(container))
        else:
            yield from _in_pods(entry, (*path, key))


def secret_environment(container: Mapping[str, Any]) -> Iterator[Path]:
    """The paths, in a rendered container, of the variables and arguments that hold a credential."""
    yield from _in_container(container, (), "env", ("args", "command"))


def texts_with_password(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all texts in `value`, at any depth, that hold a URL with a password."""
    if isinstance(value, str):
        if has_password(value):
            yield path
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from texts_with_password(entry, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts_with_password(item, (*path, index))


def _in_container(container: Any, prefix: Path, env: str, arguments: tuple[str, ...]) -> Iterator[Path]:
    if not isinstance(container, Mapping):
        return
    variables = container.get(env)
    for index, variable in enumerate(variables if isinstance(variables, list) else ()):
        if isinstance(variable, Mapping) and looks_secret(str(variable.get("name")), variable.get("value")):
            yield (*prefix, env, index, "value")
    for key in arguments:
        items = container.get(key)
        for index in _secret_arguments(items) if isinstance(items, list) else ():
            yield (*prefix, key, index)


def _secret_arguments(items: list[Any]) -> Iterator[int]:
    """The places of the arguments that hold a credential: `--token=value`, or the value as an item of its own."""
    before = ""
    for index, item in enumerate(items):
        if isinstance(item, str):
            name, value = option(item)
            if looks_secret(name, value) or (before and not item.startswith("-") and looks_secret(before, item)):
                yield index
        before = item if isinstance(item, str) and _NAME_OF_OPTION.fullmatch(item) else ""


def quoted_secrets(datas: Iterable[Mapping[str, Any]]) -> set[str]:
    """What no message about the values may quote: their secrets and the passwords in them, in every form."""
    found: set[str] = set()
    for data in datas:
        for path in secret_paths(data):
            value = str(look_up(data, path))
            told = passwords(value)
            if not told and "://" not in value and not (path in by_path() and re.fullmatch("[a-z]+", value)):
                told = [value]  # a plain word, as `password` is one, stands in messages by itself
            found.update(form for one in told for form in forms(one) if len(form) >= _SHORTEST_QUOTED)
    return found
