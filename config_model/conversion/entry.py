"""What became of one key of the other chart."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.url_passwords import without_passwords


class Outcome(enum.Enum):
    """What became of a key; the word that begins its line. In the order in which a person needs them."""

    PERSON = "person"
    DIFFERS = "differs"
    NONE = "none"
    CARRIED = "carried"

    @property
    def title(self) -> str:
        return _TITLES[self]


_TITLES = {
    Outcome.PERSON: "For you to do",
    Outcome.DIFFERS: "Carried over, with a difference",
    Outcome.NONE: "No counterpart",
    Outcome.CARRIED: "Carried over",
}
_ORDER = {outcome: number for number, outcome in enumerate(Outcome)}


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of the key `path` of the other chart; `to` are the settings of this chart that stand for it.

    `given` is whether the file gives the key: else it is a default of that chart that counts. `fix` says what to do,
    `command` is a line for a shell. `affects` names what in the cluster is not as before: `env NAME`,
    `argument --NAME`, `mount PATH`, `probe NAME`, `port NAME`, `host NAME` and the like.
    """

    outcome: Outcome
    path: Path
    to: tuple[Path, ...] = ()
    message: str = ""
    fix: str = ""
    command: str = ""
    affects: tuple[str, ...] = ()
    given: bool = True

    @property
    def key(self) -> str:
        return without_passwords(format_path(self.path))

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(format_path(one) for one in self.to)

    @property
    def told(self) -> str:
        """What became of the key, behind the word of the outcome: `KEY -> SETTING: what differs (fix: what to do)`."""
        to = f" -> {', '.join(self.targets)}" if self.to else ""
        message = f": {self.message}" if self.message else ""
        remedy = f" (fix: {self.fix})" if self.fix else ""
        return without_passwords(f"{self.key}{to}{message}{remedy}")

    @property
    def order(self) -> tuple[bool, int]:
        """Those of the file first, and what a person has to do before all others."""
        return (not self.given and self.outcome is not Outcome.PERSON, _ORDER[self.outcome])
