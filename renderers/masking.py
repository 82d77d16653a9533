"""Secrets out of sight: the same objects and texts, without what must not be read over a shoulder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from config_model.helm_yaml import Loaded, Span
from config_model.path import Path
from config_model.setting import leaves, look_up
from renderers.manifests import Manifest

MASK = "••••••••"


def masked_manifests(manifests: Iterable[Manifest]) -> list[Manifest]:
    """The objects with every value of a Secret's data masked."""
    return [
        {**one, "data": dict.fromkeys(one.get("data", {}), MASK)} if one["kind"] == "Secret" else one
        for one in manifests
    ]


def secret_paths(data: Mapping[str, Any]) -> Iterator[Path]:
    """The paths of the secret settings that have a value, or a part of one, in the given data."""
    for setting in leaves():
        if setting.secret and look_up(data, setting.path) not in (None, ""):
            yield setting.path


def masked_data(data: Mapping[str, Any]) -> dict[str, Any]:
    """Values with the secret ones masked; empty ones stay, so that one sees that they are empty."""
    masked = _copy(data)
    for path in secret_paths(data):
        parent = look_up(masked, path[:-1])
        parent[path[-1]] = MASK
    return masked


def _copy(value: Any) -> Any:
    return {key: _copy(entry) for key, entry in value.items()} if isinstance(value, Mapping) else value


def masked_text(text: str, loaded: Loaded) -> str:
    """The text of a values file with the values of secret settings masked, its lines where they were."""
    spans = [span for path in secret_paths(loaded.data) for span in _spans(loaded, path)]
    for span in sorted(spans, key=lambda one: one.start, reverse=True):
        covered = text[span.start : span.end]
        text = text[: span.start] + _mask_over(covered) + text[span.end :]
    return text


def _spans(loaded: Loaded, path: Path) -> Iterator[Span]:
    if (span := loaded.values.get(path)) is not None:
        yield span


def _mask_over(covered: str) -> str:
    """The mask with the line breaks of what it covers, so that line numbers hold."""
    ending = "\r\n" if "\r\n" in covered else "\n"
    breaks = covered.count("\n")
    return MASK + ending * breaks


