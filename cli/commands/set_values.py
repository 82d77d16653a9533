"""`set`: edits a values file in place, without harming what it does not edit."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from mlflow_tui.cli.errors import DONE, FOUND, CommandError, exit_code
from mlflow_tui.cli.inputs import STDIN, layer, parsed_document, read_document, refuse_encrypted, release, shown_name
from mlflow_tui.cli.output import coloured, note, problem_line
from mlflow_tui.cli.targets import refuse_read_only, target
from mlflow_tui.config_model import edits, set_expression
from mlflow_tui.config_model.best_guess import is_about
from mlflow_tui.config_model.checks import CHECKS
from mlflow_tui.config_model.document import Document, EditRefused
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.path import Path, format_path, parse_path
from mlflow_tui.config_model.problem import Problem
from mlflow_tui.config_model.text_places import as_text, texts_like_others
from mlflow_tui.renderers.evaluation import evaluate

Assignment = tuple[Path, Any]
DELETED = object()
"""Stands for the value of a key that `--delete` takes out."""


def run(options: argparse.Namespace) -> int:
    assignments = _assignments(options)
    if not assignments:
        raise CommandError("nothing to set", "say what, for example trackingServer.workers=4")
    name = options.file
    if options.output is not None or name == STDIN:
        document = read_document(name)
        changed = _edited(options, document, assignments)
        return _write_elsewhere(options, document.to_bytes(), changed)
    _edit_in_place(options, assignments)
    return DONE


def _assignments(options: argparse.Namespace) -> list[Assignment]:
    """What the command line asks for: deletions first, so that a key can be taken out and given anew."""
    typed = options.typed
    found: list[Assignment] = []
    try:
        found += [(parse_path(text), DELETED) for kind, text in typed if kind == "delete"]
        found += [one for text in options.assignments for one in _read(options, text)]
        found += [one for kind, text in typed if kind == "string" for one in set_expression.parse(text, "set-string")]
        found += [one for kind, text in typed if kind == "json" for one in set_expression.parse(text, "set-json")]
    except ValueError as error:
        raise CommandError(str(error), "write it as PATH=VALUE, for example trackingServer.workers=4") from None
    return found


def _read(options: argparse.Namespace, expression: str) -> list[Assignment]:
    """As Helm's `--set` reads it; but where the file takes text alone, what was written is text."""
    version = release(options).kube_version
    typed = set_expression.parse(expression)
    written = set_expression.parse(expression, "set-string")
    found = [
        (path, as_text(path, value, words, version)) for (path, value), (_, words) in zip(typed, written, strict=True)
    ]
    for path in (place for one in found for place in texts_like_others(*one, version)):
        note(options, f"{format_path(path)}: the setting takes text, so this is written as text, in quotes")
    return found


def _edit_in_place(options: argparse.Namespace, assignments: Sequence[Assignment]) -> None:
    from mlflow_tui.delivery.files import edit_file

    name = options.file

    def change(data: bytes) -> bytes:
        document = parsed_document(name, data)
        _edited(options, document, assignments)
        return document.to_bytes()

    if options.read_only:
        raise CommandError(f"{name} is not changed: --read-only was given")
    saved = edit_file(FilePath(name), change)
    for line in saved.notes:
        note(options, line)


def _edited(options: argparse.Namespace, document: Document, assignments: Sequence[Assignment]) -> bool:
    """Makes the edits; refuses them all where one cannot be done or adds an error to the file."""
    refuse_encrypted(options.file, document)
    original = document.copy()
    before = _evaluated(options, document)
    for path, value in assignments:
        _edit(options, document, path, value)
    after = _evaluated(options, document)
    if added := _added(before.errors, after.errors):
        repaired = _repaired(options, original, before, assignments)
        hidden = [one for one in added if _was_hidden(one, before, repaired)]
        _refuse_errors(options, [one for one in added if one not in hidden])
        for problem in hidden:
            note(options, f"also wrong, and seen only now: {problem_line(problem)}")
    return before.layers[0].data != after.layers[0].data


def _evaluated(options: argparse.Namespace, document: Document) -> Evaluation:
    return evaluate([layer(shown_name(options.file), document)], release(options))


def _added(before: Sequence[Problem], after: Sequence[Problem]) -> list[Problem]:
    """The errors that were not there before, in whatever item of a list they were."""
    known = Counter(_kind(problem) for problem in before)
    added: list[Problem] = []
    for problem in after:
        if known[_kind(problem)] > 0:
            known[_kind(problem)] -= 1
        else:
            added.append(problem)
    return added


def _kind(problem: Problem) -> tuple[str, Path, str]:
    return problem.code, tuple(part for part in problem.path if isinstance(part, str)), problem.message


@dataclass(frozen=True, slots=True)
class _Repaired:
    """The file with those edits alone that repair what broke the schema: `edited` are their places."""

    edited: tuple[Path, ...]
    errors: frozenset[tuple[str, Path, str]]


def _repaired(
    options: argparse.Namespace, original: Document, before: Evaluation, assignments: Sequence[Assignment]
) -> _Repaired:
    repairs = [
        (path, value) for path, value in assignments if any(is_about(path, error.path) for error in before.errors)
    ]
    quiet = argparse.Namespace(**{**vars(options), "quiet": True})
    try:
        for path, value in repairs:
            _edit(quiet, original, path, value)
    except CommandError:
        repairs = []  # they cannot be made without the other edits
    errors = _evaluated(options, original).errors if repairs else ()
    return _Repaired(tuple(path for path, _ in repairs), frozenset(_kind(error) for error in errors))


def _was_hidden(problem: Problem, before: Evaluation, repaired: _Repaired) -> bool:
    """Whether an error was there before and could not be told, as it depends on what broke the schema."""
    if _kind(problem) not in repaired.errors:
        return False
    told = before.checked.found if before.checked is not None else {}
    if problem.code in CHECKS:
        return problem.code not in told
    return not any(is_about(problem.path, path) for path in repaired.edited)


def _edit(options: argparse.Namespace, document: Document, path: Path, value: Any) -> None:
    try:
        if value is DELETED:
            edit = edits.reset(document, path)
            if edit is None:
                note(options, f"{format_path(path)} is not in the file: nothing to delete")
        else:
            edit = edits.set_value(document, _evaluated(options, document).data, path, value)
    except EditRefused as refusal:
        raise CommandError(f"{format_path(path)}: {refusal.message}", refusal.hint, exit_code(refusal)) from None
    except IndexError:
        raise CommandError(
            f"{format_path(path)}: the list has no such entry", "use the next free index", FOUND
        ) from None
    for notice in edit.notices if edit is not None else ():
        note(options, notice)


def _refuse_errors(options: argparse.Namespace, added: Sequence[Problem]) -> None:
    if not added or options.force:
        return
    for problem in added:
        print(problem_line(problem, coloured(options, sys.stderr)), file=sys.stderr)
    raise CommandError("nothing is written: the edit adds an error", "--force writes it all the same", FOUND)


def _write_elsewhere(options: argparse.Namespace, data: bytes, changed: bool) -> int:
    from mlflow_tui.delivery.files import write_file

    path = target(options.output or None)
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return DONE
    refuse_read_only(options, options.output)
    write_file(path, data, None)
    note(options, f"wrote {options.output}" if changed else f"wrote {options.output}, unchanged")
    return DONE
