"""`import`: the values of what runs, as a values file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mlflow_tui.cli.commands.convert import entry_line
from mlflow_tui.cli.errors import DONE, FOUND
from mlflow_tui.cli.operations import connected
from mlflow_tui.cli.output import coloured, note
from mlflow_tui.cli.targets import refuse_existing, refuse_read_only, target
from mlflow_tui.config_model.conversion.entry import Outcome
from mlflow_tui.config_model.document import Document
from mlflow_tui.delivery.live import LiveValues, live_values, values_text, write_values
from mlflow_tui.renderers.masking import masked_text


def run(options: argparse.Namespace) -> int:
    path = target(options.output)
    if path is not None:
        refuse_read_only(options, path, "without -o it goes to stdout")
        refuse_existing(path)
    kubectl = connected(options)
    live = live_values(kubectl, options.release)
    text = values_text(live, kubectl)
    for entry in live.entries:
        note(options, entry_line(entry, coloured(options, sys.stderr)))
    if path is not None:
        _write(options, path, live, text)
    else:
        _show(options, live, text)
    return FOUND if any(entry.outcome is Outcome.PERSON for entry in live.entries) else DONE


def _write(options: argparse.Namespace, path: Path, live: LiveValues, text: str) -> None:
    write_values(path, live, text)
    secret = "; it holds secrets, so only you may read it" if live.holds_secrets else ""
    note(options, f"wrote {path} from {live.origin}{secret}; go on with: mlflow-tui {path}")


def _show(options: argparse.Namespace, live: LiveValues, text: str) -> None:
    if not sys.stdout.isatty() or options.show_secrets or not live.holds_secrets:
        sys.stdout.write(text)
        return
    sys.stdout.write(masked_text(text, Document(text).loaded))
    note(
        options, "secret values are masked on a terminal; --show-secrets shows them, -o FILE and a pipe have them whole"
    )
