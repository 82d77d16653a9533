"""What would change in the cluster, object by object, for a person to look at."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.delivery.apply.cluster_object import comparable, identity
from mlflow_tui.renderers import diff
from mlflow_tui.renderers.manifests import Manifest


class Action(enum.Enum):
    """What happens to an object."""

    CREATED = "created"
    CHANGED = "changed"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    NOT_NEEDED = "not needed"
    """It is not there, and what it is for is done."""
    LEFT_OVER = "left over"
    DELETED = "deleted"
    NOT_DONE = "not done"
    """It was planned, and the work ended before."""
    UNKNOWN = "not known"
    """The cluster was asked for it, and its answer never came."""
    UNDONE = "undone"
    """It was done, and put back as it was."""


@dataclass(frozen=True, slots=True)
class Change:
    """An object, what happens to it, and the lines of the unified diff, secret values masked."""

    identity: str
    action: Action
    lines: tuple[str, ...] = field(default=(), repr=False)


def change(
    live: Mapping[str, Any] | None, planned: Manifest, result: Mapping[str, Any], *, replaced: bool, left: bool = False
) -> Change:
    """What applying makes of an object: `result` is what the server says it would be; `left` is not applied at all."""
    name = identity(planned)
    if left:
        return Change(name, Action.NOT_NEEDED if live is None else Action.UNCHANGED)
    if live is None:
        return Change(name, Action.CREATED, _lines([], [comparable(planned)]))
    if replaced:
        return Change(name, Action.REPLACED, _lines([comparable(live)], [comparable(planned)]))
    before, after = comparable(live), comparable(result)
    if before == after:
        return Change(name, Action.UNCHANGED)
    return Change(name, Action.CHANGED, _lines([before], [after]))


def left_over(one: Mapping[str, Any]) -> Change:
    """An object that the plan no longer has."""
    return Change(identity(one), Action.LEFT_OVER)


def counted(changes: Iterable[Change]) -> str:
    """`1 created, 2 unchanged`."""
    counts = Counter(each.action for each in changes)
    return ", ".join(f"{counts[action]} {action.value}" for action in Action if counts[action]) or "nothing"


def _lines(before: Sequence[Manifest], after: Sequence[Manifest]) -> tuple[str, ...]:
    return tuple(diff.manifests(before, after, "live", "planned"))
