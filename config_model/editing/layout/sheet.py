"""One text of a values file with all that is known of it: what it says, its trees, its lines, its style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from mlflow_tui.config_model.editing.layout.lines import BREAK, Lines
from mlflow_tui.config_model.editing.layout.style import Style
from mlflow_tui.config_model.helm_yaml import Loaded
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.yaml_node import Document, Node

_COLON: Final = re.compile(rf"(?:[ \t]|(?:(?<=[ \t])#[^\r\n\x85\u2028\u2029]*)?(?:{BREAK.pattern}))*:")
_GAP: Final = re.compile(rf"(?:[ \t]|#[^\r\n\x85\u2028\u2029]*|{BREAK.pattern})*")
_PROPERTY: Final = re.compile(r"(?:(?<=\s)|\A)(?:!<[^>\s]*>|[&!][^\s,\[\]{}]*)")
_COMMENT_BEHIND_SPACE: Final = re.compile(r"(?<=\s)#[^\r\n\x85\u2028\u2029]*")
_COMMENT: Final = re.compile(r"#[^\r\n\x85\u2028\u2029]*")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that holds a value: of a map's entry, of a list's item, or the top of a document."""

    node: Node
    parent: Node | None
    """The map or list; None at the top."""
    index: int
    """Of the entry or item in the parent."""
    path: Path

    @property
    def key(self) -> Node:
        """The key of a map's entry."""
        assert self.parent is not None
        return self.parent.entries[self.index][0]


class Sheet:
    """A text, read. Whatever asks where something stands in it asks here."""

    def __init__(self, text: str, loaded: Loaded) -> None:
        self.text = text
        self.loaded = loaded

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Never empty: a text that says nothing is one document without a root."""
        end = len(self.text)
        return self.loaded.documents or (Document(None, end, end, self.lines.count, None),)

    @property
    def shares(self) -> bool:
        """Whether any value is used in more than one place, or several documents make up the data."""
        return bool(self.loaded.aliased) or len(self.documents) > 1

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def style(self) -> Style:
        return Style.of(self.documents)

    def column(self, node: Node) -> int:
        """The column, from 0, in which a block map's keys or a block list's dashes stand."""
        return self.lines.column(node.start)

    def indicator_end(self, slot: Slot) -> int | None:
        """Past the colon or dash that introduces the value; None for an entry that has no colon."""
        if slot.parent is None:
            return slot.node.outer
        if slot.parent.kind == "map":
            colon = _COLON.match(self.text, slot.key.end)
            return colon.end() if colon else None
        if slot.parent.flow:
            return slot.node.outer
        return self.dash(slot.parent, slot.index) + 1

    def head_end(self, slot: Slot) -> int:
        """Past the colon or dash and past the anchor and tag, if any: what follows is the value."""
        node = slot.node
        if node.outer < node.start:
            return node.outer + self.property_words(node)[-1].end()
        end = self.indicator_end(slot)
        return slot.key.end if end is None else end

    def dash(self, list_: Node, index: int) -> int:
        """Where the dash of a block list's item stands."""
        if index == 0:
            return list_.start
        lines, column = self.lines, self.column(list_)
        item = list_.items[index].outer
        line = lines.line(item)
        while True:
            at = lines.start(line) + column
            if at < item and self.text[at : at + 1] == "-" and not lines.is_comment(line):
                return at
            line -= 1

    def entry_start(self, map_: Node, index: int) -> int:
        """Where an entry starts: at its key, the key's anchor or tag, or the ``?`` before it."""
        if index == 0 and not map_.flow:
            return map_.start
        key = map_.entries[index][0]
        if map_.flow:
            before = map_.entries[index - 1][1].end if index else map_.start + 1
            mark = self.text.rfind("?", max(before, map_.entries[index - 1][0].end if index else 0), key.outer)
            return mark if mark >= 0 and not self.text[mark + 1 : key.outer].strip() else key.outer
        lines, column = self.lines, self.column(map_)
        if lines.column(key.outer) == column:
            return key.outer
        line = lines.line(key.outer)
        while self.text[lines.start(line) + column] != "?" or lines.is_comment(line):
            line -= 1
        return lines.start(line) + column

    def entry_end(self, map_: Node, index: int) -> int:
        """Where an entry's content ends: its value, or the colon or key if that is absent."""
        key, value = map_.entries[index]
        if value.outer < value.end:
            return value.end
        # The parser places an absent value anywhere up to the next entry.
        colon = _COLON.match(self.text, key.end)
        return colon.end() if colon else key.end

    def child_start(self, parent: Node, index: int) -> int:
        """Where an entry or item starts, dash or ``?`` included."""
        if parent.kind == "map":
            return self.entry_start(parent, index)
        return parent.items[index].outer if parent.flow else self.dash(parent, index)

    def child_end(self, parent: Node, index: int) -> int:
        """Where the content of an entry or item ends."""
        if parent.kind == "map":
            return self.entry_end(parent, index)
        item = parent.items[index]
        return item.end if parent.flow else max(item.end, self.dash(parent, index) + 1)

    def properties(self, node: Node) -> list[str]:
        """The anchor and the tag before a value, as they are written."""
        return [word.group() for word in self.property_words(node)]

    def property_words(self, node: Node) -> list[re.Match[str]]:
        """The same as they are found, counted from where the first of them starts; comments may stand between."""
        properties = self.text[node.outer : node.start]
        return list(_PROPERTY.finditer(_COMMENT_BEHIND_SPACE.sub(lambda found: " " * len(found.group()), properties)))

    def comments_in(self, start: int, end: int) -> list[str]:
        """The comments in a stretch that has no value in it, though anchors and tags."""
        gap = _PROPERTY.sub(lambda word: " " * len(word.group()), self.text[start:end])
        return [comment.group().rstrip() for comment in _COMMENT.finditer(gap)]

    def comments_between(self, start: int, end: int) -> bool:
        """Whether a comment stands in a stretch that has no node in it."""
        return _COMMENT.search(self.text, start, end) is not None

    def has_comment(self, node: Node) -> bool:
        """Whether a comment stands anywhere within a map or list."""
        ends = [node.start, *(place for start, end in _leaves(node) for place in (start, end)), node.end]
        return any(self.comments_between(ends[at], ends[at + 1]) for at in range(0, len(ends), 2))

    def skip_gap(self, offset: int) -> int:
        """Past spaces, line breaks and comments."""
        gap = _GAP.match(self.text, offset)
        assert gap is not None  # it matches the empty string
        return gap.end()


def size(parent: Node) -> int:
    """How many entries or items a map or list has."""
    return len(parent.entries) if parent.kind == "map" else len(parent.items)


def _leaves(node: Node) -> list[tuple[int, int]]:
    """The stretches of a map or list that are scalars or aliases, with their anchors and tags, in order."""
    if node.kind == "map":
        return [place for pair in node.entries for child in pair for place in _leaf(child)]
    return [place for child in node.items for place in _leaf(child)]


def _leaf(node: Node) -> list[tuple[int, int]]:
    if node.kind in ("map", "list"):
        return [(node.outer, node.start), *_leaves(node)]
    return [(node.outer, node.end)]
