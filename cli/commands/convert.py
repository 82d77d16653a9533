"""`convert`: values of another MLflow chart as values of this one, with a report of what became of each key."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from mlflow_tui.cli.errors import DONE, FOUND
from mlflow_tui.cli.inputs import layer, read_document_of_any_chart, refuse_encrypted, release, shown_name
from mlflow_tui.cli.output import coloured, note, paint, problem_line
from mlflow_tui.cli.targets import refuse_existing, refuse_read_only, target
from mlflow_tui.config_model.conversion.charts import Chart
from mlflow_tui.config_model.conversion.converting import Conversion, convert
from mlflow_tui.config_model.conversion.entry import Entry, Outcome
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.problem import Problem
from mlflow_tui.config_model.secrecy import secret_paths
from mlflow_tui.config_model.url_passwords import without_passwords


def run(options: argparse.Namespace) -> int:
    path = target(options.output)
    if path is not None:
        refuse_read_only(options, path, "without -o it goes to stdout")
        refuse_existing(path)
    runbook = target(options.runbook) if options.runbook else None
    if runbook is not None:
        refuse_read_only(options, runbook)
        refuse_existing(runbook)
    of = release(options)
    document = read_document_of_any_chart(options.file)
    refuse_encrypted(options.file, document)
    done = convert(document, Chart(options.chart) if options.chart else None, of)
    name = options.output if path is not None else shown_name(options.file)
    evaluation = _evaluated(options, name, Document(done.after))
    if path is not None:
        _write(path, done)
    else:
        _show(options, done)
    _report(options, done, evaluation.errors, sys.stdout if path is not None else sys.stderr)
    if options.plan or options.runbook:
        _tell_move(options, document, done, runbook)
    if path is not None:
        note(options, f"wrote {path}; go on with: mlflow-tui check {path}")
    return FOUND if evaluation.errors or done.needs_a_person else DONE


def _tell_move(options: argparse.Namespace, document: Document, done: Conversion, runbook: Path | None) -> None:
    from mlflow_tui.config_model.conversion.move import plan_move
    from mlflow_tui.delivery.files import ABSENT, write_file
    from mlflow_tui.renderers.runbook import markdown, text

    if done.chart is None:
        note(options, "there is nothing to move: the values are of this chart already")
        return
    move = plan_move(document.data, done, release(options), options.output or "values.yaml")
    if options.plan:
        sys.stderr.write(text(move))
    if runbook is not None:
        write_file(runbook, markdown(move).encode(), ABSENT, private=False)
        note(options, f"wrote {runbook}")
    elif options.runbook:
        sys.stderr.write(markdown(move))


def _evaluated(options: argparse.Namespace, name: str, document: Document) -> Evaluation:
    from mlflow_tui.delivery.configuration import check_grades
    from mlflow_tui.renderers.evaluation import evaluate

    return evaluate([layer(name, document)], release(options)).graded(check_grades())


def _write(path: Path, done: Conversion) -> None:
    from mlflow_tui.delivery.files import ABSENT, write_file

    write_file(path, done.after.encode(), ABSENT, private=_holds_secrets(done))


def _holds_secrets(done: Conversion) -> bool:
    return any(True for _ in secret_paths(Document(done.after).data))


def _show(options: argparse.Namespace, done: Conversion) -> None:
    if not sys.stdout.isatty() or options.show_secrets or not _holds_secrets(done):
        sys.stdout.flush()
        sys.stdout.buffer.write(done.after.encode())
        sys.stdout.buffer.flush()
        return
    from mlflow_tui.renderers.masking import masked_text

    sys.stdout.write(masked_text(done.after, Document(done.after).loaded))
    note(options, "secret values are masked on a terminal; --show-secrets shows them")


def _report(options: argparse.Namespace, done: Conversion, errors: Sequence[Problem], stream: TextIO) -> None:
    if options.format == "json":
        print(json.dumps(_record(options, done, errors), indent=2, ensure_ascii=False), file=stream)
        return
    if done.chart is None:
        print(f"{shown_name(options.file)}: values of this chart already; nothing is converted", file=stream)
    else:
        print(f"{shown_name(options.file)}: values of {done.chart.title}", file=stream)
    colours = coloured(options, stream)
    for entry in done.entries:
        print(entry_line(entry, colours), file=stream)
    for problem in errors:
        print(problem_line(problem, colours), file=stream)


def entry_line(entry: Entry, colours: bool) -> str:
    """`differs KEY -> SETTING: what differs (fix: what to do)`, and the line for a shell below it."""
    kind = {Outcome.PERSON: "error", Outcome.DIFFERS: "warning", Outcome.NONE: "warning"}.get(entry.outcome, "added")
    command = f"\n    {entry.command}" if entry.command else ""
    return f"{paint(entry.outcome.value, kind, colours)} {entry.told}{command}"


def _record(options: argparse.Namespace, done: Conversion, errors: Sequence[Problem]) -> dict[str, Any]:
    return {
        "file": shown_name(options.file),
        "chart": done.chart.value if done.chart is not None else None,
        "output": options.output,
        "keys": [_entry_record(one) for one in done.entries],
        "errors": [{"code": one.code, "path": one.key, "message": one.message} for one in errors],
    }


def _entry_record(entry: Entry) -> dict[str, Any]:
    return {
        "path": entry.key,
        "outcome": entry.outcome.value,
        "to": list(entry.targets),
        "message": without_passwords(entry.message) or None,
        "fix": without_passwords(entry.fix) or None,
        "command": entry.command or None,
        "affects": list(entry.affects),
        "given": entry.given,
    }
