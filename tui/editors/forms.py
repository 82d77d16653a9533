"""Forms for the entries of lists: declared as fields, and read from and written into plain data.

A form changes the fields that it knows; whatever else an entry holds stays as it is.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mlflow_tui.config_model.json_data import copied, look_up
from mlflow_tui.config_model.path import Path

Data = dict[str, Any]
_MISSING = object()


class FieldKind(enum.Enum):
    """How a field is edited."""

    TEXT = "text"
    NUMBER = "number"
    MODE = "mode"
    """The mode of a file, which is read and written in octal: `0644`."""
    SWITCH = "switch"
    CHOICE = "choice"
    STRINGS = "strings"
    MAP = "map"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form: the value at `path` inside the entry.

    `choices` of a text field are proposals. `form` names the form of each entry of a list. `unset` is what it means
    that the field is absent.
    """

    path: Path
    title: str
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[str, ...] = ()
    required: bool = False
    form: str = ""
    unset: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several shapes of an entry: the one whose `key` is there. `start` is what the key holds at first."""

    title: str
    key: Path
    fields: tuple[Field, ...] = ()
    start: Any = None
    by_yaml: bool = False
    """Whether what it holds is too rich for fields, so that it is edited as YAML."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the entries of a list are called, the fields that all have, and the shapes that they may take."""

    noun: str
    fields: tuple[Field, ...]
    choice: str = ""
    variants: tuple[Variant, ...] = ()
    more: tuple[Field, ...] = ()
    label: Callable[[Data], str] = lambda item: str(item.get("name", ""))
    summary: Callable[[Data], str] = lambda item: ""


def variant_of(form: Form, item: Mapping[str, Any]) -> Variant | None:
    """The shape of an entry: the one whose key it has, else the first; None where it has one that the form lacks."""
    for variant in form.variants:
        if look_up(item, variant.key, _MISSING) is not _MISSING:
            return variant
    known = {variant.key[0] for variant in form.variants} | {field.path[0] for field in (*form.fields, *form.more)}
    if form.variants and not any(key not in known or key == "valueFrom" for key in item):
        return form.variants[0]
    return None


def with_variant(form: Form, item: Mapping[str, Any], variant: Variant) -> Data:
    """The entry in another shape: the keys of the other shapes go, the new one comes."""
    changed: Data = copied(item)
    for other in form.variants:
        if other is not variant:
            changed = without(changed, other.key)
    if look_up(changed, variant.key, _MISSING) is _MISSING:
        changed = with_value(changed, variant.key, copied(variant.start))
    return changed


def fields_of(form: Form, item: Mapping[str, Any]) -> Iterator[Field]:
    """The fields that an entry of this shape has."""
    yield from form.fields
    variant = variant_of(form, item)
    if variant is not None:
        yield from variant.fields
    yield from form.more


def other_keys(form: Form, item: Mapping[str, Any]) -> list[str]:
    """The keys of an entry that the form has no field for."""
    known = {field.path[0] for field in fields_of(form, item)} | {variant.key[0] for variant in form.variants}
    return [key for key in item if key not in known]


def with_value(item: Any, path: Path, value: Any) -> Data:
    """A copy of the entry with a value at `path`, maps on the way made as needed."""
    changed: Data = dict(item) if isinstance(item, Mapping) else {}
    key = str(path[0])
    changed[key] = value if len(path) == 1 else with_value(changed.get(key), path[1:], value)
    return changed


def without(item: Any, path: Path) -> Data:
    """A copy of the entry without `path`, and without the maps on the way that are empty then."""
    changed: Data = dict(item) if isinstance(item, Mapping) else {}
    key = str(path[0])
    if key not in changed:
        return changed
    if len(path) == 1:
        del changed[key]
        return changed
    inner = without(changed[key], path[1:])
    if inner:
        changed[key] = inner
    else:
        del changed[key]
    return changed


def shown(field: Field, value: Any) -> str:
    """The value of a field as text; empty where it is absent."""
    if value is None:
        return ""
    match field.kind:
        case FieldKind.MODE if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:04o}"
        case FieldKind.SWITCH if isinstance(value, bool):
            return "on" if value else "off"
        case FieldKind.STRINGS | FieldKind.ENTRIES if isinstance(value, list):
            return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
        case FieldKind.MAP if isinstance(value, dict):
            return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def read(field: Field, text: str) -> Any:
    """What a typed text means in a field. What is not a number stays text, so that the schema can say what is wrong."""
    if field.kind is FieldKind.NUMBER and re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text.strip()):
        return int(text)
    if field.kind is FieldKind.MODE and re.fullmatch(r"0?[0-7]{3,4}", text.strip()):
        return int(text, 8)
    return text


def with_text(field: Field, item: Mapping[str, Any], text: str) -> Data:
    """The entry with a typed text in a field; an emptied field that need not be there goes."""
    if not text and not field.required:
        return _emptied(item, field.path)
    return with_value(copied(item), field.path, read(field, text))


def _emptied(item: Mapping[str, Any], path: Path) -> Data:
    """Without the value at `path`; a map that it leaves empty stays, since it may be what makes the entry's shape."""
    parent = look_up(item, path[:-1])
    if not isinstance(parent, Mapping) or path[-1] not in parent:
        return copied(item)  # type: ignore[no-any-return]
    kept = {key: copied(value) for key, value in parent.items() if key != path[-1]}
    return with_value(copied(item), path[:-1], kept) if len(path) > 1 else kept
