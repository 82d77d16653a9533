"""MT337, MT338: settings of the Service that only some of its types have."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.catalogue import by_path
from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.problem import Severity

_OF_SOME = ("nodePort", "externalTrafficPolicy", "loadBalancerClass", "loadBalancerSourceRanges")
_RANGE = range(30000, 32768)
"""The ports that an API server hands out unless it is told of others (`--service-node-port-range`)."""


@check("MT337", Severity.ERROR, "A setting of the Service is one that its type has not.", reads=("service",))
def of_another_type(context: Context) -> Iterator[Finding]:
    for key in _OF_SOME:
        path = ("service", key)
        reason = by_path()[path].why_not(context.data)
        if reason is not None and context.values.at(path):
            yield Finding(
                path,
                f"Kubernetes refuses the Service: {reason}",
                hint="change service.type, or remove it",
                fix=context.removal(f"service.{key}"),
            )


@check("MT338", Severity.WARNING, "The node port is not in the usual range.", reads=("service",))
def unusual_node_port(context: Context) -> Iterator[Finding]:
    port = context.values.service.node_port
    if port is not None and port not in _RANGE and context.values.service.type != "ClusterIP":
        yield Finding(
            "service.nodePort",
            f"{port} is refused by clusters that have the usual range, {_RANGE[0]} to {_RANGE[-1]}",
            hint="choose a port in the range, or remove the key",
            fix=context.removal("service.nodePort"),
        )
