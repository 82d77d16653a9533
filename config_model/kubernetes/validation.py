"""Validates pieces of Kubernetes as a strict API server does: unknown fields, types, required fields, rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mlflow_tui.config_model.kubernetes.choices import CHOICES
from mlflow_tui.config_model.kubernetes.limits import NUMBERS, TEXTS, UNIONS, Union
from mlflow_tui.config_model.kubernetes.overlays import OVERLAYS, underlying
from mlflow_tui.config_model.kubernetes.quantity import amount
from mlflow_tui.config_model.kubernetes.rules import RULES
from mlflow_tui.config_model.kubernetes.schema import is_type, known_versions, required, types
from mlflow_tui.config_model.kubernetes.versions import minor
from mlflow_tui.config_model.kubernetes.violation import Violation
from mlflow_tui.config_model.misspelling import meant_by
from mlflow_tui.config_model.path import Path


def check(type_name: str, data: object, version: str) -> list[Violation]:
    """Every violation in a piece, the short name of whose definition is `type_name` (`Container`, `EnvVar`).

    `data` is JSON-like; null stands for an absent field, as it does to the API server. What is missing is reported
    at the piece that lacks it. Raises KeyError for a type that no version has.
    """
    if not is_type(type_name):
        raise KeyError(type_name)
    return list(_found(type_name, data, version))


_FOUND: dict[tuple[str, str, str], tuple[Violation, ...]] = {}
"""What was found in a piece: the screens ask for all of a file again after each key, when one piece has changed."""
_MOST_PIECES = 50_000
_LONGEST_PIECE = 2_000


def forget() -> None:
    """Forgets what was found before, as a new start does."""
    _FOUND.clear()


def _found(kind: str, data: object, version: str) -> tuple[Violation, ...]:
    """The violations in a piece, at paths inside it; one that was seen before is not looked at again."""
    text = repr(data)
    if len(text) > _LONGEST_PIECE:
        return tuple(_value(kind, data, version, ()))
    key = (kind, version, text)
    if (found := _FOUND.get(key)) is None:
        if len(_FOUND) >= _MOST_PIECES:
            _FOUND.clear()
        found = _FOUND[key] = tuple(_value(kind, data, version, ()))
    return found


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
        elif kind == "Quantity" and amount(data) is None:
            yield Violation(path, "format", f"'{data}' is not a quantity", "write it like 500m, 2, 512Mi or 1Gi")
    else:
        yield from _piece(kind, data, version, path)


def _list(kind: str, data: object, version: str, path: Path) -> Iterator[Violation]:
    if not isinstance(data, list):
        yield _wrong_type(path, data, "a list")
        return
    for index, item in enumerate(data):
        if kind in _SCALARS or kind[0] in "[{":
            yield from _value(kind, item, version, (*path, index))
            continue
        # To the API server a null among pieces is a piece without fields.
        for one in _found(kind, {} if item is None else item, version):
            yield replace(one, path=(*path, index, *one.path))


def _map(kind: str, data: object, version: str, path: Path) -> Iterator[Violation]:
    if not isinstance(data, dict):
        yield _wrong_type(path, data, "a map")
        return
    for key, entry in data.items():
        yield from _value(kind, entry, version, (*path, key))


def _piece(type_name: str, data: object, version: str, path: Path) -> Iterator[Violation]:
    if not isinstance(data, dict):
        yield _wrong_type(path, data, "a map")
        return
    known = types(type_name, version)
    wrong: list[Violation] = []
    for key, entry in data.items():
        if key in known:
            wrong.extend(_field(type_name, key, known[key], entry, version, path))
        else:
            wrong.append(_unknown(type_name, str(key), data, version, path))
    yield from wrong
    meant = _meant(data, [one for one in wrong if one.path[:-1] == path])
    missing = [name for name in required(type_name, version) if meant.get(name) is None]
    for name in missing:
        yield Violation(path, "missing", f"{name} is missing", f"add {name}")
    # A field that is missing may be the one that is missing or misspelt: said once is enough.
    incomplete = bool(missing) or not data.keys() <= known.keys()
    of_meant = list(_ruled(type_name, meant, known, version))
    for one in _ruled(type_name, data, known, version):
        if one in of_meant and not (incomplete and one.kind == "missing" and not one.path):
            yield Violation((*path, *one.path), one.kind, one.message, one.hint)


def _meant(data: Mapping[str, Any], wrong: Sequence[Violation]) -> Mapping[str, Any]:
    """The piece with its misspelt fields and choices written right: what is right then follows of them alone."""
    meant = dict(data)
    for one in wrong:
        key = str(one.path[-1])
        if one.misspelt and meant.get(one.near) is None:
            meant[one.near] = meant.pop(key)
        elif one.kind == "choice" and one.near and key in meant:
            meant[key] = one.near
    return meant


def _ruled(type_name: str, data: Mapping[str, Any], known: Mapping[str, str], version: str) -> Iterator[Violation]:
    if (union := UNIONS.get(underlying(type_name))) is not None:
        yield from _union(union._replace(must=False) if type_name in OVERLAYS else union, data, known)
    for rule in RULES.get(underlying(type_name), ()):
        yield from rule.check(data, version)


def _union(union: Union, data: Mapping[str, Any], known: Mapping[str, str]) -> Iterator[Violation]:
    fields = union.fields or tuple(name for name in known if name not in union.besides)
    given = [name for name in fields if data.get(name) is not None]
    if len(given) > 1:
        yield Violation((given[1],), "format", f"{' and '.join(given)} exclude each other", "keep one of them")
    elif not given and union.must:
        usual = [name for name in _USUAL if name in fields] or fields
        more = ", …" if len(usual) < len(fields) else ""
        yield Violation((), "missing", f"{union.what} is missing", f"add one of {', '.join(usual)}{more}")


_USUAL = ("emptyDir", "configMap", "secret", "persistentVolumeClaim", "hostPath")
"""Of the many sources of a volume, those that most volumes have."""


def _field(type_name: str, key: str, kind: str, entry: object, version: str, path: Path) -> Iterator[Violation]:
    here = (*path, key)
    if kind == "string" and isinstance(entry, str):  # most fields
        yield from _text_of(type_name, key, entry, version, here)
        return
    found = list(_value(kind, entry, version, here))
    yield from found
    if found or entry is None:
        return
    entries = [((*here, index), one) for index, one in enumerate(entry)] if isinstance(entry, list) else [(here, entry)]
    for place, one in entries:
        if isinstance(one, str):
            yield from _text_of(type_name, key, one, version, place)
        elif isinstance(one, int) and (limits := NUMBERS.get((underlying(type_name), key))) is not None:
            low, high = limits
            if not low <= one <= high:
                yield Violation(place, "format", f"{one} is out of range", f"use a number from {low} to {high}")


def _text_of(type_name: str, key: str, found: str, version: str, path: Path) -> Iterator[Violation]:
    choices = CHOICES.get((underlying(type_name), key))
    if choices is not None and not (choices.or_empty and not found) and found not in choices.of(version):
        yield _wrong_choice(path, found, choices.of(version))
    wanted = TEXTS.get((underlying(type_name), key))
    if wanted is None or (not found and not wanted.must and wanted.or_empty):
        return
    if not found and wanted.must:
        yield Violation(path, "missing", f"{key} is empty", f"give {key}: {wanted.what}")
    elif hint := wanted.wrong(found, version):
        yield Violation(path, "format", f"'{_short(found)}' is not {wanted.what}", hint)


def _unknown(type_name: str, key: str, data: Mapping[str, Any], version: str, path: Path) -> Violation:
    known = types(type_name, version)
    here = (*path, key)
    if (found := known_versions(type_name, key)) is not None:
        first, last = found
        when = f"since {first}" if minor(version) < minor(first) else f"until {last}"
        message = f"'{key}' is not a field of {underlying(type_name)} in Kubernetes {version}: it is known {when}"
        return Violation(here, "unknown", message, "remove it, or name the cluster's version with --kube-version")
    missing = [name for name in required(type_name, version) if name not in data and key.lower() in name.lower()]
    misspelt = meant_by(key, known)
    near = misspelt or (missing[0] if missing and len(key) > 2 else _nearest(key, tuple(known)))
    guess = f" (did you mean '{near}'?)" if near else ""
    fields = ", ".join(sorted(known))
    message = f"'{_short(key)}' is not a field of {underlying(type_name)}{guess}"
    return Violation(here, "unknown", message, f"known fields: {fields}", near, misspelt is not None)


def _wrong_choice(path: Path, found: str, choices: Sequence[str]) -> Violation:
    allowed = ", ".join(f"'{choice}'" for choice in choices)
    near = _nearest(found, choices)
    guess = f" (did you mean '{near}'?)" if near else ""
    return Violation(path, "choice", f"'{_short(found)}' is not one of {allowed}{guess}", f"use one of {allowed}", near)


def _nearest(found: str, known: Sequence[str]) -> str:
    """The known name that is most like what was found, whatever its case; empty where none is."""
    import difflib

    by_lower = {name.lower(): name for name in known}
    near = difflib.get_close_matches(found.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else ""


def _wrong_type(path: Path, found: object, wanted: str) -> Violation:
    return Violation(path, "type", f"expected {wanted}, got {_said(found)}", f"write {wanted}")


def _short(found: str) -> str:
    return found if len(found) <= 80 else f"{found[:77]}…"


def _said(value: object) -> str:
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    # The text itself is not repeated: it may be a credential.
    return "a string" if isinstance(value, str) else f"the number {value}"


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_SCALARS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "string": ("a string", lambda value: isinstance(value, str)),
    "Time": ("a time", lambda value: isinstance(value, str)),
    "MicroTime": ("a time", lambda value: isinstance(value, str)),
    "integer": ("an integer", _is_integer),
    "number": ("a number", _is_number),
    "boolean": ("a boolean", lambda value: isinstance(value, bool)),
    "object": ("a map", lambda value: isinstance(value, dict)),
    "FieldsV1": ("a map", lambda value: isinstance(value, dict)),
    "Quantity": ("a quantity", lambda value: isinstance(value, str) or _is_number(value)),
    "IntOrString": ("an integer or a string", lambda value: isinstance(value, str) or _is_integer(value)),
}
