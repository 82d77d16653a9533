"""What fields each piece of the Kubernetes API has, in each version.

A type is written as a scalar (`string`, `integer`, `number`, `boolean`, `object`, `Quantity`, `IntOrString`, `Time`,
`MicroTime`, `FieldsV1`), as the short name of a piece (`Container`), as `[T]` for a list or as `{T}` for a map.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Any, Final

from mlflow_tui.config_model.kubernetes.choices import choices
from mlflow_tui.config_model.kubernetes.limits import NEEDED
from mlflow_tui.config_model.kubernetes.overlays import OVERLAYS, Overlay, underlying
from mlflow_tui.config_model.kubernetes.versions import VERSIONS, minor
from mlflow_tui.config_model.path import Path

SCALARS: Final = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "object": "map",
    "Quantity": "quantity",
    "IntOrString": "integer or string",
    "Time": "time",
    "MicroTime": "time",
    "FieldsV1": "map",
}
"""The scalar types, and how a person calls them."""

_HERE = FilePath(__file__).parent


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the piece `owner`.

    `required` is what the API server refuses to do without, be it in the published schema or not. `since` and `until`
    are the first and the last version that knows the field, None where that is the first or the last known here.
    """

    owner: str
    name: str
    type: str
    required: bool
    choices: tuple[str, ...]
    since: str | None
    until: str | None

    @property
    def description(self) -> str:
        """What the newest version that knows the field says of it; read from the disk when first asked for."""
        text: str = _descriptions()[self.owner].get(self.name, "")
        return text

    @property
    def item(self) -> str:
        """The type of the field, or of the entries of the list or map that it is."""
        return self.type.strip("[]{}")

    @property
    def words(self) -> str:
        """The type in a person's words: `text`, `list of EnvVar`, `map of quantity`."""
        return _in_words(self.type)


def is_type(type_name: str) -> bool:
    """Whether a name is that of a scalar or of a piece in some version."""
    return type_name in SCALARS or type_name in _schema()


def fields(type_name: str, version: str) -> Mapping[str, Field]:
    """The fields of a piece in a version, by name, in alphabetical order; none for what has no fields there."""
    return _fields(type_name, version)


def describe(type_name: str, path: Path, version: str) -> Field | None:
    """The field at `path` inside a piece, or that holds the entry at `path`; None where there is none.

    `("env", 0, "name")` is the field `name` of `EnvVar`; `("env", 0)` and `("env",)` are the field `env`.
    """
    found: Field | None = None
    kind = type_name
    for part in path if kind else ():  # an extra object may be of any type
        if isinstance(part, int) == kind.startswith("[") and kind[0] in "[{":
            kind = kind[1:-1]
        elif isinstance(part, int) or (found := fields(kind, version).get(part)) is None:
            return None
        else:
            kind = found.type
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
    found: dict[str, str] = {}
    for name, variants in _schema().get(type_name, {}).get("fields", {}).items():
        if isinstance(variants, str):
            found[name] = variants
            continue
        for kind, first, last in variants:
            if minor(first) <= minor(version) <= minor(last):
                found[name] = kind
    return found


@cache
def required(type_name: str, version: str) -> tuple[str, ...]:
    """The fields that a piece must have, by the schema or by the API server's own rules."""
    published: Mapping[str, Any] = _schema().get(type_name, {}).get("required", {})
    found = [name for name, versions in published.items() if not versions or version in versions]
    return tuple(dict.fromkeys((*found, *NEEDED.get(type_name, ()))))


@cache
def _fields(type_name: str, version: str) -> Mapping[str, Field]:
    must = required(type_name, version)
    found = {}
    for name, kind in types(type_name, version).items():
        first, last = known_versions(type_name, name) or (VERSIONS[0], VERSIONS[-1])
        found[name] = Field(
            owner=type_name,
            name=name,
            type=kind,
            required=name in must,
            choices=choices(underlying(type_name), name, version),
            since=first if first != VERSIONS[0] else None,
            until=last if last != VERSIONS[-1] else None,
        )
    return found


def _in_words(kind: str) -> str:
    if kind[0] in "[{":
        return f"{'list' if kind[0] == '[' else 'map'} of {_in_words(kind[1:-1])}"
    return SCALARS.get(kind, kind)


@cache
def _schema() -> Mapping[str, Any]:
    published = {**_read("schema.json"), **_read("custom_schema.json")}
    return {**published, **{name: _laid_over(published, one) for name, one in OVERLAYS.items()}}


def _laid_over(published: Mapping[str, Any], overlay: Overlay) -> Mapping[str, Any]:
    own = {name: kind for name, (kind, _) in overlay.fields.items()}
    return {"fields": dict(sorted({**published[overlay.of]["fields"], **own}.items()))}


@cache
def _descriptions() -> Mapping[str, Any]:
    published = {**_read("descriptions.json"), **_read("custom_descriptions.json")}
    own = {name: {field: told for field, (_, told) in one.fields.items()} for name, one in OVERLAYS.items()}
    return {**published, **{name: {**published[one.of], **own[name]} for name, one in OVERLAYS.items()}}


def _read(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((_HERE / name).read_text(encoding="utf-8"))
    return found
