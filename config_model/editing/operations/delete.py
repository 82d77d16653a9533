"""Taking a key or an item away, from every document that has it."""

from __future__ import annotations

from mlflow_tui.config_model.editing.layout.anchors import moved_anchors
from mlflow_tui.config_model.editing.layout.locate import Located, locate
from mlflow_tui.config_model.editing.layout.merge_key import write_out
from mlflow_tui.config_model.editing.layout.node_data import data_of
from mlflow_tui.config_model.editing.layout.sheet import Sheet
from mlflow_tui.config_model.editing.operations.apply_plan import Edited, apply_plan
from mlflow_tui.config_model.editing.operations.outcome import Change
from mlflow_tui.config_model.editing.operations.plan import merging_slot, plans, to_delete
from mlflow_tui.config_model.editing.operations.run import Run
from mlflow_tui.config_model.json_data import at
from mlflow_tui.config_model.path import Path, format_path


def delete(sheet: Sheet, path: Path) -> Edited:
    """``Document.delete``."""
    run = Run(sheet)
    if not path:
        for key in sheet.loaded.data:
            delete_in(run, (key,), prune=False)
    else:
        delete_in(run, path, prune=not isinstance(path[-1], int))
    return run.done


def delete_in(run: Run, path: Path, *, prune: bool) -> None:
    """From every document that has it: what an earlier one says would else come through."""
    title = f"Reset {format_path(path)}"
    prune = prune and not any(_covers(run.sheet, path[:depth]) for depth in range(1, len(path)))
    for number in reversed(range(len(run.sheet.documents))):
        place = own_place(run, number, path, title)
        if place is not None:
            run.take(apply_plan(run.sheet, to_delete(run.sheet, place, prune=prune), title))


def _covers(sheet: Sheet, parent: Path) -> bool:
    """Whether an earlier document has something else than a map at a path: it would come through without the map."""
    places = [locate(document, parent) for document in sheet.documents[:-1] if document.root is not None]
    return any(place.found and place.slot.node.kind in ("scalar", "list") for place in places)


def own_place(run: Run, number: int, path: Path, title: str) -> Located | None:
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
    more, moved = moved_anchors(run.sheet, place.document, sources)
    ways = write_out(run.sheet, merging)
    run.take(apply_plan(run.sheet, plans(ways, change, [notice, *moved], more), title))
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
