"""Where in a document a path leads, and what it passes: aliases, merge keys, places that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mlflow_tui.config_model.editing.layout.node_data import key_name
from mlflow_tui.config_model.editing.layout.sheet import Sheet, Slot
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.yaml_node import Document, Node

Crossing = Literal["alias", "merge"]


@dataclass(frozen=True, slots=True)
class Located:
    """As far as a path leads in one document.

    ``slots`` lead from the top down to the last place that is the document's own. ``rest`` is empty where that is the
    end of the path. Else the last slot holds an alias that the path goes through (``crossing`` is ``alias``), a map
    into which a ``<<`` brings the next key (``merge``), or something that has no such key or item (None).
    """

    document: Document
    slots: tuple[Slot, ...]
    rest: Path
    crossing: Crossing | None

    @property
    def slot(self) -> Slot:
        return self.slots[-1]

    @property
    def found(self) -> bool:
        return not self.rest


def locate(document: Document, path: Path, *, through: bool = False) -> Located:
    """Follows ``path`` from the top of a document that has a root; ``through`` aliases and merges on to where the value
    is written.
    """
    assert document.root is not None
    slots = [Slot(document.root, None, 0, ())]
    for depth, step in enumerate(path):
        slot = slots[-1]
        if slot.node.kind == "alias":
            if not through:
                return Located(document, tuple(slots), path[depth:], "alias")
            slot = slot_of(document, _target(slot.node))
            slots.append(slot)
        node = slot.node
        if node.kind == "map" and isinstance(step, str):
            index, source = entry_of(node, step)
            if source is not None and not through:
                return Located(document, tuple(slots), path[depth:], "merge")
            if source is not None:
                slots += owner_of(document, source, step)
                continue
            if index is not None:
                slots.append(Slot(node.entries[index][1], node, index, (*slot.path, step)))
                continue
        elif node.kind == "list" and isinstance(step, int) and step < len(node.items):
            slots.append(Slot(node.items[step], node, step, (*slot.path, step)))
            continue
        return Located(document, tuple(slots), path[depth:], None)
    if through and slots[-1].node.kind == "alias":
        slots.append(slot_of(document, _target(slots[-1].node)))
    return Located(document, tuple(slots), (), None)


def written_path(sheet: Sheet, path: Path) -> Path | None:
    """The path by which the place that ``path`` leads to, through aliases and merges, is written; None if by none.

    A map that stands in a ``<<`` itself has no path.
    """
    for place in candidates(sheet, path, through=True):
        own = place.slot.path
        return None if "<<" in own else (*own, *place.rest)
    return path


def entry_of(map_: Node, key: str) -> tuple[int | None, Node | None]:
    """A map's own entry for ``key``, if any, and the merged map that gives the key its value, if that is not the own
    entry.

    A ``<<`` overrides the entries above it, and those below override it (yaml.v2's way).
    """
    own: int | None = None
    source: Node | None = None
    for index, (name, value) in enumerate(map_.entries):
        if name.merges:
            giving = merged_source(value, key)
            source = giving if giving is not None else source
        elif key_name(name) == key:
            own, source = index, None
    return own, source


def merged_source(value: Node, key: str) -> Node | None:
    """Of the maps that a ``<<`` names, the one that gives it ``key``."""
    for source in value.items if value.kind == "list" else [value]:
        map_ = _target(source) if source.kind == "alias" else source
        own, further = entry_of(map_, key)
        if own is not None or further is not None:
            return map_
    return None


def owner_of(document: Document, map_: Node, key: str) -> Iterator[Slot]:
    """The slots of a merged map and of the entry in it, or in what it merges itself, that is written for ``key``."""
    own, further = entry_of(map_, key)
    if further is not None:
        yield from owner_of(document, further, key)
    elif own is not None:
        slot = slot_of(document, map_)
        yield slot
        yield Slot(map_.entries[own][1], map_, own, (*slot.path, key))


def slot_of(document: Document, node: Node) -> Slot:
    """The slot in which a node of the document is written."""
    return next(slot for slot in slots_in(document) if slot.node is node)


def slots_in(document: Document) -> Iterator[Slot]:
    """Every slot of a document, in the order of the text."""
    if document.root is None:
        return
    stack = [Slot(document.root, None, 0, ())]
    while stack:
        slot = stack.pop()
        yield slot
        node = slot.node
        if node.kind == "map":
            below = [
                Slot(value, node, index, (*slot.path, "<<" if key.merges else key_name(key)))
                for index, (key, value) in enumerate(node.entries)
            ]
        else:
            below = [Slot(item, node, index, (*slot.path, index)) for index, item in enumerate(node.items)]
        stack += reversed(below)


def candidates(sheet: Sheet, path: Path, *, through: bool = False) -> list[Located]:
    """Where an edit of ``path`` may go: the documents in which it leads furthest, of those the last one first."""
    places = [locate(document, path, through=through) for document in sheet.documents if document.root is not None]
    return [places[at] for at in sorted(range(len(places)), key=lambda at: (len(places[at].rest), -at))]


def _target(alias: Node) -> Node:
    assert alias.target is not None  # compose refuses an alias without an anchor
    return alias.target
