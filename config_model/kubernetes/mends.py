"""Mends of what is wrong in a piece of Kubernetes, where what was meant is plain."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from config_model.json_data import copied
from config_model.kubernetes.validation import check
from config_model.kubernetes.violation import Violation
from config_model.path import Path
from config_model.problem import DeleteKey, Fix, SetValue
from config_model.setting import look_up

_SURE = 0.8


def mend(type_name: str, data: Mapping[str, Any], violation: Violation, version: str, base: Path) -> Fix | None:
    """The fix of a violation in the piece `data`, which stands at `base`; None where none is plain.

    A fix is given only where the piece is better with it: the violation gone, and no other one there.
    """
    before = {(one.path, one.kind) for one in check(type_name, data, version)}
    for title, key, value in _meant(data, violation):
        path = (*violation.path[:-1], key)
        trial = copied(data)
        parent = look_up(trial, violation.path[:-1]) if len(violation.path) > 1 else trial
        del parent[violation.path[-1]]
        parent[key] = value
        after = {(one.path, one.kind) for one in check(type_name, trial, version)}
        if after < before:
            write = SetValue((*base, *path), value)
            renamed = path != violation.path
            return Fix(title, (DeleteKey((*base, *violation.path)), write) if renamed else (write,))
    return None


def _meant(data: Mapping[str, Any], violation: Violation) -> Iterator[tuple[str, str, Any]]:
    """Titles, keys and values of what may have been meant in place of a map's entry."""
    if not violation.path or not isinstance(name := violation.path[-1], str):
        return
    found = look_up(data, violation.path)
    siblings = look_up(data, violation.path[:-1]) if len(violation.path) > 1 else data
    if violation.kind == "unknown" and violation.near not in ("", *siblings) and _is_sure(name, violation.near):
        yield f"rename it to {violation.near}", violation.near, found
    elif violation.kind == "choice" and violation.near and _is_sure(str(found), violation.near):
        yield f"write {violation.near}", name, violation.near
    elif violation.kind == "type":
        for value in _of_another_type(found):
            yield "quote it" if isinstance(value, str) else "write it without quotes", name, value


def _is_sure(found: str, near: str) -> bool:
    """Whether what was found can hardly be anything but `near`."""
    one, other = found.lower().replace("_", ""), near.lower()
    return (len(one) > 3 and one in other) or difflib.SequenceMatcher(None, one, other).ratio() >= _SURE


def _of_another_type(found: object) -> Iterator[Any]:
    if isinstance(found, bool):
        yield "true" if found else "false"
    elif isinstance(found, int | float):
        yield str(found)
    elif isinstance(found, str) and found.isascii() and found.isdigit():
        yield int(found)
    elif found in ("true", "false"):
        yield found == "true"
