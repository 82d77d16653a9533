"""What tells of something that an upgrade brings: a function of a `Changing`, declared with what brings it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mlflow_tui.config_model.mlflow.behaviours import Behaviour
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.upgrade.changing import Changing, Holds
from mlflow_tui.config_model.upgrade.entry import Kind


@dataclass(frozen=True, slots=True)
class Told:
    """What is told, at a key that it concerns; the fields are those of an `Entry`."""

    path: str | Path
    message: str
    fix: str = ""
    command: str = ""


Function = Callable[[Changing], Iterable[Told]]


@dataclass(frozen=True, slots=True)
class News:
    """Something that `brings` brings. `function` tells of it where it concerns the file, and else nothing.

    Where one of the checks `told_by` finds something for the later version alone, that is what is told; what those of
    `instead_of` find is left out where this is told.
    """

    kind: Kind
    brings: Behaviour | Holds
    told_by: frozenset[str]
    instead_of: frozenset[str]
    function: Function


NEWS: list[News] = []


def news(
    kind: Kind, brings: Behaviour | Holds, *, told_by: tuple[str, ...] = (), instead_of: tuple[str, ...] = ()
) -> Callable[[Function], Function]:
    """Declares the decorated function as what tells of that."""

    def declare(function: Function) -> Function:
        NEWS.append(News(kind, brings, frozenset(told_by), frozenset(instead_of), function))
        return function

    return declare
