"""Persistent claims: what lies on one is gone with it, so that nothing deletes one beside other objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlflow_tui.delivery.apply.cluster_object import identity
from mlflow_tui.delivery.apply.question import Consent, Question


def is_claim(one: Mapping[str, Any]) -> bool:
    """Whether an object holds data that nobody can bring back."""
    return bool(one["kind"] == "PersistentVolumeClaim")


def may_delete(one: Mapping[str, Any]) -> Question:
    """The question of its own, answered by typing the name of the claim."""
    size = ((one.get("spec") or {}).get("resources") or {}).get("requests", {}).get("storage", "")
    volume = (one.get("spec") or {}).get("volumeName", "")
    details = [identity(one), *([f"size {size}"] if size else []), *([f"volume {volume}"] if volume else [])]
    text = f"Delete {identity(one)} too, and all data on it for good?"
    return Question(Consent.DELETE_CLAIMS, text, tuple(details), typed=one["metadata"]["name"])
