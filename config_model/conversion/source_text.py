"""Pieces of the text of a values file: entries as they are written, and the comments above them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.editing.layout.locate import slots_in
from mlflow_tui.config_model.editing.layout.node_data import key_name
from mlflow_tui.config_model.editing.layout.sheet import Sheet, Slot
from mlflow_tui.config_model.editing.operations.apply_plan import read
from mlflow_tui.config_model.json_data import look_up, same
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.yaml_node import Node

_MISSING = object()
_FAR = 1 << 29


class SourceText:
    """The text of a document. Without `verbatim` no entry is taken as it is written, though its comments are."""

    def __init__(self, document: Document, *, verbatim: bool = True) -> None:
        self._sheet: Sheet = read(document.text)
        self._data = document.data
        self._verbatim = verbatim
        plain = len(self._sheet.documents) == 1
        self._slots: dict[Path, Slot] = {}
        if plain:
            self._slots = {slot.path: slot for slot in slots_in(self._sheet.documents[0]) if slot.parent is not None}
        self._entries = [path for path, slot in self._slots.items() if self._opens_line(slot)]
        self._taken: set[Path] = set()
        self._end = self._end_of_entries()
        self.newline = "\r\n" if "\r\n" in document.text else "\n"
        self.head, self._first_own = self._split_head()
        self.tail = self._tail()

    def position(self, path: Path) -> int:
        """Where the key stands; far away for one that is not to be found."""
        slot = self._slots.get(path)
        return slot.key.start if slot is not None and slot.parent is not None and slot.parent.kind == "map" else _FAR

    def comments(self) -> Iterator[tuple[Path, list[str]]]:
        """Each key of a block map, and each item of a block list, with the comments that are its own and in no entry
        that was taken.
        """
        for path in self._entries:
            if path in self._taken:
                yield path, self._above(path)
            elif not any(path[:length] in self._taken for length in range(1, len(path))):
                yield path, self.comment(path)

    def comment(self, path: Path) -> list[str]:
        """The comments above an entry, behind it and below it, without their indentation."""
        if path not in self._slots or not self._opens_line(self._slots[path]):
            return []
        slot = self._slots[path]
        behind = self._behind(slot)
        return [*self._above(path), *([behind] if behind else []), *self._below(slot)]

    def entry(self, path: Path, value: Any, indent: int) -> list[str] | None:
        """What stands behind the colon of the entry, for a key in the column `indent`; None where it has to be written
        anew: another value, or an anchor, an alias or a tag in it.
        """
        slot = self._slots.get(path)
        if slot is None or slot.parent is None or slot.parent.kind != "map" or not self._usable(slot, path, value):
            return None
        colon = self._sheet.indicator_end(slot)
        if colon is None:
            return None
        return self._shifted(slot, colon, indent)

    def item(self, path: Path, value: Any, indent: int) -> list[str] | None:
        """The lines of a list's item, for a dash in the column `indent`, its comments included; None as `entry`."""
        slot = self._slots.get(path)
        if slot is None or slot.parent is None or slot.parent.kind != "list" or not self._usable(slot, path, value):
            return None
        dash = self._sheet.dash(slot.parent, slot.index)
        first, *rest = self._shifted(slot, dash, indent)
        above = [f"{' ' * indent}{line}" if line else "" for line in self._above(path)]
        return [*above, f"{' ' * indent}{first}", *rest]

    def take(self, path: Path) -> None:
        """From here on the comments within the entry are told to be in its text."""
        self._taken.add(path)

    def is_taken(self, path: Path) -> bool:
        return path in self._taken

    def _usable(self, slot: Slot, path: Path, value: Any) -> bool:
        return (
            self._verbatim
            and self._opens_line(slot)
            and same(look_up(self._data, path, _MISSING), value)
            and _is_plain(slot.node)
        )

    def _opens_line(self, slot: Slot) -> bool:
        """Whether the entry starts a line of a block map or list."""
        if slot.parent is None or slot.parent.flow:
            return False
        start = self._sheet.child_start(slot.parent, slot.index)
        return self._sheet.lines.opens_line(start)

    def _column(self, slot: Slot) -> int:
        assert slot.parent is not None
        return self._sheet.lines.column(self._sheet.child_start(slot.parent, slot.index))

    def _lines_of(self, slot: Slot) -> tuple[int, int]:
        """The first line of the entry, and the line after its last one, trailing comments included."""
        first, last = self._content(slot)
        after = self._sheet.lines.after_entry(last, self._column(slot))
        return first, min(after, max(self._end, first + 1))

    def _content(self, slot: Slot) -> tuple[int, int]:
        """The first and the last line of the entry."""
        assert slot.parent is not None
        lines = self._sheet.lines
        first = lines.line(self._sheet.child_start(slot.parent, slot.index))
        end = self._sheet.child_end(slot.parent, slot.index)
        last = lines.line(end - 1 if end and self._sheet.text[end - 1] == "\n" else end)
        return first, max(first, last)

    def _below(self, slot: Slot) -> list[str]:
        """The comments below the last line of the entry that are its own and none of an entry within it."""
        _, last = self._content(slot)
        start, after = last + 1, self._lines_of(slot)[1]
        inner = [one for path, one in self._slots.items() if one.parent is slot.node and self._opens_line(one)]
        if inner:
            start = max(start, self._lines_of(inner[-1])[1])
        lines = self._sheet.lines
        found = [self._sheet.text[lines.start(line) : lines.stop(line)].strip() for line in range(start, after)]
        return [line for line in found if line]

    def _shifted(self, slot: Slot, start: int, indent: int) -> list[str]:
        """The text from `start` to the end of the entry, in lines, moved to the column `indent`."""
        lines = self._sheet.lines
        first, after = self._lines_of(slot)
        shift = indent - self._column(slot)
        found = [self._sheet.text[start : lines.stop(first)]]
        rest = range(lines.line(start) + 1, after)
        found += [_moved(self._sheet.text[lines.start(line) : lines.stop(line)], shift) for line in rest]
        while len(found) > 1 and not found[-1].strip():
            found.pop()
        return found

    def _above(self, path: Path) -> list[str]:
        """The blank lines and the comments between the entry before, or the key above, and this one."""
        slot = self._slots[path]
        lines = self._sheet.lines
        first, _ = self._content(slot)
        start = first
        bound = self._bound(slot)
        while start > bound and (lines.is_blank(start - 1) or lines.is_comment(start - 1)):
            start -= 1
        text = [self._sheet.text[lines.start(line) : lines.stop(line)].strip() for line in range(start, first)]
        return _squeezed(text)

    def _bound(self, slot: Slot) -> int:
        """The first line that may be a comment above the entry."""
        assert slot.parent is not None
        if slot.index > 0:
            before = self._slots[(*slot.path[:-1], _step(slot.parent, slot.index - 1))]
            return self._lines_of(before)[1]
        above = self._slots.get(slot.path[:-1])
        return self._first_own if above is None else self._content(above)[0] + 1

    def _behind(self, slot: Slot) -> str:
        """The comment behind the colon of a key whose value is not on its line, or behind its value."""
        lines = self._sheet.lines
        if slot.parent is None or slot.parent.kind != "map":
            return ""
        colon = self._sheet.indicator_end(slot)
        if colon is None:
            return ""
        line = lines.line(colon)
        value_here = slot.node.kind in ("scalar", "alias") and slot.node.style in ("", "'", '"')
        start = slot.node.end if value_here and lines.line(slot.node.end) == line and slot.node.end > colon else colon
        if slot.node.flow:
            start, line = slot.node.end, lines.line(slot.node.end)
        rest = self._sheet.text[start : lines.stop(line)]
        at = rest.find("#")
        return rest[at:].strip() if at >= 0 and not rest[:at].strip(" \t|>-+0123456789") else ""

    def _split_head(self) -> tuple[list[str], int]:
        """The comments at the top that a blank line parts from the first key, and the line after them."""
        lines = self._sheet.lines
        if not self._slots:
            return [], 0
        first = self._content(next(iter(self._slots.values())))[0]
        last_blank = next((line for line in range(first - 1, -1, -1) if lines.is_blank(line)), None)
        if last_blank is None:
            return [], 0
        head = [self._sheet.text[lines.start(line) : lines.stop(line)].rstrip() for line in range(last_blank + 1)]
        return [line for line in head if line != "---"], last_blank + 1

    def _end_of_entries(self) -> int:
        """The line from which on only comments in the first column stand: they are the file's, not an entry's."""
        lines = self._sheet.lines
        tops = [slot for path, slot in self._slots.items() if len(path) == 1 and self._opens_line(slot)]
        line = self._content(tops[-1])[1] + 1 if tops else 0
        while line < lines.count and not (lines.is_comment(line) and lines.indent(line) == 0):
            line += 1
        return line

    def _tail(self) -> list[str]:
        """The comments below the last entry that are none of its own."""
        if not self._entries:
            return []
        lines = self._sheet.lines
        rows = range(self._end, lines.count)
        text = [self._sheet.text[lines.start(line) : lines.stop(line)].rstrip() for line in rows]
        while text and not text[-1]:
            text.pop()
        return text


def _step(parent: Node, index: int) -> str | int:
    if parent.kind == "list":
        return index
    key = parent.entries[index][0]
    return "<<" if key.merges else key_name(key)


def _moved(line: str, shift: int) -> str:
    if not line.strip():
        return ""
    if shift >= 0:
        return f"{' ' * shift}{line}"
    room = len(line) - len(line.lstrip(" "))
    return line[min(-shift, room) :]


def _squeezed(lines: list[str]) -> list[str]:
    """Without more than one blank line at a time."""
    return [line for index, line in enumerate(lines) if line or index == 0 or lines[index - 1]]


def _is_plain(node: Node) -> bool:
    """Whether the text of the node means the same elsewhere: no anchor, no alias, no merge key in it."""
    if node.kind == "alias" or node.anchor is not None or node.tag is not None:
        return False
    if any(key.merges or not _is_plain(key) or not _is_plain(value) for key, value in node.entries):
        return False
    return all(map(_is_plain, node.items))
