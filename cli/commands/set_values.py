"""`set`: edits a values file in place, without harming what it does not edit."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any

from cli.errors import DONE, FOUND, CommandError
from cli.inputs import STDIN, layer, parsed_document, read_document, refuse_encrypted, release, shown_name
from cli.output import coloured, note, problem_line
from config_model import edits, set_expression
from config_model.document import Document, EditRefused
from config_model.evaluation import Evaluation
from config_model.path import Path, format_path, parse_path
from renderers.evaluation import evaluate

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
        found += [one for text in options.assignments for one in set_expression.parse(text)]
        found += [one for kind, text in typed if kind == "string" for one in set_expression.parse(text, "set-string")]
        found += [one for kind, text in typed if kind == "json" for one in set_expression.parse(text, "set-json")]
    except ValueError as error:
        raise CommandError(str(error), "write it as PATH=VALUE, for example trackingServer.workers=4") from None
    return found


def _edit_in_place(options: argparse.Namespace, assignments: Sequence[Assignment]) -> None:
    from delivery.files import FileProblem, edit_file

    name = options.file

    def change(data: bytes) -> bytes:
        document = parsed_document(name, data)
        _edited(options, document, assignments)
        return document.to_bytes()

    if options.read_only:
        raise CommandError(f"{name} is not changed: --read-only was given")
    try:
        saved = edit_file(FilePath(name), change)
    except FileProblem as problem:
        raise CommandError(problem.message, problem.hint) from None
    for line in saved.notes:
        note(options, line)


def _edited(options: argparse.Namespace, document: Document, assignments: Sequence[Assignment]) -> bool:
    """Makes the edits; refuses them all where one cannot be done or adds an error to the file."""
    refuse_encrypted(options.file, document)
    name = shown_name(options.file)
    before = evaluate([layer(name, document)], release(options))
    for path, value in assignments:
        _edit(options, document, evaluate([layer(name, document)]).data, path, value)
    after = evaluate([layer(name, document)], release(options))
    _refuse_new_errors(options, before, after)
    return before.layers[0].data != after.layers[0].data


def _edit(options: argparse.Namespace, document: Document, effective: dict[str, Any], path: Path, value: Any) -> None:
    try:
        if value is DELETED:
            edit = edits.reset(document, path)
            if edit is None:
                note(options, f"{format_path(path)} is not in the file: nothing to delete")
        else:
            edit = edits.set_value(document, effective, path, value)
    except EditRefused as refusal:
        raise CommandError(f"{format_path(path)}: {refusal}", code=FOUND) from None
    except IndexError:
        raise CommandError(
            f"{format_path(path)}: the list has no such entry", "use the next free index", FOUND
        ) from None
    for notice in edit.notices if edit is not None else ():
        note(options, notice)


def _refuse_new_errors(options: argparse.Namespace, before: Evaluation, after: Evaluation) -> None:
    known = {problem.identity for problem in before.errors}
    added = [problem for problem in after.errors if problem.identity not in known]
    if not added or options.force:
        return
    for problem in added:
        print(problem_line(problem, coloured(options, sys.stderr)), file=sys.stderr)
    raise CommandError("nothing is written: the edit adds an error", "--force writes it all the same", FOUND)


def _write_elsewhere(options: argparse.Namespace, data: bytes, changed: bool) -> int:
    from delivery.files import FileProblem, write_file

    target = options.output or STDIN
    if target == STDIN:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return DONE
    if options.read_only:
        raise CommandError(f"{target} is not written: --read-only was given")
    try:
        write_file(FilePath(target), data, None)
    except FileProblem as problem:
        raise CommandError(problem.message, problem.hint) from None
    note(options, f"wrote {target}" if changed else f"wrote {target}, unchanged")
    return DONE
