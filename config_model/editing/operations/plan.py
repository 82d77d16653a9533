"""What an edit would do to a text: the ways to write it, the best first, each with what the data must be then."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from typing import Any

from mlflow_tui.config_model.editing.layout.anchors import moved_anchors
from mlflow_tui.config_model.editing.layout.insertion import first_entries, insert_entry, open_placeholder
from mlflow_tui.config_model.editing.layout.locate import Located, candidates, entry_of
from mlflow_tui.config_model.editing.layout.node_data import data_of
from mlflow_tui.config_model.editing.layout.removal import empty, is_merged_below, remove, topmost
from mlflow_tui.config_model.editing.layout.replacement import replace
from mlflow_tui.config_model.editing.layout.sequence import insert_item
from mlflow_tui.config_model.editing.layout.sheet import Sheet, Slot, size
from mlflow_tui.config_model.editing.layout.splice import Splice
from mlflow_tui.config_model.editing.layout.writer import has_lines, in_quotes, is_block
from mlflow_tui.config_model.editing.operations.outcome import Change
from mlflow_tui.config_model.editing.refusal import EditRefused, counted
from mlflow_tui.config_model.json_data import updated, without
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.yaml_node import Node

KeyOrder = Callable[[Path], Sequence[str]]
"""The schema's order of the keys of the map at a path; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to make an edit."""

    splices: Sequence[Splice]
    changes: tuple[Change, ...]
    notices: tuple[str, ...] = ()
    aim: tuple[Path, Any] | None = None
    """A path and the value that the data must have there."""


def plans(
    ways: Iterable[Sequence[Splice]], change: Change, notices: Sequence[str] = (), more: Sequence[Splice] = ()
) -> Iterator[Plan]:
    """The same change of the data by several ways of writing it."""
    for way in ways:
        yield Plan([*more, *way], (change,), tuple(notices))


def to_set(sheet: Sheet, path: Path, value: Any, order: KeyOrder, *, through: bool) -> Iterator[Plan]:
    """The value at ``path`` becomes ``value``; what is missing on the way is made.

    Raises EditRefused, once no plan is left, where no document has room for it.
    """
    aim: tuple[Path, Any] = (path, value)
    if len(sheet.documents) > 1 and not sheet.loaded.aliased:
        # Documents merge: nothing that another one says may come through beside the value.
        aim = ((), at_path_made(sheet.loaded.data, path, value))
    refusals: list[EditRefused] = []
    for written in (value, *([in_quotes(value)] if has_lines(value) else [])):
        for place in candidates(sheet, path, through=through):
            try:
                for plan in _set_at(sheet, place, written, order):
                    yield replace_fields(plan, aim=aim)
            except EditRefused as refusal:
                refusals.append(refusal)
        if all(document.root is None for document in sheet.documents):
            yield from _set_first(sheet, path, written)
    if refusals:
        raise refusals[0]


def _set_first(sheet: Sheet, path: Path, value: Any) -> Iterator[Plan]:
    document = sheet.documents[-1]
    new = _nested(path, value)
    yield Plan(first_entries(sheet, document, new), (Change(document, None, (), lambda _: new),))


def _set_at(sheet: Sheet, place: Located, value: Any, order: KeyOrder) -> Iterator[Plan]:
    slot = place.slot
    if place.crossing == "alias":
        copy = at_path_made(data_of(slot.node), place.rest, value)
        yield from own_copy(sheet, place, copy)
    elif place.crossing == "merge":
        yield from _override(sheet, place, value, order)
    elif place.found:
        yield from _replace(sheet, place, value)
    elif is_placeholder(slot.node):
        yield from _open(sheet, place, value)
    elif slot.node.kind == "map" and isinstance(place.rest[0], str):
        yield from _add(sheet, place, _nested(place.rest[1:], value), order)
    elif slot.node.kind == "list" and place.rest[0] == len(slot.node.items):
        yield from _append(sheet, place, _nested(place.rest[1:], value))
    else:
        raise _no_way(place)


