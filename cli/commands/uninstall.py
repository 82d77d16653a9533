"""`uninstall`: deletes what this tool made for a release, once the release's name was typed."""

from __future__ import annotations

import argparse

from cli.errors import CommandError
from cli.operations import Progress, asked, end, has_terminal, run_operation, tell_changes
from delivery.apply import Consent, Options, Question, Uninstall


def run(options: argparse.Namespace) -> int:
    if options.confirm not in (None, options.release):
        raise CommandError(
            f"--confirm names {options.confirm}, and the release is {options.release}",
            "name the same release in both: --release NAME --confirm NAME",
        )
    if not (options.confirm or options.dry_run or options.read_only or has_terminal()):
        raise CommandError(
            "there is no terminal to type the release's name on",
            f"--confirm {options.release} types it beforehand, --dry-run lists what would be deleted",
        )
    wanted = Options(
        context=options.context,
        kubeconfig=options.kubeconfig,
        dry_run=options.dry_run,
        read_only=options.read_only,
    )
    uninstall = Uninstall(
        options.release,
        options.namespace,
        wanted,
        lambda question: _agreed(options, question),
        Progress(options),
    )
    outcome = run_operation(uninstall)
    if outcome.applied or options.dry_run:
        tell_changes(options, outcome)
    return end(outcome)


def _agreed(options: argparse.Namespace, question: Question) -> bool:
    """A name given beforehand is as good as one that is typed, for what looks like production too."""
    if options.confirm is not None and question.consent in (Consent.UNINSTALL, Consent.PRODUCTION):
        return True
    return asked(options, question)
