"""Which MLflow a values file is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple, Self

BEGINS_WITH_VERSION: Final = r"^[vV]?([0-9]{1,3})\.([0-9]{1,3})(?:\.([0-9]{1,3}))?(?:[^0-9].*)?$"
"""A tag that begins with a version, for regular expressions of Python and of Go alike, with `.` for any character.

Its numbers are short, so that no date is taken for a version.
"""
_BEGINS_WITH_VERSION = re.compile(BEGINS_WITH_VERSION, re.DOTALL)


class Version(NamedTuple):
    """A released version of MLflow; later ones are greater."""

    major: int
    minor: int
    patch: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """The version that `text` begins with: `v3.9.0-full` is 3.9.0, `3.10` is 3.10.0, `3.0.0rc1` is 3.0.0.

        ValueError where it begins with none.
        """
        if (written := _BEGINS_WITH_VERSION.fullmatch(text)) is None:
            raise ValueError(f"{text!r} does not begin with a version of MLflow, such as 3.9.0")
        return cls(*(int(number or 0) for number in written.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


OLDEST: Final = Version(2, 14, 1)
"""The first version that is known, and the one that an empty tag means: the chart's appVersion."""


class Certainty(Enum):
    """How sure it is that the container runs the version that a file is taken to be for."""

    SURE = "the file tells the version"
    UNTOLD = "the file tells no version"
    TOO_NEW = "the file tells a version that is newer than all that are known"
    TOO_OLD = "the file tells a version that is older than all that are known"


@dataclass(frozen=True, slots=True)
class Reading:
    """The version that a file is taken to be for, and the key and the text that it was read from."""

    version: Version
    certainty: Certainty
    key: str
    text: str


def read_version(mlflow_version: str, tag: str, newest: Version, digest: str = "") -> Reading:
    """The version of a file with this `image.mlflowVersion` and this `image.tag`, where `newest` is the newest known.

    The first wins unless it is empty; an empty tag is the oldest version, but for an image that `image.digest` names,
    which tells none. What tells no version, and what tells a newer
    one than is known, is taken as the newest; what is older than all that are known, as the oldest.
    """
    if mlflow_version:
        key, text = "image.mlflowVersion", mlflow_version
    elif digest and not tag:
        key, text = "image.digest", digest
    else:
        key, text = "image.tag", tag
    version, certainty = _taken(text, newest)
    return Reading(version, certainty, key, text)


def _taken(text: str, newest: Version) -> tuple[Version, Certainty]:
    if not text:
        return OLDEST, Certainty.SURE
    try:
        told = Version.parse(text)
    except ValueError:
        return newest, Certainty.UNTOLD
    if told > newest:
        return newest, Certainty.TOO_NEW
    if told < OLDEST:
        same_minor = told[:2] == OLDEST[:2]
        return OLDEST, Certainty.SURE if same_minor else Certainty.TOO_OLD
    return told, Certainty.SURE
