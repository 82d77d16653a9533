"""`apply`: the safe apply without the screens."""

from __future__ import annotations

import argparse
import json

from mlflow_tui.cli.inputs import edited_file_is_read_only, read_evaluation
from mlflow_tui.cli.operations import Progress, agreed_to_plan, end, need_terminal, run_operation, seconds, tell_changes
from mlflow_tui.cli.output import note, refuse_errors
from mlflow_tui.cli.records import outcome_record
from mlflow_tui.delivery.apply import Action, Options, Outcome, SafeApply


def run(options: argparse.Namespace) -> int:
    evaluation = read_evaluation(options)
    refuse_errors(options, evaluation.problems, "applied")
    wanted = Options(
        context=options.context,
        kubeconfig=options.kubeconfig,
        create_namespace=options.create_namespace,
        dry_run=options.dry_run,
        read_only=options.read_only or edited_file_is_read_only(options),
        delete_claims=options.delete_claims,
        wait=options.wait,
        timeout=seconds(options.timeout),
    )
    hint = "--yes accepts the plan without asking, --dry-run shows it and changes nothing"
    need_terminal(options, options.yes or wanted.read_only, "to ask on", hint)
    apply = SafeApply(evaluation, wanted, lambda question: agreed_to_plan(options, question), Progress(options))
    return _told(options, run_operation(apply))


def _told(options: argparse.Namespace, outcome: Outcome) -> int:
    if options.format == "json":
        print(json.dumps(outcome_record(outcome), indent=2, ensure_ascii=False))
    elif outcome.applied or options.dry_run or outcome.problem is None:
        tell_changes(options, outcome)
    if any(change.action is Action.LEFT_OVER for change in outcome.changes):
        note(options, "orphaned objects are kept; delete them with kubectl, or on the plan screen of mlflow-tui")
    return end(outcome)
