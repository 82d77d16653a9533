"""What a setting does to the objects: found by rendering them with and without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from config_model.setting import Kind, Setting
from config_model.values import Values
from renderers.diff import changes
from renderers.manifests import render
from tui.preview.yaml_lines import YamlLines, manifest_lines
from tui.session import Session


def affected_lines(session: Session, setting: Setting, emitter: YamlLines) -> list[range]:
    """The lines of the shown manifests, as `manifest_lines` numbers them, that would differ without the setting.

    Empty while the values have errors, and where the setting has no effect now.
    """
    view = session.shown
    if view.manifests is None or view.evaluation.values is None:
        return []
    now, _ = manifest_lines(view.manifests, emitter, reveal=True)
    for other in _other_values(setting, view.evaluation.value(setting.path)):
        probe = _replaced(view.evaluation.values, setting.path, other)
        if probe is None:
            continue
        without, _ = manifest_lines(render(probe, session.release), emitter, reveal=True)
        found = [range(change.start, change.end) for change in changes(now, without) if change.start < change.end]
        if found := [lines for lines in found if not _is_checksum(now, lines)] or found:
            return found
    return []


def _is_checksum(now: list[str], lines: range) -> bool:
    """A changed Secret rolls the pods through this annotation; it is not what somebody looks for."""
    return len(lines) == 1 and now[lines.start].lstrip().startswith("checksum/config:")


def _other_values(setting: Setting, value: Any) -> Iterator[Any]:
    """Values to compare with: the default, then others of the same type."""
    if value != setting.default:
        yield setting.default
    match setting.kind:
        case Kind.SWITCH:
            yield not value
        case Kind.CHOICE:
            yield from (choice for choice in setting.choices if choice != value)
        case Kind.INTEGER if isinstance(value, int):
            yield value + 1
        case Kind.TEXT | Kind.MULTILINE:
            yield f"{value}x"
        case _:
            if setting.declaration.example is not None:
                yield setting.declaration.example


def _replaced(model: BaseModel, path: tuple[str | int, ...], value: Any) -> Values | None:
    """A copy of the values with another one at `path`, unchecked: it is rendered once and thrown away."""
    names = {info.alias or name: name for name, info in type(model).model_fields.items()}
    name = names.get(str(path[0]))
    if name is None:
        return None
    if len(path) == 1:
        info = type(model).model_fields[name]
        if isinstance(value, list | dict) and info.annotation is not None:
            value = _validated(type(model), str(path[0]), value, name)
        return model.model_copy(update={name: value})  # type: ignore[return-value]
    return model.model_copy(update={name: _replaced(getattr(model, name), path[1:], value)})  # type: ignore[return-value]


def _validated(model: type[BaseModel], key: str, value: Any, name: str) -> Any:
    """A list or map as the model holds it: hosts of an Ingress are models, not plain data."""
    return getattr(model.model_validate({key: value}), name)
