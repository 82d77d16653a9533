"""Another name for a key, in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.editing.layout.anchors import moved_anchors
from mlflow_tui.config_model.editing.layout.locate import Located
from mlflow_tui.config_model.editing.layout.scalar import restyled
from mlflow_tui.config_model.editing.layout.sheet import Sheet
from mlflow_tui.config_model.editing.layout.splice import Splice
from mlflow_tui.config_model.editing.operations.apply_plan import Edited, apply_plan
from mlflow_tui.config_model.editing.operations.delete import own_place
from mlflow_tui.config_model.editing.operations.outcome import Change
from mlflow_tui.config_model.editing.operations.plan import KeyOrder, Plan, changed_copy
from mlflow_tui.config_model.editing.operations.run import Run, value_at
from mlflow_tui.config_model.editing.refusal import EditRefused
from mlflow_tui.config_model.path import Path, format_path


def rename(sheet: Sheet, path: Path, key: str, order: KeyOrder) -> Edited:
    """``Document.rename``."""
    if not path or not isinstance(path[-1], str):
        raise EditRefused("wrong-kind", "Only the key of a map can be renamed.")
    siblings = value_at(sheet, path[:-1])
    value_at(sheet, path)
    if key == path[-1]:
        return Edited(sheet, (), ())
    if key in siblings:
        raise EditRefused("key-exists", f"{format_path(path[:-1]) or 'The file'} has a key {key!r} already.")
    run = Run(sheet)
    title = f"Rename {format_path(path)}"
    for number in range(len(sheet.documents)):
        place = own_place(run, number, path, title)
        if place is not None:
            run.take(apply_plan(run.sheet, _to_rename(place, run.sheet, key), title))
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
    more, notices = moved_anchors(sheet, place.document, [node], stays=None)
    yield Plan([*more, Splice(node.outer, node.end, text)], (change,), tuple(notices))
    yield Plan([Splice(node.start, node.end, text)], (change,))
    yield Plan([*more, Splice(node.outer, node.end, restyled(key, None))], (change,), tuple(notices))
