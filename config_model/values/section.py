"""The base of every model of the values, and the conditions under which a setting applies."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import Condition, Data, Declaration


class Section(BaseModel):
    """A group of keys of the chart. Keys are camelCase in the file and snake_case in Python; unknown keys are errors.

    Types are strict, as in the chart's JSON Schema: a quoted number is text, `1` is no switch.
    """

    # Built when first used: the root alone, with all that is in it, instead of each part once more by itself.
    model_config = ConfigDict(
        defer_build=True, extra="forbid", strict=True, alias_generator=to_camel, frozen=True, hide_input_in_errors=True
    )

    def at(self, path: Path) -> Any:
        """The value of a setting below this section, by the keys of the file."""
        section: Section = self
        for key in path[:-1]:
            section = getattr(section, _attributes(type(section))[key])
        return getattr(section, _attributes(type(section))[path[-1]])


@cache
def _attributes(model: type[Section]) -> dict[str | int, str]:
    return {field.alias or name: name for name, field in model.model_fields.items()}


def annotations_of(what: str, use: str, example: dict[str, str], *conditions: Condition) -> Declaration:
    """Declares the annotations of an object, and what they are used for."""
    return Declaration(
        title="Annotations", help=f"Annotations of the {what}: {use}.", example=example, applies=conditions
    )


def labels_of(what: str, use: str, example: dict[str, str]) -> Declaration:
    """Declares further labels of an object, and what they are used for; those of the chart stay as they are."""
    help_ = f"Further labels of the {what}: {use}. No selector has them, and the chart's own cannot be given."
    return Declaration(title="Labels", help=help_, example=example)


def _split(key: str) -> Path:
    return tuple(key.split("."))


def when_on(key: str, reason: str) -> Condition:
    """Applies while the switch `key` is on."""
    path = _split(key)
    return lambda data: None if look_up(data, path) is True else reason


def when_one_of(key: str, choices: tuple[str, ...], reason: str) -> Condition:
    """Applies while the choice `key` is one of `choices`; `{}` in the reason stands for its value."""
    path = _split(key)

    def condition(data: Data) -> str | None:
        value = look_up(data, path)
        return None if value in choices else reason.format(value)

    return condition


def unless_equal(key: str, value: Any, reason: str) -> Condition:
    """Applies unless `key` has the given value."""
    path = _split(key)
    return lambda data: reason if look_up(data, path) == value else None


def when_set(key: str, reason: str) -> Condition:
    """Applies while `key` is not empty."""
    path = _split(key)
    return lambda data: None if look_up(data, path) else reason


def unless_set(key: str, reason: str) -> Condition:
    """Applies while the text `key` is empty; `{}` in the reason stands for its value."""
    path = _split(key)

    def condition(data: Data) -> str | None:
        value = look_up(data, path)
        return reason.format(value) if value else None

    return condition
