"""`render`: the Kubernetes manifests, to stdout or a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mlflow_tui.cli.errors import DONE, CommandError
from mlflow_tui.cli.inputs import read_evaluation
from mlflow_tui.cli.output import note, refuse_errors
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.masking import masked_documents
from mlflow_tui.renderers.yaml_text import documents


def run(options: argparse.Namespace) -> int:
    evaluation = read_evaluation(options)
    manifests = rendered(options, evaluation)
    if options.output not in (None, "-"):
        _write(options, manifests)
    elif sys.stdout.isatty() and not options.show_secrets:
        masked = masked_documents(manifests)
        sys.stdout.write(masked)
        if masked != documents(manifests):
            note(
                options,
                "secret values are masked on a terminal; --show-secrets shows them, a pipe or file has them whole",
            )
    else:
        sys.stdout.write(documents(manifests))
    return DONE


def rendered(options: argparse.Namespace, evaluation: Evaluation) -> list[Manifest]:
    """The objects of values without errors. Raises CommandError, the errors printed, where there are any."""
    refuse_errors(options, evaluation.problems, "rendered")
    assert evaluation.manifests is not None
    return list(evaluation.manifests)


def _write(options: argparse.Namespace, manifests: list[Manifest]) -> None:
    from mlflow_tui.delivery.manifests import left_over, write_manifests

    if not options.output:
        raise CommandError("-o has no folder", "name one, or . for this one")
    written = write_manifests(Path(options.output), manifests)
    for path in written:
        note(options, f"wrote {path}")
    for path in left_over(Path(options.output), written):
        note(options, f"left from an earlier write, of an object that is no longer made: {path}")
