"""The MLflow of values that may break the schema; of those that do not, `values.image.reading` tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.mlflow.facts import newest
from mlflow_tui.config_model.mlflow.version import Reading, read_version


def reading_of(data: Mapping[str, Any]) -> Reading:
    """Takes effective values in the shape of the file; what is no text there tells no version."""
    told = (look_up(data, ("image", key)) for key in ("mlflowVersion", "tag", "digest"))
    given, tag, digest = (one if isinstance(one, str) else "" for one in told)
    return read_version(given, tag, newest(), digest)
