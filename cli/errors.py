"""How a command ends early: a line for the person, a hint, an exit code."""

from __future__ import annotations

DONE = 0
FOUND = 1
"""The document has errors; `diff` found differences."""
WRONG_USE = 2
"""Wrong use, an unreadable or unparsable file, a missing tool."""
CLUSTER = 3
"""The cluster could not be reached or refused, or the apply was stopped to protect something."""


class CommandError(Exception):
    """Ends the command: `message` in one line, a `hint` on how to go on, and the exit code."""

    def __init__(self, message: str, hint: str = "", code: int = WRONG_USE) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
