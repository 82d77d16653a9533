"""MLflow by version: which one a file is for, what its wheels tell about it, and how it behaves."""

from mlflow_tui.config_model.mlflow.facts import (
    BasicAuth,
    Facts,
    Migration,
    Option,
    Security,
    facts,
    newest,
    since,
    versions,
)
from mlflow_tui.config_model.mlflow.of_data import reading_of
from mlflow_tui.config_model.mlflow.tested import NEWEST_TESTED, TESTED
from mlflow_tui.config_model.mlflow.version import OLDEST, Certainty, Reading, Version, read_version

__all__ = [
    "NEWEST_TESTED",
    "OLDEST",
    "TESTED",
    "BasicAuth",
    "Certainty",
    "Facts",
    "Migration",
    "Option",
    "Reading",
    "Security",
    "Version",
    "facts",
    "newest",
    "read_version",
    "reading_of",
    "since",
    "versions",
]
