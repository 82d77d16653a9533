"""`rollback`: takes the pods of a release back to what they were before the last rollout."""

from __future__ import annotations

import argparse

from cli.errors import CommandError
from cli.operations import Progress, asked, end, has_terminal, run_operation, seconds, tell_changes
from delivery.apply import Options, Question, RolloutUndo


def run(options: argparse.Namespace) -> int:
    if not (options.yes or options.dry_run or options.read_only or has_terminal()):
        raise CommandError(
            "there is no terminal to ask on",
            "--yes agrees beforehand, --dry-run shows what would change and changes nothing",
        )
    wanted = Options(
        context=options.context,
        kubeconfig=options.kubeconfig,
        dry_run=options.dry_run,
        read_only=options.read_only,
        wait=options.wait,
        timeout=seconds(options.timeout),
    )
    undo = RolloutUndo(
        options.release,
        options.namespace,
        wanted,
        lambda question: _agreed(options, question),
        Progress(options),
    )
    outcome = run_operation(undo)
    if outcome.applied or options.dry_run:
        tell_changes(options, outcome)
    return end(outcome)


def _agreed(options: argparse.Namespace, question: Question) -> bool:
    return (options.yes and question.covered_by_yes) or asked(options, question)
