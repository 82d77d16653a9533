"""`uninstall`: deletes what this tool made for a release, once the release's name was typed."""

from __future__ import annotations

import argparse

from mlflow_tui.cli.errors import CommandError
from mlflow_tui.cli.operations import asked, need_terminal, run_on_release
from mlflow_tui.delivery.apply import Consent, Options, Question, Uninstall


def run(options: argparse.Namespace) -> int:
    if options.confirm not in (None, options.release):
        raise CommandError(
            f"--confirm names {options.confirm}, and the release is {options.release}",
            "name the same release in both: --release NAME --confirm NAME",
        )
    hint = f"--confirm {options.release} confirms it, --dry-run lists what would be deleted"
    need_terminal(options, bool(options.confirm), "to type the release's name on", hint)
    wanted = Options(
        context=options.context,
        kubeconfig=options.kubeconfig,
        dry_run=options.dry_run,
        read_only=options.read_only,
        delete_claims=options.delete_claims,
    )
    return run_on_release(Uninstall, options, wanted, _agreed)


def _agreed(options: argparse.Namespace, question: Question) -> bool:
    """A name given beforehand is as good as one that is typed, for what looks like production too."""
    if options.confirm is not None and question.consent in (Consent.UNINSTALL, Consent.PRODUCTION):
        return True
    return asked(options, question)
