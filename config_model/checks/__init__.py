"""What can be wrong with a document, by range: MT1xx schema, MT2xx MLflow, MT3xx Kubernetes, MT4xx security."""

from mlflow_tui.config_model.checks.declaration import CHECKS, Check, Context, Finding, check
from mlflow_tui.config_model.checks.registry import declared, described
from mlflow_tui.config_model.checks.running import Checked, Possibility, run

__all__ = ["CHECKS", "Check", "Checked", "Context", "Finding", "Possibility", "check", "declared", "described", "run"]
