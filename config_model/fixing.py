"""Makes the fixes that problems offer, and keeps only those that make a document better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set

from mlflow_tui.config_model import edits
from mlflow_tui.config_model.document import Document, EditRefused
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import DeleteKey, Fix, Problem, RandomKey, SetValue

Evaluate = Callable[[Evaluation | None], Evaluation]
"""Evaluates the document as it is now; it is given the evaluation before, to take over what has not changed."""


def _any(problem: Problem) -> bool:
    return True


def fix_all(document: Document, evaluate: Evaluate, wanted: Callable[[Problem], bool] = _any) -> Iterator[Problem]:
    """Fixes the `wanted` problems of the document, one after the other, and gives each as it was found.

    A fix that the document refuses, that leaves its problem or that adds one as grave is taken back. While a document
    breaks the schema some checks are not run: what these find once it does not is not counted as added.
    """
    evaluation = evaluate(None)
    tried: set[tuple[str, object, str]] = set()
    while (problem := _next(evaluation, tried, wanted)) is not None:
        tried.add(problem.identity)
        assert problem.fix is not None
        after = _after(document, evaluation, problem.fix, evaluate)
        if after is None:
            continue
        if _better(evaluation, after, problem):
            evaluation = after
            yield problem
        else:
            document.undo()


def apply(document: Document, effective: edits.Data, fix: Fix) -> None:
    """Makes the edits of a fix as one step of undo. Raises EditRefused, with nothing changed, where one cannot be."""
    scratch = document.copy()
    match fix.edits:
        case (DeleteKey(old), SetValue(new, value)) if _only_renames(document, old, new, value):
            scratch.rename(old, str(new[-1]))  # what stands in and around it stays, comments included
            document.replace_text(scratch.text)
            return
    for edit in fix.edits:
        if isinstance(edit, SetValue):
            value = edit.value.make() if isinstance(edit.value, RandomKey) else edit.value
            edits.set_value(scratch, effective, edit.path, value)
        else:
            scratch.delete(edit.path)
    document.replace_text(scratch.text)


def _only_renames(document: Document, old: Path, new: Path, value: object) -> bool:
    """Whether a key only gets another name, in the same map."""
    siblings = look_up(document.data, old[:-1]) if len(old) > 1 else document.data
    if old[:-1] != new[:-1] or not isinstance(siblings, dict) or new[-1] in siblings:
        return False
    return bool(look_up(siblings, old[-1:]) == value)


def _next(
    evaluation: Evaluation, tried: set[tuple[str, object, str]], wanted: Callable[[Problem], bool]
) -> Problem | None:
    offered = (one for one in evaluation.problems if one.fix is not None and one.identity not in tried)
    return next(filter(wanted, offered), None)


def _after(document: Document, evaluation: Evaluation, fix: Fix, evaluate: Evaluate) -> Evaluation | None:
    """What the document means with the fix made; None where nothing was changed."""
    before = document.text
    try:
        apply(document, evaluation.data, fix)
    except (EditRefused, IndexError):
        return None
    return evaluate(evaluation) if document.text != before else None


def _better(before: Evaluation, after: Evaluation, problem: Problem) -> bool:
    if problem.identity in {one.identity for one in after.problems}:
        return False
    unseen = _checks_run(after) - _checks_run(before)  # what they find now was there before
    counting = [one for one in after.problems if one.code not in unseen and (one.is_error or not problem.is_error)]
    return not _counted(counting) - _counted(before.problems)


def _checks_run(evaluation: Evaluation) -> Set[str]:
    return evaluation.checked.found.keys() if evaluation.checked is not None else frozenset()


def _counted(problems: Sequence[Problem]) -> Counter[str]:
    """How many there are of each code: a value that is moved may take its problem along."""
    return Counter(one.code for one in problems)
