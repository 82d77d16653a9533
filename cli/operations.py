"""What changes a cluster, run from the command line: its steps in lines, its questions on the terminal, its end."""

from __future__ import annotations

import argparse
import re
import signal
import sys
import threading
from collections.abc import Callable

from mlflow_tui.cli.errors import DONE, CommandError
from mlflow_tui.cli.output import coloured, diff_lines, note
from mlflow_tui.delivery.apply import (
    Action,
    Change,
    Operation,
    Options,
    Outcome,
    Question,
    Rollback,
    State,
    Step,
    StepName,
    Uninstall,
)
from mlflow_tui.delivery.connection import connect
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import Cancelled


def seconds(text: str) -> float:
    """`90s`, `5m`, `1h30m` or a bare number of seconds. Raises CommandError for anything else."""
    found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?", text)
    if not text or found is None:
        raise CommandError(f"--timeout {text!r} is not a valid duration", "write it like 90s, 5m or 1h")
    hours, minutes, rest = found.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(rest or 0)


def connected(options: argparse.Namespace) -> Kubectl:
    """kubectl for the cluster that the options name, which it may not change. Raises DeliveryProblem."""
    kubectl = connect(options.context, options.kubeconfig, options.namespace, read_only=True)
    kubectl.check_client()
    return kubectl


def has_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def need_terminal(options: argparse.Namespace, agreed: bool, what_for: str, hint: str) -> None:
    """Refuses to start what could not ask, unless it was agreed to beforehand or will change nothing."""
    if not (agreed or options.dry_run or options.read_only or has_terminal()):
        raise CommandError(f"there is no terminal {what_for}", hint)


def run_on_release(
    kind: type[Rollback | Uninstall],
    options: argparse.Namespace,
    wanted: Options,
    agreed: Callable[[argparse.Namespace, Question], bool],
) -> int:
    """Runs what needs no values, says what became of each object, and gives the exit code."""
    operation = kind(
        options.release, options.namespace, wanted, lambda question: agreed(options, question), Progress(options)
    )
    outcome = run_operation(operation)
    if outcome.applied or options.dry_run:
        tell_changes(options, outcome)
    return end(outcome)


def run_operation(operation: Operation) -> Outcome:
    """Runs it; ctrl+c cancels it between two changes, so that what was done is still told."""
    if threading.current_thread() is not threading.main_thread():
        return operation.run()
    before = signal.signal(signal.SIGINT, lambda *_: operation.cancellation.cancel())
    try:
        return operation.run()
    finally:
        signal.signal(signal.SIGINT, before)


class Progress:
    """A line on stderr for each step that ends, with the time it took, and for each news of a rollout."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._told: set[StepName] = set()
        self._news = ""

    def __call__(self, step: Step) -> None:
        if step.state is State.RUNNING and step.name in _WAITED_FOR and step.summary not in ("", self._news):
            self._news = step.summary
            note(self._options, f".. {step.name.value}: {step.summary}")
        if step.state in (State.WAITING, State.RUNNING) or step.name in self._told:
            return
        self._told.add(step.name)
        mark = {State.DONE: "ok", State.SKIPPED: "--", State.FAILED: "!!", State.CANCELLED: "!!"}[step.state]
        time = "" if step.state is State.SKIPPED else f" ({step.seconds:.1f} s)"
        note(self._options, f"{mark} {step.name.value}: {step.summary}{time}")
        if step.name in _DETAILED or step.state is State.FAILED:
            for line in step.details:
                note(self._options, f"     {line}")


_WAITED_FOR = (StepName.UPGRADE, StepName.ROLLOUT)
_DETAILED = (
    StepName.TARGET,
    StepName.DOCUMENT,
    StepName.CLUSTER,
    StepName.OWNERSHIP,
    StepName.DRY_RUN,
    StepName.VERSION,
    StepName.UPGRADE,
    StepName.ROLLOUT,
    StepName.REACH,
    StepName.REVISIONS,
    StepName.OBJECTS,
)


def agreed_to_plan(options: argparse.Namespace, question: Question) -> bool:
    """`--yes` covers the plan, and no more than the plan."""
    return (options.yes and question.covered_by_yes) or asked(options, question)


def asked(options: argparse.Namespace, question: Question) -> bool:
    """The answer of the person at the terminal; no where there is none. Raises Cancelled on ctrl+c."""
    if not has_terminal():
        return False
    colours = coloured(options, sys.stderr)
    for change in question.changes:
        sys.stderr.write(diff_lines(change.lines, colours))
    for line in question.details:
        print(f"     {line}", file=sys.stderr)
    wanted = f"Type {question.typed} to go on:" if question.typed else "[y/N]"
    print(f"{question.text} {wanted} ", end="", file=sys.stderr, flush=True)
    answer = _answer()
    return answer == question.typed if question.typed else answer.lower() in ("y", "yes")


def _answer() -> str:
    """A line from the terminal. While it is waited for, ctrl+c ends the waiting."""
    if threading.current_thread() is not threading.main_thread():
        return sys.stdin.readline().strip()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return sys.stdin.readline().strip()
    except KeyboardInterrupt:
        print(file=sys.stderr)
        raise Cancelled from None
    finally:
        signal.signal(signal.SIGINT, before)


def tell_changes(options: argparse.Namespace, outcome: Outcome) -> None:
    """A line on stdout for each object and what became of it; after a dry run the diffs too."""
    for change in outcome.changes:
        print(f"{change.action.value.ljust(len(Action.UNCHANGED.value))}  {change.identity}")
        if options.dry_run:
            _show_lines(options, change)


def _show_lines(options: argparse.Namespace, change: Change) -> None:
    sys.stdout.write(diff_lines(change.lines, coloured(options, sys.stdout)))


def end(outcome: Outcome) -> int:
    """The exit code of what went well. Raises the problem of what did not."""
    if outcome.problem is None:
        return DONE
    raise outcome.problem
