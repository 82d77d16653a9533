"""How a command ends early: a line for the person, a hint, an exit code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mlflow_tui.config_model.error import UserError

if TYPE_CHECKING:
    from mlflow_tui.config_model.yaml_problem import UnreadableYaml

DONE = 0
FOUND = 1
"""The document has errors; `diff` found differences."""
WRONG_USE = 2
"""Wrong use, an unreadable or unparsable file, a missing tool."""
CLUSTER = 3
"""The cluster could not be reached or refused, or the apply was stopped to protect something."""
INTERRUPTED = 130
"""As shells have it for what ctrl+c ended."""

EXIT_CODES: Mapping[str, int] = {
    "EditRefused": FOUND,
    "ExportRefused": FOUND,
    "DeliveryProblem": CLUSTER,
    "DocumentErrors": FOUND,
    "MissingTool": WRONG_USE,
    "KubeconfigProblem": WRONG_USE,
    "WrongName": WRONG_USE,
    "Cancelled": INTERRUPTED,
}
"""What an error of each class ends a command with; all others are WRONG_USE. The classes are named, not imported: a
command loads no more than it needs.
"""


class CommandError(UserError):
    """Ends the command, with an exit code of its own."""

    def __init__(self, message: str, hint: str = "", code: int = WRONG_USE) -> None:
        super().__init__(message, hint)
        self.code = code


class UnreadableFile(UserError):
    """A file that is not YAML that Helm could read; `cause` says why, and where in it."""

    def __init__(self, name: str, cause: UnreadableYaml) -> None:
        place = f"{name}:{cause.line}" if cause.line else name
        super().__init__(f"{place}: {cause.message}", cause.hint)
        self.cause = cause


def exit_code(error: UserError) -> int:
    """What the command ends with: the code of the nearest of the error's classes."""
    if isinstance(error, CommandError):
        return error.code
    names = (one.__name__ for one in type(error).__mro__)
    return next((EXIT_CODES[name] for name in names if name in EXIT_CODES), WRONG_USE)
