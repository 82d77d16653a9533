"""The versions of MLflow whose servers the tests start; a test compares them with the locks of their environments."""

from __future__ import annotations

from typing import Final

from mlflow_tui.config_model.mlflow.version import OLDEST, Version

TESTED: Final = (
    OLDEST,
    Version(2, 22, 5),
    Version(3, 5, 1),
    Version(3, 9, 0),
    Version(3, 13, 0),
    Version(3, 17, 2),
)
"""Oldest first."""
NEWEST_TESTED: Final = TESTED[-1]
"""What presets pin and what a fix writes where the file tells none: of a newer one only its wheel was read."""
