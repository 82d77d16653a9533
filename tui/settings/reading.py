"""Between what stands in a row's editor and the value that it means."""

from __future__ import annotations

from typing import Any

from mlflow_tui.config_model.scalars import meaning
from mlflow_tui.config_model.setting import INTEGERS, Kind, Setting
from mlflow_tui.tui.settings.text import compact


def text_of(setting: Setting, value: Any) -> str:
    """The text to edit: the value as somebody would type it."""
    if isinstance(value, str):
        return value
    return "" if value is None else compact(value)


def value_of(setting: Setting, text: str) -> tuple[Any, str]:
    """The value that the text means, and what is wrong with it; the text itself where it is no value of the kind."""
    if setting.kind is Kind.COUNT_OR_SHARE:
        typed = text.strip()
        return (int(typed) if typed.isdecimal() and typed.isascii() else typed or None), ""
    if setting.kind not in INTEGERS:
        return text, ""
    typed = text.strip()
    value = meaning(typed) if typed else None
    if isinstance(value, int) and not isinstance(value, bool):
        return value, ""
    if not typed and setting.kind is Kind.OPTIONAL_INTEGER:
        return None, ""
    if not typed:
        return text, "a number is needed: type one, or esc"
    if isinstance(value, float):
        return text, f"{typed} is not an integer"
    return text, f"{typed!r} is not a number"


def neighbour(setting: Setting, value: Any, step: int) -> str:
    """The choice before or after `value`, around the ends."""
    choices = setting.choices
    if value not in choices:
        return choices[0] if step > 0 else choices[-1]
    return choices[(choices.index(value) + step) % len(choices)]
