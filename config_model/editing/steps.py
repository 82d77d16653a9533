"""Edits as a person thinks of them, each made of one or more plans that are carried out one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from config_model.editing.aliases import copied, rehomed, swapped
from config_model.editing.carry import Done, carry_out
from config_model.editing.locate import Located, candidates, locate, written_path
from config_model.editing.merging import write_out
from config_model.editing.outcome import Change, at, data_of, same
from config_model.editing.plan import (
    KeyOrder,
    Plan,
    changed_copy,
    is_placeholder,
    merging_slot,
    plans,
    to_delete,
    to_set,
)
from config_model.editing.refusal import EditRefused
from config_model.editing.scalar import restyled
from config_model.editing.sequence import insert_item, line_ends_quoted, move_item
from config_model.editing.sheet import Sheet
from config_model.editing.splice import Splice, SpliceError
from config_model.editing.writer import in_quotes
from config_model.path import Path, format_path


def _missing(path: Path) -> EditRefused:
    return EditRefused("no-such-place", f"The file has nothing at {format_path(path) or 'the top'}.")


def _value(sheet: Sheet, path: Path) -> Any:
    try:
        return at(sheet.loaded.data, path)
    except LookupError:
        raise _missing(path) from None


class _Run:
    """Several plans, one after the other, as one edit."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.notices: dict[str, None] = {}
        self.reached: list[Path] = []

    def take(self, done: Done) -> None:
        self.sheet = done.sheet
        self.notices.update(dict.fromkeys(done.notices))
        self.reached += done.reached

    @property
    def done(self) -> Done:
        return Done(self.sheet, tuple(self.notices), tuple(self.reached))


def set_value(sheet: Sheet, path: Path, value: Any, order: KeyOrder, *, through: bool) -> Done:
    """``Document.set``."""
    if not path and not isinstance(value, dict):
        raise EditRefused("no-map", "The values as a whole are a map of keys.")
    run = _Run(sheet)
    written = written_path(sheet, path) if through else path
    if written is None:
        _set(run, path, value, order, through=True)
    else:
        _set(run, written, value, order, through=False)
    return run.done


def _set(run: _Run, path: Path, value: Any, order: KeyOrder, *, through: bool) -> None:
    try:
        old = at(run.sheet.loaded.data, path)
    except LookupError:
        old = None
    else:
        if same(old, value):
            return
    several = len(run.sheet.documents) > 1
    if isinstance(value, dict) and isinstance(old, dict) and (not path or several or (value and old)):
        _set_entries(run, path, old, value, order, through=through)
    elif isinstance(value, list) and isinstance(old, list) and value and old:
        _set_items(run, path, old, value, order, through=through)
    else:
        _set_whole(run, path, value, order, through=through)


def _set_whole(run: _Run, path: Path, value: Any, order: KeyOrder, *, through: bool) -> None:
    title = f"Set {format_path(path)}"
    try:
        run.take(carry_out(run.sheet, to_set(run.sheet, path, value, order, through=through), title))
    except EditRefused as refusal:
        if len(run.sheet.documents) == 1 or refusal.kind != "unsafe" or not isinstance(path[-1], str):
            raise
        # Documents merge: what an earlier one says must go before a later one can say less.
        _delete(run, _covered(run.sheet, path), prune=False)
        run.take(carry_out(run.sheet, to_set(run.sheet, path, value, order, through=through), title))


def _covered(sheet: Sheet, path: Path) -> Path:
    """The first place on the way to ``path`` where the data have no map."""
    for depth in range(1, len(path)):
        try:
            if not isinstance(at(sheet.loaded.data, path[:depth]), dict):
                return path[:depth]
        except LookupError:
            break
    return path


def _set_entries(
    run: _Run, path: Path, old: dict[str, Any], new: dict[str, Any], order: KeyOrder, *, through: bool
) -> None:
    for key, value in new.items():
        _set(run, (*path, key), value, order, through=through)
    for key in old:
        if key not in new:
            _delete(run, (*path, key), prune=False)


