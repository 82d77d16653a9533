"""The names of the official chart's objects."""

from __future__ import annotations

from mlflow_tui.config_model.conversion.foreign import Foreign
from mlflow_tui.config_model.conversion.tables.shared import cut


def fullname(foreign: Foreign) -> str:
    """What its objects are called: always `RELEASE-mlflow`, unless the values say otherwise."""
    return cut(foreign.text("fullnameOverride") or f"{foreign.release.name}-mlflow")


def claims_once(foreign: Foreign) -> bool:
    """Whether it makes a claim that one node alone may mount."""
    return foreign.on("storage.enabled") and foreign.text("storage.accessMode") == "ReadWriteOnce"


def account(foreign: Foreign) -> str:
    """The ServiceAccount of its pods."""
    name = foreign.text("serviceAccount.name")
    return name or (fullname(foreign) if foreign.on("serviceAccount.create") else "default")
