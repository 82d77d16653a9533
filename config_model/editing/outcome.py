"""What the data of a file will be once an edit is made: the measure of every edit, found without its text."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config_model.editing.refusal import EditRefused
from config_model.editing.sheet import Sheet
from config_model.path import Path, format_path
from config_model.scalars import float64, key_of, value_of
from config_model.yaml_node import Document, Node

Becomes = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Change:
    """The value of one node becomes another. ``node`` is None for a document that has nothing yet."""

    document: Document
    node: Node | None
    path: Path
    becomes: Becomes
    """From the node's old data to its new data; it must not change what it is given."""


def outcome(sheet: Sheet, changes: Sequence[Change]) -> tuple[dict[str, Any], tuple[Path, ...]]:
    """The data after the changes, and every path that they reach, through aliases, merges and other documents too."""
    if not sheet.shares:
        data: Any = sheet.loaded.data
        for change in changes:
            data = at_path(data, change.path, change.becomes)
        return data, tuple(change.path for change in changes)
    reached: list[Path] = []
    data = {}
    for document in sheet.documents:
        own = [change for change in changes if change.document is document]
        top = _Evaluation({id(change.node): change.becomes for change in own if change.node is not None}, reached)
        value = {} if document.root is None else top.value(document.root, ())
        for change in own:
            if change.node is None:
                value = change.becomes(value)
                reached.append(())
        data = _merged(data, value or {})
    return data, tuple(reached)


def at_path(data: Any, path: Path, becomes: Becomes) -> Any:
    """A copy of ``data`` in which the value at ``path`` became another; what is not on the path is shared with the old
    data.
    """
    if not path:
        return becomes(data)
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = at_path(copy[path[0]], path[1:], becomes)
    return copy


def at(data: Any, path: Path) -> Any:
    """The value at ``path``; LookupError where there is none."""
    for step in path:
        if type(data) is (dict if isinstance(step, str) else list):
            data = data[step]  # type: ignore[index]
        else:
            raise LookupError(path)
    return data


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of one kind all through: True is not 1, though 1.0 is."""
    # What is written alike is the same; it takes half the time of going through a large file's values.
    return one == other and (json.dumps(one) == json.dumps(other) or _alike(one, other))


def _alike(one: Any, other: Any) -> bool:
    if _kind(one) is not _kind(other):
        return False
    if isinstance(one, dict):
        return len(one) == len(other) and all(key in other and _alike(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    return bool(one == other)


def _kind(value: Any) -> type:
    for kind in (str, bool, dict, list):
        if isinstance(value, kind):
            return kind
    return float if isinstance(value, (int, float)) else type(value)


def as_helm_holds(value: object, path: Path = ()) -> Any:
    """A copy of ``value`` as Helm would hold it: 3.0 is 3, a tuple a list. Raises EditRefused for what no values file
    can say.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, str):
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise EditRefused("no-yaml-value", "The text has half of a surrogate pair, which no file can hold.")
        return str(value)
    if isinstance(value, Mapping):
        return {_key(key): as_helm_holds(item, (*path, key)) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [as_helm_holds(item, (*path, index)) for index, item in enumerate(value)]
    place = f" at {format_path(path)}" if path else ""
    raise EditRefused("no-yaml-value", f"A {type(value).__name__}{place} is no value that Helm knows.")


def _key(key: object) -> str:
    if not isinstance(key, str) or any("\ud800" <= character <= "\udfff" for character in key):
        raise EditRefused("no-yaml-value", f"The key {key!r} is not text: Helm takes no other keys.")
    return str(key)


def _number(value: float) -> int | float:
    try:
        held = float64(value) if math.isfinite(value) else None
    except OverflowError:
        held = None
    if held is None:
        raise EditRefused("no-yaml-value", f"Helm has no number like {value}: it holds numbers as 64-bit floats.")
    return held


def _merged(lower: dict[str, Any], upper: dict[str, Any]) -> dict[str, Any]:
    """Documents of one file, merged as Helm 4 does: maps deep, everything else replaced, null kept."""
    merged = dict(lower)
    for key, value in upper.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


class NoMapError(ValueError):
    """A ``<<`` would take something that is no map."""


class _Evaluation:
    """The data of one document, in which some nodes become something else wherever they are used."""

    def __init__(self, becomes: Mapping[int, Becomes], reached: list[Path]) -> None:
        self.becomes = becomes
        self.reached = reached

    def value(self, node: Node, path: Path) -> Any:
        value: Any
        if node.kind == "alias":
            assert node.target is not None
            value = self.value(node.target, path) if id(node) not in self.becomes else None
        elif node.kind == "scalar":
            value = value_of(node.text, node.tag, node.style == "")
        elif node.kind == "map":
            value = self._entries(node, path)
        else:
            value = [self.value(item, (*path, index)) for index, item in enumerate(node.items)]
        if id(node) in self.becomes:
            self.reached.append(path)
            value = self.becomes[id(node)](value)
        return value

    def _entries(self, node: Node, path: Path) -> dict[str, Any]:
        into: dict[str, Any] = {}
        for key, value in node.entries:
            if key.merges:
                for source in reversed(value.items) if value.kind == "list" else (value,):
                    merged = self.value(source, path)
                    if not isinstance(merged, dict):
                        raise NoMapError
                    into.update(merged)
            else:
                name = key_name(key)
                into[name] = self.value(value, (*path, name))
        return into


def key_name(key: Node) -> str:
    """The key of the data that a key node names."""
    named = key.target if key.target is not None else key
    return key_of(named.text, named.tag, named.style == "")


def data_of(node: Node) -> Any:
    """What a node says by itself."""
    return _Evaluation({}, []).value(node, ())
