"""A values file as trees of nodes, one for each of its documents, as Helm 4 splits it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import yaml

from mlflow_tui.config_model.yaml_builder import Builder
from mlflow_tui.config_model.yaml_node import Document
from mlflow_tui.config_model.yaml_problem import UnreadableYaml, explain

_NOT_YAML: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SEPARATOR: Final = re.compile(r"^---(.*)$\n?", re.MULTILINE)


def compose(text: str) -> tuple[Document, ...]:
    """The documents of a values file, split as Helm 4 splits them: at each line that is ``---`` or ``--- # comment``.

    Raises UnreadableYaml.
    """
    odd = _NOT_YAML.search(text)
    if odd is not None:
        raise _forbidden(text, odd.start())
    return tuple(_documents(text))


def _forbidden(text: str, at: int) -> UnreadableYaml:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    code = ord(text[at])
    what = "a NUL character" if code == 0 else f"the character U+{code:04X}"
    return UnreadableYaml(
        f"{what}, which YAML does not allow.", line, column, 'Remove it, or write it as an escape in "…".'
    )


def _documents(text: str) -> Iterator[Document]:
    start = 0
    line = 1
    for separator in _SEPARATOR.finditer(text):
        rest = separator.group(1).strip()
        here = line + text.count("\n", start, separator.start())
        if rest and not rest.startswith("#"):
            raise UnreadableYaml(
                "text stands after '---'.", here, 4, "Helm takes a document separator only on a line of its own."
            )
        if separator.start() > start:
            yield _document(text, start, separator.start(), line)
        start, line = separator.end(), here + 1
    if start < len(text) or start == 0:
        yield _document(text, start, len(text), line)


def _document(text: str, start: int, end: int, line: int) -> Document:
    begin = start
    if text.startswith("\ufeff", start):
        start += 1
    chunk = text if (start, end) == (0, len(text)) else text[start:end]
    try:
        root, ignored = Builder(chunk, start, line - 1).build()
    except yaml.YAMLError as error:
        raise explain(error, chunk, line - 1) from None
    except (OverflowError, ValueError) as error:
        if isinstance(error, UnreadableYaml):
            raise
        # PyYAML's own parser gives an escape such as \\U00110000 to chr().
        raise UnreadableYaml('an escape in "…" names no character.') from None
    return Document(root, begin, end, line, ignored)
