"""How grave the findings of a code are taken, where somebody wants them otherwise than they are declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mlflow_tui.config_model.checks.registry import described
from mlflow_tui.config_model.problem import Problem, Severity

GRADES = ("off", "warning", "error")


def overridden(problems: Sequence[Problem], grades: Mapping[str, str]) -> list[Problem]:
    """The problems with the severity that `grades` gives their codes.

    A warning can be switched off or be taken for an error; an error stops rendering whatever is said here, and stays.
    """
    return [one for problem in problems if (one := _graded(problem, grades.get(problem.code))) is not None]


def _graded(problem: Problem, grade: str | None) -> Problem | None:
    if grade is None or problem.is_error:
        return problem
    if grade == "off":
        return None
    return replace(problem, severity=Severity.ERROR) if grade == "error" else problem


def complaints(grades: Mapping[str, str]) -> Iterator[str]:
    """What in the grades cannot be followed, each as a sentence."""
    known = described()
    for code, grade in grades.items():
        if code not in known:
            yield f"checks.{code}: no check has that code"
        elif grade not in GRADES:
            yield f"checks.{code}: {grade!r} is not one of {', '.join(GRADES)}"
        elif known[code][0] is Severity.ERROR and grade != "error":
            yield f"checks.{code}: an error stops rendering and cannot be switched off"
