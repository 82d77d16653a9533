"""What can be typed at a place of a YAML text: the fields of the piece that it is in, or the choices of a field.

The text need not be right: the place is found by the indents of the lines above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mlflow_tui.config_model import kubernetes
from mlflow_tui.config_model.kubernetes import Field
from mlflow_tui.config_model.path import Path

_LINE = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*(?:-(?= *$))?)(?P<rest>.*)")
_KEY = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[^\s#:][^:#]*?)\s*:(?:\s+(?P<value>.*)|$)""")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor is: inside the map at `path`, typing a key, or the value of `key`.

    `typed` is what of it stands before the cursor, from column `start` on; `siblings` are the keys that the map has.
    """

    path: Path
    key: str | None
    typed: str
    start: int
    siblings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that can be typed here: the text to put in, and what it is."""

    text: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line by columns: those of its dashes, and that of its key."""

    dashes: tuple[int, ...]
    column: int
    key: str | None
    value: str

    @property
    def opens(self) -> bool:
        """Whether what is below the line can belong to its key."""
        return self.key is not None and (not self.value or self.value.startswith(("#", "&", "!")))


def place_at(lines: Sequence[str], row: int, column: int) -> Place | None:
    """The place of the cursor in the lines; None inside a comment or a text where nothing can be proposed."""
    before = lines[row][:column]
    here = _read(before)
    body = before[here.column :]
    if body.startswith("#"):
        return None
    if here.key is not None:
        value = here.value.lstrip()
        return Place(_path(lines, row, here), here.key, value, column - len(value))
    if ":" in body:
        return None
    return Place(_path(lines, row, here), None, body, here.column, _siblings(lines, row, here.column))


def _read(line: str) -> _Line:
    found = _LINE.match(line)
    assert found is not None  # the pattern matches every line
    indent = len(found["indent"])
    dashes = tuple(indent + at for at, sign in enumerate(found["dashes"]) if sign == "-")
    key = _KEY.match(found["rest"])
    column = indent + len(found["dashes"])
    if key is None:
        return _Line(dashes, column, None, found["rest"])
    return _Line(dashes, column, key["key"].strip("\"'"), key["value"] or "")


def _path(lines: Sequence[str], row: int, here: _Line) -> Path:
    """The path of the map that a line at this place belongs to, found by going up."""
    parts: list[str | int] = []
    column, in_item = _out_of_dashes(here, here.column, parts)
    for number in range(row - 1, -1, -1):
        text = lines[number]
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        line = _read(text)
        if in_item:
            parent = line.opens and (line.column < column or (line.column == column and not line.dashes))
        else:
            if line.dashes and line.column == column:
                column, in_item = _out_of_dashes(line, column, parts)
                continue
            if line.dashes and line.key is None and line.dashes[-1] < column <= line.column + 1 and not line.value:
                column, in_item = _out_of_dashes(line, column, parts)
                continue
            parent = line.opens and line.column < column
        if parent and line.key is not None:
            parts.append(line.key)
            column, in_item = _out_of_dashes(line, line.column, parts)
    return tuple(reversed(parts))


def _out_of_dashes(line: _Line, column: int, parts: list[str | int]) -> tuple[int, bool]:
    """Steps out of the list entries that begin on the line; their number does not matter, 0 stands for each."""
    parts.extend(0 for _ in line.dashes)
    return (line.dashes[0], True) if line.dashes else (column, False)


def _siblings(lines: Sequence[str], row: int, column: int) -> frozenset[str]:
    """The keys of the map that a line at this column belongs to, its own left aside."""
    found = set()
    for numbers in (range(row - 1, -1, -1), range(row + 1, len(lines))):
        for number in numbers:
            if not lines[number].strip():
                continue
            line = _read(lines[number])
            first = line.dashes[0] if line.dashes else line.column
            if first < column and numbers.step > 0:
                break
            if line.column == column and line.key is not None:
                found.add(line.key)
            if first < column:
                break
    return frozenset(found)


def proposals(type_name: str, place: Place, version: str) -> list[Proposal]:
    """What can be typed at the place, in a text of the type `type_name`; what begins as typed comes first."""
    version = kubernetes.parse_version(version)
    if place.key is not None:
        field = kubernetes.describe(type_name, (*place.path, place.key), version)
        return [] if field is None else _choices(field, place.typed)
    within = type_name
    if place.path:
        parent = kubernetes.describe(type_name, place.path, version)
        if parent is None:
            return []
        within = parent.item
    known = [one for one in kubernetes.fields(within, version).values() if one.name not in place.siblings]
    typed = place.typed.lower()
    found = [one for one in known if typed in one.name.lower()]
    found.sort(key=lambda one: (not one.name.lower().startswith(typed), not one.required, one.name))
    return [Proposal(_opened(one, place.start), one.name, _note(one)) for one in found]


def _choices(field: Field, typed: str) -> list[Proposal]:
    choices = field.choices or (("true", "false") if field.type == "boolean" else ())
    return [Proposal(one, one, "") for one in choices if one and one.lower().startswith(typed.lower()) and one != typed]


def _opened(field: Field, column: int) -> str:
    """The key, and the beginning of its value."""
    if field.type.startswith("["):
        return f"{field.name}:\n{' ' * (column + 2)}- "
    if field.type.startswith("{") or (field.type and kubernetes.fields(field.type, kubernetes.DEFAULT_VERSION)):
        return f"{field.name}:\n{' ' * (column + 2)}"
    return f"{field.name}: "


def _note(field: Field) -> str:
    sentence = field.description.partition(". ")[0].rstrip(".")
    required = "required · " if field.required else ""
    return f"{required}{sentence}"
