"""Conditions under which a setting applies that are about the MLflow of the file."""

from __future__ import annotations

from mlflow_tui.config_model.mlflow import Version, reading_of
from mlflow_tui.config_model.setting import Condition, Data


def from_version(first: Version | None, reason: str) -> Condition:
    """Applies from the version `first` on (None: in no version); `{}` in the reason stands for the version before."""

    def condition(data: Data) -> str | None:
        version = reading_of(data).version
        return None if first is not None and version >= first else reason.format(version)

    return condition
