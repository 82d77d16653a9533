"""Fixes of what is wrong in a piece of Kubernetes, where what was meant is plain."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from mlflow_tui.config_model.json_data import copied, look_up
from mlflow_tui.config_model.kubernetes.validation import check
from mlflow_tui.config_model.kubernetes.violation import Violation
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import DeleteKey, Fix, SetValue
from mlflow_tui.config_model.written import Written

_SURE = 0.8


def violation_fix(
    type_name: str, data: Mapping[str, Any], violation: Violation, version: str, base: Path, written: Written
) -> Fix | None:
    """The fix of a violation in the piece `data`, which stands at `base`; None where none is plain.

    A fix is given only where the piece is better with it: the violation gone, and no other one there. Where text is
    wanted, it gives the text that was `written`.
    """
    before = {(one.path, one.kind) for one in check(type_name, data, version)}
    for title, key, value in _meant(data, violation, base, written):
        path = (*violation.path[:-1], key)
        trial = copied(data)
        parent = look_up(trial, violation.path[:-1]) if len(violation.path) > 1 else trial
        if key != violation.path[-1]:
            del parent[violation.path[-1]]
        parent[key] = value
        after = {(one.path, one.kind) for one in check(type_name, trial, version)}
        if after < before:
            write = SetValue((*base, *path), value)
            renamed = path != violation.path
            return Fix(title, (DeleteKey((*base, *violation.path)), write) if renamed else (write,))
    return None


def _meant(
    data: Mapping[str, Any], violation: Violation, base: Path, written: Written
) -> Iterator[tuple[str, str | int, Any]]:
    """Titles, keys and values of what may have been meant in place of an entry of a map or a list."""
    if not violation.path:
        return
    name = violation.path[-1]
    found = look_up(data, violation.path)
    siblings = look_up(data, violation.path[:-1]) if len(violation.path) > 1 else data
    if violation.kind == "unknown" and violation.misspelt and violation.near not in siblings:
        yield f"rename it to {violation.near}", violation.near, found
    elif violation.kind == "choice" and violation.near and _is_sure(str(found), violation.near):
        yield f"write {violation.near}", name, violation.near
    elif violation.kind == "type":
        if isinstance(found, bool | int | float) and (word := written((*base, *violation.path), found)) is not None:
            yield f'quote it: "{word}"', name, word
        yield from ((title, name, value) for title, value in _without_quotes(found))


def _is_sure(found: str, near: str) -> bool:
    """Whether what was found can hardly be anything but `near`."""
    one, other = found.lower().replace("_", ""), near.lower()
    return (len(one) > 3 and one in other) or difflib.SequenceMatcher(None, one, other).ratio() >= _SURE


def _without_quotes(found: object) -> Iterator[tuple[str, Any]]:
    # A number with a leading zero is another one to YAML than to a person: 0644 is 420.
    if isinstance(found, str) and found.isascii() and found.isdigit() and str(int(found)) == found:
        yield f"write it without quotes: {found}", int(found)
    elif found in ("true", "false"):
        yield f"write it without quotes: {found}", found == "true"
