"""Values as Helm would hold them, and what no values file can say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from mlflow_tui.config_model.editing.refusal import EditRefused
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.scalars import float64


def as_helm_holds(value: object, path: Path = ()) -> Any:
    """A copy of ``value`` as Helm would hold it: 3.0 is 3, a tuple a list. Raises EditRefused for what no values file
    can say.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, str):
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise EditRefused("no-yaml-value", "The text has half of a surrogate pair, which no file can hold.")
        return str(value)
    if isinstance(value, Mapping):
        return {_key(key): as_helm_holds(item, (*path, key)) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [as_helm_holds(item, (*path, index)) for index, item in enumerate(value)]
    place = f" at {format_path(path)}" if path else ""
    raise EditRefused("no-yaml-value", f"A {type(value).__name__}{place} is not a value that Helm knows.")


def _key(key: object) -> str:
    if not isinstance(key, str) or any("\ud800" <= character <= "\udfff" for character in key):
        raise EditRefused("no-yaml-value", f"The key {key!r} is not a string: Helm takes no other keys.")
    return str(key)


def _number(value: float) -> int | float:
    try:
        held = float64(value) if math.isfinite(value) else None
    except OverflowError:
        held = None
    if held is None:
        raise EditRefused("no-yaml-value", f"Helm has no number like {value}: it holds numbers as 64-bit floats.")
    return held
