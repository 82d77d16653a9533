"""`check --fix`: makes the fixes that can be made, one at a time, and never one that breaks something else."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path as FilePath

from mlflow_tui.cli.errors import CommandError, UnreadableFile
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
from mlflow_tui.cli.output import note
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.fixing import fix_all
from mlflow_tui.config_model.layers import Layer


def fix_files(options: argparse.Namespace, groups: Sequence[Sequence[str]]) -> None:
    """Fixes the last file of each group, as the layer that lies over the others, and says what it did.

    A file that cannot be read is left for the check to report. Raises CommandError where a file may not be written, or
    is one that SOPS alone can edit.
    """
    if options.read_only:
        raise CommandError("nothing is fixed: --read-only was given")
    if any(STDIN in group for group in groups):
        raise CommandError("standard input cannot be fixed", "name the file, or leave --fix out")
    for group in groups:
        _fix_file(options, group)


def _fix_file(options: argparse.Namespace, names: Sequence[str]) -> None:
    from mlflow_tui.delivery.files import FileProblem, edit_file

    name = names[-1]
    said: list[str] = []
    try:
        document = read_document(name)
        lower = [layer(one, read_document(one)) for one in names[:-1]]
    except (CommandError, FileProblem, UnreadableFile):
        return
    refuse_encrypted(name, document)
    edit_file(FilePath(name), _change(options, name, lower, said))
    for line in said:
        note(options, line)


def _change(
    options: argparse.Namespace, name: str, lower: Sequence[Layer], said: list[str]
) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        document = parsed_document(name, data)
        said.clear()  # the file is read again where somebody else wrote it meanwhile

        def evaluated(previous: Evaluation | None) -> Evaluation:
            from mlflow_tui.renderers.evaluation import evaluate

            layers = [*lower, layer(name, document)]
            return evaluate([*layers, *set_layers(layers, options)], release(options), previous)

        for problem in fix_all(document, evaluated):
            place = f"{shown_name(name)}:{problem.line}" if problem.line and problem.file == name else shown_name(name)
            said.append(f"{place}: fixed {problem.code} {problem.key}: {problem.remedy}")
        return document.to_bytes()

    return change
