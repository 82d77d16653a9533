"""Fixes that are not offered: they would lose something, or change the wrong place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mlflow_tui.config_model.checks.schema import BOOLEAN_FOR_TEXT, WRONG_TYPE
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.layers import Layer, source
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import DeleteKey, Problem, SetValue

_MISSING = object()


def with_safe_fix(problem: Problem, given: Mapping[str, Any], layers: Sequence[Layer]) -> Problem:
    """The problem, its fix left out where that is not safe on these layers, which give `given` together."""
    return _without_loss(_by_option(problem, layers), given, layers)


def _without_loss(problem: Problem, given: Mapping[str, Any], layers: Sequence[Layer]) -> Problem:
    """The problem without a fix that would lose something.

    That is one which moves a key to where a value is already, or writes anew what has comments in it; nor one that
    removes what is not there yet.
    """
    edits = problem.fix.edits if problem.fix is not None else ()
    moves = next((edit.path for edit in edits if isinstance(edit, DeleteKey)), None)
    for edit in edits:
        if not isinstance(edit, SetValue):
            if look_up(given, edit.path, _MISSING) is _MISSING:
                return replace(problem, fix=None)  # it stands there once the document is fixed otherwise
            continue
        if _is_below_a_scalar(edit.path, given, moves):
            return replace(problem, fix=None)  # there is a map once the document is fixed otherwise
        taken = moves is not None and look_up(given, edit.path) is not None
        renames = moves is not None and moves[:-1] == edit.path[:-1]
        if taken or (not renames and _has_comments(moves or edit.path, layers)):
            return replace(problem, fix=None)
    return problem


def _is_below_a_scalar(path: Path, given: Mapping[str, Any], removed: Path | None) -> bool:
    """Whether a single value stands above `path`, other than one that the same fix removes."""
    above = (path[:length] for length in range(1, len(path)) if path[:length] != removed)
    return any(not isinstance(look_up(given, one), dict | list | None) for one in above)


def _has_comments(path: Path, layers: Sequence[Layer]) -> bool:
    """Whether a comment stands inside the map or list at `path`, as the topmost file that has it gives it."""
    for layer in reversed(layers):
        if layer.loaded is None or layer.text is None or path not in layer.loaded.values:
            continue
        if not isinstance(look_up(layer.data, path), dict | list):
            return False
        span = layer.loaded.values[path]
        key = layer.loaded.keys.get(path, span)
        inside = layer.text[min(key.start, span.start) : span.end].partition("\n")[2]  # that of the key's line stays
        return re.search(r"(?:^|\s)#", inside) is not None
    return False


def _by_option(problem: Problem, layers: Sequence[Layer]) -> Problem:
    """A string that a `--set` gives as a number or a boolean: no edit of the file makes it right."""
    if problem.code not in (BOOLEAN_FOR_TEXT, WRONG_TYPE) or problem.fix is None:
        return problem
    quotes = any(isinstance(edit, SetValue) and isinstance(edit.value, str) for edit in problem.fix.edits)
    giving = source(layers, problem.path).layer
    if quotes and giving is not None and giving.assignments:
        return replace(problem, fix=None, hint="give it with --set-string, which takes strings only")
    return problem
