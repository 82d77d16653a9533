"""MT102: a key that is not the chart's, and the one that was most likely meant.

A fix renames a key to a sibling that it is a misspelling of, or moves one whose whole path is a known wrong spelling.
Every other guess is for the person to judge: a key that has the same name elsewhere does something else there.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mlflow_tui.config_model.catalogue import by_path, item_annotation, key_order
from mlflow_tui.config_model.checks.coercion import in_range
from mlflow_tui.config_model.misspelling import meant_by
from mlflow_tui.config_model.path import Path, format_path, parse_path
from mlflow_tui.config_model.problem import DeleteKey, Fix, Problem, SetValue, Severity
from mlflow_tui.config_model.setting import INTEGERS, Kind, Setting

_MISPLACED: Mapping[str, str] = {
    "artifactStore.defaultArtifactRoot": "trackingServer.defaultArtifactRoot",
    "artifactStore.artifactsDestination": "trackingServer.artifactsDestination",
    "backendStore.backendStoreUri": "backendStore.createSecret.backendStoreUri",
    "backendStore.uri": "backendStore.createSecret.backendStoreUri",
}
"""Whole paths that people write, the chart's documentation among them, and the settings that they can only mean."""


def unknown_key(path: Path, found: object) -> Problem:
    """The problem of the key at `path`, which has the value `found`."""
    name, parent = str(path[-1]), path[:-1]
    place = format_path(parent) or "the top level"
    message = f"{name!r} is not a key of {place}"
    hint = f"known keys there: {', '.join(key_order(parent))}"
    sure = _renamed(name, parent) or _moved(path)
    if (near := sure or _alike(name, parent)) is None:
        return Problem("MT102", Severity.ERROR, path, message, hint)
    if near == _dotted(path):
        message += ": dots do not lead into a map in YAML"
    else:
        message += f" (did you mean '{format_path(near)}'?)"
    fix = None
    if sure is not None and _fits(found, sure):
        does = "rename" if sure[:-1] == parent else "move"
        fix = Fix(f"{does} it to {format_path(sure)}", (DeleteKey(path), SetValue(sure, found)))
    return Problem("MT102", Severity.ERROR, path, message, hint, fix)


def _renamed(name: str, parent: Path) -> Path | None:
    """The sibling that the key is a misspelling of."""
    meant = meant_by(name, key_order(parent))
    return (*parent, meant) if meant is not None else None


def _moved(path: Path) -> Path | None:
    """The setting of a path that is a known wrong spelling as a whole."""
    meant = _MISPLACED.get(format_path(path))
    return parse_path(meant) if meant is not None else _dotted(path)


def _dotted(path: Path) -> Path | None:
    """The setting whose path was written as one key: `trackingServer.mode: …`."""
    if "." not in str(path[-1]):
        return None
    try:
        meant = (*path[:-1], *parse_path(str(path[-1])))
    except ValueError:
        return None
    return meant if meant in by_path() else None


def _fits(value: object, path: Path) -> bool:
    """Whether a value is of the type of the setting at `path`, as far as can be seen from outside."""
    setting = by_path().get(path)
    if setting is not None:
        return _may_be(value, setting)
    annotation = item_annotation(path)
    return annotation is not None and _is_valid(value, annotation)


def _is_valid(value: object, annotation: Any) -> bool:
    try:
        TypeAdapter(annotation).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


def _may_be(value: object, setting: Setting) -> bool:
    if setting.kind in INTEGERS and isinstance(value, int) and not isinstance(value, bool):
        return in_range(value, setting)
    if setting.kind is Kind.CHOICE:
        return value in setting.choices
    if setting.kind is Kind.COUNT_OR_SHARE:
        return isinstance(value, int | str) and not isinstance(value, bool)
    return setting.kind not in INTEGERS and isinstance(value, _PYTHON_TYPES[setting.kind])


_PYTHON_TYPES: Mapping[Kind, type] = {
    Kind.SWITCH: bool,
    Kind.TEXT: str,
    Kind.MULTILINE: str,
    Kind.STRING_MAP: dict,
    Kind.STRING_LIST: list,
    Kind.OBJECT_LIST: list,
    Kind.OBJECT: dict,
    Kind.SECTION: dict,
}


def _alike(name: str, parent: Path) -> Path | None:
    """A known key that may have been meant: a sibling, the only key below that has the name in it, or the only key of
    that name at all.
    """
    siblings = key_order(parent)
    lowered = {key.lower(): key for key in siblings}
    if near := difflib.get_close_matches(name.lower(), lowered, n=1, cutoff=0.75):
        return (*parent, lowered[near[0]])
    if len(name) >= 3 and (containing := [key for key in siblings if name.lower() in key.lower()]):
        return (*parent, min(containing, key=len))
    named = [path for path in by_path() if str(path[-1]).lower() == name.lower()]
    below = [path for path in named if parent and path[: len(parent)] == parent]
    return next((found[0] for found in (below, named) if len(found) == 1), None)
