"""A value in place of the one that a slot holds; the anchor, the comments beside it and all else stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from mlflow_tui.config_model.editing.layout.scalar import block_lines, double_quoted, restyled
from mlflow_tui.config_model.editing.layout.sheet import Sheet, Slot
from mlflow_tui.config_model.editing.layout.splice import Splice
from mlflow_tui.config_model.editing.layout.style import Style
from mlflow_tui.config_model.editing.layout.writer import (
    Quoted,
    block,
    child_column,
    flow,
    inline_or_block,
    is_block,
    value_text,
)
from mlflow_tui.config_model.yaml_node import Node

Splices = list[Splice]

_BLANKS: Final = re.compile(r"[ \t]+")
_HEADER: Final = re.compile(r"[|>][-+0-9]*")


def replace(sheet: Sheet, slot: Slot, value: Any) -> Iterator[Splices]:
    """The ways to put ``value`` into the slot, the best first: with the tag that stands there, and without it."""
    node = slot.node
    ways = _flow_ways(sheet, slot, value) if _in_flow(slot) else _block_ways(sheet, slot, value)
    if node.tag is None:
        yield from ways
        return
    fits = _tagged_kind(node.tag) in (None, _kind(value))
    for way in ways:
        if fits:
            yield way
        yield [*_without_tag(sheet, node), *way]


def _tagged_kind(tag: str) -> str | None:
    """Whether a tag of YAML's own is for a map, a list or a scalar; None for other tags."""
    name = tag.removeprefix("tag:yaml.org,2002:")
    return None if name == tag else {"map": "map", "seq": "list"}.get(name, "scalar")


def _kind(value: object) -> str:
    return "map" if isinstance(value, dict) else "list" if isinstance(value, list) else "scalar"


def _in_flow(slot: Slot) -> bool:
    return slot.parent is not None and slot.parent.flow


def _flow_ways(sheet: Sheet, slot: Slot, value: Any) -> Iterator[Splices]:
    node = slot.node
    if is_block(value) or isinstance(value, (dict, list)):
        assert slot.parent is not None
        text = flow(value, quoted=writes_json(slot.parent))
    elif writes_json(slot.parent) and isinstance(value, str):
        text = double_quoted(value)
    else:
        text = restyled(value, node)
    yield [_inline(sheet, slot, text)]


def writes_json(parent: Node | None) -> bool:
    """Whether a flow map or list has its keys, or else its texts, in double quotes, as JSON does."""
    if parent is None or not parent.flow:
        return False
    if parent.kind == "map":
        return bool(parent.entries) and all(key.style == '"' for key, _ in parent.entries)
    inner = [item for item in parent.items if item.kind == "map" and item.flow]
    if inner:
        return all(map(writes_json, inner))
    texts = [item for item in parent.items if item.kind == "scalar" and isinstance(item.style, str)]
    return any(item.style == '"' for item in texts) and not any(item.plain and item.text.isalpha() for item in texts)


def _inline(sheet: Sheet, slot: Slot, text: str) -> Splice:
    """One-line text in place of a value that is a scalar, a flow collection or absent, or within a flow collection."""
    node = slot.node
    if node.end > node.start:
        return Splice(node.start, node.end, text)
    head = sheet.head_end(slot)
    if slot.parent is not None and slot.parent.kind == "map" and sheet.indicator_end(slot) is None:
        # Only within a flow collection: {key}.
        return Splice(slot.key.end, slot.key.end, ": " + text)
    gap = " " if not sheet.text[head - 1 : head].isspace() and head > 0 else ""
    return Splice(head, head, gap + text)


def _block_ways(sheet: Sheet, slot: Slot, value: Any) -> Iterator[Splices]:
    if is_block(value):
        yield _as_block(sheet, slot, value)
        return
    if isinstance(value, str) and not isinstance(value, Quoted):
        yield from _as_block_scalar(sheet, slot, value)
    if isinstance(value, (dict, list)):
        text = "{}" if isinstance(value, dict) else "[]"
    else:
        text = restyled(value, slot.node)
    yield put(sheet, slot, text, [])
    if isinstance(value, str) and not text.startswith('"'):
        yield put(sheet, slot, double_quoted(value), [])


