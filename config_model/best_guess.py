"""What a document that breaks the schema was meant to say, so that all that is wrong with it is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from mlflow_tui.config_model.catalogue import leaves, owner
from mlflow_tui.config_model.json_data import discard, look_up, put
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import DeleteKey, Problem, SetValue
from mlflow_tui.config_model.setting import EMPTY_VALUES, Kind, Setting

_SURE = frozenset({"MT103", "MT105", "MT107", "MT301", "MT302"})
"""The codes whose fix writes the same value in another way; that of the other codes is a guess."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place whose value nobody knows: what is `wrong` was left out there, and any of the `others` may be meant.

    `place` is the setting, or the place in one, that the `others` belong to; without them it has its default.
    `is_name`: what is wrong is the name of the key, so that the person did give the setting a value.
    """

    wrong: Path
    place: Path
    others: tuple[Any, ...] = field(repr=False)
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """A document without what breaks the schema, and the doubts that this leaves."""

    given: dict[str, Any] = field(repr=False)
    doubts: tuple[Doubt, ...] = ()

    def variant(self, doubt: Doubt, value: Any) -> dict[str, Any] | None:
        """The document with one of the values that may be meant at a doubt; None where it cannot stand there."""
        other = deepcopy(self.given)
        edit = SetValue(doubt.place, deepcopy(value))
        if not _can_be_made(edit, other):
            return None
        _make(edit, other)
        return other


def best_guess(given: Mapping[str, Any], errors: Iterable[Problem]) -> Guess:
    """`given` with the values that only look wrong written right, and without the parts that no one can be sure of."""
    meant = deepcopy(dict(given))
    doubts: list[Doubt] = []
    for error in errors:
        edits = error.fix.edits if error.fix is not None else ()
        if error.code in _SURE and edits and all(_can_be_made(edit, meant) for edit in edits):
            for edit in edits:
                _make(edit, meant)
            continue
        setting = owner(error.path)
        if setting is None or (setting.kind is Kind.SECTION and setting.path != error.path):
            discard(meant, error.path)  # an unknown key
        else:
            is_part = _is_part(error.path, setting)
            discard(meant, error.path if is_part else setting.path)
            doubts += _doubts(_item(error.path) if is_part else setting.path, setting)
        if any(isinstance(edit, DeleteKey) for edit in edits):  # it may be meant to be another key
            meanings = (edit for edit in edits if isinstance(edit, SetValue))
            doubts += (Doubt(one.path, one.path, (one.value,), is_name=True) for one in meanings)
    return Guess(meant, tuple(doubts))


def without_settings(meant: Guess, errors: Iterable[Problem]) -> Guess:
    """What is left where a part alone could not be left out: the document without the settings that have errors."""
    whole = [
        replace(error, path=setting.path, fix=None) for error in errors if (setting := owner(error.path)) is not None
    ]
    further = best_guess(meant.given, whole)
    return Guess(further.given, (*meant.doubts, *further.doubts))


def is_about(path: Path, place: Path) -> bool:
    """Whether one of the two places lies in the other, or they are the same."""
    shared = min(len(path), len(place))
    return path[:shared] == place[:shared]


def _is_part(path: Path, setting: Setting) -> bool:
    """Whether the path leads to a key of a map in a free-form setting, which the rest of it can do without."""
    free = setting.kind in (Kind.OBJECT, Kind.OBJECT_LIST, Kind.STRING_MAP)
    return free and len(path) > len(setting.path) and isinstance(path[-1], str)


def _item(path: Path) -> Path:
    """The innermost list item that holds the place, all of which may be meant otherwise; else the place itself."""
    lengths = [length for length, part in enumerate(path, 1) if isinstance(part, int)]
    return path[: lengths[-1]] if lengths else path


def _doubts(wrong: Path, setting: Setting) -> Iterator[Doubt]:
    """The values that a setting may be meant to have; for a section, those of each setting in it."""
    for one in leaves():
        if one.path[: len(setting.path)] == setting.path:
            yield Doubt(wrong, one.path, tuple(_possible(one)))


def _possible(setting: Setting) -> Iterator[Any]:
    """Values that stand for all that the setting may have, as far as checks tell them apart."""
    match setting.kind:
        case Kind.SWITCH:
            yield from (True, False)
        case Kind.CHOICE:
            yield from setting.choices
        case Kind.INTEGER:
            numbers = {setting.minimum, setting.maximum, setting.default, setting.default + 1}
            yield from sorted(number for number in numbers if number is not None)
        case Kind.OPTIONAL_INTEGER:
            yield from (None, *(number for number in (setting.minimum, setting.maximum) if number is not None))
            yield setting.declaration.example
        case Kind.COUNT_OR_SHARE:
            yield from (None, 0, 1, "50%", "100%")
        case _:
            yield EMPTY_VALUES[setting.kind]
            if setting.declaration.example is not None:
                yield setting.declaration.example


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
        discard(data, edit.path)
    else:
        put(data, edit.path, edit.value)
