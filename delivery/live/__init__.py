"""The values of what runs, to compare with a file or to start one from."""

from mlflow_tui.delivery.live.comparison import comparable
from mlflow_tui.delivery.live.live_values import LiveValues, live_manifests, live_values
from mlflow_tui.delivery.live.values_file import values_text, write_values

__all__ = ["LiveValues", "comparable", "live_manifests", "live_values", "values_text", "write_values"]
