"""Hosts and origins as MLflow compares them with what it is told to allow.

Source: `mlflow.server.security_utils`. An entry with `*` is a pattern of `fnmatch`, any other must be the same text.
The port is a part of it, and case counts.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence


def entries(given: str) -> tuple[str, ...]:
    """The entries of a list as an option or a variable gives it."""
    return tuple(one.strip() for one in given.split(","))


def is_allowed(asked: str, allowed: Sequence[str]) -> bool:
    """Whether a request for the host, or from the origin, `asked` is let through; `*` alone lets every one through."""
    return any(fnmatch.fnmatchcase(asked, one) if "*" in one else asked == one for one in allowed)
