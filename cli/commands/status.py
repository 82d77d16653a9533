"""`status`: how a release is doing: its pods, its rollout, its address."""

from __future__ import annotations

import argparse

from mlflow_tui.cli.errors import DONE, FOUND
from mlflow_tui.cli.operations import connected
from mlflow_tui.cli.output import note
from mlflow_tui.delivery.release_state import PodState, ReleaseState, release_state


def run(options: argparse.Namespace) -> int:
    kubectl = connected(options)
    state = release_state(kubectl, options.release)
    print(f"release    {options.release}")
    print(f"context    {kubectl.context.name}")
    print(f"namespace  {kubectl.namespace}")
    _tell(state)
    for line in state.notes:
        note(options, line)
    return DONE if state.ready else FOUND


def _tell(state: ReleaseState) -> None:
    print(f"rollout    {state.rollout}")
    for pod in state.pods:
        print(f"pod        {_pod(pod)}")
    for line in state.events:
        print(f"event      {line}")
    for revision in state.revisions:
        print(f"revision   {revision.number}, made {revision.made}: {', '.join(revision.images)}")
    for line in state.reach:
        print(f"reach      {line}")


def _pod(pod: PodState) -> str:
    restarts = {0: "", 1: ", restarted once"}.get(pod.restarts, f", restarted {pod.restarts} times")
    doing = "ready" if pod.ready else f"{pod.phase}, not ready"
    reason = f": {pod.reason}" if pod.reason else ""
    return f"{pod.name} {doing}{restarts}{reason}"
