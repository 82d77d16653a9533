"""MT102: a key that is not the chart's, and the one that was most likely meant."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from config_model.checks.meant import in_range
from config_model.path import Path, format_path, parse_path
from config_model.problem import DeleteKey, Fix, Problem, SetValue, Severity
from config_model.setting import Kind, Setting, by_path, key_order


def unknown_key(path: Path, found: object) -> Problem:
    """The problem of the key at `path`, which has the value `found`."""
    name, parent = str(path[-1]), path[:-1]
    near = _nearest(name, parent)
    place = format_path(parent) or "the top level"
    known = ", ".join(key_order(parent))
    message = f"{name!r} is not a key of {place}"
    if near is None:
        return Problem("MT102", Severity.ERROR, path, message, f"known keys there: {known}")
    suggestion = ""
    if len(near) > 1 and name == format_path(near):
        message += ": dots do not lead into a map in YAML"
    else:
        suggestion = format_path(near)
        message += f" (did you mean '{suggestion}'?)"
    edits = (DeleteKey(path), SetValue(near, found))
    fix = Fix(f"move it to {format_path(near)}", edits) if _may_be(found, by_path().get(near)) else None
    return Problem("MT102", Severity.ERROR, path, message, f"known keys there: {known}", fix, suggestion=suggestion)


def _may_be(value: object, setting: Setting | None) -> bool:
    """Whether a value is of the setting's type, as far as can be seen from outside."""
    if setting is None:
        return True
    if setting.kind is Kind.INTEGER and isinstance(value, int) and not isinstance(value, bool):
        return in_range(value, setting)
    if setting.kind is Kind.CHOICE:
        return value in setting.choices
    return setting.kind is not Kind.INTEGER and isinstance(value, _PYTHON_TYPES[setting.kind])


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


def _nearest(name: str, parent: Path) -> Path | None:
    """The known key that was most likely meant.

    A path written as one key; a sibling that is spelled alike; the same name elsewhere; a key whose name has it in it.
    """
    if "." in name and (path := _as_path(name)) is not None:
        return path
    siblings = key_order(parent)
    if near := _alike(name, siblings):
        return (*parent, near)
    elsewhere = [path for path in by_path() if str(path[-1]).lower() == name.lower()]
    if len(elsewhere) == 1 or (elsewhere and parent[:1] != ()):
        return min(elsewhere, key=lambda path: (-_shared(path, parent), len(path)))
    if near := _alike(name, siblings, cutoff=0.6):
        return (*parent, near)
    names = {str(path[-1]): path for path in by_path()}
    if near := _alike(name, tuple(names)):
        return names[near]
    return _containing(name, parent, siblings)


def _as_path(name: str) -> Path | None:
    try:
        path = parse_path(name)
    except ValueError:
        return None
    return path if path in by_path() else None


def _containing(name: str, parent: Path, siblings: tuple[str, ...]) -> Path | None:
    """A sibling whose name has `name` in it, or the only key below the parent that has."""
    if len(name) < 3:
        return None
    if containing := [key for key in siblings if name.lower() in key.lower()]:
        return (*parent, min(containing, key=len))
    below = [path for path in by_path() if parent and path[: len(parent)] == parent]
    found = [path for path in below if name.lower() in str(path[-1]).lower()]
    return found[0] if len(found) == 1 else None


def _alike(name: str, known: tuple[str, ...], cutoff: float = 0.75) -> str | None:
    lowered = {key.lower(): key for key in known}
    near = difflib.get_close_matches(name.lower().replace("_", "").replace("-", ""), lowered, n=1, cutoff=cutoff)
    return lowered[near[0]] if near else None


def _shared(one: Path, other: Path) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
