"""`diff`: the values or manifests against the defaults, another file or the cluster; secrets masked."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from mlflow_tui.cli.commands.render import rendered
from mlflow_tui.cli.errors import DONE, FOUND, CommandError
from mlflow_tui.cli.inputs import default_layer, layer, read_document, read_layers, release
from mlflow_tui.cli.output import coloured, diff_lines
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.secrecy import without_passwords
from mlflow_tui.renderers import diff
from mlflow_tui.renderers.evaluation import evaluate
from mlflow_tui.renderers.yaml_text import text


def run(options: argparse.Namespace) -> int:
    layers = read_layers(options)
    after = evaluate(layers, release(options))
    if options.against == "live":
        from mlflow_tui.cli.commands.diff_live import against_cluster

        return _show(options, against_cluster(options, after))
    below = _other(options.against)
    before = evaluate(below, release(options))
    names = below[-1].name, ", ".join(one.name for one in layers)
    lines = _manifests(options, before, after, *names) if options.manifests else _values(before, after, *names)
    return _show(options, lines)


def _show(options: argparse.Namespace, lines: Sequence[str]) -> int:
    """Prints the lines of a diff; the exit code tells whether there are any."""
    sys.stdout.write(diff_lines(lines, coloured(options, sys.stdout)))
    return FOUND if lines else DONE


def _other(against: str) -> list[Layer]:
    if against == "defaults":
        return [default_layer()]
    return [layer(against, read_document(against))]


def _values(before: Evaluation, after: Evaluation, before_name: str, after_name: str) -> list[str]:
    old, new = diff.masked_values(before.data, after.data)
    return diff.unified(without_passwords(text(old)), without_passwords(text(new)), before_name, after_name)


def _manifests(
    options: argparse.Namespace, before: Evaluation, after: Evaluation, before_name: str, after_name: str
) -> list[str]:
    if before.values is None:
        raise CommandError(f"{before_name} has errors, so it has no manifests", "see `mlflow-tui check`", FOUND)
    old = rendered(options, before)
    return diff.manifests(old, rendered(options, after), before_name, after_name)
