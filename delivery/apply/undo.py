"""Putting the cluster back as it was before an apply.

Not `kubectl rollout undo`: that knows the Deployment's pods alone, and would leave another manager on their fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from delivery.apply import remains, server
from delivery.apply.cluster_object import identity
from delivery.kubectl import Kubectl
from renderers.manifests import Manifest
from renderers.manifests.metadata import MANAGER

Fields = Mapping[str, Any]


def undo(
    kubectl: Kubectl, applied: Sequence[Manifest], deleted: Sequence[Manifest], before: Mapping[str, Manifest]
) -> list[str]:
    """Take back what was applied, the last first, and bring back what was deleted.

    `applied` are the objects as the server gave them back, `before` those that were there. Gives a line for each
    object. Raises ClusterProblem.
    """
    lines: list[str] = []
    for one in deleted:
        server.apply(kubectl, server.Piece.of(restored(one, one)))
        lines.append(f"{identity(one)} made again")
    for one in reversed(applied):
        name = identity(one)
        old = before.get(name)
        if old is None or server.selector(old) != server.selector(one):
            remains.delete(kubectl, one)
        if old is not None:
            server.apply(kubectl, server.Piece.of(restored(old, one)))
        lines.append(f"{name} {'deleted' if old is None else 'as before'}")
    return lines


def restored(old: Manifest, applied: Manifest) -> Manifest:
    """What to apply to have `old` again: the fields of it that this tool had, and those that it has taken since."""
    fields = _united(_our_fields(old), _our_fields(applied))
    kept = {key: old[key] for key in ("apiVersion", "kind")}
    metadata = {key: old["metadata"][key] for key in ("name", "namespace") if key in old["metadata"]}
    ours = _extract(old, fields)
    return {**ours, **kept, "metadata": {**ours.get("metadata", {}), **metadata}}


def _our_fields(one: Manifest) -> Fields:
    """The fields that server-side apply notes as this tool's, in its own notation (FieldsV1)."""
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
    """The part of a value that the fields name.

    Source of the notation: https://pkg.go.dev/sigs.k8s.io/structured-merge-diff/v4/fieldpath (`f:` a key of a map,
    `k:` an item of a list by its keys, `v:` an item by its value, `.` the thing itself).
    """
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
                return [{**keys, **_extract(item, inner)}]
    return []
