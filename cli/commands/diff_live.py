"""`diff --against live`: the values, or the manifests, against what runs in the cluster."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from mlflow_tui.cli.operations import connected, end
from mlflow_tui.cli.output import note, refuse_errors
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.secrecy import without_passwords
from mlflow_tui.delivery.apply import Action, Consent, Options, SafeApply, StepName
from mlflow_tui.delivery.live import comparable, live_values
from mlflow_tui.renderers import diff
from mlflow_tui.renderers.yaml_text import text


def against_cluster(options: argparse.Namespace, evaluation: Evaluation) -> Sequence[str]:
    """The lines of the diff against what is in the cluster; nothing is changed there."""
    refuse_errors(options, evaluation.problems, "compared")
    return _manifests(options, evaluation) if options.manifests else _values(options, evaluation)


def _values(options: argparse.Namespace, evaluation: Evaluation) -> Sequence[str]:
    """The values that would render to what runs, or that Helm was given, against those of the files."""
    kubectl = connected(options)
    live = live_values(kubectl, options.release)
    note(options, f"live: {live.origin}, context {kubectl.context.name}")
    before, after = diff.masked_values(comparable(live, evaluation), evaluation.data)
    names = ", ".join(layer.name for layer in evaluation.layers)
    return diff.unified(without_passwords(text(before)), without_passwords(text(after)), "live", names)


def _manifests(options: argparse.Namespace, evaluation: Evaluation) -> Sequence[str]:
    """What an apply would change: a dry run of it."""
    wanted = Options(
        context=options.context,
        kubeconfig=options.kubeconfig,
        create_namespace=True,  # a namespace that is missing is no reason to say nothing: all in it would be new
        dry_run=True,
        # What others changed since is just what is looked for.
        dry_run_agrees=frozenset((Consent.ADOPT, Consent.REPLACE, Consent.FORCE)),
        read_only=True,
        wait=False,
    )
    outcome = SafeApply(evaluation, wanted, lambda _: False).run()
    end(outcome)
    for step in outcome.steps:
        if step.name in (StepName.OWNERSHIP, StepName.DRY_RUN):
            for line in step.details:
                note(options, line)
    for change in outcome.changes:
        if change.action is Action.LEFT_OVER:
            note(options, f"orphaned in the cluster: {change.identity}")
    return [line for change in outcome.changes for line in change.lines]
