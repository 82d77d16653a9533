"""Where a value can only be text: there a number or a boolean on the command line is taken for the words it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from mlflow_tui.config_model.catalogue import owner
from mlflow_tui.config_model.helm_yaml import meaning
from mlflow_tui.config_model.kubernetes import describe
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import Kind, Setting


def as_text(path: Path, value: Any, words: Any, version: str) -> Any:
    """`value`, or in its place what was written, where text alone is taken at `path`; item by item in a list.

    `words` is the value as it is without any types, as Helm's `--set-string` reads it.
    """
    if isinstance(value, list) and isinstance(words, list):
        return [as_text((*path, index), *both, version) for index, both in enumerate(zip(value, words, strict=True))]
    return words if isinstance(value, bool | int) and takes_text(path, version) else value


def texts_like_others(path: Path, value: Any, version: str) -> Iterator[Path]:
    """Where `value`, to be put at `path`, is text that YAML would read as a number or another word without quotes."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts_like_others((*path, index), item, version)
    elif isinstance(value, str) and value and not isinstance(meaning(value), str) and takes_text(path, version):
        yield path


def takes_text(path: Path, version: str) -> bool:
    """Whether text alone is taken at `path`; `version` is that of Kubernetes."""
    setting = owner(path)
    if setting is None:
        return False
    rest = path[len(setting.path) :]
    match setting.kind:
        case Kind.TEXT | Kind.MULTILINE:
            return not rest
        case Kind.STRING_MAP:
            return len(rest) == 1
        case Kind.STRING_LIST:
            return len(rest) == 1 and isinstance(rest[0], int)
        case Kind.OBJECT | Kind.OBJECT_LIST:
            return _in_piece(setting, rest, version)
    return False


def _in_piece(setting: Setting, rest: Path, version: str) -> bool:
    if setting.kind is Kind.OBJECT_LIST:
        if len(rest) < 2 or not isinstance(rest[0], int):
            return False
        rest = rest[1:]
    if setting.item is not None:
        return _in_model(setting.item, rest)
    field = describe(setting.kubernetes, rest, version) if setting.kubernetes is not None and rest else None
    if field is None:
        return False
    in_it = rest[-1] != field.name or (len(rest) > 1 and rest[-2] == field.name)
    return field.type == ("string" if not in_it else "[string]" if isinstance(rest[-1], int) else "{string}")


def _in_model(annotation: Any, rest: Path) -> bool:
    """Whether the path through a model of the chart's own leads to text."""
    for part in rest:
        if isinstance(part, int):
            annotation = get_args(annotation)[0] if get_origin(annotation) is list else None
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            fields = annotation.model_fields.items()
            annotation = next((info.annotation for name, info in fields if (info.alias or name) == part), None)
        else:
            return False
    return annotation is str
