"""New keys: beside their siblings in the schema's order, into a placeholder, or as the first of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from mlflow_tui.config_model.editing.layout.flow import insert_child
from mlflow_tui.config_model.editing.layout.node_data import key_name
from mlflow_tui.config_model.editing.layout.placement import place
from mlflow_tui.config_model.editing.layout.replacement import (
    insert_lines,
    lines_text,
    put,
    replace,
    slot_column,
    style_at,
    writes_json,
)
from mlflow_tui.config_model.editing.layout.sheet import Sheet, Slot
from mlflow_tui.config_model.editing.layout.splice import Splice
from mlflow_tui.config_model.editing.layout.style import Style
from mlflow_tui.config_model.editing.layout.writer import block, child_column, entry, flow, flow_entry
from mlflow_tui.config_model.yaml_node import Document, Node
from mlflow_tui.config_model.yaml_text import scalar

_HEADER: Final = re.compile(
    r"\s*#\s*(?:!|-\*-|vim?:|ex:|yaml-language-server:|SPDX-|Copyright|\(c\)|©|yamllint|code:\s*language)",
    re.IGNORECASE,
)
"""A comment that is about the file, and stays at its top."""


def insert_entry(sheet: Sheet, map_: Node, key: str, value: Any, order: Sequence[str]) -> Iterator[list[Splice]]:
    """A new key in a map that has keys already."""
    index, behind = _place(map_, key, order)
    if map_.flow:
        yield from _insert_in_flow(sheet, map_, index + behind, key, value)
        return
    column = sheet.column(map_)
    style = Style.around(map_, sheet.style)
    new = entry(key, value, column, style, _key_text(map_, key))
    if behind:
        line = sheet.lines.after_entry(sheet.lines.line(sheet.entry_end(map_, index)), column)
        ways = [insert_lines(sheet, line, ["", *new])] if _are_apart(sheet, map_) else []
        ways.append(insert_lines(sheet, line, new))
    else:
        ways = [_before(sheet, map_, index, new)]
    yield from ways


def _place(map_: Node, key: str, order: Sequence[str]) -> tuple[int, bool]:
    names = ["" if name.merges else key_name(name) for name, _ in map_.entries]
    index, behind = place(names, key, order)
    merges = [at for at, (name, _) in enumerate(map_.entries) if name.merges]
    if merges and (index < merges[-1] or (index == merges[-1] and not behind)):
        # Helm lets a "<<" override the keys above it.
        return merges[-1], True
    return index, behind


def _key_text(map_: Node, key: str) -> str | None:
    """In quotes if all its siblings are."""
    styles = {name.style for name, _ in map_.entries if not name.merges and name.kind == "scalar"}
    if styles == {'"'} and len(map_.entries) > 1:
        text = scalar(key)
        return text if text[0] in "'\"" else f'"{text}"'
    return None


def _insert_in_flow(sheet: Sheet, map_: Node, index: int, key: str, value: Any) -> Iterator[list[Splice]]:
    quoted = writes_json(map_)
    tight = all(
        sheet.text[name.end : name.end + 2] == ":" + sheet.text[child.outer : child.outer + 1]
        for name, child in map_.entries
    )
    text = flow_entry(key, value, quoted, colon=":" if quoted and tight and map_.entries else ": ")
    yield from insert_child(sheet, map_, index, text)


def _are_apart(sheet: Sheet, map_: Node) -> bool:
    """Whether an empty line stands between any two of the map's entries; two entries tell it only of the top level."""
    lines, column = sheet.lines, sheet.column(map_)
    if len(map_.entries) < (2 if column == 0 else 3):
        return False
    for index in range(len(map_.entries) - 1):
        own_end = lines.after_entry(lines.line(sheet.entry_end(map_, index)), column)
        gap = range(own_end, lines.line(sheet.entry_start(map_, index + 1)))
        if not any(map(lines.is_blank, gap)):
            return False
    return True


def _before(sheet: Sheet, map_: Node, index: int, new: list[str]) -> list[Splice]:
    """Above an entry and the comments that belong to it."""
    lines, column = sheet.lines, sheet.column(map_)
    start = sheet.entry_start(map_, index)
    line = lines.line(start)
    if not lines.opens_line(start):
        newline = lines.newline(line)
        text = newline.join([new[0].lstrip(" "), *new[1:]])
        return [Splice(start, start, text + newline + " " * column)]
    top = lines.leading(line, column)
    while top < line and top == _headers(sheet) - 1:
        top += 1
    first_blank_after = [""] if _are_apart(sheet, map_) else []
    at = lines.start(top)
    return [Splice(at, at, lines_text(sheet, [*new, *first_blank_after], line + 1))]


