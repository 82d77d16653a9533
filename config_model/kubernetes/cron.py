"""When a CronJob runs, as Kubernetes reads it: `github.com/robfig/cron`, ParseStandard."""

from __future__ import annotations

import re

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of the month", 1, 31, {}),
    ("month", 1, 12, {name: number for number, name in enumerate(_MONTHS, start=1)}),
    ("day of the week", 0, 6, {name: number for number, name in enumerate(_DAYS)}),
)
_WORDS = ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")
_EVERY = re.compile(r"@every (\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+")
_HINT = "write five fields, for example 0 3 * * 0 for Sundays at three"


def schedule(text: str, _version: str = "") -> str:
    """What is wrong with a schedule; empty where nothing is."""
    if "TZ" in text:
        return "give the time zone elsewhere: not in the schedule"
    if text.startswith("@"):
        right = text in _WORDS or _EVERY.fullmatch(text)
        return "" if right else f"use one of {', '.join(_WORDS)} or @every 6h"
    fields = text.split()
    if len(fields) != len(_FIELDS):
        return _HINT
    for given, (what, low, high, names) in zip(fields, _FIELDS, strict=True):
        if not all(_is_range(one, low, high, names) for one in given.split(",") if one) or not given.strip(","):
            return f"write the {what} as a number from {low} to {high}, a range 1-5, a step */2, a list or *"
    return ""


def _is_range(text: str, low: int, high: int, names: dict[str, int]) -> bool:
    span, slash, step = text.partition("/")
    if slash and not (step.isascii() and step.isdecimal() and int(step) > 0):
        return False
    if span in ("*", "?"):
        return True
    first, dash, last = span.partition("-")
    begin = _number(first, names)
    end = _number(last, names) if dash else begin
    return begin is not None and end is not None and low <= begin <= end <= high


def _number(text: str, names: dict[str, int]) -> int | None:
    if text.lower() in names:
        return names[text.lower()]
    return int(text) if text.isascii() and text.isdecimal() else None
