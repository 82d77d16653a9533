"""Objects as lines of YAML, quickly at every keystroke: the entries of long lists are kept between two calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mlflow_tui.config_model.helm_yaml import scalar
from mlflow_tui.config_model.secrecy import without_passwords
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.masking import MASK, masked_manifests
from mlflow_tui.renderers.yaml_text import lines

_LONG = 40
"""A list item with more parts than this is taken apart rather than kept whole."""
_KEPT_ITEMS = 50_000
_KEPT_LISTS = 4
"""How many lists under the same key are remembered: those of several containers, masked and not."""


class YamlLines:
    """Gives the same lines as `renderers.yaml_text`, and remembers those of the list items that it has seen."""

    def __init__(self) -> None:
        self._items: dict[str, list[str]] = {}
        self._lists: dict[str, list[tuple[list[Any], list[str]]]] = {}

    def lines(self, data: Any) -> list[str]:
        if len(self._items) > _KEPT_ITEMS:
            self._items.clear()
        if isinstance(data, dict | list) and data:
            return list(self._nested(data, ""))
        return [line.text for line in lines(data)]

    def _nested(self, data: dict[str, Any] | list[Any], indent: str) -> Iterator[str]:
        if isinstance(data, list):
            for item in data:
                yield from self._item(item, indent)
            return
        for key, value in data.items():
            if isinstance(value, dict | list) and value:
                head = f"{indent}{scalar(key)}:"
                yield head
                if isinstance(value, list) and len(value) > _LONG:
                    yield from self._long_list(head, value, indent + "  ")
                else:
                    yield from self._nested(value, indent + "  ")
            else:
                yield from (indent + line.text if line.text else "" for line in lines({key: value}))

    def _long_list(self, head: str, items: list[Any], indent: str) -> list[str]:
        """The lines of a list that is most likely the same as at the last keystroke."""
        known = self._lists.setdefault(head, [])
        for seen, kept in known:
            if seen == items:
                return kept
        made = list(self._nested(items, indent))
        known.insert(0, (items, made))
        del known[_KEPT_LISTS:]
        return made

    def _item(self, item: Any, indent: str) -> Iterator[str]:
        if isinstance(item, dict) and _size(item) > _LONG:
            inner = self._nested(item, indent + "  ")
            yield f"{indent}- {next(inner)[len(indent) + 2 :]}"
            yield from inner
            return
        key = repr(item)
        kept = self._items.get(key)
        if kept is None:
            kept = self._items[key] = [line.text for line in lines([item])]
        yield from (indent + line if line else "" for line in kept) if indent else kept


def _size(item: Any) -> int:
    """About how many parts an item has; stops counting where it is long in any case."""
    if not isinstance(item, dict | list):
        return 1
    count = len(item)
    for part in item.values() if isinstance(item, dict) else item:
        if count > _LONG:
            break
        if isinstance(part, dict | list):
            count += _size(part)
    return count


class ManifestLines:
    """Lists of objects as lines, kept as long as they are likely to be asked for again."""

    def __init__(self) -> None:
        self._emitter = YamlLines()
        self._kept: list[tuple[Sequence[Manifest], bool, list[str]]] = []

    def lines(self, manifests: Sequence[Manifest], *, reveal: bool) -> list[str]:
        """The objects as YAML documents, secrets masked unless revealed."""
        for objects, revealed, kept in self._kept:
            if objects is manifests and revealed == reveal:
                return kept
        made = [line for manifest in manifests for line in self._document(manifest, reveal)]
        self._kept.insert(0, (manifests, reveal, made))
        del self._kept[6:]
        return made

    def _document(self, manifest: Manifest, reveal: bool) -> Iterator[str]:
        yield "---"
        if reveal:
            yield from self._emitter.lines(manifest)
            return
        for line in self._emitter.lines(masked_manifests([manifest])[0]):
            yield line.replace(f'"{MASK}"', MASK) if MASK in line else without_passwords(line)
