"""The preview beside the form: the file, the manifests, what changed, and what is wrong."""

from mlflow_tui.tui.preview.pane import PreviewPane
from mlflow_tui.tui.preview.problem_list import ProblemChosen

__all__ = ["PreviewPane", "ProblemChosen"]
