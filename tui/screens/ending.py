"""How an operation on the cluster ended, and what one may do next."""

from __future__ import annotations

from mlflow_tui.delivery.apply import Outcome, RolloutFailed, State
from mlflow_tui.delivery.apply.change import counted
from mlflow_tui.tui.screens.plan_view import Page, found_by, pages_of
from mlflow_tui.tui.widgets.pick_list import Item

_SETTINGS_OFFERED = 3
_STATE = Item("state", "State of the release", "pods, rollout, address")


def told(outcome: Outcome) -> tuple[str, list[Page]]:
    """In a sentence or two, and in pages."""
    pages = pages_of(outcome.changes, outcome.steps) if outcome.changes else []
    if outcome.problem is not None:
        done = "" if outcome.applied else "Nothing was changed in the cluster."
        said = "\n".join(line for line in (outcome.problem.message, outcome.problem.hint, done) if line)
        return said, [_why(outcome), *pages]
    if outcome.applied:
        reach = outcome.reach
        ways = [Page("How to reach it", "", reach)] if reach else []
        return f"Done: {counted(outcome.changes)}.", [*ways, *pages]
    said = "Looked at only: " if outcome.dry_run else "Nothing had to be changed: "
    return f"{said}{counted(outcome.changes)}.", pages or [Page("Plan", "", found_by(outcome.steps))]


def _why(outcome: Outcome) -> Page:
    failed = [step for step in outcome.steps if step.state in (State.FAILED, State.CANCELLED)]
    lines = [line for step in failed for line in step.details]
    return Page("What happened", "", (*lines, *([""] if lines else []), *found_by(outcome.steps)))


def choices(outcome: Outcome, *, applies: bool) -> list[Item]:
    """What to go on with; the first one is harmless. `applies`: a release is there now that has a state to look at."""
    close = Item("close", "Close")
    if outcome.problem is not None:
        keys = outcome.problem.settings[:_SETTINGS_OFFERED]
        ways = [Item(f"go:{key}", f"Go to {key}", "the setting behind it") for key in keys]
        runs = applies and (outcome.applied or isinstance(outcome.problem, RolloutFailed))
        return [close, *ways, *([_STATE] if runs else []), Item("again", "Try again", "from the first step")]
    found = [_STATE] if applies and not outcome.dry_run else []
    copies = [Item(f"copy:{line}", "Copy", line) for line in outcome.reach]
    return [*found, *copies, close]
