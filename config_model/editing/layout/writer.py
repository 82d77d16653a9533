"""A value as new YAML text: in block style with the file's columns, or on one line for a flow collection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from mlflow_tui.config_model.editing.layout.scalar import block_lines, double_quoted, json_like
from mlflow_tui.config_model.editing.layout.style import Style
from mlflow_tui.config_model.helm_yaml import scalar

_LONGEST_SIMPLE_KEY: Final = 1000
"""A key and its colon are within 1024 characters, or a ``?`` must stand before the key (YAML 1.1, 7.4.2)."""


class Quoted(str):
    """A multi-line string to be written on one line, in quotes."""

    __slots__ = ()


def in_quotes(value: Any) -> Any:
    """A value in which no text is written as a block scalar."""
    if isinstance(value, dict):
        return {key: in_quotes(item) for key, item in value.items()}
    if isinstance(value, list):
        return [in_quotes(item) for item in value]
    return Quoted(value) if isinstance(value, str) and "\n" in value else value


def has_lines(value: Any) -> bool:
    """Whether a multi-line string is in a value."""
    if isinstance(value, dict):
        return any(map(has_lines, value.values()))
    return any(map(has_lines, value)) if isinstance(value, list) else isinstance(value, str) and "\n" in value


def is_block(value: Any) -> bool:
    """Whether a value takes lines of its own: a map or list that is not empty."""
    return isinstance(value, (dict, list)) and bool(value)


def value_text(value: Any, column: int, style: Style, *, in_list: bool) -> list[str]:
    """A value as it follows a colon or a dash: the rest of that line, then full lines.

    ``column`` is that of the key or dash. After a dash, a map or list starts on the dash's line.
    """
    if not is_block(value):
        return inline_or_block(value, column, column + style.step)
    if in_list:
        lines = block(value, column + style.item, style)
        return [lines[0].lstrip(" "), *lines[1:]]
    return ["", *block(value, child_column(value, column, style), style)]


def child_column(value: Any, column: int, style: Style) -> int:
    """Where the keys or dashes of a map's or list's value stand below a key in ``column``."""
    return column + (style.step if isinstance(value, dict) else style.dash)


def inline_or_block(value: Any, column: int, indent: int) -> list[str]:
    """A scalar or an empty map or list: on one line, but for a multi-line string, which is a block scalar where it
    can.
    """
    if isinstance(value, str) and "\n" in value and not isinstance(value, Quoted):
        lines = block_lines(value, column, indent)
        return lines if lines is not None else [double_quoted(value)]
    if isinstance(value, dict):
        return ["{}"]
    if isinstance(value, list):
        return ["[]"]
    return [scalar(value)]


def block(value: Any, column: int, style: Style) -> list[str]:
    """A map or list that is not empty as full lines, its keys or dashes in ``column``."""
    lines: list[str] = []
    if isinstance(value, dict):
        for key, item in value.items():
            lines += entry(key, item, column, style)
    else:
        for item in value:
            lines += list_item(item, column, style)
    return lines


def entry(key: str, value: Any, column: int, style: Style, key_text: str | None = None) -> list[str]:
    """One entry of a block map as full lines."""
    written = key_text if key_text is not None else scalar(key)
    head = f"{written}:"
    before: list[str] = []
    if len(written) > _LONGEST_SIMPLE_KEY:
        before, head = [f"? {written}"], ":"
    first, *more = value_text(value, column, style, in_list=False)
    return indented([*before, head + (" " + first if first else "")], column) + more


def list_item(value: Any, column: int, style: Style) -> list[str]:
    """One item of a block list as full lines."""
    first, *more = value_text(value, column, style, in_list=True)
    dash = "-" + " " * (style.item - 1 if is_block(value) else 1)
    return [" " * column + dash + first, *more]


def indented(lines: Iterable[str], column: int) -> list[str]:
    """Full lines of lines that start in column 0."""
    return [" " * column + line if line else line for line in lines]


def flow(value: Any, *, quoted: bool = False, comma: str = ", ", colon: str = ": ") -> str:
    """Any value on one line. ``quoted``: every key and text in double quotes, as JSON has it."""
    if isinstance(value, dict):
        return "{" + comma.join(flow_entry(key, item, quoted, comma, colon) for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + comma.join(flow(item, quoted=quoted, comma=comma, colon=colon) for item in value) + "]"
    return json_like(value) if quoted else scalar(value)


def flow_entry(key: str, value: Any, quoted: bool, comma: str = ", ", colon: str = ": ") -> str:
    """One entry of a flow map. Without quotes around the key, the colon takes a space behind it."""
    name = json_like(key) if quoted else scalar(key)
    text = flow(value, quoted=quoted, comma=comma, colon=colon)
    if len(name) > _LONGEST_SIMPLE_KEY:
        return f"? {name} : {text}"
    return name + (colon if name.startswith('"') else ": ") + text