def _open(sheet: Sheet, place: Located, value: Any) -> Iterator[Plan]:
    slot, step = place.slot, place.rest[0]
    if isinstance(step, str) and slot.node.kind == "list":
        raise _no_way(place)
    if isinstance(step, int) and (slot.node.kind == "map" or step > 0):
        raise _no_way(place)
    new = _nested(place.rest, value)
    change = Change(place.document, slot.node, slot.path, lambda _: new)
    yield from plans(open_placeholder(sheet, slot, new), change)


def is_placeholder(node: Node) -> bool:
    """``{}``, ``[]``, ``null`` or nothing: a place for keys or items."""
    if node.kind in ("map", "list"):
        return size(node) == 0
    return node.kind == "scalar" and data_of(node) is None


def _no_way(place: Located) -> EditRefused:
    slot, step = place.slot, place.rest[0]
    name = format_path(slot.path) or "The top of the file"
    line = slot.node.line
    if slot.node.kind == "scalar":
        wanted = f"no key {step!r}" if isinstance(step, str) else "no items"
        return EditRefused(
            "wrong-kind",
            f"{name} is a single value (line {line}) and has {wanted}: set it as a whole, or delete it first.",
        )
    if slot.node.kind == "list" and isinstance(step, int):
        count = size(slot.node)
        return EditRefused("no-such-place", f"{name} has {counted(count)} (line {line}): there is no item {step}.")
    kind, other = ("list", "key") if slot.node.kind == "list" else ("map", "item")
    return EditRefused("wrong-kind", f"{name} is a {kind} (line {line}): it has no {other} {step!r}.")


def _replace(sheet: Sheet, place: Located, value: Any) -> Iterator[Plan]:
    slot, node = place.slot, place.slot.node
    change = Change(place.document, node, slot.path, lambda _: value)
    more, notices = moved_anchors(sheet, place.document, [node], stays=node)
    opens = is_block(value) and is_placeholder(node)
    ways = open_placeholder if opens else replace
    yield from plans(ways(sheet, slot, value), change, notices, more)
    if node.anchor is not None and slot.parent is not None:
        yield from _replace_and_leave(sheet, place, value)


def _replace_and_leave(sheet: Sheet, place: Located, value: Any) -> Iterator[Plan]:
    """Where the aliases cannot follow (a ``<<`` takes maps alone): the anchor goes to them with the old value."""
    slot, node = place.slot, place.slot.node
    assert slot.parent is not None
    step = slot.path[-1]
    change = Change(place.document, slot.parent, slot.path[:-1], lambda old: with_step(old, step, value))
    more, notices = moved_anchors(sheet, place.document, [node])
    name = re.compile(r"[ \t]*&\S*").search(sheet.text, len(sheet.text[: node.outer].rstrip(" \t")), node.start)
    if name is not None:
        more.append(Splice(name.start(), name.end(), ""))
    yield from plans(replace(sheet, slot, value), change, notices, more)


def with_step(data: Any, step: str | int, value: Any) -> Any:
    """A copy of a map or list with another value at one key or index."""
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    copy[step] = value
    return copy


def own_copy(sheet: Sheet, place: Located, copy: Any) -> Iterator[Plan]:
    slot = place.slot
    notice = f"{format_path(slot.path)} was an alias of &{slot.node.text}: it has a copy of its own now."
    change = Change(place.document, slot.node, slot.path, lambda _: copy)
    for written in (copy, in_quotes(copy)):
        yield from plans(replace(sheet, slot, written), change, [notice])


def _override(sheet: Sheet, place: Located, value: Any, order: KeyOrder) -> Iterator[Plan]:
    """A key that a ``<<`` brings in gets a value in the map itself, below the ``<<``."""
    slot, key = place.slot, str(place.rest[0])
    new = value if len(place.rest) == 1 else at_path_made(data_of(slot.node)[key], place.rest[1:], value)
    own, _ = entry_of(slot.node, key)
    change = Change(place.document, slot.node, slot.path, lambda old: {**old, key: new})
    notice = f"{format_path((*slot.path, key))} came in by '<<': it has a value of its own now."
    removals: Iterable[Sequence[Splice]] = [[]] if own is None else remove(sheet, slot.node, own)
    for removal in removals:
        for written in (new, in_quotes(new)):
            ways = insert_entry(sheet, slot.node, key, written, order(slot.path))
            yield from plans(ways, change, [notice], removal)