def _as_block(sheet: Sheet, slot: Slot, value: Any) -> Splices:
    """A map or list on lines of its own; behind a dash, its first line stays beside that."""
    column, in_list = slot_column(sheet, slot)
    style = style_at(sheet, slot)
    if in_list and slot.node.outer == slot.node.start:
        head, *tail = value_text(value, column, style, in_list=True)
        if slot.node.end == slot.node.start or _on_later_line(sheet, slot, sheet.head_end(slot)):
            # It comes one space behind the dash, where the siblings may have more.
            head = " " * (style.item - 2) + head
    else:
        child = column + style.item if in_list else child_column(value, column, style)
        head, tail = "", block(value, child, style)
    return put(sheet, slot, head, tail)


def _as_block_scalar(sheet: Sheet, slot: Slot, value: str) -> Iterator[Splices]:
    """A block scalar stays one; a multi-line string becomes one, unless the old text had its lines in quotes."""
    node = slot.node
    column, _ = slot_column(sheet, slot)
    if node.style in ("|", ">"):
        indent = _text_column(sheet, node) or column + style_at(sheet, slot).step
        kept = block_lines(value, column, max(indent, column + 1), node.style)
        if kept is not None:
            yield put(sheet, slot, kept[0], kept[1:])
    if "\n" in value and not (node.style == '"' and "\n" in node.text):
        first, *more = inline_or_block(value, column, column + style_at(sheet, slot).step)
        if more:
            yield put(sheet, slot, first, more)


def _text_column(sheet: Sheet, node: Node) -> int:
    """The column of a block scalar's text, 0 if it has none."""
    lines = sheet.lines
    below = range(lines.line(node.start) + 1, lines.line(node.end) + 1)
    return min((lines.indent(line) for line in below if not lines.is_blank(line)), default=0)


def slot_column(sheet: Sheet, slot: Slot) -> tuple[int, bool]:
    """The column of the key or dash before a slot outside flow collections, and whether it is a dash."""
    if slot.parent is None:
        return -1, False
    return sheet.column(slot.parent), slot.parent.kind == "list"


def style_at(sheet: Sheet, slot: Slot) -> Style:
    """The layout for new text in the slot: as its siblings have it, else as the file does."""
    if slot.parent is None or slot.parent.flow:
        return sheet.style
    if slot.parent.kind == "map":
        return Style.around(slot.parent, sheet.style)
    return Style(sheet.style.step, sheet.style.dash, item_depth(sheet, slot.parent, slot.index))


def item_depth(sheet: Sheet, list_: Node, first: int = 0) -> int:
    """Columns from a dash of this list to what stands behind it; that of the item at ``first``, if it has one."""
    for index in (first, *range(len(list_.items))):
        dash = sheet.dash(list_, index)
        item = list_.items[index]
        if item.end > item.start and sheet.lines.line(dash) == sheet.lines.line(item.outer):
            depth: int = item.outer - dash
            return depth
    return sheet.style.item


def put(sheet: Sheet, slot: Slot, head: str, tail: list[str]) -> Splices:
    """``head`` behind the colon or dash, and the full lines ``tail`` below it, in place of the old value.

    A comment that stands behind the old value, or behind the colon, stays on that line.
    """
    node, lines = slot.node, sheet.lines
    if slot.parent is not None and slot.parent.kind == "map" and sheet.indicator_end(slot) is None:
        return _behind_new_colon(sheet, slot, head, tail)
    head_end = sheet.head_end(slot)
    line = lines.line(max(node.end, head_end))
    if _on_later_line(sheet, slot, head_end) and (node.kind in ("map", "list") or tail or not head):
        return _from_below(sheet, node, head_end, head, tail)
    if not head:
        start = min(node.end, head_end)
        splices = _in_place_of(sheet, node, start, "") if node.end > start else []
        splices += _untabbed(sheet, head_end, node.end)
    elif node.end > node.start:
        splices = _in_place_of(sheet, node, node.start, head)
    else:
        splices = [_inline(sheet, slot, head)]
    return [*splices, *insert_lines(sheet, line + 1, tail)] if tail else splices


