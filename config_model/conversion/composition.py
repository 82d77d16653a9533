"""The text of a converted file: the person's keys in their order, with their comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.conversion.source_text import SourceText
from mlflow_tui.config_model.conversion.table import Item
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.helm_yaml import UnreadableYaml, load, scalar
from mlflow_tui.config_model.json_data import put, same
from mlflow_tui.config_model.path import Path, format_path

_LAST = 1 << 30


@dataclass(frozen=True, slots=True)
class Placement:
    """A setting of this chart with the keys of the other file that it comes from.

    `items` are those of a list that is put together of several, with the places that each comes from.
    """

    to: Path
    value: Any = field(repr=False)
    sources: tuple[Path, ...] = ()
    items: tuple[Item, ...] | None = field(default=None, repr=False)


def compose(document: Document, placements: Sequence[Placement], default_note: str) -> str:
    """The text of a file that says what the placements say. `default_note` leads what no key of the file asks for."""
    wanted: dict[str, Any] = {}
    for one in placements:
        put(wanted, one.to, one.value)
    for source in (SourceText(document), SourceText(document, verbatim=False), SourceText(Document())):
        text = _Composed(source, placements, default_note).text
        try:
            if same(load(text).data, wanted):
                return text
        except UnreadableYaml:
            continue
    written = Document(key_order=key_order)
    for one in placements:
        written.set(one.to, one.value)
    return written.text


@dataclass
class _Branch:
    """A map of the converted file."""

    children: dict[str, _Branch | Placement] = field(default_factory=dict)
    lead: list[str] = field(default_factory=list)


class _Composed:
    def __init__(self, source: SourceText, placements: Sequence[Placement], default_note: str) -> None:
        self._source = source
        self._leads: dict[Path, list[str]] = {}
        self._root = _Branch()
        for one in placements:
            self._place(one)
            self._take(one)
        left = self._give_comments(placements)
        tail = ["", *source.tail] if left and source.tail else source.tail
        lines = [*source.head, *self._map(self._root, (), 0, default_note), *left, *tail]
        while lines and not lines[0]:
            lines.pop(0)
        self.text = "".join(f"{line}{source.newline}" for line in lines) if lines else f"{{}}{source.newline}"

    def _place(self, one: Placement) -> None:
        branch = self._root
        for step in one.to[:-1]:
            nested = branch.children.setdefault(str(step), _Branch())
            assert isinstance(nested, _Branch), format_path(one.to)
            branch = nested
        branch.children[str(one.to[-1])] = one

    def _take(self, one: Placement) -> None:
        """Takes the entries and items of the file that stand in the new one as they are written."""
        if len(one.sources) == 1 and self._source.entry(one.sources[0], one.value, 0) is not None:
            self._source.take(one.sources[0])
            return
        for item in one.items or ():
            if item.source and self._source.item(item.source, item.value, 0) is not None:
                self._source.take(item.source)

    def _give_comments(self, placements: Sequence[Placement]) -> list[str]:
        """Gives each comment of the file to the setting that its key became; gives back those of keys that became
        none.
        """
        left: list[str] = []
        items = {item.source for one in placements for item in one.items or () if item.source}
        items -= {source for one in placements for source in one.sources if self._source.is_taken(source)}
        for path, comment in self._source.comments():
            if path in items or not comment:
                continue
            target = self._target(path, placements)
            if target is not None:
                self._leads.setdefault(target, []).extend(comment)
            elif any(comment):
                left += ["", f"# {format_path(path)} has no place here; its comment:", *filter(None, comment)]
        return left

    def _target(self, path: Path, placements: Sequence[Placement]) -> Path | None:
        """The place that the comment of a key belongs to."""
        own = next((one for one in placements if path in one.sources), None)
        if own is not None:
            items = enumerate(own.items or ()) if len(own.sources) > 1 else ()
            return next(((*own.to, index) for index, item in items if path in item.of), own.to)
        below = [one for one in placements if any(source[: len(path)] == path for source in one.sources)]
        if below:
            shared = _shared([one.to for one in below])
            return shared or min(below, key=self._position).to[:1]
        above = [one.to for one in placements for source in one.sources if path[: len(source)] == source]
        return above[0] if above else None

    def _map(self, branch: _Branch, path: Path, indent: int, default_note: str = "") -> Iterator[str]:
        order = key_order(path)
        keys = sorted(branch.children, key=lambda key: (self._position(branch.children[key]), _rank(order, key)))
        noted = False
        for key in keys:
            child, here = branch.children[key], (*path, key)
            if default_note and not noted and self._position(child) == _LAST:
                noted = True
                yield from ("", f"# {default_note}")
            lead = self._leads.get(here, [])
            yield from _indented(lead if key != keys[0] or not path else _without_blank_start(lead), indent)
            if isinstance(child, _Branch):
                yield f"{' ' * indent}{scalar(key)}:"
                yield from self._map(child, here, indent + 2)
            else:
                yield from self._leaf(key, child, indent)

    def _position(self, node: _Branch | Placement) -> int:
        if isinstance(node, _Branch):
            return min(map(self._position, node.children.values()))
        return min((self._source.position(source) for source in node.sources), default=_LAST)

    def _leaf(self, key: str, one: Placement, indent: int) -> Iterator[str]:
        if one.items and len(one.sources) != 1:
            yield from self._list(key, one, one.items, indent)
            return
        written = self._source.entry(one.sources[0], one.value, indent) if len(one.sources) == 1 else None
        if written is not None:
            yield f"{' ' * indent}{scalar(key)}:{written[0]}"
            yield from written[1:]
        elif one.items:
            yield from self._list(key, one, one.items, indent)
        else:
            yield from _generated(key, one.value, indent)

    def _list(self, key: str, one: Placement, items: Sequence[Item], indent: int) -> Iterator[str]:
        yield f"{' ' * indent}{scalar(key)}:"
        for index, item in enumerate(items):
            lead = self._leads.get((*one.to, index), [])
            yield from _indented(lead if index else _without_blank_start(lead), indent + 2)
            if item.source:
                written = self._source.item(item.source, item.value, indent + 2)
                if written is not None:
                    yield from written
                    continue
                yield from _indented(self._source.comment(item.source), indent + 2)
            _, *rest = _generated("x", [item.value], indent)
            yield from rest


def _shared(paths: Sequence[Path]) -> Path:
    """The map that all places are in; `()` where it is the top."""
    length = min(len(path) for path in paths) - 1
    while length and any(path[:length] != paths[0][:length] for path in paths):
        length -= 1
    return paths[0][:length]


def _without_blank_start(lines: Sequence[str]) -> Sequence[str]:
    return lines if not lines or lines[0] else _without_blank_start(lines[1:])


def _rank(order: Sequence[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


def _indented(lines: Sequence[str], indent: int) -> Iterator[str]:
    yield from (f"{' ' * indent}{line}" if line else "" for line in lines)


def _generated(key: str, value: Any, indent: int) -> Iterator[str]:
    """The lines of an entry that no text of the file gives."""
    document = Document(key_order=key_order)
    document.set((key,), value)
    yield from _indented(document.text.split("\n")[:-1], indent)
