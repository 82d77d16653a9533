"""Taking a key away, and what then stands empty with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlflow_tui.config_model.editing.layout.flow import remove_child
from mlflow_tui.config_model.editing.layout.locate import merged_source
from mlflow_tui.config_model.editing.layout.replacement import replace
from mlflow_tui.config_model.editing.layout.sheet import Sheet, Slot, size
from mlflow_tui.config_model.editing.layout.splice import Splice
from mlflow_tui.config_model.yaml_node import Node


def topmost(sheet: Sheet, slots: Sequence[Slot], keep: int = 0) -> int:
    """Which of the slots goes when the last one does: the highest map that is then empty and has no comment of its own.

    ``slots`` lead from the document's top down to the value that is deleted. A list, an item of a list and the first
    ``keep`` slots never go with what they hold. A parent that has a comment stays, as ``{}``.
    """
    going = len(slots) - 1
    while going > 1 and going - 1 > keep:
        parent = slots[going - 1]
        if parent.node.kind != "map" or size(parent.node) > 1 or parent.parent is None or parent.parent.kind != "map":
            break
        if has_own_comment(sheet, parent) or parent.node.anchor is not None or is_merged_below(parent):
            break
        going -= 1
    return going


def is_merged_below(slot: Slot) -> bool:
    """Whether a ``<<`` would give the slot's key another value once its own entry is gone."""
    if slot.parent is None or slot.parent.kind != "map":
        return False
    key = str(slot.path[-1])
    return any(name.merges and merged_source(value, key) is not None for name, value in slot.parent.entries)


def has_own_comment(sheet: Sheet, slot: Slot) -> bool:
    """Whether a comment stands on the line of a map's key, above that key, or within the map beside its one entry."""
    map_, parent, lines = slot.node, slot.parent, sheet.lines
    assert parent is not None
    child_start, child_end = sheet.entry_start(map_, 0), sheet.entry_end(map_, 0)
    head = sheet.head_end(slot)
    if sheet.comments_between(head, child_start) or sheet.comments_between(child_end, map_.end):
        return True
    if parent.flow:
        return False
    column = sheet.column(parent)
    start = lines.line(sheet.entry_start(parent, slot.index))
    last = lines.line(child_end)
    if lines.leading(start, column) < start and lines.opens_line(sheet.entry_start(parent, slot.index)):
        return True
    if map_.flow and sheet.comments_between(map_.end, lines.stop(lines.line(map_.end))):
        return True
    return lines.after_entry(last, column + 1) > last + 1


def remove(sheet: Sheet, parent: Node, index: int) -> Iterator[list[Splice]]:
    """Takes one entry or item of several away; comments above it stay, the one on its line goes."""
    if parent.flow:
        yield from remove_child(sheet, parent, index)
        return
    lines = sheet.lines
    start, end = sheet.child_start(parent, index), sheet.child_end(parent, index)
    last = lines.line(end)
    if not lines.opens_line(start):
        yield from _remove_beside_dash(sheet, parent, start, last)
        return
    yield from remove_lines(sheet, lines.line(start), last + 1)
    # A comment that was within the entry could now be taken for a line of a block scalar above it.
    gone = Splice(lines.start(lines.line(start)), lines.start(last + 1), "")
    yield [gone, *_outdented(sheet, last + 1, sheet.column(parent))]
    # So could the empty lines below it.
    stop = last + 1
    while stop < lines.count and lines.is_blank(stop):
        stop += 1
    yield [Splice(gone.start, lines.start(stop), "")]


def _outdented(sheet: Sheet, line: int, column: int) -> Iterator[Splice]:
    """The comment lines from ``line`` on that are indented deeper than ``column``, put there."""
    lines = sheet.lines
    while line < lines.count and (lines.is_blank(line) or lines.is_comment(line)):
        at = lines.start(line)
        if lines.is_comment(line) and lines.indent(line) > column:
            yield Splice(at + column, at + lines.indent(line), "")
        line += 1


def _remove_beside_dash(sheet: Sheet, parent: Node, start: int, last: int) -> Iterator[list[Splice]]:
    """The first of several, on the line of a dash: the next one takes its place unless comments stand between."""
    lines, text = sheet.lines, sheet.text
    following = sheet.child_start(parent, 1)
    if lines.line(following) == last + 1:
        yield [Splice(start, following, "")]
    dash = len(text[:start].rstrip(" \t"))
    yield [Splice(dash, lines.stop(last), "")]


def remove_lines(sheet: Sheet, first: int, stop: int) -> Iterator[list[Splice]]:
    """Takes whole lines away, and of the empty lines around them the one that nothing separates any more."""
    lines = sheet.lines
    blank_before = first == 0 or lines.is_blank(first - 1)
    if blank_before and stop < lines.count and lines.is_blank(stop):
        yield [Splice(lines.start(first), lines.start(stop + 1), "")]
    elif first > 0 and blank_before and stop >= lines.count:
        yield [Splice(lines.start(first - 1), lines.start(stop), "")]
    yield [Splice(lines.start(first), lines.start(stop), "")]


def empty(sheet: Sheet, slot: Slot) -> Iterator[list[Splice]]:
    """``{}`` or ``[]`` in place of a map or list whose one entry goes; the comments around that one stay."""
    node = slot.node
    if node.flow:
        yield from remove_child(sheet, node, 0)
        return
    if slot.parent is None:
        lines = sheet.lines
        yield from remove_lines(sheet, lines.line(node.start), lines.line(node.end) + 1)
    yield from replace(sheet, slot, {} if node.kind == "map" else [])
