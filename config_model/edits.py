"""Edits of a setting, one for the screens and for `set`: what they write into the file that is being edited.

A file holds only what somebody gave; the rest comes from lower layers and defaults. So an edit inside a list that the
file does not hold writes the whole list first, as it holds now: a list replaces the one below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from mlflow_tui.config_model.document import Document, Edit, EditRefused
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.layers import same
from mlflow_tui.config_model.path import Path

Data = Mapping[str, Any]
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Shared:
    """A change that was made in one place alone, of a value that an anchor gives to others too.

    `path` is what changed, to `value`; `anchored` is the place with the alias or the `<<` that shares it.
    """

    path: Path
    value: Any
    anchored: Path
    notices: tuple[str, ...]
    """What the same change would do if it were made at the anchor."""


def shared(before: Document, after: Document) -> Shared | None:
    """What an edit from `before` to `after` wrote as a copy, where it could have been made at the anchor instead.

    None where nothing of the kind changed, and where more changed than what one alias or `<<` shares.
    """
    places = before.loaded.aliased
    if not places:
        return None
    path = _changed_place(before.data, after.data)
    anchored = next((path[:length] for length in range(1, len(path) + 1) if path[:length] in places), None)
    if anchored is None:
        return None
    value = look_up(after.data, path)
    scratch = before.copy()
    try:
        edit = scratch.set(path, value, shared="anchor")
    except EditRefused:
        return None
    return Shared(path, value, anchored, edit.notices) if scratch.text != after.text else None


def _changed_place(before: Any, after: Any) -> Path:
    """The innermost place that holds all that differs and that both have."""
    path: list[str | int] = []
    while True:
        if isinstance(before, Mapping) and isinstance(after, Mapping) and before.keys() == after.keys():
            parts: list[str | int] = [key for key in before if not same(before[key], after[key])]
        elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
            parts = [index for index in range(len(before)) if not same(before[index], after[index])]
        else:
            return tuple(path)
        if len(parts) != 1:
            return tuple(path)
        path.append(parts[0])
        before, after = before[parts[0]], after[parts[0]]


def is_given(document: Document, path: Path) -> bool:
    """Whether the file itself has a value at `path`."""
    return look_up(document.data, path, _MISSING) is not _MISSING


def set_value(document: Document, effective: Data, path: Path, value: Any) -> Edit | None:
    """Sets the value; None where the file already gives it, or where it holds anyway without the file giving it.

    `effective` are the values as they hold now, all layers and defaults included. Raises EditRefused.
    """
    present = look_up(document.data, path, _MISSING)
    if present is not _MISSING:
        if same(present, value):
            return None
    elif same(look_up(effective, path, _MISSING), value):
        return None
    target = _writable(document, path)
    if target == path:
        return document.set(path, value)
    whole = deepcopy(look_up(effective, target))
    return document.set(target, _replaced(whole, path[len(target) :], value))


def reset(document: Document, path: Path) -> Edit | None:
    """Takes the value out of the file, so that the layer below or the default holds; None where the file has none."""
    return document.delete(path) if is_given(document, path) else None


def insert_entry(document: Document, effective: Data, path: Path, index: int, value: Any) -> Edit:
    """Adds an entry before `index` to the list at `path`."""
    if isinstance(look_up(document.data, path), list):
        return document.insert(path, index, value)
    entries = list(look_up(effective, path) or [])
    entries.insert(index, value)
    return document.set(path, entries)


def remove_entry(document: Document, effective: Data, below: Any, path: Path, index: int) -> Edit:
    """Removes an entry of the list at `path`.

    `below` is the list that would hold without the file: where it is not empty, the last entry leaves `[]` behind.
    """
    entries = look_up(document.data, path)
    if isinstance(entries, list) and (len(entries) > 1 or not below):
        return document.delete((*path, index))
    entries = list(entries if isinstance(entries, list) else look_up(effective, path) or [])
    del entries[index]
    return document.set(path, entries)


def move_entry(document: Document, effective: Data, path: Path, source: int, target: int) -> Edit:
    """Moves an entry of the list at `path` to the place `target`."""
    if isinstance(look_up(document.data, path), list):
        return document.move(path, source, target)
    entries = list(look_up(effective, path) or [])
    entries.insert(target, entries.pop(source))
    return document.set(path, entries)


def _writable(document: Document, path: Path) -> Path:
    """`path`, or the path of the list on the way to it that the file does not hold and that must be written whole."""
    for length, part in enumerate(path):
        if isinstance(part, int) and not isinstance(look_up(document.data, path[:length]), list):
            return path[:length]
    return path


def _replaced(whole: Any, rest: Path, value: Any) -> Any:
    """`whole` with the value at `rest`, maps and list entries made as needed."""
    if not rest:
        return value
    part = rest[0]
    if isinstance(part, int):
        entries = list(whole) if isinstance(whole, list) else []
        if part > len(entries):
            raise IndexError(part)
        inner = entries[part] if part < len(entries) else None
        entries[part : part + 1] = [_replaced(inner, rest[1:], value)]
        return entries
    entries_by_key = dict(whole) if isinstance(whole, dict) else {}
    entries_by_key[part] = _replaced(entries_by_key.get(part), rest[1:], value)
    return entries_by_key
