"""What a file held when it was read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stamp:
    """Identifies the content of a file. A touched file is the same file; times tell less than content does."""

    sha256: str

    @classmethod
    def of(cls, data: bytes | None) -> Stamp:
        """The stamp of a content, or of no file at all."""
        return ABSENT if data is None else cls(hashlib.sha256(data).hexdigest())


ABSENT = Stamp("")
"""There was no file."""
