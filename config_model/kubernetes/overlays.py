"""Pieces that lie over one that is there already: none of their fields must be given, and they have some of their own.

They are validated like the piece that they are a part of, but for what that one must have; the whole is validated where
it has been put together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Overlay(NamedTuple):
    """Lies over a piece of the type `of`. `fields` are those besides, by name: a type and what it is."""

    of: str
    fields: Mapping[str, tuple[str, str]]


OVERLAYS: Final = {
    "ProbeOverlay": Overlay(
        "Probe", {"enabled": ("boolean", "Whether there is such a probe at all; true if not given.")}
    )
}
"""By the names of their types, which no published schema has."""


def underlying(type_name: str) -> str:
    """The type whose limits and choices hold: of an overlay that of the piece below it, else the type itself."""
    overlay = OVERLAYS.get(type_name)
    return overlay.of if overlay is not None else type_name