def _headers(sheet: Sheet) -> int:
    """How many lines at the top of the file are about the file."""
    line = 0
    while line < sheet.lines.count and _HEADER.match(sheet.text[sheet.lines.start(line) : sheet.lines.stop(line)]):
        line += 1
    return line


def open_placeholder(sheet: Sheet, slot: Slot, value: Any) -> Iterator[list[Splice]]:
    """A map or list in place of ``{}``, ``[]``, ``null`` or nothing; comments below the placeholder stay above what is
    new.
    """
    if slot.parent is not None and (slot.parent.flow or slot.parent.kind == "list"):
        yield from replace(sheet, slot, value)
        return
    node = slot.node
    if node.flow and sheet.has_comment(node):
        yield from _fill_flow(sheet, node, value)
        return
    if slot.parent is None:
        yield from _open_root(sheet, slot, value)
        return
    column, _ = slot_column(sheet, slot)
    style = style_at(sheet, slot)
    new = block(value, child_column(value, column, style), style)
    emptied = put(sheet, slot, "", [])
    line = sheet.lines.after_entry(sheet.lines.line(max(node.end, sheet.head_end(slot))), column + 1)
    for way in ([*emptied, *insert_lines(sheet, line, new)], put(sheet, slot, "", new)):
        yield way
        if node.tag is not None:
            yield from _untagged(sheet, slot, way)
    yield from replace(sheet, slot, value)


def _untagged(sheet: Sheet, slot: Slot, way: list[Splice]) -> Iterator[list[Splice]]:
    properties = sheet.text[slot.node.outer : slot.node.start]
    tag = re.search(r"![^\s]*\s*", properties)
    if tag is not None:
        yield [Splice(slot.node.outer + tag.start(), slot.node.outer + tag.end(), ""), *way]


def _fill_flow(sheet: Sheet, node: Node, value: Any) -> Iterator[list[Splice]]:
    """Within brackets that hold comments alone: lines of their own below these."""
    if isinstance(value, dict):
        brackets, texts = "{}", [flow_entry(key, item, quoted=False) for key, item in value.items()]
    else:
        brackets, texts = "[]", [flow(item) for item in value]
    lines = sheet.lines
    line = lines.line(node.end - 1)
    at = lines.start(line)
    new = [" " * (lines.indent(line) + sheet.style.step) + text for text in texts]
    body = ("," + lines.newline(line)).join(new) + lines.newline(line)
    first = Splice(node.start, node.start + 1, brackets[0])
    yield [first, Splice(at, at, body), Splice(node.end - 1, node.end, brackets[1])]


def _open_root(sheet: Sheet, slot: Slot, value: Any) -> Iterator[list[Splice]]:
    """``{}`` or ``null`` as the whole document."""
    node, lines = slot.node, sheet.lines
    line = lines.line(node.end)
    new = block(value, 0, sheet.style)
    if (
        node.outer == node.start
        and lines.opens_line(node.start)
        and not sheet.comments_between(node.end, lines.stop(line))
    ):
        yield [Splice(node.start, node.end, lines.newline(line).join(new))]
    stop = node.end
    while sheet.text[stop : stop + 1] in (" ", "\t") and stop < len(sheet.text):
        stop += 1
    yield [Splice(node.start, stop, ""), *insert_lines(sheet, lines.after_entry(line, 0), new)]


def first_entries(sheet: Sheet, document: Document, value: Any) -> list[Splice]:
    """The first keys of a document that is empty, or has comments alone: below these, after an empty line."""
    lines = sheet.lines
    first = lines.line(document.start) if document.start < len(sheet.text) else lines.count
    last = lines.line(document.end) if document.end < len(sheet.text) else lines.count
    for line in range(first, min(last, lines.count)):
        if sheet.text.startswith("...", lines.start(line)):
            last = line
            break
    new = block(value, 0, sheet.style)
    if last > first and lines.is_comment(last - 1):
        new = ["", *new]
    if last == 1 and lines.count == 1 and lines.start(0) == len(sheet.text):
        last = 0
        return [Splice(lines.start(0), lines.start(0), lines_text(sheet, new, 0))]
    return insert_lines(sheet, last, new)
