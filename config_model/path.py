"""Where a value stands in a values file, and how that is written.

The written form is the one of Helm's ``--set``: ``trackingServer.extraArgs[0]``, with a backslash before a character of
a key that ``--set`` would read otherwise: ``ingress.annotations.nginx\\.ingress\\.kubernetes\\.io/proxy-body-size``.
"""

from __future__ import annotations

import re

from mlflow_tui.config_model.error import UserError

Path = tuple[str | int, ...]
"""Keys of maps (str) and indexes of lists (int, from 0), from the top of the values down; ``()`` is the whole document.
"""

HIGHEST_INDEX = 65536
"""Helm's limit of a list index in ``--set`` (strvals: ``MaxIndex``)."""

_SPECIAL_IN_KEY = re.compile(r"[\\.\[=,]")
_KEY = re.compile(r"(?:[^\\.\[]|\\.|\\$)*", re.DOTALL)
_INDEX = re.compile(r"\[([^\]]*)\]")


class PathError(UserError, ValueError):
    """A text that names no place in a values file."""


def format_path(path: Path) -> str:
    """The path as ``--set`` takes it. The inverse of ``parse_path``, but for an empty key: that has no name there."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        else:
            parts.append(("." if parts else "") + _SPECIAL_IN_KEY.sub(r"\\\g<0>", step))
    return "".join(parts)


def parse_path(text: str) -> Path:
    """The path that ``text`` names. ``=`` and ``,`` may stand unescaped, since nothing follows a path here.

    Raises PathError where ``text`` names no place.
    """
    if not text:
        raise PathError("The path is empty: name a key, such as trackingServer.workers.")
    steps: list[str | int] = []
    at = 0
    while True:
        key = _KEY.match(text, at)
        assert key is not None  # the pattern matches the empty string
        at = key.end()
        steps.append(_key(text, key.group()))
        while at < len(text) and text[at] == "[":
            index = _INDEX.match(text, at)
            if index is None:
                raise PathError(f"The path {text!r} opens '[' and does not close it.")
            steps.append(_index(text, index.group(1)))
            at = index.end()
        if at == len(text):
            return tuple(steps)
        if text[at] != ".":
            raise PathError(f"The path {text!r} has {text[at:]!r} where '.', '[' or its end was expected.")
        at += 1


def _key(text: str, written: str) -> str:
    if not written:
        raise PathError(f"The path {text!r} has an empty key: a path starts with a key, and one key follows each dot.")
    if (len(written) - len(written.rstrip("\\"))) % 2:
        raise PathError(f"The path {text!r} ends in a backslash that escapes nothing.")
    return re.sub(r"\\(.)", r"\1", written, flags=re.DOTALL)


def _index(text: str, written: str) -> int:
    if not re.fullmatch(r"[0-9]+", written):
        raise PathError(f"The path {text!r} has the list index {written!r}: an index is a number from 0.")
    if len(written) > 9 or int(written) > HIGHEST_INDEX:
        raise PathError(f"The path {text!r} has the list index {written}: Helm takes none above {HIGHEST_INDEX}.")
    return int(written)
