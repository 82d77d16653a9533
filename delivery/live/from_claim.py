"""From the volume that outlives the pods, and its claim, back to the values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mlflow_tui.config_model.chart import DATA_VOLUME
from mlflow_tui.renderers.manifests import Manifest

Data = dict[str, Any]


def taken_out(volumes: list[Data], mounts: list[Data], fullname: str) -> Data:
    """The settings of persistence that made the first volume and the first mount, which are then taken out.

    Nothing where those were made otherwise. `volumes` and `mounts` are those behind the Secrets.
    """
    volume, mount = volumes[0] if volumes else {}, mounts[0] if mounts else {}
    claim = (volume.get("persistentVolumeClaim") or {}).get("claimName")
    made = {"name": DATA_VOLUME, "persistentVolumeClaim": {"claimName": claim}}
    if not claim or volume != made or mount != {"name": DATA_VOLUME, "mountPath": mount.get("mountPath")}:
        return {}
    del volumes[0], mounts[0]
    existing = "" if claim == fullname else claim
    return {"persistence": {"enabled": True, "existingClaim": existing, "mountPath": mount["mountPath"]}}


def of_claim(found: Sequence[Manifest]) -> Data:
    """The settings that made the claim of the release, if there is one."""
    if not found:
        return {}
    spec: Mapping[str, Any] = found[0]["spec"]
    return {
        "persistence": {
            "size": spec["resources"]["requests"]["storage"],
            "accessModes": spec["accessModes"],
            "storageClassName": spec.get("storageClassName", ""),
            "annotations": found[0]["metadata"].get("annotations") or {},
        }
    }
