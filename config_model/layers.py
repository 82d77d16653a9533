"""Layers of values: what several files and ``--set`` options mean together, and which of them gives a value.

Helm merges ``-f a -f b`` from the left: maps deep, lists and scalars replaced as a whole, and a null put over a value
stays as null, so that it can remove the chart's default at the end. ``--set`` and its kin then change the merged
values, in place where they name a list index: so they are layers of their own kind, which ``merged`` knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mlflow_tui.config_model.helm_yaml import Loaded, Span
from mlflow_tui.config_model.json_data import copied, merge, same
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.set_expression import Kind, ReadFile, apply, assign, parse
from mlflow_tui.config_model.set_json import is_object

__all__ = ["Layer", "Source", "difference", "merge", "merged", "same", "set_layer", "source"]


@dataclass(frozen=True, slots=True)
class Layer:
    """One source of values, later ones over earlier ones."""

    name: str
    """As shown to the person: ``values.yaml``, ``--set trackingServer.workers``."""
    data: dict[str, Any] = field(repr=False)
    loaded: Loaded | None = field(default=None, repr=False)
    """The text's places, where the layer is a file."""
    assignments: tuple[tuple[Path, Any], ...] = field(default=(), repr=False)
    """What the layer assigns, where it is a ``--set`` or one of its kin; ``data`` is then what that makes of no values
    at all.
    """
    text: str | None = field(default=None, repr=False)
    """What the file says, comments included."""


class Source(NamedTuple):
    """Where a value comes from: ``layer`` is None for the chart's default, ``span`` None where the layer is no file."""

    layer: Layer | None
    span: Span | None


def set_layer(expression: str, kind: Kind = "set", read: ReadFile | None = None) -> Layer:
    """The layer of one ``--set``, ``--set-string``, ``--set-json`` or ``--set-file``. Its name shows no value: that may
    be secret.

    Raises SetError.
    """
    if kind == "set-json" and is_object(expression):
        return Layer(f"--{kind} {{…}}", apply({}, expression, kind))
    assignments = tuple(parse(expression, kind, read))
    paths = ", ".join(format_path(path) for path, _ in assignments)
    return Layer(f"--{kind} {paths}".rstrip(), assign({}, assignments), None, assignments)


def merged(layers: Sequence[Layer]) -> dict[str, Any]:
    """What the layers give together, nulls among it, before the chart's defaults come under it.

    Raises SetError where Helm fails: ``--set a.b=1`` over a file that has ``a: 5``.
    """
    values: dict[str, Any] = {}
    for layer in layers:
        values = assign(values, layer.assignments) if layer.assignments else merge(values, layer.data)
    return values


def source(layers: Sequence[Layer], path: Path) -> Source:
    """The topmost layer that gives the value at ``path``, or that put something else in the place of one of its
    parents.

    For a map, whose entries may come from several layers, it is the topmost layer that has it.
    """
    known_as_map = 0  # how many steps of the path lead to a map in a layer above
    for layer in reversed(layers):
        depth, value = _walk(layer.data, path)
        if depth == len(path) and not (layer.assignments and value is None and isinstance(path[-1], int)):
            return Source(layer, _span(layer, path))
        if isinstance(value, Mapping):
            known_as_map = max(known_as_map, depth)
        elif layer.assignments and any(isinstance(step, int) for step in path[: depth + 1]):
            continue  # it assigns to other items of the list, and leaves this one as it is
        elif depth <= known_as_map:
            # An upper layer's map replaced this layer's scalar, list or null, and with it all that lay below: the
            # default shows.
            return Source(None, None)
        else:
            return Source(layer, _span(layer, path[:depth]))
    return Source(None, None)


def _walk(value: Any, path: Path) -> tuple[int, Any]:
    """How many steps of ``path`` there are in ``value``, and what stands there."""
    for depth, step in enumerate(path):
        in_map = isinstance(value, Mapping) and step in value
        in_list = isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)
        if not in_map and not in_list:
            return depth, value
        value = value[step]
    return len(path), value


def _span(layer: Layer, path: Path) -> Span | None:
    return layer.loaded.values.get(path) if layer.loaded is not None else None


def difference(lower: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The least that an upper layer must hold so that ``merge(lower, difference)`` means ``wanted``.

    A key of ``lower`` that ``wanted`` has not is a null in it.
    """
    upper: dict[str, Any] = {}
    for key, value in wanted.items():
        if key not in lower:
            upper[key] = copied(value)
        elif isinstance(value, Mapping) and isinstance(lower[key], Mapping):
            if within := difference(lower[key], value):
                upper[key] = within
        elif not same(lower[key], value):
            upper[key] = copied(value)
    upper.update((key, None) for key, value in lower.items() if key not in wanted and value is not None)
    return upper
