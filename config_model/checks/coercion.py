"""What a value of the wrong type was most likely meant to be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from mlflow_tui.config_model.catalogue import by_path, key_order
from mlflow_tui.config_model.kubernetes import check, names
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import Kind, Setting
from mlflow_tui.config_model.written import Written

_SWITCH_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_REFERENCE = re.compile(r"(?:(?P<registry>localhost|[^/@]*[.:][^/@]*)/)?(?P<repository>[^:@]+)(?::(?P<tag>[^:@/]+))?")
_DECIMAL = re.compile(r"0|[1-9][0-9]*")
_WITHOUT_SPACE = re.compile(r"[A-Za-z]\w*:\S.*", re.DOTALL)


class Coercion(NamedTuple):
    """A value in place of the one found; `title` says what is done to it."""

    title: str
    value: Any


def coerced(path: Path, found: object, wanted: str, kube_version: str, written: Written) -> Coercion | None:
    """What was meant by the value at `path`; `wanted` is Pydantic's name of the error. None where nobody can say.

    Where text was coerced, it is the text that was `written`.
    """
    setting = by_path().get(path)
    match wanted:
        case "string_type":
            return _text(path, found, written)
        case "int_type":
            return _number(found, setting)
        case "bool_type":
            return _switch(found)
        case "list_type":
            return _list(path, found, setting, kube_version, written)
        case "dict_type" | "model_type":
            return _map(path, found)
    return None


def in_range(number: int, setting: Setting | None) -> bool:
    """Whether a number is one that the setting takes."""
    low, high = (setting.minimum, setting.maximum) if setting is not None else (None, None)
    return (low is None or number >= low) and (high is None or number <= high)


def advice(found: object, wanted: str) -> str:
    """What to write, where only the person knows what was meant."""
    if wanted == "a map" and isinstance(found, str) and _WITHOUT_SPACE.fullmatch(found):
        return "put a space after the colon: key: value"
    if wanted == "a list":
        return "write a list: a line for each entry, with '- ' before it"
    return f"write {wanted}" if wanted != "a map" else "write a map: a line for each key, indented below this one"


def _text(path: Path, found: object, written: Written) -> Coercion | None:
    if isinstance(found, bool | int | float):
        word = written(path, found)
        return Coercion(f'quote it: "{word}"', word) if word is not None else None
    if path[:2] == ("trackingServer", "extraArgs") and isinstance(found, Mapping) and len(found) == 1:
        ((option, value),) = found.items()
        if option.startswith("--") and isinstance(value, str | int | float) and not isinstance(value, bool):
            text = _as_text((*path, option), value, written)
            return Coercion("write it with = for the colon", f"{option}={text}") if text is not None else None
    return None


def _as_text(path: Path, value: object, written: Written) -> str | None:
    return value if isinstance(value, str) else written(path, value)


def _number(found: object, setting: Setting | None) -> Coercion | None:
    # With a leading zero it is another number to YAML than to a person: 0644 is 420.
    if isinstance(found, str) and _DECIMAL.fullmatch(found.strip()) and in_range(int(found), setting):
        return Coercion(f"write it without quotes: {int(found)}", int(found))
    return None


def _switch(found: object) -> Coercion | None:
    word = _SWITCH_WORDS.get(found.lower()) if isinstance(found, str) else None
    return Coercion(f"write it without quotes: {str(word).lower()}", word) if word is not None else None


def _list(path: Path, found: object, setting: Setting | None, kube_version: str, written: Written) -> Coercion | None:
    if setting is None:
        return None
    if setting.kind is Kind.STRING_LIST and isinstance(found, str):
        return Coercion("write it as a list of one", [found])
    if setting.item is not None and isinstance(found, str):
        one = _map((*setting.path, 0), found)
        return Coercion("write it as a list of one", [one.value]) if one is not None else None
    if setting.kubernetes is None or not isinstance(found, Mapping):
        return None
    if setting.kubernetes == "EnvVar" and all(isinstance(value, str | int | float) for value in found.values()):
        variables = [{"name": name, "value": _as_text((*path, name), value, written)} for name, value in found.items()]
        known = all(one["value"] is not None for one in variables)
        if known and all(not names.variable(name, kube_version) for name in found):
            return Coercion("write it as a list of names and values", variables)
    if not check(setting.kubernetes, found, kube_version):
        return Coercion("write it as a list of one", [dict(found)])
    return None


def _map(path: Path, found: object) -> Coercion | None:
    if isinstance(found, bool) and "enabled" in key_order(path):
        return Coercion(f"write it as enabled: {str(found).lower()}", {"enabled": found})
    if not isinstance(found, str):
        return None
    match path:
        case ("image",):
            return _image(found)
        case ("image", "pullSecrets", int()) if not names.subdomain(found):
            return Coercion(f"write it as a map: name: {found}", {"name": found})
        case ("ingress", "hosts", int()) if not names.rule_host(found):
            return Coercion("write it as a map of host and paths", {"host": found, "paths": [{"path": "/"}]})
        case ("ingress", "hosts", int(), "paths", int()) if found.startswith("/"):
            return Coercion(f"write it as a map: path: {found}", {"path": found})
        case ("extraEnv", int()):
            name, equals, value = found.partition("=")
            if equals and re.fullmatch(r"[A-Za-z_]\w*", name):
                return Coercion("write it as a map of name and value", {"name": name, "value": value})
    return None


def _image(found: str) -> Coercion | None:
    parts = _REFERENCE.fullmatch(found)
    if parts is None or found != found.strip():
        return None
    given = {key: value for key, value in parts.groupdict().items() if value}
    return Coercion("write it as a map of registry, repository and tag", given)
