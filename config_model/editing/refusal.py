"""Edits that are refused, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from mlflow_tui.config_model.error import UserError

Refusal = Literal["no-such-place", "wrong-kind", "key-exists", "no-yaml-value", "no-map", "unsafe"]

REFUSALS: Final[Mapping[Refusal, str]] = {
    "no-such-place": "The path names a list item or a key that is not there.",
    "wrong-kind": "The path goes through a string, a number or a list as if it were a map, or the other way round.",
    "key-exists": "A key cannot be renamed to the name of its sibling: the map would have the key twice.",
    "no-yaml-value": "Helm has no such value: an infinity or NaN, a key that is not a string, half a surrogate pair.",
    "no-map": "The values as a whole are a map of keys: nothing else can take its place.",
    "unsafe": (
        "No text was found that reads back as what was meant. Known: a map edited that a `<<` brings into the map it"
        " stands in; a key added to a file whose lines end in a lone carriage return, below a `---`."
    ),
}
"""Every kind of refusal and what it means; ``EditRefused.kind`` is one of the keys."""


class EditRefused(UserError):
    """An edit that was not made; the document is as it was. ``reason`` is a sentence for the person."""

    def __init__(self, kind: Refusal, reason: str) -> None:
        super().__init__(reason)
        self.kind: Refusal = kind

    @property
    def reason(self) -> str:
        return self.message


def counted(items: int) -> str:
    """`1 item`, `2 items`."""
    return "1 item" if items == 1 else f"{items} items"
