"""Manifests as files: one an object, the Secrets for their owner alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from mlflow_tui.delivery.files import write_folder
from mlflow_tui.renderers.manifests import Manifest, file_name
from mlflow_tui.renderers.manifests.metadata import MANAGER
from mlflow_tui.renderers.masking import masked_manifests
from mlflow_tui.renderers.yaml_text import documents


def write_manifests(folder: Path, manifests: Sequence[Manifest]) -> list[Path]:
    """Write `KIND-NAME.yaml`, in lower case, for each object; what holds a credential, a Secret or not, gets mode
    0600. Raises FileProblem.
    """
    files = {file_name(one): documents([one]).encode("utf-8") for one in manifests}
    masked = masked_manifests(manifests)
    private = {
        file_name(one)
        for one, hidden in zip(manifests, masked, strict=True)
        if one["kind"] == "Secret" or hidden != one
    }
    return write_folder(folder, files, private)


def left_over(folder: Path, written: Collection[Path]) -> list[Path]:
    """Files of an earlier write to the folder, of objects that are no longer made. They are named, never deleted."""
    mark = f"app.kubernetes.io/managed-by: {MANAGER}\n".encode()
    others = (path for path in sorted(folder.glob("*-*.yaml")) if path not in written and path.is_file())
    return [path for path in others if mark in path.read_bytes()[:4096]]
