"""What all objects share: metadata, labels and the selector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlflow_tui.config_model.chart import APP_VERSION, SELECTOR_LABELS, Names, Release

Manifest = dict[str, Any]
MANAGER = "mlflow-tui"
"""Value of app.kubernetes.io/managed-by, and the field manager of an apply."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Makes the head of an object of one release."""

    names: Names
    release: Release

    @property
    def selector(self) -> dict[str, str]:
        """The labels that select the pods of the release."""
        return dict(zip(SELECTOR_LABELS, (self.names.name, self.release.name), strict=True))

    @property
    def labels(self) -> dict[str, str]:
        return {
            **self.selector,
            "app.kubernetes.io/version": APP_VERSION,
            "app.kubernetes.io/managed-by": MANAGER,
        }

    def with_labels(self, given: Mapping[str, str]) -> dict[str, str]:
        """The labels of an object that is given further ones: those of the chart stay as they are."""
        return joined(self.labels, given)

    def manifest(self, api_version: str, kind: str, name: str, annotations: dict[str, str] | None = None) -> Manifest:
        """An object without its body."""
        metadata: dict[str, Any] = {"name": name}
        if self.release.namespace:
            metadata["namespace"] = self.release.namespace
        metadata["labels"] = self.labels
        if annotations:
            metadata["annotations"] = dict(annotations)
        return {"apiVersion": api_version, "kind": kind, "metadata": metadata}


def joined(own: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Both, where the chart's own go first and win."""
    return {**own, **{key: value for key, value in given.items() if key not in own}}


def filled(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that hold something: false and 0 do, what is empty or None does not."""
    return {key: part for key, part in parts.items() if part not in (None, "", [], {})}
