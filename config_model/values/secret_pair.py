"""The two ways to give the server what is secret: a Secret that is there already, or the content of a created one."""

from __future__ import annotations

from mlflow_tui.config_model.setting import Condition, Declaration
from mlflow_tui.config_model.values.section import unless_set


def when_created(*conditions: Condition, existing: str) -> tuple[Condition, ...]:
    """When the content of a created Secret counts: under the conditions, while the key `existing` names no other."""
    return *conditions, unless_set(existing, "the existing Secret {} is used")


def secret_of_yours(content: str, example: str, *conditions: Condition, title: str = "Existing secret") -> Declaration:
    """Names a Secret that is there already, with this content."""
    help_ = f"Name of a Secret of yours with {content}."
    return Declaration(title=title, help=help_, example=example, applies=conditions)


def secret_to_create(help_: str, title: str = "Created secret") -> Declaration:
    """Groups the content of a Secret that is created."""
    return Declaration(title=title, help=help_)


def secret_text(title: str, help_: str, example: str, applies: tuple[Condition, ...]) -> Declaration:
    """A text in a created Secret that nobody may read over a shoulder."""
    return Declaration(title=title, help=help_, example=example, secret=True, applies=applies)
