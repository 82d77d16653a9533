"""The bare command: opens the screens."""

from __future__ import annotations

import argparse
import difflib
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from mlflow_tui.cli.errors import CommandError
from mlflow_tui.cli.options import COMMANDS, DEFAULT_RELEASE


def run(options: argparse.Namespace) -> int:
    _refuse_unknown_command(options.values)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        names = " ".join(options.values) or "values.yaml"
        raise CommandError(
            "the screens need a terminal, and this is not one",
            f"without one: mlflow-tui render {names}, check, get, set, diff, apply; see mlflow-tui --help",
        )
    # Nothing of what is loaded until the first screen becomes garbage; the screens turn the collector on again.
    gc.disable()
    from mlflow_tui.cli.inputs import layer, read_document, release, set_layers

    if "-" in options.values:
        raise CommandError("the screens cannot edit stdin", "name a file, or use `mlflow-tui set - -o -`")
    release_named = options.release is not None
    options.release = options.release or DEFAULT_RELEASE
    paths = [Path(name) for name in options.values]
    lower = [layer(str(path), read_document(str(path))) for path in paths[:-1]]
    document = read_document(str(paths[-1])) if paths and paths[-1].exists() else None
    below = [*lower, *([layer(str(paths[-1]), document)] if document is not None else [])]
    upper = set_layers(below, options)

    from mlflow_tui.tui.app import run as run_screens

    return run_screens(
        path=paths[-1] if paths else None,
        document=document,
        lower=lower,
        upper=upper,
        release=release(options),
        read_only=options.read_only,
        context=options.context,
        kubeconfig=options.kubeconfig,
        release_named=release_named,
    )


def _refuse_unknown_command(names: Sequence[str]) -> None:
    """A first word that is no file may be a command that was mistyped."""
    if not names or Path(names[0]).exists():
        return
    near = difflib.get_close_matches(names[0], COMMANDS, n=1, cutoff=0.6)
    if near:
        raise CommandError(f"no file {names[0]!r}", f"did you mean the command `mlflow-tui {near[0]}`?")
    if len(names) > 1 and "." not in names[0]:
        raise CommandError(f"no such command or file: {names[0]!r}", "see mlflow-tui --help")
