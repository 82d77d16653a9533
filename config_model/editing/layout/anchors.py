"""Anchors that would lose their place: they move to where they are used first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.editing.layout.lines import BREAK
from mlflow_tui.config_model.editing.layout.locate import slots_in
from mlflow_tui.config_model.editing.layout.node_data import data_of
from mlflow_tui.config_model.editing.layout.replacement import put, replace, slot_column, style_at
from mlflow_tui.config_model.editing.layout.scalar import block_lines, restyled
from mlflow_tui.config_model.editing.layout.sheet import Sheet, Slot
from mlflow_tui.config_model.editing.layout.splice import Splice, spliced_part
from mlflow_tui.config_model.editing.layout.writer import child_column, flow, inline_or_block
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.yaml_node import Document, Node

Rehomed = tuple[list[Splice], list[str]]
"""The splices, and what to tell the person."""


def nodes_in(node: Node) -> Iterator[Node]:
    """A node and all that are written within it, keys too, in the order of the text."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        if here.kind == "map":
            stack += reversed([child for pair in here.entries for child in pair])
        else:
            stack += reversed(here.items)


def moved_anchors(sheet: Sheet, document: Document, gone: list[Node], stays: Node | None = None) -> Rehomed:
    """What keeps the aliases right of anchors within nodes that go: each anchor, with its value, in place of its first
    alias.

    ``stays`` is a node whose anchor remains, with another value. Gives the splices and what to tell the person.
    """
    going = {id(node): node for top in gone for node in nodes_in(top)}
    anchored = {id(node) for node in going.values() if node.anchor is not None and node is not stays}
    if not anchored:
        return [], []
    splices: list[Splice] = []
    notices: list[str] = []
    moved: dict[int, Node] = {}
    for alias, slot in _aliases(document):
        node = alias.target
        if node is None or id(node) not in anchored or id(alias) in going or id(node) in moved:
            continue
        splices += _definition(sheet, alias, slot, node, list(moved.values()))
        moved[id(node)] = node
        notices.append(f"The anchor &{node.anchor} moved to {format_path(_place(slot))}, the first place that uses it.")
    return splices, notices


def reordered_anchors(sheet: Sheet, document: Document, list_: Node, order: list[int]) -> Rehomed:
    """For a list in another order: each anchor that would then stand below an alias of it trades places with it."""
    item_of = {id(node): index for index, item in enumerate(list_.items) for node in nodes_in(item)}
    rank = {index: at for at, index in enumerate(order)}
    inside = [(alias, slot) for alias, slot in _aliases(document) if id(alias) in item_of]
    inside.sort(key=lambda pair: rank[item_of[id(pair[0])]])
    splices: list[Splice] = []
    notices: list[str] = []
    moved: list[Node] = []
    for alias, slot in inside:
        node = alias.target
        if node is None or id(node) not in item_of or node in moved:
            continue
        if rank[item_of[id(node)]] > rank[item_of[id(alias)]]:
            splices = [splice for splice in splices if not node.outer <= splice.start < node.end]
            splices += _definition(sheet, alias, slot, node, moved)
            splices.append(Splice(node.outer, node.end, f"*{node.anchor}"))
            moved.append(node)
            item_of.update((id(inner), item_of[id(alias)]) for inner in nodes_in(node))
            notices.append(f"The anchor &{node.anchor} stands where it is used first in the new order.")
    return splices, notices


def copies_of_aliases(sheet: Sheet, document: Document, list_: Node) -> Rehomed:
    """Copies for the aliases in a list's items of anchors in its items."""
    within = {id(node) for item in list_.items for node in nodes_in(item)}
    splices: list[Splice] = []
    notices: list[str] = []
    for alias, slot in _aliases(document):
        if id(alias) in within and id(alias.target) in within and slot.node is alias:
            splices += next(replace(sheet, slot, data_of(alias)))
            notices.append(f"{format_path(_place(slot))} was an alias of &{alias.text}: it has a copy of its own now.")
    return splices, notices


def _aliases(document: Document) -> Iterator[tuple[Node, Slot]]:
    """The aliases of a document, in order; one that stands for a key comes with the slot of that key's value."""
    for slot in slots_in(document):
        if slot.parent is not None and slot.parent.kind == "map" and slot.key.kind == "alias":
            yield slot.key, slot
        if slot.node.kind == "alias":
            yield slot.node, slot


def _place(slot: Slot) -> Path:
    return tuple(step for step in slot.path if step != "<<") or slot.path


def _definition(sheet: Sheet, alias: Node, slot: Slot, node: Node, moved: list[Node]) -> list[Splice]:
    """The anchor and its value in place of an alias."""
    properties = " ".join(sheet.properties(node))
    in_flow = slot.parent is not None and slot.parent.flow
    lines = sheet.lines
    one_line = lines.line(node.start) == lines.line(node.end)
    if node.kind == "scalar" and node.style not in ("|", ">"):
        text = sheet.text[node.start : node.end] if one_line else restyled(data_of(node), node)
        return [Splice(alias.start, alias.end, f"{properties} {text}".rstrip())]
    if node.flow and (one_line or not in_flow):
        return [Splice(alias.start, alias.end, f"{properties} {_raw(sheet, node, moved)}")]
    if in_flow:
        return [Splice(alias.start, alias.end, f"{properties} {flow(data_of(node))}")]
    column, in_list = slot_column(sheet, slot)
    style = style_at(sheet, slot)
    if node.kind == "scalar":
        head, *tail = _block_scalar(node, column, column + style.step)
        return put(sheet, slot, f"{properties} {head}", tail)
    value = data_of(node)
    child = column + style.item if in_list else child_column(value, column, style)
    tail = _reindented(sheet, node, child, moved)
    return put(sheet, slot, properties, tail)


def _block_scalar(node: Node, column: int, indent: int) -> list[str]:
    value: Any = data_of(node)
    kept = block_lines(value, column, indent, node.style) if isinstance(value, str) else None
    return kept or inline_or_block(value, column, indent)


def _raw(sheet: Sheet, node: Node, moved: list[Node]) -> str:
    within = [
        Splice(inner.outer, inner.end, f"*{inner.anchor}") for inner in moved if node.start <= inner.outer < node.end
    ]
    return spliced_part(sheet.text, node.start, node.end, within)


def _reindented(sheet: Sheet, node: Node, column: int, moved: list[Node]) -> list[str]:
    """A block map or list as full lines whose keys or dashes stand in another column; its comments come along."""
    old = sheet.lines.column(node.start)
    above = [" " * column + comment for comment in sheet.comments_in(node.outer, node.start)]
    text = " " * old + _raw(sheet, node, moved)
    rest = sheet.text[node.end : sheet.lines.stop(sheet.lines.line(node.end))]
    result = above
    for line in BREAK.split(text + rest):
        margin = len(line) - len(line.lstrip(" "))
        result.append(" " * max(margin + column - old, 0) + line[margin:] if line.strip() else line.strip(" "))
    return result
