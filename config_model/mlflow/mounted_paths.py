"""Whether what the server keeps in a folder outlives its container."""

from __future__ import annotations

from mlflow_tui.config_model.values import Values


def on_volume(values: Values, path: str) -> bool:
    """Whether a folder or file of the server's container lies on a volume that outlives the container."""
    volume = values.persistence
    if volume.enabled and is_below(path, volume.mount_path):
        return True
    lasting = {
        str(volume.get("name"))
        for volume in values.extra_volumes
        if "emptyDir" not in volume and "ephemeral" not in volume
    }
    return any(
        is_below(path, str(mount.get("mountPath")))
        for mount in values.extra_volume_mounts
        if mount.get("name") in lasting
    )


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies in it."""
    folder = folder.rstrip("/")
    return path == folder or path.startswith(f"{folder}/")
