"""The JSON Schema of the values: the chart's values.schema.json.

Says what the schema checks (MT1xx) say. Helm validates after it has merged the values, when a null has taken the
chart's default away: so each key with an empty value of its type also takes null, and no key is required.
"""

from __future__ import annotations

from typing import Any, get_args, get_origin

from pydantic import BaseModel

from mlflow_tui.config_model.catalogue import catalogue
from mlflow_tui.config_model.setting import Declaration, Kind, Setting
from mlflow_tui.config_model.values.beside import CONDITION, ENABLED, HOLDER_PATTERN

Schema = dict[str, Any]


def values_schema() -> Schema:
    """JSON Schema, draft 7: the one that Helm reads."""
    root: Schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Values of the MLflow Helm chart",
        "type": "object",
        "additionalProperties": False,
        "properties": {},
        "patternProperties": {HOLDER_PATTERN: {}},
    }
    for setting in catalogue():
        parent = root
        for part in setting.path[:-1]:
            parent = parent["properties"][str(part)]
        parent["properties"][str(setting.path[-1])] = _described(setting)
    root["properties"]["global"] = {
        "description": "Values shared by all charts of a release.",
        "type": ["object", "null"],
    }
    root["properties"][ENABLED] = {
        "description": "Where the chart is a dependency: the condition that its parent reads. Nothing here reads it.",
        "type": ["boolean", "null"],
    }
    root["properties"][CONDITION] = {"description": "For a parent chart, as `enabled`. Nothing here reads it."}
    return root


def _described(setting: Setting) -> Schema:
    about: Schema = {"title": setting.title, "description": setting.help}
    if setting.kind is Kind.SECTION:
        return {**about, "type": ["object", "null"], "additionalProperties": False, "properties": {}}
    if setting.declaration.example is not None and not setting.secret:
        about["examples"] = [setting.declaration.example]
    return {**about, "default": setting.default, **_type(setting)}


def _type(setting: Setting) -> Schema:
    match setting.kind:
        case Kind.SWITCH:
            return {"type": "boolean"}
        case Kind.INTEGER | Kind.OPTIONAL_INTEGER:
            limits = {"minimum": setting.minimum, "maximum": setting.maximum}
            kind = "integer" if setting.kind is Kind.INTEGER else ["integer", "null"]
            return {"type": kind, **{key: limit for key, limit in limits.items() if limit is not None}}
        case Kind.COUNT_OR_SHARE:
            return {"type": ["integer", "string", "null"]}
        case Kind.CHOICE:
            return {"type": "string", "enum": list(setting.choices)}
        case Kind.STRING_MAP:
            return {"type": ["object", "null"], "additionalProperties": {"type": ["string", "null"]}}
        case Kind.STRING_LIST:
            return {"type": ["array", "null"], "items": {"type": "string"}}
        case Kind.OBJECT_LIST:
            return {"type": ["array", "null"], "items": _item(setting)}
        case Kind.OBJECT:
            return {"type": ["object", "null"]}
        case _:
            return {"type": ["string", "null"]}


def _item(setting: Setting) -> Schema:
    if setting.item is not None:
        return _model(setting.item)
    return {"type": "object"}


def _model(model: type[BaseModel]) -> Schema:
    properties: Schema = {}
    for name, info in model.model_fields.items():
        declaration = next(one for one in info.metadata if isinstance(one, Declaration))
        about = {"title": declaration.title, "description": declaration.help}
        properties[info.alias or name] = {**about, **_annotated(info.annotation)}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _annotated(annotation: Any) -> Schema:
    if annotation is str:
        return {"type": ["string", "null"]}
    if get_origin(annotation) is list:
        (item,) = get_args(annotation)
        return {"type": ["array", "null"], "items": {"type": "string"} if item is str else _model(item)}
    return {"enum": [*get_args(annotation), None]}
