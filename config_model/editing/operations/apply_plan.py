"""Carrying plans out: the first whose text reads back as exactly what was meant."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mlflow_tui.config_model.editing.layout.lines import BREAK
from mlflow_tui.config_model.editing.layout.node_data import NoMapError
from mlflow_tui.config_model.editing.layout.sheet import Sheet
from mlflow_tui.config_model.editing.layout.splice import Splice, SpliceError, spliced
from mlflow_tui.config_model.editing.operations.outcome import outcome
from mlflow_tui.config_model.editing.operations.plan import Plan
from mlflow_tui.config_model.editing.refusal import EditRefused
from mlflow_tui.config_model.helm_yaml import UnreadableYaml, load
from mlflow_tui.config_model.json_data import at, same
from mlflow_tui.config_model.path import Path

_KEPT = 4
"""Texts whose reading is kept."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A sheet after an edit."""

    sheet: Sheet
    notices: tuple[str, ...]
    reached: tuple[Path, ...]
    """The paths whose value changed."""


@lru_cache(maxsize=_KEPT)
def read(text: str) -> Sheet:
    """Raises UnreadableYaml. What was read last is kept: what is typed is kept, undone, and compared with what was."""
    with without_garbage_collection():
        return Sheet(text, load(text))


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Without the garbage collector: all that a parse makes lives on, and it would walk that again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def apply_plan(sheet: Sheet, plans: Iterable[Plan], title: str) -> Edited:
    """Makes the edit by the first plan that holds. Raises EditRefused, with everything as it was, if none does."""
    for plan in plans:
        try:
            data, reached = outcome(sheet, plan.changes)
        except NoMapError:
            continue
        if plan.aim is not None and not _reaches(data, *plan.aim):
            continue
        new = _reading_back(sheet.text, plan.splices, data)
        if new is not None:
            changed = tuple(path for path in reached if not _equal_at(sheet, new, path))
            return Edited(new, plan.notices, changed)
    why = "no way was found to write this that reads back as it is meant."
    raise EditRefused("unsafe", f"{title}: {why} Nothing was changed; edit the text itself.")


def _reading_back(text: str, splices: Sequence[Splice], data: Any) -> Sheet | None:
    """The text with the splices made, if it says ``data``; with a last line break where a block scalar needs one."""
    ends = [[]] if not text or text.endswith(("\n", "\r")) else [[], [Splice(len(text), len(text), _line_break(text))]]
    for end in ends:
        try:
            new = read(spliced(text, [*splices, *end]))
        except (SpliceError, UnreadableYaml):
            continue
        if same(new.loaded.data, data):
            return new
    return None


def _line_break(text: str) -> str:
    found = BREAK.search(text)
    return found.group() if found else "\n"


def _reaches(data: Any, path: Path, value: Any) -> bool:
    """Whether the value is at ``path``: a later document may give another."""
    try:
        return same(at(data, path), value)
    except LookupError:
        return False


def _equal_at(before: Sheet, after: Sheet, path: Path) -> bool:
    try:
        return same(at(before.loaded.data, path), at(after.loaded.data, path))
    except LookupError:
        return False
