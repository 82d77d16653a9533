"""The fields of an object that this tool set, as the API server keeps account of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.manifests.metadata import MANAGER

Fields = Mapping[str, Any]
"""Fields in the API server's own notation, FieldsV1: `f:` a key of a map, `k:` an item of a list by its keys, `v:` an
item by its value, `.` the thing itself. Source: https://pkg.go.dev/sigs.k8s.io/structured-merge-diff/v4/fieldpath
"""


def owned_part(one: Manifest, *others: Manifest) -> Manifest:
    """The part of `one` that this tool set in it, or in one of the others; enough to apply it again as it is."""
    fields = _our_fields(one)
    for other in others:
        fields = _united(fields, _our_fields(other))
    kept = {key: one[key] for key in ("apiVersion", "kind")}
    metadata = {key: one["metadata"][key] for key in ("name", "namespace") if key in one["metadata"]}
    ours = _extract(one, fields)
    return {**ours, **kept, "metadata": {**ours.get("metadata", {}), **metadata}}


def spec_as_it_is(one: Manifest) -> Manifest:
    """The part that this tool set, with what others set in the spec since: a person who scaled it, or an autoscaler.

    What nobody set, the API server's defaults, is not part of it; nor are labels and annotations that others added.
    """
    fields = _our_fields(one)
    for entry in one["metadata"].get("managedFields") or ():
        if entry.get("subresource") != "status" and "f:spec" in (others := entry.get("fieldsV1") or {}):
            fields = _united(fields, {"f:spec": others["f:spec"]})
    metadata = {key: one["metadata"][key] for key in ("name", "namespace") if key in one["metadata"]}
    part = _extract(one, fields)
    return {
        **part,
        "apiVersion": one["apiVersion"],
        "kind": one["kind"],
        "metadata": {**part.get("metadata", {}), **metadata},
    }


def _our_fields(one: Manifest) -> Fields:
    united: Fields = {}
    for entry in one["metadata"].get("managedFields") or ():
        if entry.get("manager") == MANAGER and entry.get("operation") == "Apply" and not entry.get("subresource"):
            united = _united(united, entry.get("fieldsV1") or {})
    return united


def _united(one: Fields, other: Fields) -> Fields:
    united = dict(one)
    for key, inner in other.items():
        united[key] = _united(united[key], inner) if key in united else inner
    return united


def _extract(value: Any, fields: Fields) -> Any:
    if not fields:
        return value
    if isinstance(value, dict):
        named = {key[2:]: inner for key, inner in fields.items() if key.startswith("f:")}
        return {key: _extract(value[key], inner) for key, inner in named.items() if key in value}
    if isinstance(value, list):
        return [part for item in value for part in _item(item, fields)]
    return value


def _item(item: Any, fields: Fields) -> list[Any]:
    for key, inner in fields.items():
        if key.startswith("v:") and json.loads(key[2:]) == item:
            return [item]
        if key.startswith("k:") and isinstance(item, dict):
            keys = json.loads(key[2:])
            if all(item.get(name) == wanted for name, wanted in keys.items()):
                # Older API servers keep no account of an empty map, such as `emptyDir: {}`.
                empty = {name: value for name, value in item.items() if value == {}}
                return [{**keys, **empty, **_extract(item, inner)}]
    return []
