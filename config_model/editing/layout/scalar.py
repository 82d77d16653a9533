"""One scalar as text, in the way in which the file has it already."""

from __future__ import annotations

import re
from typing import Final

from mlflow_tui.config_model.helm_yaml import scalar
from mlflow_tui.config_model.yaml_node import Node

_ESCAPES: Final = {
    "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0", '"': '\\"', "\\": "\\\\", "\x85": "\\N", "\xa0": "\\_",
    "\u2028": "\\L", "\u2029": "\\P", "\x1b": "\\e", "\x07": "\\a", "\x08": "\\b", "\x0b": "\\v", "\x0c": "\\f",
}  # fmt: skip
_INVISIBLE: Final = re.compile("[\x00-\x1f\x7f-\xa0\xad\u2028\u2029\ufeff\ufffe\uffff\ue000-\uf8ff]")
_NO_LITERAL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What a block scalar cannot hold: control characters, and line breaks that would come back as others."""


def restyled(value: object, old: Node | None) -> str:
    """``value`` on one line, quoted as the old scalar was where that fits, else as need be."""
    if not isinstance(value, str) or old is None or old.kind != "scalar":
        return scalar(value)
    if old.style == '"':
        return double_quoted(value)
    if old.style == "'" and not _INVISIBLE.search(value):
        return "'" + value.replace("'", "''") + "'"
    return scalar(value)


def double_quoted(value: str) -> str:
    """``value`` in ``"…"``, whatever it holds; only what is invisible is escaped."""
    return '"' + "".join(_escaped(character) for character in value) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if not _INVISIBLE.match(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def block_lines(value: str, column: int, indent: int, header: str = "|") -> list[str] | None:
    """A text as a block scalar: its header, then its lines, indented by ``indent`` below a parent in ``column``.

    None where it cannot be one. ``column`` is -1 at the top. ``header`` is ``|``, or ``>`` to fold, which is then done
    only where no line of the text would change.
    """
    if not value.strip("\n") or _NO_LITERAL.search(value):
        return None
    body = value.rstrip("\n")
    ends = len(value) - len(body)
    lines = body.split("\n")
    if header == ">" and any(line[:1] in (" ", "\t", "") for line in lines):
        header = "|"
    first = next(line for line in lines if line)
    depth = indent - max(column, 0)
    if first[0] == " ":
        if not 1 <= depth <= 9:
            return None
        header += str(depth)
    elif first[0] == "\t":
        return None
    header += "-" if ends == 0 else "+" if ends > 1 else ""
    pad = " " * indent
    if header[0] == ">":
        lines = [part for line in lines for part in ("", line)][1:]
    return [header, *(pad + line if line else "" for line in lines), *[""] * (ends - 1)]


def json_like(value: object) -> str:
    """``value`` as JSON would have it: a text always in double quotes."""
    return double_quoted(value) if isinstance(value, str) else scalar(value)
