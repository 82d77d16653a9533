"""Edits inside ``{…}`` and ``[…]``, on one line or over several, in the layout that they have."""

from __future__ import annotations

from collections.abc import Iterator

from config_model.editing.sheet import Sheet, size
from config_model.editing.splice import Splice, spliced_part
from config_model.yaml_tree import Node


def insert_child(sheet: Sheet, parent: Node, index: int, text: str) -> Iterator[list[Splice]]:
    """A new entry or item, written as ``text``, before the one at ``index`` or at the end."""
    count = size(parent)
    if is_bare(sheet, parent):
        new = f"{{{text}, " if index == 0 else "{"
        yield [
            Splice(parent.start, parent.start, new),
            Splice(parent.end, parent.end, "}" if index == 0 else f", {text}}}"),
        ]
        return
    if count == 0:
        at = parent.start + 1
        yield [Splice(at, at, text)]
        yield [Splice(parent.end - 1, parent.end - 1, text + sheet.lines.newline(sheet.lines.line(parent.start)))]
        return
    if index >= count:
        yield from _append(sheet, parent, text)
        return
    start = sheet.child_start(parent, index)
    lines = sheet.lines
    line = lines.line(start)
    if lines.opens_line_of_flow(start):
        top = lines.leading(line, lines.column(start))
        at = lines.start(top)
        yield [Splice(at, at, _margin(sheet, start) + text + "," + lines.newline(line))]
    yield [Splice(start, start, text + "," + _space_after_comma(sheet, parent))]


def is_bare(sheet: Sheet, parent: Node) -> bool:
    """Whether a map is one pair in a list, without braces: ``[a: 1]``."""
    return parent.kind == "map" and not sheet.text.startswith("{", parent.start)


def _append(sheet: Sheet, parent: Node, text: str) -> Iterator[list[Splice]]:
    lines = sheet.lines
    last = size(parent) - 1
    start, end = sheet.child_start(parent, last), sheet.child_end(parent, last)
    comma = comma_after(sheet, end, parent.end)
    behind = end if comma is None else comma + 1
    line = lines.line(behind)
    if lines.opens_line_of_flow(start) and lines.line(parent.end) > line:
        # Each on a line of its own, the bracket on another: a new line, with a comma behind it if the last one had one.
        stop = lines.stop(line)
        new = lines.newline(line) + _margin(sheet, start) + text + ("," if comma is not None else "")
        yield [*([Splice(end, end, ",")] if comma is None else []), Splice(stop, stop, new)]
    elif lines.opens_line_of_flow(start):
        tail = "," if comma is not None else ""
        lead = "" if comma is not None else ","
        yield [Splice(behind, behind, lead + lines.newline(line) + _margin(sheet, start) + text + tail)]
    space = _space_after_comma(sheet, parent)
    if comma is None:
        yield [Splice(end, end, "," + space + text)]
    else:
        yield [Splice(behind, behind, space + text + ",")]


def remove_child(sheet: Sheet, parent: Node, index: int) -> Iterator[list[Splice]]:
    """Takes an entry or item out with its comma and the comment on its line; the other ones' comments stay."""
    lines, text = sheet.lines, sheet.text
    count = size(parent)
    if is_bare(sheet, parent):
        yield [Splice(parent.start, parent.end, "{}")]
        return
    start, end = sheet.child_start(parent, index), sheet.child_end(parent, index)
    comma = comma_after(sheet, end, _limit(sheet, parent, index))
    behind = end if comma is None else comma + 1
    line = lines.line(behind)
    before = comma_after(sheet, sheet.child_end(parent, index - 1), start) if index else None
    dangling = [Splice(before, before + 1, "")] if comma is None and before is not None else []
    rest = text[behind : lines.stop(line)].strip(" \t")
    if lines.opens_line_of_flow(start) and (not rest or rest.startswith("#")):
        yield [*dangling, Splice(lines.start(lines.line(start)), lines.start(line + 1), "")]
    if index + 1 < count:
        following = sheet.child_start(parent, index + 1)
        gap = text[behind:following]
        if not gap.strip():
            yield [Splice(start, following if "\n" not in gap and "\r" not in gap else behind, "")]
        yield [Splice(start, behind, "")]
    elif before is not None and not sheet.comments_between(before, start) and comma is None:
        yield [Splice(before, end, "")]
    elif before is not None and not sheet.comments_between(before, start):
        yield [Splice(before + 1, behind, "")]
    else:
        yield [*dangling, Splice(start, behind, "")]


