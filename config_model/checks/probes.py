"""MT268, MT269, MT270, MT271: the probes of the values, and the hooks around the server's life.

Source: the kubelet's prober and its killing of containers, as Kubernetes documents them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import Fix, SetValue, Severity

_POD = ("livenessProbe", "readinessProbe", "startupProbe")
_READS = (*_POD, "trackingServer", "extraContainers", "extraInitContainers")
_NETWORK = ("httpGet", "tcpSocket", "grpc")


def _given(context: Context, name: str) -> Mapping[str, Any]:
    """What the values say of a probe that is made; empty for one that is left out."""
    values = context.values
    found = {
        "livenessProbe": values.liveness_probe,
        "readinessProbe": values.readiness_probe,
        "startupProbe": values.startup_probe,
    }[name]
    return found if found.get("enabled", True) else {}


_DELAY, _PERIOD, _THRESHOLD = 0, 10, 3
"""Kubernetes' defaults of initialDelaySeconds, periodSeconds and failureThreshold."""
SHORTEST_START = 30
"""Seconds that a probe must leave the server to start: those of Kubernetes' own defaults, which the chart's probe has.

MLflow 3.17.2 with one worker takes 17 seconds of a whole processor, on an empty database, before it answers /health.
"""


def _number(probe: Mapping[str, Any], field: str, default: int) -> int:
    """Zero stands for the default, as the API server has it."""
    return probe.get(field) or default


@check("MT268", Severity.WARNING, "A probe ends a server that starts slowly.", reads=_READS)
def too_soon(context: Context) -> Iterator[Finding]:
    starting = bool(_given(context, "startupProbe"))
    name = "startupProbe" if starting else "livenessProbe"
    probe = _given(context, name)
    period, threshold = _number(probe, "periodSeconds", _PERIOD), _number(probe, "failureThreshold", _THRESHOLD)
    left = _number(probe, "initialDelaySeconds", _DELAY) + period * threshold
    if not probe or left >= SHORTEST_START:
        return
    path = (name, "failureThreshold")
    enough = threshold + -(-(SHORTEST_START - left) // period)
    yield Finding(
        path if "failureThreshold" in probe else (name,),
        f"a server that has not started after {left} seconds is ended, again and again",
        hint="allow more failures" if starting else "give a startupProbe, or allow more failures",
        fix=Fix(f"allow {enough} failures", (SetValue(path, enough),)),
    )


@check("MT269", Severity.ERROR, "A probe asks a port on which the server does not listen.", reads=_READS)
def other_port(context: Context) -> Iterator[Finding]:
    values = context.values
    port = values.tracking_server.port
    for name in _POD:
        for kind in _NETWORK:
            asked = _given(context, name).get(kind)
            if not isinstance(asked, dict) or asked.get("host") or asked.get("port") in (None, port, "http"):
                continue
            number = asked["port"]
            if isinstance(number, int) and (values.extra_containers or values.extra_init_containers):
                continue  # another container of the pod may listen there
            path = (name, kind, "port")
            what = f"no port of the server is called {number!r}" if isinstance(number, str) else f"the port is {port}"
            usual: str | int = port if kind == "grpc" else "http"
            yield Finding(
                path,
                f"the probe asks {number}, and always fails: {what}",
                hint=f"ask {usual}",
                fix=Fix(f"ask {usual}", (SetValue(path, usual),)),
            )


_GRACE = 30
"""Seconds that Kubernetes gives a pod to end where it says nothing else."""
_SLEEP = re.compile(r"\bsleep\s+(\d+)s?\b")


@check(
    "MT270",
    Severity.WARNING,
    "The hook before the end leaves the server no time.",
    reads=("lifecycle", "terminationGracePeriodSeconds"),
)
def no_time_to_end(context: Context) -> Iterator[Finding]:
    """The grace period counts from before the hook; when it is over, the server is killed amid its requests."""
    given = context.values.termination_grace_period_seconds
    grace = _GRACE if given is None else given
    found = _sleep(context.values.lifecycle)
    if found is None or found[1] < grace:
        return
    path, seconds = found
    wanted = seconds + _GRACE
    yield Finding(
        path,
        f"the hook takes {seconds} of the {grace} seconds that the pod has to end: then the server is killed",
        hint="wait less, or set terminationGracePeriodSeconds",
        fix=Fix(
            f"set terminationGracePeriodSeconds to {wanted}", (SetValue(("terminationGracePeriodSeconds",), wanted),)
        ),
    )


def _sleep(lifecycle: Mapping[str, Any]) -> tuple[Path, int] | None:
    """Where the hook before the end sleeps, and for how many seconds; None where that is not to be seen."""
    hook = lifecycle.get("preStop")
    if not isinstance(hook, dict):
        return None
    if isinstance(action := hook.get("sleep"), dict) and isinstance(action.get("seconds"), int):
        return ("lifecycle", "preStop", "sleep", "seconds"), action["seconds"]
    command = (hook.get("exec") or {}).get("command") if isinstance(hook.get("exec"), dict) else None
    words = " ".join(map(str, command)) if isinstance(command, list) else ""
    slept = [int(seconds) for seconds in _SLEEP.findall(words)]
    return (("lifecycle", "preStop", "exec", "command"), sum(slept)) if slept else None


@check("MT271", Severity.WARNING, "No earlier revision is kept.", reads=("revisionHistoryLimit",))
def no_revisions(context: Context) -> Iterator[Finding]:
    if context.values.revision_history_limit == 0:
        yield Finding(
            "revisionHistoryLimit",
            "nothing can be rolled back: no earlier revision is kept",
            hint="keep some, or remove the key for 10",
            fix=context.removal("revisionHistoryLimit"),
        )
