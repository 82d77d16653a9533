"""Secrets out of sight: the same objects and texts, without what must not be read over a shoulder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from mlflow_tui.config_model.helm_yaml import Loaded
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.secrecy import (
    MASK,
    in_object,
    secret_paths,
    texts_with_password,
    without_passwords,
)
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.yaml_text import documents

__all__ = ["MASK", "masked_data", "masked_documents", "masked_manifests", "masked_text", "masked_value"]


def masked_manifests(manifests: Iterable[Manifest]) -> list[Manifest]:
    """The objects with every value of a Secret, every credential in a container and every text with one masked."""
    return [_masked_manifest(one) for one in manifests]


def masked_documents(manifests: Iterable[Manifest]) -> str:
    """The objects as YAML documents, without secrets."""
    return without_passwords(documents(masked_manifests(manifests)))


def _masked_manifest(manifest: Manifest) -> Manifest:
    if manifest["kind"] == "Secret":
        for key in ("data", "stringData"):
            if isinstance(manifest.get(key), Mapping):
                manifest = {**manifest, key: dict.fromkeys(manifest[key], MASK)}
    paths = [*in_object(manifest), *texts_with_password(manifest)]
    return _with_mask(manifest, paths) if paths else manifest


def masked_data(data: Mapping[str, Any]) -> dict[str, Any]:
    """Values with the secret ones masked; empty ones stay, so that one sees that they are empty."""
    return _with_mask(data, secret_paths(data))


def masked_value(path: Path, value: Any) -> Any:
    """The value of the setting at `path`, masked as it is within all values."""
    nested = value
    for part in reversed(path):
        nested = {part: nested}
    return look_up(masked_data(nested), path)


def _with_mask(data: Mapping[str, Any], paths: Iterable[Path]) -> dict[str, Any]:
    masked: dict[str, Any] = deepcopy(dict(data))
    for path in paths:
        look_up(masked, path[:-1])[path[-1]] = MASK
    return masked


def masked_text(text: str, loaded: Loaded) -> str:
    """The text of a values file with secret values masked, in its remarks too, and its lines where they were."""
    spans = {span for path in secret_paths(loaded.data) if (span := loaded.values.get(path)) is not None}
    for span in sorted(spans, key=lambda one: one.start, reverse=True):
        covered = text[span.start : span.end]
        text = text[: span.start] + _mask_over(covered) + text[span.end :]
    return without_passwords(text)


def _mask_over(covered: str) -> str:
    """The mask with the line breaks of what it covers, so that line numbers hold."""
    ending = "\r\n" if "\r\n" in covered else "\n"
    breaks = covered.count("\n")
    return MASK + ending * breaks
