"""Which part of an object the API server names when it refuses the object."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mlflow_tui.config_model.path import Path
from mlflow_tui.renderers.manifests import Manifest

_FIELD = re.compile(r"""(?:^|[\s"'(])\.?((?:spec|metadata|annotations|data)\b(?:\[[^\]]*\]|[^\s\[:"',])*)""")
_DUPLICATE = re.compile(r"duplicate entries for key (\[[^\]]*\])")
_STEP = re.compile(r"\[([^\]]*)\]|([^.\[]+)")
_KEY_AND_VALUE = re.compile(r'(\w+)="?([^",]*)"?')


def refused_field(manifest: Manifest, said: str) -> Path:
    """The path in `manifest` of the first field that `said` names; `()` where it names none.

    Messages are such as `spec.replicas: Invalid value: -1: must be ...` and, of a server-side apply,
    `.spec.template.spec.containers[name="mlflow"].env: duplicate entries for key [name="A"]`. Of entries that are
    there twice it is the last one: the chart's own stand before those of the values.
    """
    found = _FIELD.search(said)
    if found is None:
        return ()
    path, part = _followed(manifest, found[1])
    duplicate = _DUPLICATE.match(said, found.end() + 2)
    if duplicate is not None and (indexes := _entries(part, duplicate[1][1:-1])):
        return (*path, indexes[-1])
    return path


def _followed(manifest: Manifest, field: str) -> tuple[Path, Any]:
    """The steps of `field`, as far as the object has them and one further, and what stands there."""
    path: list[str | int] = []
    part: Any = manifest
    for selector, name in _STEP.findall(field):
        if name in _MAPS:
            # Kubernetes leaves `metadata` out here; the dots of the keys below cannot be told from those of the path.
            above = [] if "metadata" in path or not _has(part, "metadata") else ["metadata"]
            return (*path, *above, name), None
        entries = _entries(part, selector)
        step = entries[-1] if entries else name
        if step == "":
            break
        path.append(step)
        if not _has(part, step):
            return tuple(path), None
        part = part[step]
    return tuple(path), part


_MAPS = ("annotations", "labels")


def _has(part: Any, step: str | int) -> bool:
    return isinstance(part, list) if isinstance(step, int) else isinstance(part, Mapping) and step in part


def _entries(part: Any, wanted: str) -> list[int]:
    """The indexes of the entries that `wanted` is for: `0`, `mlflow`, or `name="mlflow"`, with several keys too."""
    if not isinstance(part, list) or not wanted:
        return []
    if wanted.isdecimal():
        return [int(wanted)] if int(wanted) < len(part) else []
    pairs = _KEY_AND_VALUE.findall(wanted) or [("name", wanted)]
    return [
        index
        for index, one in enumerate(part)
        if isinstance(one, Mapping) and all(str(one.get(key, _IMPLIED.get(key))) == value for key, value in pairs)
    ]


_IMPLIED = {"protocol": "TCP"}
"""What Kubernetes fills in of the keys of its lists."""