def _set_items(run: _Run, path: Path, old: list[Any], new: list[Any], order: KeyOrder, *, through: bool) -> None:
    """Only the items that differ are written; one that only moved is moved."""
    before, after = [_identity(item) for item in old], [_identity(item) for item in new]
    moved = _one_move(before, after)
    if moved is not None:
        run.take(move(run.sheet, path, *moved, order))
        return
    for tag, low, high, start, stop in reversed(SequenceMatcher(None, before, after, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        both = min(high - low, stop - start)
        for index in range(high - 1, low + both - 1, -1):
            _delete(run, (*path, index), prune=False)
        for offset in range(both):
            _set(run, (*path, low + offset), new[start + offset], order, through=through)
        for offset in range(both, stop - start):
            run.take(insert(run.sheet, path, low + offset, new[start + offset], order))


def _identity(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _one_move(before: list[str], after: list[str]) -> tuple[int, int] | None:
    """The move of one item that makes ``after`` of ``before``."""
    if len(before) != len(after) or sorted(before) != sorted(after):
        return None
    first = next(index for index, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1])
    for source, target in ((before.index(after[first], first), first), (first, _last_difference(before, after))):
        copy = list(before)
        copy.insert(target, copy.pop(source))
        if copy == after:
            return source, target
    return None


def _last_difference(before: list[str], after: list[str]) -> int:
    return max(index for index, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1])


def delete(sheet: Sheet, path: Path) -> Done:
    """``Document.delete``."""
    run = _Run(sheet)
    if not path:
        _set_entries(run, (), sheet.loaded.data, {}, lambda _: (), through=False)
    else:
        _delete(run, path, prune=not isinstance(path[-1], int))
    return run.done


def _delete(run: _Run, path: Path, *, prune: bool) -> None:
    """From every document that has it: what an earlier one says would else come through."""
    title = f"Reset {format_path(path)}"
    prune = prune and not any(_covers(run.sheet, path[:depth]) for depth in range(1, len(path)))
    for number in reversed(range(len(run.sheet.documents))):
        place = _own_place(run, number, path, title)
        if place is not None:
            run.take(carry_out(run.sheet, to_delete(run.sheet, place, prune=prune), title))


def _covers(sheet: Sheet, parent: Path) -> bool:
    """Whether an earlier document has something else than a map at a path: it would come through without the map."""
    places = [locate(document, parent) for document in sheet.documents[:-1] if document.root is not None]
    return any(place.found and place.slot.node.kind in ("scalar", "list") for place in places)


def _own_place(run: _Run, number: int, path: Path, title: str) -> Located | None:
    """Where one document has ``path``, if it has, once the ``<<`` that brings in its last key is written out."""
    if number >= len(run.sheet.documents) or run.sheet.documents[number].root is None:
        return None
    place = locate(run.sheet.documents[number], path)
    if not place.found and not _gives(place):
        return None
    merging = merging_slot(place)
    if merging is None:
        return place
    change = Change(place.document, merging.node, merging.path, lambda data: data)
    name = format_path(merging.path) or "the top of the file"
    notice = f"What '<<' brought into {name} is written out there now."
    sources = [value for key, value in merging.node.entries if key.merges]
    more, moved = rehomed(run.sheet, place.document, sources)
    ways = write_out(run.sheet, merging)
    run.take(carry_out(run.sheet, plans(ways, change, [notice, *moved], more), title))
    return locate(run.sheet.documents[number], path)


def _gives(place: Located) -> bool:
    """Whether an alias or ``<<`` on the way has what the rest of the path names."""
    if place.crossing is None:
        return False
    try:
        at(data_of(place.slot.node), place.rest)
    except LookupError:
        return False
    return True


def insert(sheet: Sheet, path: Path, index: int, value: Any, order: KeyOrder) -> Done:
    """``Document.insert``."""
    title = f"Add an item to {format_path(path)}"
    try:
        old = at(sheet.loaded.data, path)
    except LookupError:
        old = None
    if old is not None and not isinstance(old, list):
        raise EditRefused("wrong-kind", f"{format_path(path)} is no list.")
    items: list[Any] = old or []
    if not 0 <= index <= len(items):
        raise EditRefused(
            "no-such-place", f"{format_path(path)} has {len(items)} items: a new one goes to 0 to {len(items)}."
        )
    new = [*items[:index], value, *items[index:]]
    place = _list_at(sheet, path)
    if place is None:
        return carry_out(sheet, to_set(sheet, path, new, order, through=False), title)
    slot = place.slot
    change = Change(place.document, slot.node, slot.path, lambda _: new)
    ways = [insert_item(sheet, slot.node, index, written) for written in (value, in_quotes(value))]
    return carry_out(sheet, plans(chain.from_iterable(ways), change), title)


def _list_at(sheet: Sheet, path: Path) -> Located | None:
    """The list that is written at ``path``, with items; None if what is there is shared, empty or missing."""
    for place in candidates(sheet, path)[:1]:
        if place.found and place.slot.node.kind == "list" and not is_placeholder(place.slot.node):
            return place
    return None


def move(sheet: Sheet, path: Path, source: int, target: int, order: KeyOrder) -> Done:
    """``Document.move``."""
    title = f"Move an item of {format_path(path)}"
    items = _value(sheet, path)
    if not isinstance(items, list):
        raise EditRefused("wrong-kind", f"{format_path(path)} is no list.")
    if not (0 <= source < len(items) and 0 <= target < len(items)):
        raise EditRefused("no-such-place", f"{format_path(path)} has {len(items)} items, counted from 0.")
    new = list(items)
    new.insert(target, new.pop(source))
    place = _list_at(sheet, path)
    if source == target:
        return Done(sheet, (), ())
    if place is None:
        return carry_out(sheet, to_set(sheet, path, new, order, through=False), title)
    slot = place.slot
    change = Change(place.document, slot.node, slot.path, lambda _: new)
    return carry_out(sheet, _to_move(sheet, place, source, target, change), title)


def _to_move(sheet: Sheet, place: Located, source: int, target: int, change: Change) -> Iterator[Plan]:
    """As the text is; with each anchor moved that would come to stand below its alias; or with copies for aliases."""
    list_ = place.slot.node
    yield from plans(move_item(sheet, list_, source, target), change)
    inner = line_ends_quoted(sheet, place.document, list_)
    if inner:
        yield from plans(move_item(sheet, list_, source, target, inner), change)
    if not sheet.loaded.aliased:
        return
    order = list(range(len(list_.items)))
    order.insert(target, order.pop(source))
    for inner, notices in (swapped(sheet, place.document, list_, order), copied(sheet, place.document, list_)):
        try:
            yield from plans(move_item(sheet, list_, source, target, inner), change, notices)
        except SpliceError:
            continue


def rename(sheet: Sheet, path: Path, key: str, order: KeyOrder) -> Done:
    """``Document.rename``."""
    if not path or not isinstance(path[-1], str):
        raise EditRefused("wrong-kind", "Only the key of a map can be renamed.")
    siblings = _value(sheet, path[:-1])
    _value(sheet, path)
    if key == path[-1]:
        return Done(sheet, (), ())
    if key in siblings:
        raise EditRefused("key-exists", f"{format_path(path[:-1]) or 'The file'} has a key {key!r} already.")
    run = _Run(sheet)
    title = f"Rename {format_path(path)}"
    for number in range(len(sheet.documents)):
        place = _own_place(run, number, path, title)
        if place is not None:
            run.take(carry_out(run.sheet, _to_rename(place, run.sheet, key), title))
    return run.done


def _to_rename(place: Located, sheet: Sheet, key: str) -> Iterator[Plan]:
    old = str((*place.slot.path, *place.rest)[-1])

    def renamed(data: dict[str, Any]) -> dict[str, Any]:
        return {key if name == old else name: value for name, value in data.items()}

    if not place.found:
        yield from changed_copy(sheet, place, (old,), renamed)
        return
    holder, node = place.slots[-2], place.slot.key
    change = Change(place.document, holder.node, holder.path, renamed)
    text = restyled(key, None) if node.kind == "alias" else restyled(key, node)
    more, notices = rehomed(sheet, place.document, [node], stays=None)
    yield Plan([*more, Splice(node.outer, node.end, text)], (change,), tuple(notices))
    yield Plan([Splice(node.start, node.end, text)], (change,))
    yield Plan([*more, Splice(node.outer, node.end, restyled(key, None))], (change,), tuple(notices))


__all__ = ["delete", "insert", "move", "rename", "set_value"]
