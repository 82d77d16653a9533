"""Text to data, as Helm reads a values file, and where in the text each key and value stands.

The judge is ``helm template`` (Helm 4.1): sigs.k8s.io/yaml, thus YAML 1.1 as Go's yaml.v2 reads it, passed through
JSON. What Helm reads and this does not is in ``STRICTER``. Without libyaml, PyYAML refuses tabs between words, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.scalars import UnusableScalarError, key_of, meaning, value_of
from mlflow_tui.config_model.yaml_node import MAX_DEPTH, Document, Node
from mlflow_tui.config_model.yaml_problem import DuplicateKey, UnreadableYaml
from mlflow_tui.config_model.yaml_text import scalar
from mlflow_tui.config_model.yaml_tree import compose

__all__ = ["STRICTER", "Loaded", "Note", "Span", "UnreadableYaml", "load", "meaning", "scalar"]

STRICTER: Final[Mapping[str, str]] = {
    "a: 1\na: 2\n": "A duplicate key in a map: Helm silently takes the last.",
    "a: [b:]\n": "A word that ends in a colon inside `[ ]` or `{ }`: most readers take it for a key.",
    "a: !x,y b\n": "A tag that holds a comma or a bracket.",
    "a: 1\n\ufeffb: 2\n": "A byte-order mark at the start of a later line: Helm takes it for a part of the key.",
    "a: &x {~: 1}\na: 2\n": "A null key that an equal key or a `<<` below hides from Helm.",
    "---\n...\na: 1\n": "A `...` or a `%YAML` right below `---`.",
    f"a: {'[' * 201}{']' * 201}\n": "Lists and maps nested more than 200 deep.",
}
"""What is refused though Helm reads it: an example and what it is of. The first is so on purpose; for the others
libyaml cannot tell what Go reads, or nobody writes them.
"""

SEVERAL_DOCUMENTS: Final = "several-documents"
TEXT_IGNORED: Final = "text-ignored"


class Span(NamedTuple):
    """A piece of the text: ``text[start:end]``; ``line`` and ``column`` of its start count from 1."""

    start: int
    end: int
    line: int
    column: int


class _Spans(Mapping[Path, Span]):
    """The spans of nodes, each made when it is asked for: a long file has thousands, and few are ever looked at."""

    def __init__(self, nodes: Mapping[Path, Node]) -> None:
        self._nodes = nodes

    def __getitem__(self, path: Path) -> Span:
        node = self._nodes[path]
        return Span(node.start, node.end, node.line, node.column)

    def __contains__(self, path: object) -> bool:
        return path in self._nodes

    def __iter__(self) -> Iterator[Path]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the person should know about a text that can be read."""

    code: str
    """``several-documents`` or ``text-ignored``."""
    message: str
    line: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a values file says.

    A path below an alias or a ``<<`` is in ``aliased`` (its topmost such place only), and its spans point to the text
    at the anchor. Of several documents, each path has the span of the document that gave its value.
    """

    data: dict[str, Any]
    """None, bool, int, float, str, list and dict; an integer is an int, an int is rounded as a float64 is. Nothing
    in it is shared.
    """
    keys: Mapping[Path, Span]
    """Where the key of each map entry stands, quotes included; for a list item, where the item stands."""
    values: Mapping[Path, Span]
    """Where each value stands: quotes and brackets included; anchors, tags and comments not. An absent value has an
    empty span.
    """
    notes: tuple[Note, ...]
    aliased: frozenset[Path]
    """Where an alias stands for the value, and each entry that a ``<<`` brought in."""
    documents: tuple[Document, ...] = field(default=(), repr=False, compare=False)
    """The trees that all this was read from, as ``config_model.yaml_tree.compose`` gives them."""


def load(text: str) -> Loaded:
    """Reads the text of a values file. An empty one, or one of comments alone, holds nothing and is fine.

    Raises UnreadableYaml for everything that Helm refuses, and for a duplicate key.
    """
    documents = compose(text)
    data: dict[str, Any] = {}
    places = _Places({}, {}, set())
    for document in documents:
        reader = _Reader()
        top = reader.top(document)
        if data:
            _merge(data, top, (), places)
            places.add(reader.places)
        else:
            data, places = top, reader.places
    keys, values = _Spans(places.keys), _Spans(places.values)
    return Loaded(data, keys, values, _notes(documents), frozenset(places.aliased), documents)


@dataclass(slots=True)
class _Places:
    keys: dict[Path, Node]
    values: dict[Path, Node]
    aliased: set[Path]

    def add(self, other: _Places) -> None:
        self.keys.update(other.keys)
        self.values.update(other.values)
        self.aliased |= other.aliased

    def forget(self, place: Path, value: object) -> None:
        """The ``value`` at ``place`` is replaced: what stood in it goes with it."""
        self.aliased.discard(place)
        if isinstance(value, dict | list):
            for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
                below = (*place, step)
                self.keys.pop(below, None)
                self.values.pop(below, None)
                self.forget(below, inner)


def _notes(documents: tuple[Document, ...]) -> tuple[Note, ...]:
    notes: list[Note] = []
    filled = [document for document in documents if document.root is not None]
    if len(filled) > 1:
        message = "the file has several documents: Helm 4 merges them in order, Helm 3 reads the first alone."
        notes.append(Note(SEVERAL_DOCUMENTS, message, filled[1].line))
    for document in documents:
        if document.ignored_from is not None:
            message = "Helm reads nothing from this line on: for it, the document ends above."
            notes.append(Note(TEXT_IGNORED, message, document.ignored_from))
    return tuple(notes)


def _merge(lower: dict[str, Any], upper: dict[str, Any], path: Path, places: _Places) -> None:
    """Puts a later document over the earlier ones, as Helm does with several files: a null stays as null."""
    for key, value in upper.items():
        below = lower.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            _merge(below, value, (*path, key), places)
            continue
        places.forget((*path, key), below)
        lower[key] = value


# yaml.v2's guard against aliases that multiply ("billion laughs"): the share of the decoded nodes that may come from
# aliases.
_FREE_ALIASED_NODES: Final = 100
_FREE_NODES: Final = 1000
_ALIASED_SHARE: Final = 0.99
_MOST_ALIASED_NODES: Final = 200_000


class _Reader:
    """The data of one document."""

    def __init__(self) -> None:
        self.places = _Places({}, {}, set())
        self.read = 0
        self.read_from_aliases = 0
        self.alias_depth = 0

    def top(self, document: Document) -> dict[str, Any]:
        root = document.root
        if root is None:
            return {}
        data = self.value(root, ())
        if data is None:
            return {}
        if not isinstance(data, dict):
            found = "a list" if isinstance(data, list) else "a single value"
            hint = "Write `key: value`, with a space after the colon." if isinstance(data, str) else ""
            raise UnreadableYaml(f"the file holds {found}; values are a map of keys.", root.line, root.column, hint)
        return data

    def value(self, node: Node, path: Path) -> Any:
        self.read += 1
        if self.alias_depth:
            self._count_aliased(node)
        kind = node.kind
        if kind == "alias":
            return self._alias(node, path)
        self.places.values[path] = node
        if kind == "scalar":
            try:
                return value_of(node.text, node.tag, node.style == "")
            except UnusableScalarError as error:
                raise UnreadableYaml(
                    f"{error}.", node.line, node.column, "Quote the value if it is a string."
                ) from None
        if len(path) >= MAX_DEPTH:
            raise UnreadableYaml(
                f"{format_path(path[:3])}…: nested more than {MAX_DEPTH} deep.", node.line, node.column
            )
        if kind == "map":
            into: dict[str, Any] = {}
            self.fill(node, path, into)
            return into
        items = []
        for index, item in enumerate(node.items):
            place = (*path, index)
            items.append(self.value(item, place))
            self.places.keys[place] = self.places.values[place]
        return items

    def fill(self, node: Node, path: Path, into: dict[str, Any], merging: bool = False) -> None:
        """Reads a map's entries into ``into``, in order: a ``<<`` overrides the keys above it, and the keys below
        override it.
        """
        own: dict[str, Node] = {}
        places = self.places
        for key_node, value_node in node.entries:
            if key_node.text == "<<" and key_node.merges:
                self._merge_key(value_node, path, into)
                continue
            key = self._key(key_node)
            if key in own:
                raise self._duplicate(key, own[key], key_node)
            own[key] = key_node
            place = (*path, key)
            if key in into:
                places.forget(place, into[key])
            if merging:
                places.aliased.add(place)
            places.keys[place] = key_node
            into[key] = self.value(value_node, place)

    def _key(self, node: Node) -> str:
        named = node.target if node.kind == "alias" and node.target is not None else node
        if named.kind != "scalar":
            raise UnreadableYaml(
                f"a {named.kind} stands where a key should.", node.line, node.column, "Write the key as a string."
            )
        try:
            return key_of(named.text, named.tag, named.style == "")
        except UnusableScalarError as error:
            raise UnreadableYaml(f"{error}.", node.line, node.column, "Quote the key if it is a string.") from None

    @staticmethod
    def _duplicate(key: str, first: Node, second: Node) -> DuplicateKey:
        message = f"duplicate key {key!r} in one map, on line {first.line} and on line {second.line}."
        hint = "Remove one: Helm would silently take the last."
        return DuplicateKey(message, second.line, second.column, hint)

    def _alias(self, node: Node, path: Path) -> Any:
        assert node.target is not None  # compose refuses an alias without an anchor
        self.places.aliased.add(path)
        self.alias_depth += 1
        data = self.value(node.target, path)
        self.alias_depth -= 1
        return data

    def _merge_key(self, node: Node, path: Path, into: dict[str, Any]) -> None:
        """A ``<<``: a map, an alias of one, or a list of those, of which the first ones win."""
        sources = list(reversed(node.items)) if node.kind == "list" else [node]
        for source in sources:
            merged = source.target if source.kind == "alias" else source
            if merged is None or merged.kind != "map":
                message = "'<<' takes a map or a list of maps, as *name of an anchor above it."
                raise UnreadableYaml(message, source.line, source.column, "Quote '<<' if it is a key of yours.")
            self.alias_depth += source.kind == "alias"
            self.fill(merged, path, into, merging=True)
            self.alias_depth -= source.kind == "alias"

    def _count_aliased(self, node: Node) -> None:
        self.read_from_aliases += 1
        share = self.read_from_aliases / self.read
        many = self.read_from_aliases > _FREE_ALIASED_NODES and self.read > _FREE_NODES and share > _ALIASED_SHARE
        if many or self.read_from_aliases > _MOST_ALIASED_NODES:
            raise UnreadableYaml(
                "aliases repeat too much of the file.", node.line, node.column, "Write the values out."
            )
