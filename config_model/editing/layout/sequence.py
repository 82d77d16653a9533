"""Items of a list: a new one among the others, and one moved with its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from mlflow_tui.config_model.editing.layout.anchors import nodes_in
from mlflow_tui.config_model.editing.layout.flow import insert_child, move_child
from mlflow_tui.config_model.editing.layout.locate import slots_in
from mlflow_tui.config_model.editing.layout.replacement import insert_lines, item_depth, lines_text, put, writes_json
from mlflow_tui.config_model.editing.layout.scalar import double_quoted
from mlflow_tui.config_model.editing.layout.sheet import Sheet
from mlflow_tui.config_model.editing.layout.splice import Splice, spliced_part
from mlflow_tui.config_model.editing.layout.style import Style
from mlflow_tui.config_model.editing.layout.writer import flow, list_item
from mlflow_tui.config_model.yaml_node import Document, Node

_BLANK_LINES: Final = re.compile(r"(?:\r\n|\n|\r(?!\n))((?:[ \t]*(?:\r\n|[\r\n]))+)\Z")


def insert_item(sheet: Sheet, list_: Node, index: int, value: Any) -> Iterator[list[Splice]]:
    """A new item before the one at ``index``, above its comments, or behind the last one."""
    if list_.flow:
        yield from insert_child(sheet, list_, index, flow(value, quoted=writes_json(list_)))
        return
    lines, column = sheet.lines, sheet.column(list_)
    usual = sheet.style
    new = list_item(value, column, Style(usual.step, usual.dash, item_depth(sheet, list_)))
    if index >= len(list_.items):
        last = lines.line(sheet.child_end(list_, len(list_.items) - 1))
        yield insert_lines(sheet, lines.after_entry(last, column), new)
        return
    dash = sheet.dash(list_, index)
    line = lines.line(dash)
    if not lines.opens_line(dash):
        newline = lines.newline(line)
        yield [Splice(dash, dash, newline.join([new[0].lstrip(" "), *new[1:]]) + newline + " " * column)]
        return
    at = lines.start(lines.leading(line, column))
    yield [Splice(at, at, lines_text(sheet, new, line + 1))]


def move_item(
    sheet: Sheet, list_: Node, source: int, target: int, inner: Sequence[Splice] = ()
) -> Iterator[list[Splice]]:
    """The items in their new order, each with the comments above it and on its lines.

    ``inner`` are splices within single items that are to be made as well. Empty lines between items stay where they
    are, if that is possible.
    """
    if list_.flow:
        yield from move_child(sheet, list_, source, target, inner)
        return
    bounds = _bounds(sheet, list_, sheet.column(list_))
    low, high = min(source, target), max(source, target)
    order = list(range(len(list_.items)))
    order.insert(target, order.pop(source))
    pieces = [_piece(sheet, bounds[at], bounds[at + 1], inner) for at in range(low, high + 1)]
    start, stop = bounds[low], bounds[high + 1]
    outer = [splice for splice in inner if not start <= splice.start <= stop or splice.end == start]
    for parted in (True, False):
        gaps = [_blank_end(piece) if parted else len(piece) for piece in pieces]
        moved = [pieces[index - low][: gaps[index - low]] for index in order[low : high + 1]]
        separate = [piece[gap:] for piece, gap in zip(pieces, gaps, strict=True)]
        yield [*outer, _reordered(sheet, list_, (low, high), order, bounds, moved, separate)]


def line_ends_quoted(sheet: Sheet, document: Document, list_: Node) -> list[Splice]:
    """In quotes, the texts of a list that keep the empty lines below them: elsewhere they would keep others."""
    within = {id(node) for item in list_.items for node in nodes_in(item)}
    splices: list[Splice] = []
    for slot in slots_in(document):
        node = slot.node
        if id(node) in within and node.style in ("|", ">") and "+" in sheet.text[node.start : node.start + 3]:
            splices += put(sheet, slot, double_quoted(node.text), [])
    return splices


def _piece(sheet: Sheet, start: int, end: int, inner: Sequence[Splice]) -> str:
    """An item's text; what is inserted at its very start belongs to the item before it."""
    own = [splice for splice in inner if not splice.start == splice.end == start]
    return spliced_part(sheet.text, start, end, own)


def _blank_end(piece: str) -> int:
    """Where the empty lines at the end of an item's text start."""
    found = _BLANK_LINES.search(piece)
    return found.start(1) if found else len(piece)


def _reordered(
    sheet: Sheet,
    list_: Node,
    ends: tuple[int, int],
    order: list[int],
    bounds: list[int],
    moved: list[str],
    separate: list[str],
) -> Splice:
    low, high = ends
    lines, column = sheet.lines, sheet.column(list_)
    start, stop = bounds[low], bounds[high + 1]
    ended = _ended(moved, sheet, last_ends=stop < len(sheet.text) or sheet.text.endswith(("\n", "\r")))
    if not lines.opens_line(sheet.dash(list_, low)):
        ended = _beside_dash(sheet, list_, low, order, ended, column)
        start = sheet.dash(list_, low)
        if ended[0].startswith(("\n", "\r")):
            start = len(sheet.text[:start].rstrip(" \t"))
    text = "".join(piece + gap for piece, gap in zip(ended, separate, strict=True))
    return Splice(start, stop, text)


def _bounds(sheet: Sheet, list_: Node, column: int) -> list[int]:
    """Where each item starts with the comments above it, and where the last one ends; what lies between is the item
    before.
    """
    lines = sheet.lines
    starts = []
    for index in range(len(list_.items)):
        dash = sheet.dash(list_, index)
        line = lines.line(dash)
        starts.append(lines.start(lines.leading(line, column)) if lines.opens_line(dash) else dash)
    last = lines.line(sheet.child_end(list_, len(list_.items) - 1))
    return [*starts, lines.start(lines.after_entry(last, column + 1))]


def _ended(pieces: list[str], sheet: Sheet, *, last_ends: bool) -> list[str]:
    """Each piece with a line end, but the last one as the text had it."""
    newline = sheet.lines.newline(sheet.lines.count - 1)
    ended = [piece if piece.endswith(("\n", "\r", "\x85", "\u2028", "\u2029")) else piece + newline for piece in pieces]
    if not last_ends:
        ended[-1] = ended[-1].rstrip("\r\n")
    return ended


def _beside_dash(sheet: Sheet, list_: Node, low: int, order: list[int], pieces: list[str], column: int) -> list[str]:
    """The item that now comes first goes beside the outer dash, or below it if comments go with it; the former first to
    a new line.
    """
    pad = " " * column
    result = []
    for index, piece in zip(order[low:], pieces, strict=False):
        result.append(pad + piece if index == low else piece)
    first = result[0]
    if first.lstrip(" ").startswith("-"):
        result[0] = first.lstrip(" ")
    else:
        result[0] = sheet.lines.newline(sheet.lines.line(list_.start)) + first
    return result
