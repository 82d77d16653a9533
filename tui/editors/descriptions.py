"""What Kubernetes says of a field, in a sentence or two."""

from __future__ import annotations

from config_model.path import Path


def description(type_name: str, path: Path, version: str) -> list[str]:
    """The first sentences of the description of the field at `path` of a definition; none where there is none."""
    return []
