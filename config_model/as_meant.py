"""What a document that breaks the schema was meant to say, so that all that is wrong with it is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from config_model.path import Path
from config_model.problem import DeleteKey, Problem, SetValue
from config_model.setting import Kind, look_up, owner

_SURE = frozenset({"MT103", "MT105", "MT107", "MT301", "MT302"})
"""The codes whose fix writes the same value in another way; that of the other codes is a guess."""


def as_meant(given: Mapping[str, Any], errors: Iterable[Problem]) -> tuple[dict[str, Any], frozenset[str]]:
    """`given` with the values that only look wrong written right, and without the settings that no one can be sure of.

    The second part are the keys at the top under which something is missing now: what is found there may be wrong.
    """
    meant = deepcopy(dict(given))
    unsure: set[str] = set()
    for error in errors:
        edits = error.fix.edits if error.fix is not None else ()
        if error.code in _SURE and edits and all(_can_be_made(edit, meant) for edit in edits):
            for edit in edits:
                _make(edit, meant)
            continue
        unsure.update(str(edit.path[0]) for edit in edits if isinstance(edit, SetValue))
        setting = owner(error.path)
        if setting is None or (setting.kind is Kind.SECTION and setting.path != error.path):
            _delete(meant, error.path)  # an unknown key
        else:
            _delete(meant, setting.path)
            unsure.add(str(error.path[0]))
    return meant, frozenset(unsure)


def _can_be_made(edit: SetValue | DeleteKey, data: dict[str, Any]) -> bool:
    """Whether all that stands above the edit's path is a map or a list that has the path's part, or is absent."""
    parent: Any = data
    for part in edit.path[:-1]:
        parent = look_up(parent, (part,))
        if parent is None:
            return isinstance(edit, SetValue) and not any(isinstance(step, int) for step in edit.path)
    return isinstance(parent, dict) or (isinstance(parent, list) and isinstance(edit, SetValue))


def _make(edit: SetValue | DeleteKey, data: dict[str, Any]) -> None:
    if isinstance(edit, DeleteKey):
        _delete(data, edit.path)
        return
    parent: Any = data
    for part in edit.path[:-1]:
        if isinstance(parent, dict) and parent.get(str(part)) is None:
            parent[str(part)] = {}
        parent = parent[part]
    parent[edit.path[-1]] = edit.value


def _delete(data: dict[str, Any], path: Path) -> None:
    """Removes a key of a map; what is no map, or has no such key, stays as it is."""
    parent = look_up(data, path[:-1]) if len(path) > 1 else data
    if isinstance(parent, dict):
        parent.pop(str(path[-1]), None)
