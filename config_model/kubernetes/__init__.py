"""The pieces of the Kubernetes API that values carry: their fields by version, and what the API server refuses."""

from mlflow_tui.config_model.kubernetes.schema import Field, describe, fields
from mlflow_tui.config_model.kubernetes.validation import check
from mlflow_tui.config_model.kubernetes.versions import DEFAULT_VERSION, VERSIONS, parse_version
from mlflow_tui.config_model.kubernetes.violation import Violation

__all__ = ["DEFAULT_VERSION", "VERSIONS", "Field", "Violation", "check", "describe", "fields", "parse_version"]
