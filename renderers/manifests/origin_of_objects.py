"""Which setting made a part of an object that one section of the values makes, such as the PersistentVolumeClaim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mlflow_tui.config_model.chart import DATA_VOLUME
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest

Origin = Callable[[Values, Manifest, Path], Path]


def of_data_volume(values: Values, part: Mapping[str, Any], path: Path) -> Path:
    """The volume of the chart's claim, or its mount in a container; `()` for another volume."""
    if part.get("name") != DATA_VOLUME or not values.persistence.enabled:
        return ()
    match path:
        case ("mountPath", *_):
            return ("persistence", "mountPath")
        case ("persistentVolumeClaim", *_) if values.persistence.existing_claim:
            return ("persistence", "existingClaim")
    return ("persistence",)


def _of_claim(values: Values, manifest: Manifest, path: Path) -> Path:
    match path[1:]:
        case ("accessModes", *rest):
            return ("persistence", "accessModes", *rest)
        case ("resources", *_):
            return ("persistence", "size")
        case ("storageClassName", *_):
            return ("persistence", "storageClassName")
    return ("persistence",)


OBJECTS: Mapping[str, Origin] = {
    "PersistentVolumeClaim": _of_claim,
}
"""How the body of each kind is looked up."""
