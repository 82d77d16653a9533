"""Carrying plans out: the first whose text reads back as exactly what was meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from config_model.editing.outcome import at, outcome, same
from config_model.editing.plan import Plan
from config_model.editing.refusal import EditRefused
from config_model.editing.sheet import Sheet
from config_model.editing.splice import SpliceError, spliced
from config_model.helm_yaml import UnreadableYaml, load
from config_model.path import Path


@dataclass(frozen=True, slots=True)
class Done:
    """A sheet after an edit."""

    sheet: Sheet
    notices: tuple[str, ...]
    reached: tuple[Path, ...]
    """The paths whose value changed."""


def read(text: str) -> Sheet:
    """Raises UnreadableYaml."""
    return Sheet(text, load(text))


def carry_out(sheet: Sheet, plans: Iterable[Plan], title: str) -> Done:
    """Makes the edit by the first plan that holds. Raises EditRefused, with everything as it was, if none does."""
    for plan in plans:
        data, reached = outcome(sheet, plan.changes)
        try:
            new = read(spliced(sheet.text, plan.splices))
        except (SpliceError, UnreadableYaml):
            continue
        if same(new.loaded.data, data):
            changed = tuple(path for path in reached if not _equal_at(sheet, new, path))
            return Done(new, plan.notices, changed)
    why = "no way was found to write this that reads back as it is meant."
    raise EditRefused("unsafe", f"{title}: {why} Nothing was changed; edit the text itself.")


def _equal_at(before: Sheet, after: Sheet, path: Path) -> bool:
    try:
        return same(at(before.loaded.data, path), at(after.loaded.data, path))
    except LookupError:
        return False
