"""The `mlflow-tui` command."""
