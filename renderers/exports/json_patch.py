"""JSON Patch (RFC 6902): the operations that make one object of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.layers import same

Operation = dict[str, Any]


def operations(before: Any, after: Any, pointer: str = "") -> Iterator[Operation]:
    """What turns `before` into `after`: maps key by key, lists of the same length item by item, all else replaced."""
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _in_map(before, after, pointer)
    elif isinstance(before, list) and isinstance(after, list) and _alike(before, after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from operations(old, new, f"{pointer}/{index}")
    elif not same(before, after):
        yield {"op": "replace", "path": pointer, "value": after}


def _in_map(before: dict[str, Any], after: dict[str, Any], pointer: str) -> Iterator[Operation]:
    for key, old in before.items():
        here = f"{pointer}/{_escaped(key)}"
        if key in after:
            yield from operations(old, after[key], here)
        else:
            yield {"op": "remove", "path": here}
    for key, new in after.items():
        if key not in before:
            yield {"op": "add", "path": f"{pointer}/{_escaped(key)}", "value": new}


def _alike(before: list[Any], after: list[Any]) -> bool:
    """Whether the items are the same ones, changed: objects of the same names in the same order."""
    if len(before) != len(after) or not all(isinstance(item, dict) for item in (*before, *after)):
        return False
    return [item.get("name") for item in before] == [item.get("name") for item in after]


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
