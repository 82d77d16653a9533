"""`diff --against live`: the manifests against what the cluster has."""

from __future__ import annotations

import argparse

from cli.commands.apply import exit_code
from cli.commands.diff import show
from cli.errors import CommandError
from cli.output import note, refuse_errors
from config_model.evaluation import Evaluation
from delivery.apply import Action, Options, SafeApply


def against_cluster(options: argparse.Namespace, evaluation: Evaluation) -> int:
    """Prints what an apply would change: a dry run of it, which changes nothing."""
    refuse_errors(options, evaluation.problems, "compared")
    wanted = Options(
        context=options.context,
        kubeconfig=options.kubeconfig,
        create_namespace=True,  # a namespace that is missing is no reason to say nothing: all in it would be new
        dry_run=True,
        read_only=True,
        wait=False,
    )
    outcome = SafeApply(evaluation, wanted, lambda _: False).run()
    if outcome.problem is not None:
        raise CommandError(outcome.problem.message, outcome.problem.hint, exit_code(outcome.problem))
    for change in outcome.changes:
        if change.action is Action.LEFT_OVER:
            note(options, f"left over in the cluster: {change.identity}")
    return show(options, [line for change in outcome.changes for line in change.lines])
