"""`import`: the values of what runs, as a values file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cli.errors import DONE, CommandError
from cli.operations import connected
from cli.output import note
from config_model.document import Document
from delivery.live import LiveValues, live_values, values_text, write_values
from renderers.masking import masked_text


def run(options: argparse.Namespace) -> int:
    target = None if options.output in (None, "-") else Path(options.output)
    if target is not None and options.read_only:
        raise CommandError(f"{target} is not written: --read-only was given", "without -o it goes to stdout")
    if target is not None and target.exists():
        raise CommandError(f"{target} exists already and is left as it is", "name another file with -o")
    kubectl = connected(options)
    live = live_values(kubectl, options.release)
    text = values_text(live, kubectl)
    if target is not None:
        _write(options, target, live, text)
    else:
        _show(options, live, text)
    return DONE


def _write(options: argparse.Namespace, target: Path, live: LiveValues, text: str) -> None:
    write_values(target, live, text)
    secret = "; it holds secrets, so only you may read it" if live.holds_secrets else ""
    note(options, f"wrote {target} from {live.origin}{secret}; go on with: mlflow-tui {target}")


def _show(options: argparse.Namespace, live: LiveValues, text: str) -> None:
    if not sys.stdout.isatty() or options.show_secrets or not live.holds_secrets:
        sys.stdout.write(text)
        return
    sys.stdout.write(masked_text(text, Document(text).loaded))
    note(
        options, "secret values are masked on a terminal; --show-secrets shows them, -o FILE and a pipe have them whole"
    )
