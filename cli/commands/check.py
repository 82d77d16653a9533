"""`check`: every error and warning of the files named."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mlflow_tui.cli.errors import DONE, FOUND, WRONG_USE, CommandError, UnreadableFile
from mlflow_tui.cli.inputs import STDIN, layer, read_document, release, set_layers, shown_name
from mlflow_tui.cli.output import coloured, note, problem_line
from mlflow_tui.config_model.checks.severity_overrides import complaints, overridden
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.problem import Problem, Severity
from mlflow_tui.config_model.recognition import OtherChart
from mlflow_tui.config_model.yaml_problem import DuplicateKey, UnreadableYaml
from mlflow_tui.renderers.evaluation import evaluate


def run(options: argparse.Namespace) -> int:
    names = list(_expanded(options.values))
    if not names:
        raise CommandError("no values file given", "name one or more, for example values.yaml")
    release(options)  # a wrong option is said before any file is read
    groups = [names] if options.layers else [[name] for name in names]
    if options.fix:
        from mlflow_tui.cli.commands.fix import fix_files

        fix_files(options, groups)
    unreadable: list[Problem] = []
    problems: list[Problem] = []
    grades = _grades(options)
    for group in groups:
        layers, refused = _read(group)
        if refused is None:
            problems.extend(overridden(_problems(options, layers), grades))
        else:
            unreadable.append(refused)
    _print(options, problems, unreadable, len(names))
    if unreadable:
        return WRONG_USE
    failing = [one for one in problems if one.is_error or options.fail_on == "warning"]
    return FOUND if failing else DONE


def _grades(options: argparse.Namespace) -> Mapping[str, str]:
    """How grave the person wants each code to be taken; says what in it cannot be followed."""
    from mlflow_tui.delivery.configuration import check_grades, place

    grades = check_grades()
    for complaint in complaints(grades):
        note(options, f"{place()}: {complaint}")
    return grades


def _expanded(names: Sequence[str]) -> Iterator[str]:
    """The files that quoted globs name; a glob that matches nothing is kept, to be reported as missing."""
    for name in names:
        if name != STDIN and not Path(name).exists() and any(character in name for character in "*?["):
            yield from sorted(str(path) for path in _matching(name)) or [name]
        else:
            yield name


def _matching(pattern: str) -> Iterator[Path]:
    folder = Path(Path(pattern).anchor)
    return folder.glob(str(Path(pattern).relative_to(folder)))


def _read(names: Sequence[str]) -> tuple[list[Layer], Problem | None]:
    """The layers of a group of files, or the problem of the first that cannot be read."""
    from mlflow_tui.delivery.files import FileProblem

    layers: list[Layer] = []
    for name in names:
        try:
            layers.append(layer(name, read_document(name)))
        except FileProblem as problem:
            return layers, _unreadable(name, "MT001", problem.what, problem.hint)
        except UnreadableFile as error:
            cause = error.cause
            code = next((code for kind, code in _CODES.items() if isinstance(cause, kind)), "MT001")
            return layers, _unreadable(name, code, cause.message, cause.hint, cause.line, cause.column)
    return layers, None


_CODES: Mapping[type[UnreadableYaml], str] = {DuplicateKey: "MT002", OtherChart: "MT017"}
"""The codes of files that cannot be read as values, for a reason of their own."""


def _unreadable(
    name: str, code: str, message: str, hint: str, line: int | None = None, column: int | None = None
) -> Problem:
    file = shown_name(name)
    return Problem(code, Severity.ERROR, (), message.rstrip("."), hint, file=file, line=line, column=column)


def _problems(options: argparse.Namespace, layers: Sequence[Layer]) -> Sequence[Problem]:
    return evaluate([*layers, *set_layers(layers, options)], release(options)).problems


def _print(options: argparse.Namespace, problems: list[Problem], unreadable: list[Problem], files: int) -> None:
    if options.format != "text":
        from mlflow_tui.cli.formats import FORMATS

        sys.stdout.write(FORMATS[options.format]([*unreadable, *problems]))
        return
    for problem in unreadable:
        print(problem_line(problem, coloured(options, sys.stderr)), file=sys.stderr)
    for problem in problems:
        print(problem_line(problem, coloured(options, sys.stdout)))
    if files == len(problems) + len(unreadable) == 1:
        return  # the one line says all
    errors = sum(one.is_error for one in (*problems, *unreadable))
    warnings = len(problems) + len(unreadable) - errors
    counted = f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}" if errors or warnings else "no problems"
    note(options, f"{counted} in {_counted(files, 'file')}")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
