"""The versions of Kubernetes whose schemas are known."""

from __future__ import annotations

import re

FIRST_MINOR, LAST_MINOR = 25, 37
VERSIONS = tuple(f"1.{minor}" for minor in range(FIRST_MINOR, LAST_MINOR + 1))
"""Oldest first."""
DEFAULT_VERSION = "1.33"
"""What is assumed where neither a person nor a cluster names a version."""

_WRITTEN = re.compile(r"v?(\d{1,4})\.(\d{1,4})(?:\.\d+)?\+?(?:[-+.].*)?", re.ASCII)


def parse_version(text: str) -> str:
    """The version that `text` names, as in `VERSIONS`: `v1.29.3`, `1.29` and `v1.29.3-gke.100` are `1.29`.

    Raises ValueError, with a sentence fit to be shown, for nonsense and for a version whose schema is not known.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise ValueError(f"'{text}' is not a Kubernetes version: write one such as {DEFAULT_VERSION}")
    version = f"{int(written[1])}.{int(written[2])}"
    if version not in VERSIONS:
        raise ValueError(f"Kubernetes {version} is not known: {VERSIONS[0]} to {VERSIONS[-1]} are")
    return version


def minor(version: str) -> int:
    """The number after the dot of one of `VERSIONS`, which orders them."""
    return int(version.partition(".")[2])
