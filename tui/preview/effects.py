"""What a setting does to the objects: found by rendering them with and without it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from mlflow_tui.config_model.setting import Kind, Setting
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.diff import changes
from mlflow_tui.renderers.manifests import Manifest, render
from mlflow_tui.tui.preview.yaml_lines import ManifestLines
from mlflow_tui.tui.session import Session


def affected_lines(session: Session, setting: Setting, emitter: ManifestLines) -> list[range]:
    """The lines of the shown manifests, numbered from 0, that would differ without the setting.

    Empty while the values have errors, and where the setting has no effect now.
    """
    view = session.shown
    if view.manifests is None or view.evaluation.values is None:
        return []
    for other in _other_values(setting, view.evaluation.value(setting.path)):
        probe = _replaced(view.evaluation.values, setting.path, other)
        if probe is not None and (found := list(_differing(view.manifests, render(probe, session.release), emitter))):
            return found
    return []


def _differing(now: Sequence[Manifest], without: Sequence[Manifest], emitter: ManifestLines) -> Iterator[range]:
    """Object by object, so that one that is missing on a side does not push the others against each other."""
    lines, other_lines = emitter.lines(now, reveal=True), emitter.lines(without, reveal=True)
    others = dict(zip(map(_identity, without), _documents(other_lines), strict=True))
    for manifest, span in zip(now, _documents(lines), strict=True):
        other = others.get(_identity(manifest))
        if other is None:
            yield span
            continue
        for change in changes(lines[span.start : span.stop], other_lines[other.start : other.stop]):
            found = range(span.start + change.start, span.start + change.end)
            if found and not _is_checksum(lines, found):
                yield found


def _identity(manifest: Manifest) -> str:
    return f"{manifest['kind']}/{manifest['metadata']['name']}"


def _documents(lines: Sequence[str]) -> list[range]:
    starts = [number for number, line in enumerate(lines) if line == "---"]
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _is_checksum(lines: Sequence[str], found: range) -> bool:
    """A changed Secret rolls the pods through this annotation; it is not what somebody looks for."""
    return len(found) == 1 and lines[found.start].lstrip().startswith("checksum/config:")


def effect_lines(session: Session, setting: Setting, emitter: ManifestLines | None = None) -> list[str]:
    """What the setting makes, an entry a line of the manifests: `Deployment/mlflow  --workers=4`; secrets masked."""
    emitter = emitter or ManifestLines()
    affected = affected_lines(session, setting, emitter)
    manifests = session.shown.manifests
    if manifests is None or not affected:
        return []
    shown, whole = (emitter.lines(manifests, reveal=reveal) for reveal in (False, True))
    if len(shown) != len(whole):
        return []
    documents = _documents(whole)
    found: list[str] = []
    for lines in affected:
        at = bisect_right(documents, lines.start, key=lambda document: document.start) - 1
        name = _identity(manifests[at])
        if lines == documents[at]:
            found.append(name)
        else:
            found += [f"{name}  {shown[number].strip().removeprefix('- ')}" for number in lines]
    return found


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
        case Kind.OPTIONAL_INTEGER | Kind.COUNT_OR_SHARE:
            yield setting.declaration.example
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
