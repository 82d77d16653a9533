"""What only a person can decide. Whoever asks must offer the no first."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

from mlflow_tui.delivery.apply.change import Change


class Consent(enum.Enum):
    """What a yes agrees to."""

    PRODUCTION = "go on with what looks like production"
    CREATE_NAMESPACE = "create the namespace"
    MISSING = "go on although something is missing"
    ADOPT = "adopt objects without an owner"
    FORCE = "force ownership of fields that others manage"
    REPLACE = "delete and recreate it"
    APPLY = "apply"
    DELETE = "delete orphaned objects"
    DELETE_CLAIMS = "delete the claims and the data on them"
    UNDO = "roll everything back"
    ROLLBACK = "roll back to the earlier pods"
    UNINSTALL = "delete all of it"


@dataclass(frozen=True, slots=True)
class Question:
    """One decision: a sentence ending in a question mark, and the facts that it is about.

    Where `typed` is not empty, a yes is to be given by typing that text.
    """

    consent: Consent
    text: str
    details: tuple[str, ...] = ()
    typed: str = ""
    changes: tuple[Change, ...] = ()
    """What a yes would change, with the diffs, where that is known."""

    @property
    def covered_by_yes(self) -> bool:
        """Whether agreeing to the plan beforehand (`--yes`) agrees to this; never to what takes or deletes."""
        return self.consent in (Consent.PRODUCTION, Consent.APPLY, Consent.ROLLBACK)


Ask = Callable[[Question], bool]
"""Asks the person and waits for the answer; called in the thread that runs the apply."""