def _add(sheet: Sheet, place: Located, value: Any, order: KeyOrder) -> Iterator[Plan]:
    slot, key = place.slot, str(place.rest[0])
    change = Change(place.document, slot.node, slot.path, lambda old: {**old, key: value})
    yield from plans(insert_entry(sheet, slot.node, key, value, order(slot.path)), change)


def _append(sheet: Sheet, place: Located, value: Any) -> Iterator[Plan]:
    slot = place.slot
    change = Change(place.document, slot.node, slot.path, lambda old: [*old, value])
    yield from plans(insert_item(sheet, slot.node, len(slot.node.items), value), change)


def _nested(path: Path, value: Any) -> Any:
    """``value`` within the maps and lists that ``path`` names."""
    for step in reversed(path):
        if isinstance(step, int) and step != 0:
            raise EditRefused("no-such-place", f"There is no list yet: its first item is 0, not {step}.")
        value = [value] if isinstance(step, int) else {step: value}
    return value


def at_path_made(data: Any, path: Path, value: Any) -> Any:
    """A copy of ``data`` with ``value`` at ``path``; missing maps are made. Raises EditRefused where the path does not
    fit.
    """
    if not path:
        return value
    step = path[0]
    if isinstance(step, str) and (data is None or isinstance(data, dict)):
        return {**(data or {}), step: at_path_made((data or {}).get(step), path[1:], value)}
    if isinstance(step, int) and (data is None or isinstance(data, list)) and step <= len(data or []):
        items = [*(data or []), *([None] if step == len(data or []) else [])]
        items[step] = at_path_made(items[step], path[1:], value)
        return items
    raise EditRefused("wrong-kind", f"{format_path(path)} does not fit what stands there.")


def to_delete(sheet: Sheet, place: Located, *, prune: bool) -> Iterator[Plan]:
    """What the path leads to goes, from one document; with ``prune``, and the parents that are then empty.

    A key that a ``<<`` brings in must have been written out before.
    """
    if place.crossing is not None:
        yield from changed_copy(sheet, place, place.rest[-1:], lambda holder: without(holder, place.rest[-1:]))
    else:
        yield from _delete_own(sheet, place, prune=prune)


def changed_copy(sheet: Sheet, place: Located, last: Path, becomes: Callable[[Any], Any]) -> Iterator[Plan]:
    """What is shared gets a copy here, in which the map or list that has ``last`` becomes another."""
    above = place.rest[: len(place.rest) - len(last)]
    if place.crossing == "alias":
        yield from own_copy(sheet, place, updated(data_of(place.slot.node), above, becomes))
        return
    key = str(place.rest[0])
    new = updated(data_of(place.slot.node)[key], above[1:], becomes)
    yield from _override(sheet, Located(place.document, place.slots, (key,), "merge"), new, lambda _: ())


def merging_slot(place: Located) -> Slot | None:
    """The map whose ``<<`` gives the last key of the path its value, or would once the key's own entry is gone."""
    if place.crossing == "merge" and len(place.rest) == 1:
        return place.slot
    return place.slots[-2] if place.found and is_merged_below(place.slot) else None


def _delete_own(sheet: Sheet, place: Located, *, prune: bool) -> Iterator[Plan]:
    going = topmost(sheet, place.slots) if prune else len(place.slots) - 1
    slot, holder = place.slots[going], place.slots[going - 1]
    step = slot.path[-1]
    gone = [slot.node, slot.key] if holder.node.kind == "map" else [slot.node]
    more, notices = moved_anchors(sheet, place.document, gone)
    if size(holder.node) == 1:
        blank: Any = {} if holder.node.kind == "map" else []
        ways = empty(sheet, holder)
        yield from plans(ways, Change(place.document, holder.node, holder.path, lambda _: blank), notices, more)
        return
    change = Change(place.document, holder.node, holder.path, lambda old: without(old, (step,)))
    yield from plans(remove(sheet, holder.node, slot.index), change, notices, more)
