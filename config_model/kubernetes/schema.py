"""What fields each piece of the Kubernetes API has, in each version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from config_model.kubernetes.choices import choices
from config_model.kubernetes.versions import VERSIONS
from config_model.path import Path

SCALARS: Final = frozenset(
    {"string", "integer", "number", "boolean", "object", "Quantity", "IntOrString", "Time", "MicroTime", "FieldsV1"}
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a piece.

    `type` is a scalar (`string`, `integer`, `boolean`, `Quantity`, `IntOrString` …), the short name of a piece
    (`Container`), `[T]` for a list or `{T}` for a map. `since` and `until` are the first and the last version that
    knows it, None where that is the first or the last version that is known here.
    """

    name: str
    type: str
    required: bool
    description: str
    choices: tuple[str, ...]
    since: str | None
    until: str | None

    @property
    def item(self) -> str:
        """The type of the field, or of the entries of the list or map that it is."""
        return self.type.strip("[]{}")


def is_piece(type_name: str) -> bool:
    """Whether a type is a piece with fields of its own."""
    return type_name in _schema()


def fields(type_name: str, version: str) -> Mapping[str, Field]:
    """The fields of a piece in a version, by name, in alphabetical order; none for a scalar."""
    return _fields(type_name, version)


def describe(type_name: str, path: Path, version: str) -> Field | None:
    """The field at `path` inside a piece, through lists and maps; None where there is none."""
    found: Field | None = None
    within = type_name
    inner = ""  # what is left of a list's or a map's type, once its entries are looked at
    for part in path:
        if isinstance(part, int) or inner.startswith("{"):
            inner = inner[1:-1]
            within = inner
            continue
        found = fields(within, version).get(part)
        if found is None:
            return None
        inner = within = found.type
    return found


def known_versions(type_name: str, field: str) -> tuple[str, str] | None:
    """The first and the last version in which a piece has the field; None where it never has."""
    variants = _schema().get(type_name, {}).get("fields", {}).get(field)
    if variants is None:
        return None
    if isinstance(variants, str):
        return VERSIONS[0], VERSIONS[-1]
    return variants[0][1], variants[-1][2]


@cache
def types(type_name: str, version: str) -> Mapping[str, str]:
    """The types of a piece's fields in a version, by name."""
    position = VERSIONS.index(version)
    found: dict[str, str] = {}
    for name, variants in _schema().get(type_name, {}).get("fields", {}).items():
        if isinstance(variants, str):
            found[name] = variants
            continue
        for kind, first, last in variants:
            if VERSIONS.index(first) <= position <= VERSIONS.index(last):
                found[name] = kind
    return found


@cache
def required(type_name: str, version: str) -> tuple[str, ...]:
    """The fields that a piece must have."""
    found: Mapping[str, Any] = _schema().get(type_name, {}).get("required", {})
    return tuple(name for name, versions in found.items() if not versions or version in versions)


@cache
def _fields(type_name: str, version: str) -> Mapping[str, Field]:
    descriptions = _descriptions().get(type_name, {})
    must = required(type_name, version)
    found = {}
    for name, kind in types(type_name, version).items():
        first, last = known_versions(type_name, name) or (VERSIONS[0], VERSIONS[-1])
        found[name] = Field(
            name=name,
            type=kind,
            required=name in must,
            description=descriptions.get(name, ""),
            choices=choices(type_name, name, version),
            since=first if first != VERSIONS[0] else None,
            until=last if last != VERSIONS[-1] else None,
        )
    return found


@cache
def _schema() -> Mapping[str, Any]:
    return _read("schema.json")


@cache
def _descriptions() -> Mapping[str, Any]:
    return _read("descriptions.json")


def _read(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((files(__package__) / name).read_text(encoding="utf-8"))
    return found
