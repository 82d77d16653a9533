"""Errors that are told to a person."""

from __future__ import annotations


class UserError(Exception):
    """What could not be done: `message` says it in one line, `hint` how to go on. Neither holds a secret."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
