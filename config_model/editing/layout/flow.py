"""Edits inside ``{…}`` and ``[…]``, on one line or over several, in the layout that they have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlflow_tui.config_model.editing.layout.sheet import Sheet, size
from mlflow_tui.config_model.editing.layout.splice import Splice, spliced_part
from mlflow_tui.config_model.yaml_node import Node


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
        yield [*([_comma(sheet, end)] if comma is None else []), Splice(stop, stop, new)]
    elif lines.opens_line_of_flow(start):
        tail = "," if comma is not None else ""
        lead = "" if comma is not None else _comma(sheet, end).text
        yield [Splice(behind, behind, lead + lines.newline(line) + _margin(sheet, start) + text + tail)]
    space = _space_after_comma(sheet, parent)
    if comma is None:
        yield [Splice(end, end, _comma(sheet, end).text + space + text)]
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
    below = lines.line(end) < line and rest  # the comma stands on a line of its own, with a comment of its own
    if lines.opens_line_of_flow(start) and (not rest or rest.startswith("#")) and not below:
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


def move_child(
    sheet: Sheet, parent: Node, source: int, target: int, inner: Sequence[Splice] = ()
) -> Iterator[list[Splice]]:
    """Reorders: lines with their comments where each child has lines of its own, else texts between the same commas.

    ``inner`` are splices within single children that are to be made as well.
    """
    order = list(range(size(parent)))
    order.insert(target, order.pop(source))
    places = [(sheet.child_start(parent, index), sheet.child_end(parent, index)) for index in range(len(order))]
    by_lines = _move_lines(sheet, parent, order, places, inner)
    if by_lines is not None:
        yield by_lines
    texts = [spliced_part(sheet.text, *places[index], inner) for index in order]
    outer = [splice for splice in inner if not any(low <= splice.start <= high for low, high in places)]
    changed = [at for at, (start, end) in enumerate(places) if sheet.text[start:end] != texts[at]]
    yield [*outer, *(Splice(*places[at], texts[at]) for at in changed)]


def _move_lines(
    sheet: Sheet, parent: Node, order: list[int], places: list[tuple[int, int]], inner: Sequence[Splice]
) -> list[Splice] | None:
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
    if any(stop != top for stop, top in pairwise_ends(stops, tops)):
        return None
    closing = commas[-1] is not None
    pieces: list[str] = []
    for at, index in enumerate(order):
        fix = _comma_fix(sheet, places[index][1], commas[index], wanted=at < len(order) - 1 or closing)
        pieces.append(spliced_part(sheet.text, lines.start(tops[index]), lines.start(stops[index]), [*inner, *fix]))
    start, stop = lines.start(tops[0]), lines.start(stops[-1])
    outer = [splice for splice in inner if not start <= splice.start < stop]
    return [*outer, Splice(start, stop, "".join(pieces))]


def pairwise_ends(stops: list[int], tops: list[int]) -> Iterator[tuple[int, int]]:
    """Where each child's lines stop and the next one's start."""
    return zip(stops, tops[1:], strict=False)


def _comma_fix(sheet: Sheet, end: int, comma: int | None, *, wanted: bool) -> list[Splice]:
    if wanted and comma is None:
        return [_comma(sheet, end)]
    if not wanted and comma is not None:
        return [Splice(comma, comma + 1, "")]
    return []


def _comma(sheet: Sheet, end: int) -> Splice:
    """A comma behind a child that ends at ``end``; apart from the colon of one that has no value."""
    return Splice(end, end, " ," if sheet.text[end - 1] == ":" else ",")


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