def move_child(sheet: Sheet, parent: Node, source: int, target: int) -> Iterator[list[Splice]]:
    """Reorders: lines with their comments where each child has lines of its own, else the children's text between the
    same commas.
    """
    order = list(range(size(parent)))
    order.insert(target, order.pop(source))
    spans = [(sheet.child_start(parent, index), sheet.child_end(parent, index)) for index in order]
    places = [(sheet.child_start(parent, index), sheet.child_end(parent, index)) for index in range(len(order))]
    by_lines = _move_lines(sheet, parent, order, places)
    if by_lines is not None:
        yield by_lines
    yield [
        Splice(start, end, sheet.text[spans[at][0] : spans[at][1]])
        for at, (start, end) in enumerate(places)
        if order[at] != at
    ]


def _move_lines(sheet: Sheet, parent: Node, order: list[int], places: list[tuple[int, int]]) -> list[Splice] | None:
    """Whole lines in the new order, each with its comments; commas are then put right between them."""
    lines = sheet.lines
    tops, stops, commas = [], [], []
    for index, (start, end) in enumerate(places):
        comma = comma_after(sheet, end, _limit(sheet, parent, index))
        behind = end if comma is None else comma + 1
        line = lines.line(behind)
        rest = sheet.text[behind : lines.stop(line)].strip(" \t")
        if not lines.opens_line_of_flow(start) or (rest and not rest.startswith("#")):
            return None
        tops.append(lines.leading(lines.line(start), lines.column(start)))
        stops.append(line + 1)
        commas.append(comma)
    if any(stop != top for stop, top in zip(stops, tops[1:], strict=False)):
        return None
    closing = commas[-1] is not None
    pieces: list[str] = []
    for at, index in enumerate(order):
        fix = _comma_fix(places[index][1], commas[index], wanted=at < len(order) - 1 or closing)
        pieces.append(spliced_part(sheet.text, lines.start(tops[index]), lines.start(stops[index]), fix))
    return [Splice(lines.start(tops[0]), lines.start(stops[-1]), "".join(pieces))]


def _comma_fix(end: int, comma: int | None, *, wanted: bool) -> list[Splice]:
    if wanted and comma is None:
        return [Splice(end, end, ",")]
    if not wanted and comma is not None:
        return [Splice(comma, comma + 1, "")]
    return []


def comma_after(sheet: Sheet, end: int, limit: int) -> int | None:
    """The comma behind a child that ends at ``end``, if one stands before ``limit``, spaces, line breaks and comments
    between.
    """
    at = sheet.skip_gap(end)
    return at if at < limit and sheet.text[at : at + 1] == "," else None


def _limit(sheet: Sheet, parent: Node, index: int) -> int:
    return sheet.child_start(parent, index + 1) if index + 1 < size(parent) else parent.end


def _margin(sheet: Sheet, start: int) -> str:
    """What stands before a child on its line."""
    return sheet.text[sheet.lines.start(sheet.lines.line(start)) : start]


def _space_after_comma(sheet: Sheet, parent: Node) -> str:
    if size(parent) < 2:
        return " "
    comma = comma_after(sheet, sheet.child_end(parent, 0), parent.end)
    if comma is None:
        return " "
    gap = sheet.text[comma + 1 : sheet.child_start(parent, 1)]
    return gap if not gap.strip(" \t") else " "