def _untabbed(sheet: Sheet, head_end: int, end: int) -> Splices:
    """A ``:`` or dash that starts a line takes no tab behind it; the old value may have kept them apart."""
    behind = _BLANKS.match(sheet.text, end)
    if behind is None or "\t" not in behind.group() or not sheet.lines.opens_line(head_end - 1):
        return []
    return [Splice(behind.start(), behind.end(), " ")]


def _behind_new_colon(sheet: Sheet, slot: Slot, head: str, tail: list[str]) -> Splices:
    """A value for a ``? key`` that has no ``:`` line below it."""
    assert slot.parent is not None
    colon = " " * sheet.column(slot.parent) + (f": {head}" if head else ":")
    return insert_lines(sheet, sheet.lines.line(slot.key.end) + 1, [colon, *tail])


def _from_below(sheet: Sheet, node: Node, head_end: int, head: str, tail: list[str]) -> Splices:
    """In place of a value on lines of its own below its key; of a scalar, the comment behind it stays there."""
    lines = sheet.lines
    first, last = lines.line(node.start), lines.line(node.end)
    rest = sheet.text[node.end : lines.stop(last)].strip(" \t")
    kept = [" " * lines.indent(first) + rest] if rest and (node.flow or node.kind == "scalar") else []
    body = lines_text(sheet, [*kept, *tail], last)
    behind = [Splice(head_end, head_end, " " + head)] if head else []
    return [*behind, Splice(lines.start(first), lines.start(last + 1), body)]


def _in_place_of(sheet: Sheet, node: Node, start: int, head: str) -> Splices:
    """``head`` in place of a value; of a block scalar, the comment behind its header stays."""
    if node.style not in ("|", ">"):
        return [Splice(start, node.end, head)]
    header = _HEADER.match(sheet.text, node.start)
    assert header is not None  # a block scalar starts with one
    stop = sheet.lines.stop(sheet.lines.line(node.start))
    if not sheet.comments_between(header.end(), stop):
        return [Splice(start, node.end, head)]
    return [Splice(start, header.end(), head), Splice(stop, node.end, "")]


def _on_later_line(sheet: Sheet, slot: Slot, head_end: int) -> bool:
    node, lines = slot.node, sheet.lines
    return node.end > node.start and lines.line(node.start) > lines.line(head_end)


def insert_lines(sheet: Sheet, line: int, new: list[str]) -> Splices:
    """Full lines put above ``line``; at the end of a text that lacks its last line break, so does the new one."""
    lines, text = sheet.lines, sheet.text
    at = lines.start(line)
    if (
        line >= lines.count
        and at > 0
        and not text[:at].endswith(("\n", "\r", "\x85", "\u2028", "\u2029"))
        and text != "\ufeff"
    ):
        newline = lines.newline(lines.count - 1)
        return [Splice(at, at, newline + newline.join(new))]
    return [Splice(at, at, lines_text(sheet, new, line))]


def lines_text(sheet: Sheet, new: list[str], line: int) -> str:
    """Full lines with the line ends that are used above ``line``."""
    newline = sheet.lines.newline(max(line - 1, 0))
    return "".join(text + newline for text in new)


def _without_tag(sheet: Sheet, node: Node) -> Splices:
    """Takes the tag away, with the blanks before it or, where none are, behind it, and leaves the anchor."""
    text = sheet.text
    for word in sheet.property_words(node):
        if word.group().startswith("!"):
            start, stop = node.outer + word.start(), node.outer + word.end()
            before = len(text[:start].rstrip(" \t"))
            if before < start and not sheet.lines.opens_line(start):
                return [Splice(before, stop, "")]
            blanks = _BLANKS.match(text, stop)
            return [Splice(start, blanks.end() if blanks else stop, "")]
    return []
