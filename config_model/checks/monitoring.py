"""MT355 to MT357: the ServiceMonitor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.problem import Severity

_MONITOR = "metrics.serviceMonitor"


@check("MT355", Severity.ERROR, "Prometheus has no login for the metrics.", reads=("metrics", "trackingServer"))
def no_login(context: Context) -> Iterator[Finding]:
    metrics = context.values.metrics
    if not (metrics.enabled and metrics.service_monitor.enabled and context.server.asks_login):
        return
    missing = [key for key in ("username", "password") if not metrics.service_monitor.basic_auth.get(key)]
    if missing:
        yield Finding(
            f"{_MONITOR}.basicAuth",
            f"Prometheus gets 401: metrics are behind basic authentication, and {' and '.join(missing)} is not given",
            hint="name the keys of a Secret with the name and password of an MLflow user",
        )


@check("MT356", Severity.WARNING, "The ServiceMonitor has no metrics to find.", reads=("metrics",))
def no_metrics(context: Context) -> Iterator[Finding]:
    metrics = context.values.metrics
    if metrics.service_monitor.enabled and not metrics.enabled:
        message = "has no effect: metrics.enabled is off, and no ServiceMonitor is made"
        yield Finding(f"{_MONITOR}.enabled", message, hint="set metrics.enabled to true")


@check("MT357", Severity.WARNING, "Prometheus waits longer than from one scrape to the next.", reads=("metrics",))
def long_timeout(context: Context) -> Iterator[Finding]:
    metrics = context.values.metrics
    monitor = metrics.service_monitor
    interval, timeout = _seconds(monitor.interval), _seconds(monitor.scrape_timeout)
    if metrics.enabled and monitor.enabled and interval and timeout and timeout > interval:
        yield Finding(
            f"{_MONITOR}.scrapeTimeout",
            f"{monitor.scrape_timeout} is longer than the interval of {monitor.interval}: the operator leaves it out",
            hint="write at most the interval",
        )


_UNITS = {"y": 31536000.0, "w": 604800.0, "d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def _seconds(duration: str) -> float:
    """0 for what is not given, and for what is not a duration."""
    if not re.fullmatch(r"(\d+(ms|[ywdhms]))+", duration, re.ASCII):
        return 0
    return sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+)(ms|[ywdhms])", duration))
