"""A value for a path: of a map or list only what differs is written."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import Any

from mlflow_tui.config_model.editing.layout.locate import written_path
from mlflow_tui.config_model.editing.layout.sheet import Sheet
from mlflow_tui.config_model.editing.operations.apply_plan import Edited, apply_plan
from mlflow_tui.config_model.editing.operations.delete import delete_in
from mlflow_tui.config_model.editing.operations.list_items import insert, move
from mlflow_tui.config_model.editing.operations.plan import KeyOrder, to_set
from mlflow_tui.config_model.editing.operations.run import Run
from mlflow_tui.config_model.editing.refusal import EditRefused
from mlflow_tui.config_model.json_data import at, same
from mlflow_tui.config_model.path import Path, format_path


def set_value(sheet: Sheet, path: Path, value: Any, order: KeyOrder, *, through: bool) -> Edited:
    """``Document.set``."""
    if not path and not isinstance(value, dict):
        raise EditRefused("no-map", "The values as a whole are a map of keys.")
    run = Run(sheet)
    written = written_path(sheet, path) if through else path
    if written is None:
        _set(run, path, value, order, through=True)
    else:
        _set(run, written, value, order, through=False)
    return run.done


def _set(run: Run, path: Path, value: Any, order: KeyOrder, *, through: bool) -> None:
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


def _set_whole(run: Run, path: Path, value: Any, order: KeyOrder, *, through: bool) -> None:
    title = f"Set {format_path(path)}"
    try:
        run.take(apply_plan(run.sheet, to_set(run.sheet, path, value, order, through=through), title))
    except EditRefused as refusal:
        if len(run.sheet.documents) == 1 or refusal.kind != "unsafe" or not isinstance(path[-1], str):
            raise
        # Documents merge: what an earlier one says must go before a later one can say less.
        delete_in(run, _covered(run.sheet, path), prune=False)
        run.take(apply_plan(run.sheet, to_set(run.sheet, path, value, order, through=through), title))


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
    run: Run, path: Path, old: dict[str, Any], new: dict[str, Any], order: KeyOrder, *, through: bool
) -> None:
    for key, value in new.items():
        _set(run, (*path, key), value, order, through=through)
    for key in old:
        if key not in new:
            delete_in(run, (*path, key), prune=False)


def _set_items(run: Run, path: Path, old: list[Any], new: list[Any], order: KeyOrder, *, through: bool) -> None:
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
            delete_in(run, (*path, index), prune=False)
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
