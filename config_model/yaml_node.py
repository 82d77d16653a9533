"""The nodes of a values file's tree, each with its exact place in the text.

All offsets count characters of the text (not bytes; a byte-order mark is one character, CRLF two), all lines and
columns count from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

MAX_DEPTH: Final = 200
"""Levels of maps and lists that are read: far above any real values file, far below what Python can recurse through."""

Kind = Literal["scalar", "map", "list", "alias"]
Style = Literal["", "'", '"', "|", ">"]


@dataclass(slots=True, eq=False)
class Node:
    """One value, key or alias of the text.

    ``start``/``end`` bound the value itself: quotes and brackets included, anchor, tag and comments not. A block map or
    list runs from its first key or dash to the end of its last value; a block scalar from its ``|`` or ``>`` to the end
    of its last line, without the line break; an absent value is empty, at the place after its colon or dash. ``outer``
    is where an anchor or tag before it starts.
    """

    kind: Kind
    start: int
    end: int
    line: int
    column: int
    outer: int
    text: str = ""
    """A scalar's content (unquoted, unfolded), an alias' name."""
    style: Style = ""
    flow: bool = False
    tag: str | None = None
    """The resolved tag, ``tag:yaml.org,2002:int`` for ``!!int``; ``!`` for the one that says "not plain"."""
    anchor: str | None = None
    entries: Sequence[tuple[Node, Node]] = ()
    """A map's keys and values, in order, ``<<`` among them."""
    items: Sequence[Node] = ()
    target: Node | None = None
    """What an alias stands for: the node that has the anchor."""

    @property
    def plain(self) -> bool:
        """A scalar without quotes, whose text may mean a number or a boolean."""
        return self.style == "" and self.kind == "scalar"

    @property
    def merges(self) -> bool:
        """A ``<<`` key, as Go's yaml.v2 knows it."""
        if self.text != "<<" or self.kind != "scalar":
            return False
        return (self.plain and self.tag is None) or self.tag in ("!", "tag:yaml.org,2002:merge")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: the text between two ``---`` lines."""

    root: Node | None
    """None where there are only comments."""
    start: int
    end: int
    line: int
    """The line on which it starts, from 1."""
    ignored_from: int | None
    """The line from which Helm reads nothing more of this document (after a ``...``), if any."""
