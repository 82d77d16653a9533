"""`upgrade`: what a later MLflow changes for a values file, and the edit that takes the file there."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from mlflow_tui.cli.errors import DONE, FOUND, CommandError
from mlflow_tui.cli.inputs import (
    STDIN,
    layer,
    parsed_document,
    read_document,
    refuse_encrypted,
    release,
    set_layers,
    shown_name,
)
from mlflow_tui.cli.output import coloured, note, paint
from mlflow_tui.cli.records import entry_record
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.mlflow import Version
from mlflow_tui.config_model.upgrade import Entry, Kind, Stack, Upgrade, plan, target
from mlflow_tui.config_model.url_passwords import without_passwords


@dataclass(frozen=True, slots=True)
class _Planned:
    """The upgrade of one file, and whether it was written."""

    name: str
    upgrade: Upgrade
    written: bool


def run(options: argparse.Namespace) -> int:
    wanted = target(options.to)
    running = target(options.running, "--from") if options.running is not None else None
    names: list[str] = options.values
    if not names:
        raise CommandError("no values file given", "name one, for example values.yaml, or - for stdin")
    if options.write and options.read_only:
        raise CommandError(f"{names[-1]} is not changed: --read-only was given")
    release(options)  # a wrong option is said before any file is read
    groups = [names] if options.layers else [[name] for name in names]
    planned = [_upgraded(options, group, wanted, running) for group in groups]
    _print(options, planned)
    return FOUND if any(one.upgrade.stopped for one in planned) else DONE


def _upgraded(options: argparse.Namespace, names: Sequence[str], wanted: Version, running: Version | None) -> _Planned:
    """Plans the upgrade of the last file, which lies over the others, and writes it where that was asked for."""
    name = names[-1]
    lower = [layer(one, read_document(one)) for one in names[:-1]]
    plan_of = _planner(options, name, lower, wanted, running)
    if not options.write or name == STDIN:
        upgrade = plan_of(read_document(name))
        if options.write:
            sys.stdout.flush()
            sys.stdout.buffer.write(upgrade.after.encode())
        return _Planned(name, upgrade, options.write)
    return _Planned(name, _write(options, name, plan_of), written=True)


def _write(options: argparse.Namespace, name: str, plan_of: Callable[[Document], Upgrade]) -> Upgrade:
    from mlflow_tui.delivery.files import edit_file

    planned: list[Upgrade] = []

    def change(data: bytes) -> bytes:
        planned.append(plan_of(parsed_document(name, data)))  # the file is read again where somebody else wrote it
        return planned[-1].after.encode()

    for line in edit_file(FilePath(name), change).notes:
        note(options, line)
    return planned[-1]


def _planner(
    options: argparse.Namespace, name: str, lower: Sequence[Layer], wanted: Version, running: Version | None
) -> Callable[[Document], Upgrade]:
    from mlflow_tui.delivery.configuration import check_grades
    from mlflow_tui.renderers.evaluation import evaluate

    grades = check_grades()

    def evaluated(layers: Sequence[Layer], of: Release, previous: Evaluation | None) -> Evaluation:
        return evaluate(layers, of, previous).graded(grades)

    def plan_of(document: Document) -> Upgrade:
        refuse_encrypted(name, document)
        upper = set_layers([*lower, layer(name, document)], options)
        stack = Stack(shown_name(name), evaluated, lower, upper, release(options))
        return plan(document, stack, wanted, running)

    return plan_of


def _print(options: argparse.Namespace, planned: Sequence[_Planned]) -> None:
    stream = sys.stderr if options.write and any(one.name == STDIN for one in planned) else sys.stdout
    if options.format == "json":
        print(json.dumps([_record(one) for one in planned], indent=2, ensure_ascii=False), file=stream)
        return
    colours = coloured(options, stream)
    for one in planned:
        for line in _lines(one, colours):
            print(without_passwords(line), file=stream)
    pending = [shown_name(one.name) for one in planned if not one.written and one.upgrade.before != one.upgrade.after]
    if pending:
        print(f"nothing is written: --write makes the edit in {', '.join(pending)}", file=stream)


def _lines(planned: _Planned, colours: bool) -> list[str]:
    name, upgrade = paint(f"{shown_name(planned.name)}:", "place", colours), planned.upgrade
    if upgrade.nothing_to_do:
        errors = f", but it has {_counted(len(upgrade.remaining))}: see `mlflow-tui check`" if upgrade.remaining else ""
        return [f"{name} nothing to do: it is for MLflow {upgrade.wanted} already{errors}"]
    lines = [f"{name} MLflow {upgrade.earlier} to {upgrade.wanted}"]
    for entry in upgrade.entries:
        lines.append(_line(entry, planned.written, colours))
        if entry.command:
            lines.append(f"    {entry.command}")
    left = sum(one.kind is Kind.STOPS and not one.made for one in upgrade.entries)
    if planned.written:
        rest = f"; a person must fix {_counted(left)}, the first lines above" if left else ""
        lines.append(f"{name} written for MLflow {upgrade.wanted}{rest}")
    return lines


def _line(entry: Entry, written: bool, colours: bool) -> str:
    """`stops 3.13.0 backendStore.createSecret.backendStoreUri: what is wrong (fix: how to fix it)`."""
    word = "fixed" if entry.made and written else entry.kind.value
    painted = paint(word, "error" if entry.kind is Kind.STOPS and not entry.made else "warning", colours)
    since = f" {entry.version}" if entry.version is not None else ""
    by = ", by --write" if entry.made and not written else ""
    remedy = f" (fix{by}: {entry.fix})" if entry.fix else ""
    return f"{painted}{since} {entry.key}: {entry.message}{remedy}"


def _counted(number: int) -> str:
    return "1 error" if number == 1 else f"{number} errors"


def _record(planned: _Planned) -> dict[str, Any]:
    upgrade = planned.upgrade
    return {
        "file": shown_name(planned.name),
        "from": str(upgrade.earlier),
        "to": str(upgrade.wanted),
        "written": planned.written,
        "entries": [entry_record(one) for one in upgrade.entries],
    }
