"""What all objects share: metadata, labels and the selector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mlflow_tui.config_model.chart import APP_VERSION, Names, Release

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
        """The labels that never change over the life of a release, which select its pods."""
        return {"app.kubernetes.io/name": self.names.name, "app.kubernetes.io/instance": self.release.name}

    @property
    def labels(self) -> dict[str, str]:
        return {
            **self.selector,
            "app.kubernetes.io/version": APP_VERSION,
            "app.kubernetes.io/managed-by": MANAGER,
        }

    def manifest(self, api_version: str, kind: str, name: str, annotations: dict[str, str] | None = None) -> Manifest:
        """An object without its body."""
        metadata: dict[str, Any] = {"name": name}
        if self.release.namespace:
            metadata["namespace"] = self.release.namespace
        metadata["labels"] = self.labels
        if annotations:
            metadata["annotations"] = dict(annotations)
        return {"apiVersion": api_version, "kind": kind, "metadata": metadata}
