"""Objects as lines of YAML, quickly at every keystroke: the entries of long lists are kept between two calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from config_model.helm_yaml import scalar
from renderers.manifests import Manifest
from renderers.masking import MASK, masked_manifests
from renderers.yaml_text import lines

_LONG = 40
"""A list item with more parts than this is taken apart rather than kept whole."""
_KEPT_ITEMS = 50_000


class YamlLines:
    """Gives the same lines as `renderers.yaml_text`, and remembers those of the list items that it has seen."""

    def __init__(self) -> None:
        self._items: dict[str, list[str]] = {}

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
                yield f"{indent}{scalar(key)}:"
                yield from self._nested(value, indent + "  ")
            else:
                yield from (indent + line.text if line.text else "" for line in lines({key: value}))

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


def manifest_lines(manifests: Sequence[Manifest], emitter: YamlLines, *, reveal: bool) -> tuple[list[str], list[int]]:
    """The objects as YAML documents, secrets masked unless revealed; and the line that each object begins at."""
    found: list[str] = []
    starts: list[int] = []
    for manifest in manifests if reveal else masked_manifests(manifests):
        starts.append(len(found))
        found.append("---")
        own = emitter.lines(manifest)
        if manifest["kind"] == "Secret" and not reveal:
            own = [line.replace(f'"{MASK}"', MASK) for line in own]
        found += own
    return found, starts
