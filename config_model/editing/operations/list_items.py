"""A new item of a list, and one that changes its place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from mlflow_tui.config_model.editing.layout.anchors import copies_of_aliases, reordered_anchors
from mlflow_tui.config_model.editing.layout.locate import Located, candidates
from mlflow_tui.config_model.editing.layout.sequence import insert_item, line_ends_quoted, move_item
from mlflow_tui.config_model.editing.layout.sheet import Sheet
from mlflow_tui.config_model.editing.layout.splice import SpliceError
from mlflow_tui.config_model.editing.layout.writer import in_quotes
from mlflow_tui.config_model.editing.operations.apply_plan import Edited, apply_plan
from mlflow_tui.config_model.editing.operations.outcome import Change
from mlflow_tui.config_model.editing.operations.plan import KeyOrder, Plan, is_placeholder, plans, to_set
from mlflow_tui.config_model.editing.operations.run import value_at
from mlflow_tui.config_model.editing.refusal import EditRefused, counted
from mlflow_tui.config_model.json_data import at
from mlflow_tui.config_model.path import Path, format_path


def insert(sheet: Sheet, path: Path, index: int, value: Any, order: KeyOrder) -> Edited:
    """``Document.insert``."""
    title = f"Add an item to {format_path(path)}"
    try:
        old = at(sheet.loaded.data, path)
    except LookupError:
        old = None
    if old is not None and not isinstance(old, list):
        raise EditRefused("wrong-kind", f"{format_path(path)} is not a list.")
    items: list[Any] = old or []
    if not 0 <= index <= len(items):
        raise EditRefused(
            "no-such-place", f"{format_path(path)} has {counted(len(items))}: a new one goes to 0 to {len(items)}."
        )
    new = [*items[:index], value, *items[index:]]
    place = _list_at(sheet, path)
    if place is None:
        return apply_plan(sheet, to_set(sheet, path, new, order, through=False), title)
    slot = place.slot
    change = Change(place.document, slot.node, slot.path, lambda _: new)
    ways = [insert_item(sheet, slot.node, index, written) for written in (value, in_quotes(value))]
    return apply_plan(sheet, plans(chain.from_iterable(ways), change), title)


def _list_at(sheet: Sheet, path: Path) -> Located | None:
    """The list that is written at ``path``, with items; None if what is there is shared, empty or missing."""
    for place in candidates(sheet, path)[:1]:
        if place.found and place.slot.node.kind == "list" and not is_placeholder(place.slot.node):
            return place
    return None


def move(sheet: Sheet, path: Path, source: int, target: int, order: KeyOrder) -> Edited:
    """``Document.move``."""
    title = f"Move an item of {format_path(path)}"
    items = value_at(sheet, path)
    if not isinstance(items, list):
        raise EditRefused("wrong-kind", f"{format_path(path)} is not a list.")
    if not (0 <= source < len(items) and 0 <= target < len(items)):
        raise EditRefused("no-such-place", f"{format_path(path)} has {counted(len(items))}, counted from 0.")
    new = list(items)
    new.insert(target, new.pop(source))
    place = _list_at(sheet, path)
    if source == target:
        return Edited(sheet, (), ())
    if place is None:
        return apply_plan(sheet, to_set(sheet, path, new, order, through=False), title)
    slot = place.slot
    change = Change(place.document, slot.node, slot.path, lambda _: new)
    return apply_plan(sheet, _to_move(sheet, place, source, target, change), title)


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
    for inner, notices in (
        reordered_anchors(sheet, place.document, list_, order),
        copies_of_aliases(sheet, place.document, list_),
    ):
        try:
            yield from plans(move_item(sheet, list_, source, target, inner), change, notices)
        except SpliceError:
            continue
