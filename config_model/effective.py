"""The effective values: what is given, over the chart's defaults, with every null taken for what it asks."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from pydantic import BaseModel

from mlflow_tui.config_model.catalogue import by_path
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import EMPTY_VALUES, Setting
from mlflow_tui.config_model.values import Values


@cache
def _defaults() -> dict[str, Any]:
    return Values().model_dump(by_alias=True)


def defaults() -> dict[str, Any]:
    """The chart's defaults, as its values.yaml would give them."""
    return deepcopy(_defaults())


def effective(given: Any) -> dict[str, Any]:
    """`given`, the merged layers, as it holds: with the defaults of all that it leaves out.

    What is not of the right shape stays as it is, for the schema to report.
    """
    filled: dict[str, Any] = _filled(Values, given)
    return filled


def _filled(model: type[BaseModel], given: Any, prefix: Path = ()) -> Any:
    """`given` with the defaults of a section filled in, and null turned into the empty value of each key's type."""
    if given is None:
        given = {}
    if not isinstance(given, dict):
        return given
    filled: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        key, annotation = info.alias or name, info.annotation
        path = (*prefix, key)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            filled[key] = _filled(annotation, given.get(key), path)
        elif key in given:
            filled[key] = _without_null(by_path().get(path), given[key])
        else:
            filled[key] = look_up(_defaults(), path)
    for key, value in given.items():
        filled.setdefault(key, value)
    return filled


def _without_null(setting: Setting | None, value: Any) -> Any:
    """null as the empty value of the setting's type, and without the entries that null removes."""
    if setting is None:
        return _pruned(value) if value is not None else {}
    if value is None:
        return EMPTY_VALUES.get(setting.kind)
    if setting.item is not None and isinstance(value, list):
        return [_filled_item(setting.item, item) for item in value]
    return _pruned(value) if isinstance(value, dict | list) else value


def _filled_item(model: type[BaseModel], item: Any) -> Any:
    """An item of a list that the chart has its own model for: null is left out, so that its default holds."""
    if not isinstance(item, dict):
        return item
    nullable = {info.alias or name for name, info in model.model_fields.items()}
    return {key: _pruned(value) for key, value in item.items() if value is not None or key not in nullable}


def _pruned(value: Any) -> Any:
    """Without the map entries that are null: Kubernetes reads them as absent."""
    if isinstance(value, dict):
        return {key: _pruned(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, list):
        return [_pruned(item) for item in value]
    return value
