"""Waiting for something in the cluster, while an API server may not answer for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem, DeliveryProblem, Reason

Report = Callable[[str, tuple[str, ...]], None]
"""Takes a line of progress, and lines about the pods."""

_TURN = 1.0
_PASSING = (Reason.UNREACHABLE, Reason.TIMEOUT)
"""Why an API server may not answer for a while, as when it restarts."""


def wait_until(
    has_ended: Callable[[], bool], kubectl: Kubectl, timeout: float, report: Report, late: DeliveryProblem
) -> None:
    """Looks each second until `has_ended` says so. Raises what that raises, and `late` after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            if has_ended():
                return
        except ClusterProblem as problem:
            # An API server that restarts is no failed rollout.
            if problem.reason not in _PASSING or time.monotonic() > deadline:
                raise
            report(f"{problem.message}; trying again", ())
        if time.monotonic() > deadline:
            raise late
        kubectl.cancellation.wait(_TURN)
