"""JSON as Helm's ``--set-json`` reads it: Go's encoding/json, all numbers float64, from the start of a text on."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

from mlflow_tui.config_model.scalars import float64


def is_object(expression: str) -> bool:
    """Whether the expression is one JSON object, which Helm merges into the values, rather than assignments."""
    return expression.lstrip().startswith("{")


def read_object(expression: str) -> dict[str, Any]:
    """The object that the whole expression is. Raises ValueError with a sentence."""
    try:
        value: dict[str, Any] = _JSON.decode(expression.strip())
    except (ValueError, RecursionError) as error:
        place = f" (at character {error.pos + 1})" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"The expression starts like a JSON object, and is none{place}.") from None
    whole: dict[str, Any] = _whole_characters(value)
    return whole


def read_value(text: str, start: int) -> tuple[Any, int]:
    """The value that starts at ``start``, blanks before it passed, and where it ends. Raises ValueError."""
    while text[start : start + 1] in (" ", "\t", "\r", "\n"):
        start += 1
    try:
        value, end = _JSON.raw_decode(text, start)
    except (ValueError, RecursionError):
        raise ValueError("the value is not valid JSON; quote a text.") from None
    if _unfinished_number(text, start, end):
        raise ValueError("the value is not valid JSON; quote a text.")
    return _whole_characters(value), end


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not valid JSON")


def _json_number(written: str) -> int | float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written} is too large")
    return float64(number)


_JSON: Final = json.JSONDecoder(
    parse_constant=_no_constant, parse_float=_json_number, parse_int=_json_number, strict=True
)


def _unfinished_number(text: str, start: int, end: int) -> bool:
    """Whether Go would read on where Python stopped: at ``1.`` or ``1e``."""
    number = text[start:end]
    if not re.fullmatch(r"-?[0-9][0-9.eE+-]*", number) or "e" in number.lower():
        return False
    return text[end : end + 1] in ("e", "E") or ("." not in number and text[end : end + 1] == ".")


def _whole_characters(value: Any) -> Any:
    """Go reads half of a surrogate pair as the replacement character."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, dict):
        return {_whole_characters(key): _whole_characters(entry) for key, entry in value.items()}
    return [_whole_characters(item) for item in value] if isinstance(value, list) else value
