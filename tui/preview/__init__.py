"""The preview beside the form: the file, the manifests, what changed, and what is wrong."""

from tui.preview.pane import PreviewPane
from tui.preview.problem_list import ProblemChosen

__all__ = ["PreviewPane", "ProblemChosen"]
