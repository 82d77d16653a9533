"""Which values are secret: by declaration, and by how they look where the chart lets a person write anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from typing import Any

from config_model.path import Path
from config_model.setting import leaves, look_up
from config_model.values.beside import is_holder

_SECRET_NAME = re.compile(
    r"PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|PRIVATE_?KEY|ACCESS_?KEY|ACCOUNT_?KEY|API_?KEY|CONNECTION_STRING",
    re.IGNORECASE,
)
_NO_SECRET = re.compile(r"_(FILE|PATH|NAME|URL|TTL|EXPIRY|TIMEOUT)$", re.IGNORECASE)
_PASSWORD_IN_URL = re.compile(r"://[^/@:\s]*:([^/@\s]+)@")


def looks_secret(name: str, value: object) -> bool:
    """Whether a variable or argument of that name and value holds a credential, as far as one can see."""
    if not isinstance(value, str) or not value:
        return False
    return has_password(value) or (bool(_SECRET_NAME.search(name)) and not _NO_SECRET.search(name))


def has_password(value: str) -> bool:
    """Whether the text holds a URL with a password in it."""
    return _PASSWORD_IN_URL.search(value) is not None


def passwords(value: str) -> list[str]:
    """The passwords in the URLs that the text holds."""
    return _PASSWORD_IN_URL.findall(value)


def secret_paths(data: Mapping[str, Any]) -> Iterator[Path]:
    """The paths of all secret values that are not empty in `data`, a values file or a part of one."""
    paths = list(_in_settings(data))
    yield from paths
    secrets = {value for path in paths if isinstance(value := look_up(data, path), str)}
    for key in filter(is_holder, data):
        yield from _held(data[key], (key,), secrets)


def _held(value: Any, path: Path, secrets: Set[str]) -> Iterator[Path]:
    """The paths below a holder of anchors of what some setting has as its secret, or of what looks like one."""
    if isinstance(value, Mapping | list):
        for key, entry in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _held(entry, (*path, key), secrets)
    elif isinstance(value, str) and (value in secrets or looks_secret(str(path[-1]), value)):
        yield path


def _in_settings(data: Mapping[str, Any]) -> Iterator[Path]:
    for setting in leaves():
        if setting.secret and look_up(data, setting.path) not in (None, ""):
            yield setting.path
    for key in ("extraContainers", "extraInitContainers"):
        containers = look_up(data, (key,))
        for index, container in enumerate(containers if isinstance(containers, list) else ()):
            if isinstance(container, Mapping):
                yield from _in_container(container, (key, index), "env", ("args", "command"))
    yield from _in_container(data, (), "extraEnv", ())
    yield from _in_container(look_up(data, ("trackingServer",)), ("trackingServer",), "", ("extraArgs",))


def secret_environment(container: Mapping[str, Any]) -> Iterator[Path]:
    """The paths, in a rendered container, of the variables and arguments that hold a credential."""
    yield from _in_container(container, (), "env", ("args", "command"))


def _in_container(container: Any, prefix: Path, env: str, arguments: tuple[str, ...]) -> Iterator[Path]:
    if not isinstance(container, Mapping):
        return
    variables = container.get(env)
    for index, variable in enumerate(variables if isinstance(variables, list) else ()):
        if isinstance(variable, dict) and looks_secret(str(variable.get("name")), variable.get("value")):
            yield (*prefix, env, index, "value")
    for key in arguments:
        items = container.get(key)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, str) and looks_secret(*_flag(item)):
                yield (*prefix, key, index)


def _flag(argument: str) -> tuple[str, str]:
    """`--name=value` as a name and a value; anything else is a value without a name."""
    name, equals, value = argument.partition("=")
    return (name, value) if equals and name.startswith("-") else ("", argument)
