"""Validates pieces of Kubernetes as a strict API server does: unknown fields, types, required fields, rules."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from config_model.kubernetes.rules import CHOICES, RULES
from config_model.kubernetes.schema import known_versions, required, types
from config_model.kubernetes.violation import Violation
from config_model.path import Path

_QUANTITY = re.compile(r"[+-]?(\d+|\d+\.\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?")


def check(type_name: str, data: object, version: str) -> list[Violation]:
    """Every violation in a piece, the short name of whose definition is `type_name` (`Container`, `EnvVar`).

    `data` is JSON-like; null stands for an absent field, as it does to the API server.
    """
    return list(_value(type_name, data, version, ()))


def _value(kind: str, data: object, version: str, path: Path) -> Iterator[Violation]:
    if data is None:
        return
    if kind.startswith("["):
        yield from _list(kind[1:-1], data, version, path)
    elif kind.startswith("{"):
        yield from _map(kind[1:-1], data, version, path)
    elif kind in _SCALARS:
        wanted, fits = _SCALARS[kind]
        if not fits(data):
            yield _wrong_type(path, data, wanted)
        elif kind == "Quantity" and isinstance(data, str) and not _QUANTITY.fullmatch(data):
            yield Violation(path, "format", f"'{data}' is no quantity", "write it like 500m, 2, 512Mi or 1Gi")
    else:
        yield from _piece(kind, data, version, path)


def _list(kind: str, data: object, version: str, path: Path) -> Iterator[Violation]:
    if not isinstance(data, list):
        yield _wrong_type(path, data, "a list")
        return
    for index, item in enumerate(data):
        yield from _value(kind, item, version, (*path, index))


def _map(kind: str, data: object, version: str, path: Path) -> Iterator[Violation]:
    if not isinstance(data, Mapping):
        yield _wrong_type(path, data, "a map")
        return
    for key, entry in data.items():
        yield from _value(kind, entry, version, (*path, key))


def _piece(type_name: str, data: object, version: str, path: Path) -> Iterator[Violation]:
    if not isinstance(data, Mapping):
        yield _wrong_type(path, data, "a map")
        return
    known = types(type_name, version)
    for key, entry in data.items():
        if key in known:
            yield from _field(type_name, key, known[key], entry, version, path)
        else:
            yield _unknown(type_name, str(key), version, path)
    missing = [name for name in required(type_name, version) if data.get(name) is None]
    for name in missing:
        yield Violation(path, "missing", f"{name} is missing", f"add {name}")
    # A field that is missing may be the one that is missing or misspelt: said once is enough.
    incomplete = bool(missing) or not data.keys() <= known.keys()
    for one in RULES[type_name](data, version) if type_name in RULES else ():
        if not (incomplete and one.kind == "missing" and not one.path):
            yield Violation((*path, *one.path), one.kind, one.message, one.hint)


def _field(type_name: str, key: str, kind: str, entry: object, version: str, path: Path) -> Iterator[Violation]:
    found = list(_value(kind, entry, version, (*path, key)))
    yield from found
    choices = CHOICES.get((type_name, key))
    if choices and not found and isinstance(entry, str) and entry not in choices:
        yield _wrong_choice((*path, key), entry, choices)


def _unknown(type_name: str, key: str, version: str, path: Path) -> Violation:
    known = types(type_name, version)
    here = (*path, key)
    if (found := known_versions(type_name, key)) is not None:
        first, last = found
        when = f"since {first}" if _order(version) < _order(first) else f"until {last}"
        message = f"'{key}' is not a field of {type_name} in Kubernetes {version}: it is known {when}"
        return Violation(here, "unknown", message, "remove it, or name the cluster's version with --kube-version")
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    guess = f" (did you mean '{near[0]}'?)" if near else ""
    fields = ", ".join(sorted(known))
    return Violation(here, "unknown", f"'{key}' is not a field of {type_name}{guess}", f"known fields: {fields}")


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _wrong_choice(path: Path, found: str, choices: tuple[str, ...]) -> Violation:
    allowed = ", ".join(f"'{choice}'" for choice in choices if choice)
    near = difflib.get_close_matches(found, choices, n=1, cutoff=0.5)
    guess = f" (did you mean '{near[0]}'?)" if near else ""
    return Violation(path, "choice", f"'{found}' is not one of {allowed}{guess}", f"use one of {allowed}")


def _wrong_type(path: Path, found: object, wanted: str) -> Violation:
    return Violation(path, "type", f"found {_said(found)}, but {wanted} is wanted", f"write {wanted}")


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    # The text itself is not repeated: it may be a credential.
    return "text" if isinstance(value, str) else f"the number {value}"


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_SCALARS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "string": ("text", lambda value: isinstance(value, str)),
    "Time": ("a time", lambda value: isinstance(value, str)),
    "MicroTime": ("a time", lambda value: isinstance(value, str)),
    "integer": ("a whole number", _is_integer),
    "number": ("a number", _is_number),
    "boolean": ("true or false", lambda value: isinstance(value, bool)),
    "object": ("a map", lambda value: isinstance(value, Mapping)),
    "FieldsV1": ("a map", lambda value: isinstance(value, Mapping)),
    "Quantity": ("a quantity", lambda value: isinstance(value, str) or _is_number(value)),
    "IntOrString": ("a whole number or text", lambda value: isinstance(value, str) or _is_integer(value)),
}
