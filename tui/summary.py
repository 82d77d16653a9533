"""What is to be said of each area: how many of its settings differ from the default, its errors and its warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mlflow_tui.config_model.catalogue import leaves, owner
from mlflow_tui.config_model.problem import Problem
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.tui.session import View


@dataclass(slots=True)
class Marks:
    """The counts beside an area."""

    changed: int = 0
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """Marks by area, all of them together under None, and the problems by setting."""

    marks: Mapping[Area | None, Marks]
    changed: frozenset[str]
    """The keys of the settings that differ from their defaults."""
    problems: Mapping[str, tuple[Problem, ...]]
    """By key of the setting, or of the section of an unknown key; errors first."""
    loose: tuple[Problem, ...]
    """The problems of no setting: unknown keys at the top, the file as a whole."""


def summarize(view: View) -> Summary:
    """The marks of one state of the file."""
    evaluation = view.evaluation
    marks: dict[Area | None, Marks] = {area: Marks() for area in Area}
    total = marks[None] = Marks()
    changed = [setting for setting in leaves() if evaluation.changed(setting)]
    for setting in changed:
        marks[setting.area].changed += 1
    total.changed = len(changed)
    problems: dict[str, list[Problem]] = {}
    loose: list[Problem] = []
    for problem in evaluation.problems:
        home = owner(problem.path)
        counted = [total] if home is None else [total, marks[home.area]]
        for one in counted:
            if problem.is_error:
                one.errors += 1
            else:
                one.warnings += 1
        if home is None:
            loose.append(problem)
        else:
            problems.setdefault(home.key, []).append(problem)
    return Summary(
        marks,
        frozenset(setting.key for setting in changed),
        {key: tuple(sorted(found, key=lambda one: not one.is_error)) for key, found in problems.items()},
        tuple(loose),
    )
