"""Running the checks, again only where what they read has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mlflow_tui.config_model.best_guess import is_about
from mlflow_tui.config_model.catalogue import owner
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.checks.declaration import Check, Context
from mlflow_tui.config_model.checks.registry import declared
from mlflow_tui.config_model.json_data import same
from mlflow_tui.config_model.mlflow import Version
from mlflow_tui.config_model.path import Path, parse_path
from mlflow_tui.config_model.problem import Problem

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks have found, kept so that the next run need not repeat those whose keys are the same.

    `mlflow` is the version that they judged, which any of them may depend on. `found` has no entry for a check that
    reads what is in doubt; `certain` is what such checks have found all the same.
    """

    given: Mapping[str, Any]
    release: Release
    mlflow: Version
    found: Mapping[str, tuple[Problem, ...]] = field(repr=False)
    certain: tuple[Problem, ...] = field(default=(), repr=False)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, in the order of the codes."""
        every = [*(problem for problems in self.found.values() for problem in problems), *self.certain]
        return tuple(sorted(every, key=lambda one: one.code))


@dataclass(frozen=True)
class Possibility:
    """A context that may be the one that is meant, as far as the value at `place` goes; `wrong` is what is in doubt.

    `make` gives the context, which most checks never ask for; None where the value cannot be meant after all.
    """

    wrong: Path
    place: Path
    make: Callable[[], Context | None]
    is_name: bool = False
    """Whether the name of a key is in doubt, and its value was given: what that leaves without effect is not told."""

    @cached_property
    def context(self) -> Context | None:
        return self.make()


def run(context: Context, previous: Checked | None = None, possible: Sequence[Possibility] = ()) -> Checked:
    """What the checks find in values that have passed the schema.

    With the result of an earlier run, only those checks are run again that read a key which has changed since. Where
    the values may be others too, what a check finds is kept if it finds it in all of these.
    """
    changed = _changed(context, previous)
    found: dict[str, tuple[Problem, ...]] = {}
    certain: list[Problem] = []
    of_other_versions = [other for other in possible if _is_of_another_version(other, context)]
    for one in declared():
        doubted = [other for other in possible if other.place[0] in one.reads or other in of_other_versions]
        if doubted:
            certain += _in_all(one, context, doubted)
            continue
        known = previous.found.get(one.code) if previous is not None else None
        if known is None or changed is None or not changed.isdisjoint(one.reads):
            known = tuple(_problems(one, context))
        found[one.code] = known
    return Checked(context.given, context.release, context.mlflow.version, found, tuple(certain))


def _is_of_another_version(other: Possibility, context: Context) -> bool:
    """Whether another version of MLflow may be meant, which every check may depend on."""
    meant = other.context if other.place[0] == "image" else None
    return meant is not None and meant.mlflow.version != context.mlflow.version


def _in_all(one: Check, context: Context, possible: Sequence[Possibility]) -> list[Problem]:
    """What a check finds whichever of the contexts is meant."""
    found = list(_problems(one, context))
    found = [problem for problem in found if not any(is_about(problem.path, other.wrong) for other in possible)]
    for other in possible:
        if not found:
            break
        if (there := other.context) is not None:
            again = {problem.identity for problem in _problems(one, there)}
            found = [
                problem for problem in found if problem.identity in again or _is_spared(problem.path, other, there)
            ]
    return found


def _is_spared(path: Path, other: Possibility, there: Context) -> bool:
    """Whether what is found at the path is another part of the setting in doubt, or has no effect in that context."""
    setting = owner(path)
    part = setting is not None and setting.path == other.place and other.wrong != other.place
    idle = setting is not None and setting.why_not(there.data) is not None
    return part or (idle and not other.is_name)


def _changed(context: Context, previous: Checked | None) -> set[str] | None:
    """The keys at the top that differ from those of the earlier run; None where all may."""
    if previous is None or (previous.release, previous.mlflow) != (context.release, context.mlflow.version):
        return None
    before, now = previous.given, context.given
    return {key for key in {*before, *now} if not same(before.get(key, _MISSING), now.get(key, _MISSING))}


def _problems(one: Check, context: Context) -> Iterator[Problem]:
    for finding in one.function(context):
        path = parse_path(finding.path) if isinstance(finding.path, str) else finding.path
        yield Problem(one.code, one.severity, path, finding.message, finding.hint, finding.fix)
