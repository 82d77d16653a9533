"""From one MLflow to a later one: what changes for a file on the way, and the edit that takes it there."""

from mlflow_tui.config_model.upgrade.entry import Entry, Kind
from mlflow_tui.config_model.upgrade.plan import Stack, Upgrade, brought, plan
from mlflow_tui.config_model.upgrade.target import LATEST, NoTarget, target

__all__ = ["LATEST", "Entry", "Kind", "NoTarget", "Stack", "Upgrade", "brought", "plan", "target"]
