"""How a values file is laid out: what new text in it should look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mlflow_tui.config_model.yaml_node import Document, Node


@dataclass(frozen=True, slots=True)
class Style:
    """Columns from a parent to its children, as most of the file has them."""

    step: int = 2
    """From a key to the keys below it."""
    dash: int = 2
    """From a key to the dashes of its list; 0 where lists are not indented."""
    item: int = 2
    """From a dash to what it holds."""

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Style:
        """The style of a file. Where it has no example, two spaces, and dashes as deep as keys."""
        steps: Counter[int] = Counter()
        dashes: Counter[int] = Counter()
        items: Counter[int] = Counter()
        for document in documents:
            for parent, child in _pairs(document.root):
                depth = child.column - parent.column
                if parent.kind == "list":
                    items[depth] += parent.line == child.line
                elif child.kind == "map":
                    steps[depth] += 1
                else:
                    dashes[depth] += 1
        step = _usual(steps, 2, least=1)
        return cls(step, _usual(dashes, step, least=0), _usual(items, 2, least=2))

    @classmethod
    def around(cls, map_: Node, usual: Style) -> Style:
        """The style of the children that a block map has already, else the usual one."""
        steps: Counter[int] = Counter()
        dashes: Counter[int] = Counter()
        for _, value in map_.entries:
            if value.kind in ("map", "list") and not value.flow and value.start > map_.start:
                (steps if value.kind == "map" else dashes)[value.column - map_.column] += 1
        return cls(_usual(steps, usual.step, least=1), _usual(dashes, usual.dash, least=0), usual.item)


def _usual(counts: Counter[int], default: int, least: int) -> int:
    fit = [(count, -depth) for depth, count in counts.items() if depth >= least and count]
    return -max(fit)[1] if fit else default


def _pairs(root: Node | None) -> Iterator[tuple[Node, Node]]:
    """Each block map or list with each block map or list right below it; from a list, to its items' maps and lists."""
    stack = [root] if root is not None else []
    while stack:
        node = stack.pop()
        children = [value for _, value in node.entries] if node.kind == "map" else node.items
        for child in children:
            if child.kind in ("map", "list") and not child.flow:
                stack.append(child)
                yield node, child
