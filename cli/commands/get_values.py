"""`get`: the effective value of a key."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from mlflow_tui.cli.errors import DONE, CommandError
from mlflow_tui.cli.inputs import read_layers
from mlflow_tui.cli.output import note
from mlflow_tui.config_model.catalogue import by_path, key_order
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path, parse_path
from mlflow_tui.config_model.secrecy import MASK, without_passwords
from mlflow_tui.renderers.masking import masked_data
from mlflow_tui.renderers.yaml_text import text

_MISSING = object()


def run(options: argparse.Namespace) -> int:
    path = parse_path(options.path)
    evaluation = evaluate_values(read_layers(options, options.file))
    value = look_up(evaluation.data, path, _MISSING)
    if value is _MISSING:
        raise CommandError(f"no value at {options.path}", _hint(evaluation, path))
    if options.source:
        print(f"# {_source(evaluation, path)}")
    sys.stdout.write(_shown(options, evaluation, path, value))
    return DONE


def _shown(options: argparse.Namespace, evaluation: Evaluation, path: Path, value: Any) -> str:
    """The value, its secrets masked where a person would read them over a shoulder."""
    whole = text(value)
    if not sys.stdout.isatty() or options.show_secrets:
        return whole
    masked = without_passwords(text(_masked(evaluation, path)))
    if masked != whole:
        note(options, "secret values are masked on a terminal; --show-secrets shows them, a pipe has them whole")
    return masked


def _masked(evaluation: Evaluation, path: Path) -> Any:
    """The value without its secrets; the mask where it is a part of one."""
    found = look_up(masked_data(evaluation.data), path, _MISSING)
    return MASK if found is _MISSING else found


def _hint(evaluation: Evaluation, path: Path) -> str:
    import difflib

    known = [setting.key for setting in by_path().values()]
    near = difflib.get_close_matches(".".join(str(part) for part in path), known, n=1)
    if near:
        return f"did you mean {near[0]}?"
    for length in range(len(path) - 1, -1, -1):
        parent = look_up(evaluation.data, path[:length], _MISSING)
        if isinstance(parent, dict):
            keys = ", ".join(key_order(path[:length]) or parent)
            return f"keys there: {keys}" if keys else "the map there is empty"
        if isinstance(parent, list):
            return f"the list there has {len(parent)} entries, from [0]"
    return ""


def _source(evaluation: Evaluation, path: Path) -> str:
    source = evaluation.source(path)
    if source.layer is None:
        return "from the chart's default"
    if source.span is None:
        return f"from {source.layer.name}"
    return f"from {source.layer.name}:{source.span.line}:{source.span.column}"
