"""What the commands print: problems, colours, notes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from typing import TextIO

from mlflow_tui.cli.errors import CommandError
from mlflow_tui.config_model.problem import Problem
from mlflow_tui.config_model.url_passwords import without_passwords

_COLOURS = {"error": "31;1", "warning": "33", "removed": "31", "added": "32", "place": "36"}


def coloured(options: argparse.Namespace, stream: TextIO) -> bool:
    """Whether to colour what goes to `stream`: `--color`, then NO_COLOR, then whether it is a terminal."""
    if options.color != "auto":
        return bool(options.color == "always")
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def paint(text: str, what: str, on: bool) -> str:
    """`text` in the colour of `what`, where colours are on."""
    return f"\x1b[{_COLOURS[what]}m{text}\x1b[0m" if on else text


def problem_line(problem: Problem, colours: bool = False) -> str:
    """`values.yaml:12:3: error MT101 trackingServer.mode: what is wrong (fix: how to fix it)`."""
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part is not None)
    severity = problem.severity.value
    head = f"{paint(place + ':', 'place', colours)} " if place else ""
    key = f" {problem.key}" if problem.key else ""
    remedy = f" (fix: {problem.remedy})" if problem.remedy else ""
    return f"{head}{paint(severity, severity, colours)} {problem.code}{key}: {problem.message}{remedy}"


def note(options: argparse.Namespace, text: str) -> None:
    """A line for the person, beside the output: on stderr, and not with `--quiet`."""
    if not options.quiet:
        print(without_passwords(text), file=sys.stderr)


def refuse_errors(options: argparse.Namespace, problems: Iterable[Problem], what: str) -> None:
    """Prints the errors and ends the command: a document that has errors is never rendered, exported or applied."""
    errors = [problem for problem in problems if problem.is_error]
    if not errors:
        return
    colours = coloured(options, sys.stderr)
    for problem in errors:
        print(problem_line(problem, colours), file=sys.stderr)
    count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
    raise CommandError(f"nothing is {what}: the values have {count}", "fix them: see `mlflow-tui check`", code=1)


def diff_lines(lines: Iterable[str], colours: bool) -> str:
    """A unified diff, coloured by what is added and removed."""
    painted = []
    for line in lines:
        what = "added" if line.startswith("+") else "removed" if line.startswith("-") else ""
        painted.append(paint(line, what, colours) if what and not line.startswith(("+++", "---")) else line)
    return "".join(f"{line}\n" for line in painted)
