"""What a rule between the fields of a piece is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from mlflow_tui.config_model.kubernetes.violation import Violation

Data = Mapping[str, Any]
Check = Callable[[Data, str], Iterator[Violation]]


class Rule(NamedTuple):
    """A check of each piece of a type; it takes the piece and the version.

    `source` is the function of Kubernetes' validation that refuses what the check finds. The piece may break the
    schema: a check says nothing of a value whose type is wrong.
    """

    type_name: str
    check: Check
    source: str


def listed(data: object, name: str) -> list[Any]:
    """The entries of a list field; none where it is absent or no list."""
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []


def mapped(data: object, name: str) -> Data:
    """The entries of a map field; none where it is absent or no map."""
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def text(data: object, name: str) -> str:
    """A text field; empty where it is absent or no text."""
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, str) else ""


def given(data: Data, name: str) -> bool:
    return data.get(name) is not None
