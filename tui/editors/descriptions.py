"""What is known of a field: Kubernetes' own description, or the chart's."""

from __future__ import annotations

from typing import get_args

from pydantic import BaseModel

from mlflow_tui.config_model import kubernetes
from mlflow_tui.config_model.kubernetes import Field
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import Declaration, Setting


def description(setting: Setting, type_name: str, path: Path, version: str) -> list[str]:
    """A line on the type of the field at `path` inside a piece, and one on its meaning; none where nothing is known."""
    if not path:
        return []
    if setting.item is not None:
        return _of_chart(setting.item, type_name, path)
    field = kubernetes.describe(type_name, path, kubernetes.parse_version(version))
    return [] if field is None else said(field)


def said(field: Field) -> list[str]:
    """A field in two lines: name, type, choices, versions; then what it does."""
    facts = [f"{field.name}: {plain_type(field.type)}"]
    if field.required:
        facts.append("required")
    if field.choices:
        facts.append("one of " + ", ".join(choice or "empty" for choice in field.choices))
    if field.since:
        facts.append(f"since {field.since}")
    if field.until:
        facts.append(f"until {field.until}")
    return [" · ".join(facts), *([field.description] if field.description else [])]


def plain_type(kind: str) -> str:
    """The type of a field in words: `[EnvVar]` is `list of EnvVar`."""
    if kind.startswith("["):
        return f"list of {plain_type(kind[1:-1])}"
    if kind.startswith("{"):
        return f"map of {plain_type(kind[1:-1])}"
    return kind


def _of_chart(model: type[BaseModel], type_name: str, path: Path) -> list[str]:
    """The help of a field of one of the chart's own models."""
    for candidate in (model, *_nested(model)):
        if candidate.__name__ != type_name:
            continue
        info = next((one for one in candidate.model_fields.values() if one.alias == path[0]), None)
        declared = next((one for one in info.metadata if isinstance(one, Declaration)), None) if info else None
        return [declared.help] if declared is not None else []
    return []


def _nested(model: type[BaseModel]) -> list[type[BaseModel]]:
    inside = [argument for info in model.model_fields.values() for argument in get_args(info.annotation)]
    return [one for one in inside if isinstance(one, type) and issubclass(one, BaseModel)]
