"""JSON-like data as YAML text: block style, two spaces, the order as given, the same text every time.

Strings that any YAML reader could take for something else are quoted; multi-line string is a literal block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from mlflow_tui.config_model.helm_yaml import scalar
from mlflow_tui.config_model.path import Path


class Line(NamedTuple):
    """A line of text and the path of the value that it shows."""

    text: str
    path: Path


def documents(objects: Iterable[Any]) -> str:
    """YAML documents, each opened by `---`, ready for `kubectl apply -f -`."""
    return "".join(f"---\n{text(one)}" for one in objects)


def text(data: Any) -> str:
    """One YAML document without a marker, ending in a newline."""
    return "".join(f"{line.text}\n" for line in lines(data))


def lines(data: Any, path: Path = ()) -> Iterator[Line]:
    """The lines of the document with the paths that they show."""
    if isinstance(data, dict) and data:
        yield from _map(data, path, "")
    elif isinstance(data, list) and data:
        yield from _list(data, path, "")
    else:
        yield from _value("", data, path, "")


def _map(data: dict[str, Any], path: Path, indent: str) -> Iterator[Line]:
    for key, value in data.items():
        yield from _value(f"{indent}{scalar(key)}:", value, (*path, key), indent)


def _list(data: list[Any], path: Path, indent: str) -> Iterator[Line]:
    for index, item in enumerate(data):
        here = (*path, index)
        if isinstance(item, dict | list) and item:
            nested = _map(item, here, indent + "  ") if isinstance(item, dict) else _list(item, here, indent + "  ")
            first = next(nested)
            yield Line(f"{indent}- {first.text[len(indent) + 2 :]}", first.path)
            yield from nested
        else:
            yield from _value(f"{indent}-", item, here, indent)


def _value(head: str, value: Any, path: Path, indent: str) -> Iterator[Line]:
    space = " " if head else ""
    if isinstance(value, dict | list) and value:
        yield Line(head, path)
        nested = _map(value, path, indent + "  ") if isinstance(value, dict) else _list(value, path, indent + "  ")
        yield from nested
    elif isinstance(value, dict | list):
        yield Line(f"{head}{space}{'{}' if isinstance(value, dict) else '[]'}", path)
    elif isinstance(value, str) and _is_literal(value):
        yield Line(f"{head}{space}|{_chomping(value)}", path)
        for row in value.removesuffix("\n").split("\n"):
            yield Line(f"{indent}  {row}" if row else "", path)
    else:
        yield Line(f"{head}{space}{scalar(value)}", path)


_UNPRINTABLE = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def _is_literal(value: str) -> bool:
    """Whether a literal block shows the text exactly: several lines, no leading space, nothing to escape."""
    return (
        "\n" in value[:-1]
        and not value.startswith((" ", "\n"))
        and not value.endswith("\n\n")
        and not any(row.strip(" ") == "" and row for row in value.split("\n"))
        and _UNPRINTABLE.search(value) is None
    )


def _chomping(value: str) -> str:
    return "" if value.endswith("\n") else "-"
