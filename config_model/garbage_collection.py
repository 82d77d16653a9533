"""Whether values collect garbage, and what the `mlflow gc` of their version takes."""

from __future__ import annotations

from collections.abc import Set

from mlflow_tui.config_model.mlflow import Facts
from mlflow_tui.config_model.values import Values

BY_VERSION = ("--artifacts-destination", "--tracking-uri")
"""Options of `mlflow gc` that the chart gives where the version takes them."""


def collects(values: Values) -> bool:
    """Whether `mlflow gc` is run; an artifact proxy has no runs."""
    return values.garbage_collection.enabled and values.tracking_server.mode != "artifacts-only"


def options(facts: Facts) -> Set[str]:
    """Those of `BY_VERSION` that a version takes."""
    return {name for name in BY_VERSION if name in facts.gc}
