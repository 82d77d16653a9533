"""How much memory the processes of a server hold before they do anything large, as it was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mlflow_tui.config_model.mlflow.version import OLDEST, Version


@dataclass(frozen=True, slots=True)
class Memory:
    """Mebibytes from the version `since` on: once, for each worker beside, and for the processes that run jobs."""

    since: Version
    once: int
    worker: int
    jobs: int = 0


MEASURED: Final = (
    Memory(OLDEST, once=160, worker=140),
    Memory(Version(3, 3, 0), once=190, worker=170),
    Memory(Version(3, 9, 0), once=190, worker=170, jobs=640),
    Memory(Version(3, 13, 0), once=190, worker=180, jobs=720),
    Memory(Version(3, 17, 0), once=190, worker=185, jobs=830),
)
"""On SQLite, after a few requests, as proportional set size: of 2.14.1, 3.5.1, 3.9.0, 3.13.0 and 3.17.2."""


def memory(version: Version) -> Memory:
    return max((one for one in MEASURED if one.since <= version), key=lambda one: one.since)
