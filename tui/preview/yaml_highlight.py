"""Colours for YAML, a line at a time, so that only the lines on the screen cost anything.

A plain scalar gets the colour of what Helm reads in it: `on` is a keyword, `1.10` a number, `1.1.0` a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from mlflow_tui.config_model.scalars import meaning
from mlflow_tui.renderers.masking import MASK

Kind = Literal["space", "punctuation", "key", "string", "number", "keyword", "comment", "anchor", "marker", "secret"]
Piece = tuple[str, Kind]

_LEAD = re.compile(r"\s*(?:-(?:\s+|$))*")
_PLAIN_KEY = r"""[^\s#'"\[\]{},&*!|>%@`](?:[^:\s]|:(?=\S)|[ \t]+(?=[^\s#]))*?"""
_KEY = re.compile(rf"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|{_PLAIN_KEY})(?=[ \t]*:(?:\s|$))""")
_TOKENS = r"""
    (?P<space>\s+)
    | (?P<comment>\#.*)
    | (?P<quoted>"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)
    | (?P<anchor>[&*][^\s,\[\]{{}}]+)
    | (?P<tag>![^\s,\[\]{{}}]*)
    | (?P<header>[|>][-+0-9]*(?=\s*(?:\#.*)?$))
    | (?P<punctuation>[\[\]{{}},:])
    | (?P<plain>{plain})
"""
_IN_BLOCK = re.compile(_TOKENS.format(plain=r"(?:[^\s]|\s+(?=[^\s\#]))+"), re.VERBOSE)
_IN_FLOW = re.compile(_TOKENS.format(plain=r"(?:[^\s,\[\]{}:]|:(?=[^\s,\[\]{}])|\s+(?=[^\s\#,\[\]{}:]))+"), re.VERBOSE)
_BLOCK_HEADER = re.compile(r"(?:^|[:\-?]\s+)(?:[&!]\S+\s+)*[|>][-+0-9]*\s*(?:#.*)?$")
_MARKERS = ("---", "...")
_LONGEST = 4000
"""Characters of a line that are coloured; a longer one is a blob that nobody reads."""


def pieces(line: str) -> Iterator[Piece]:
    """The line in coloured pieces, which together are the line."""
    if line.startswith(_MARKERS) and (len(line) == 3 or line[3].isspace()):
        yield line, "marker"
        return
    line, rest = line[:_LONGEST], line[_LONGEST:]
    lead = _LEAD.match(line)
    at = lead.end() if lead else 0
    if at:
        yield line[:at], "punctuation"
    key = _KEY.match(line, at)
    if key is not None:
        yield key.group(), "key"
        colon = line.index(":", key.end())
        yield line[key.end() : colon + 1], "punctuation"
        at = colon + 1
    yield from _value(line, at)
    if rest:
        yield rest, "string"


def _value(line: str, at: int) -> Iterator[Piece]:
    flow = line[at:].lstrip().startswith(("[", "{"))
    scanner = _IN_FLOW if flow else _IN_BLOCK
    while at < len(line):
        token = scanner.match(line, at)
        if token is None:
            yield line[at:], "string"
            return
        at = token.end()
        if flow and line[at : at + 1] == ":" and token.lastgroup in ("plain", "quoted"):
            yield token.group(), "key"
        else:
            yield token.group(), _kind(token.lastgroup or "", token.group())


def _kind(group: str, text: str) -> Kind:
    match group:
        case "space" | "comment" | "anchor" | "punctuation":
            return group
        case "tag":
            return "anchor"
        case "header":
            return "punctuation"
        case "plain" if text.startswith(MASK):
            return "secret"
        case "plain":
            value = meaning(text)
            if isinstance(value, bool) or value is None:
                return "keyword"
            return "number" if isinstance(value, int | float) else "string"
        case _:
            return "secret" if text[1:].startswith(MASK) else "string"


def literal_ranges(lines: Sequence[str]) -> list[range]:
    """The lines inside block scalars (`|`, `>`), which are text whatever they look like."""
    found: list[range] = []
    for number, line in enumerate(lines):
        if ("|" not in line and ">" not in line) or (found and number in found[-1]):
            continue
        if line.lstrip().startswith("#") or _BLOCK_HEADER.search(line) is None:
            continue
        indent = len(line) - len(line.lstrip(" "))
        end = number + 1
        while end < len(lines) and (not lines[end].strip() or lines[end][: indent + 1].isspace()):
            end += 1
        found.append(range(number + 1, end))
    return found
