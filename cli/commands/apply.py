"""`apply`: the safe apply without the screens."""

from __future__ import annotations

import argparse
import re
import sys

from cli.errors import CLUSTER, DONE, FOUND, WRONG_USE, CommandError
from cli.inputs import read_evaluation
from cli.output import coloured, diff_lines, note, refuse_errors
from delivery.apply import (
    Action,
    Change,
    DocumentErrors,
    Options,
    Outcome,
    Question,
    SafeApply,
    State,
    Step,
    StepName,
)
from delivery.problem import DeliveryProblem, KubeconfigProblem, MissingTool


def run(options: argparse.Namespace) -> int:
    evaluation = read_evaluation(options)
    refuse_errors(options, evaluation.problems, "applied")
    if not (options.yes or options.dry_run or _has_terminal()):
        raise CommandError(
            "there is no terminal to ask on",
            "--yes agrees to the plan beforehand, --dry-run shows it and changes nothing",
        )
    wanted = Options(
        context=options.context,
        kubeconfig=options.kubeconfig,
        create_namespace=options.create_namespace,
        dry_run=options.dry_run,
        read_only=options.read_only,
        wait=options.wait,
        timeout=seconds(options.timeout),
    )
    apply = SafeApply(evaluation, wanted, lambda question: _asked(options, question), _Progress(options))
    return _told(options, _run(apply))


def seconds(text: str) -> float:
    """`90s`, `5m`, `1h30m` or a bare number of seconds. Raises CommandError for anything else."""
    found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?", text)
    if not text or found is None:
        raise CommandError(f"--timeout {text!r} is no time", "write it like 90s, 5m or 1h")
    hours, minutes, rest = found.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(rest or 0)


def exit_code(problem: DeliveryProblem | None) -> int:
    """The exit code that a problem of the delivery stands for."""
    match problem:
        case None:
            return DONE
        case DocumentErrors():
            return FOUND
        case MissingTool() | KubeconfigProblem():
            return WRONG_USE
        case _:
            return CLUSTER


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _run(apply: SafeApply) -> Outcome:
    """Runs the apply; ctrl+c cancels it between two calls of kubectl, so that what was done is still told."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        return apply.run()
    before = signal.signal(signal.SIGINT, lambda *_: apply.cancellation.cancel())
    try:
        return apply.run()
    finally:
        signal.signal(signal.SIGINT, before)


class _Progress:
    """A line on stderr for each step that ends."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._told: set[StepName] = set()

    def __call__(self, step: Step) -> None:
        if step.state in (State.WAITING, State.RUNNING) or step.name in self._told:
            return
        self._told.add(step.name)
        mark = {State.DONE: "ok", State.SKIPPED: "--", State.FAILED: "!!", State.CANCELLED: "!!"}[step.state]
        note(self._options, f"{mark} {step.name.value}: {step.summary}")
        if step.name in _DETAILED or step.state is State.FAILED:
            for line in step.details:
                note(self._options, f"     {line}")


_DETAILED = (StepName.TARGET, StepName.DOCUMENT, StepName.CLUSTER, StepName.OWNERSHIP, StepName.ROLLOUT, StepName.REACH)


def _asked(options: argparse.Namespace, question: Question) -> bool:
    """The answer to a question: `--yes` covers the plan, and no more than the plan."""
    if options.yes and question.covered_by_yes:
        return True
    if not _has_terminal():
        return False
    colours = coloured(options, sys.stderr)
    for change in question.changes:
        sys.stderr.write(diff_lines(change.lines, colours))
    for line in question.details:
        print(f"     {line}", file=sys.stderr)
    if question.typed:
        print(f"{question.text} Type {question.typed} to go on: ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip() == question.typed
    print(f"{question.text} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _told(options: argparse.Namespace, outcome: Outcome) -> int:
    done = outcome.applied or options.dry_run or outcome.problem is None
    for change in outcome.changes if done else ():
        print(f"{change.action.value.ljust(len(Action.UNCHANGED.value))}  {change.identity}")
        if options.dry_run:
            _show_lines(options, change)
    if any(change.action is Action.LEFT_OVER for change in outcome.changes):
        note(options, "what is left over is kept; delete it with kubectl, or on the plan screen of mlflow-tui")
    if outcome.problem is None:
        return DONE
    raise CommandError(outcome.problem.message, outcome.problem.hint, exit_code(outcome.problem))


def _show_lines(options: argparse.Namespace, change: Change) -> None:
    sys.stdout.write(diff_lines(change.lines, coloured(options, sys.stdout)))
