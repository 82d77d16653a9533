"""`rollback`: takes the pods of a release back to what they were before the last rollout."""

from __future__ import annotations

import argparse

from mlflow_tui.cli.operations import agreed_to_plan, need_terminal, run_on_release, seconds
from mlflow_tui.delivery.apply import Options, Rollback


def run(options: argparse.Namespace) -> int:
    hint = "--yes accepts it without asking, --dry-run shows what would change and changes nothing"
    need_terminal(options, options.yes, "to ask on", hint)
    wanted = Options(
        context=options.context,
        kubeconfig=options.kubeconfig,
        dry_run=options.dry_run,
        read_only=options.read_only,
        wait=options.wait,
        timeout=seconds(options.timeout),
    )
    return run_on_release(Rollback, options, wanted, agreed_to_plan)
