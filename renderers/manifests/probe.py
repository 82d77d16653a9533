"""How a kubelet asks whether the server lives and is ready."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlflow_tui.config_model.mlflow.server_arguments import Server
from mlflow_tui.config_model.values import Values

_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")
"""What a probe asks, one of which it has."""


def probes(values: Values) -> dict[str, Any]:
    """The probes of the server's container: the default one, with what the values lay over it."""
    given = {
        "livenessProbe": values.liveness_probe,
        "readinessProbe": values.readiness_probe,
        "startupProbe": values.startup_probe or {"enabled": False},
    }
    return {name: _laid_over(probe(values), one) for name, one in given.items() if one.get("enabled", True)}


def _laid_over(default: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    fields = {key: value for key, value in given.items() if key != "enabled"}
    return fields if handler(fields) else {**default, **fields}


def handler(probe: Mapping[str, Any]) -> dict[str, Any]:
    """What a probe asks: its field of that name, or nothing."""
    return {key: value for key, value in probe.items() if key in _HANDLERS}


def probe(values: Values) -> dict[str, Any]:
    """A request to `/health`, below the static prefix where MLflow has it there; `/` wants a login.

    A mere connection where `/health` wants one too, and where its path cannot be seen.
    """
    server = Server(values, values.image.mlflow)
    facts = server.facts
    prefix = server.given_text("--static-prefix") if facts.health_below_prefix else ""
    if prefix is None or (prefix and server.asks_login and not facts.basic_auth.open_below_prefix):
        return {"tcpSocket": {"port": "http"}}
    request: dict[str, Any] = {"path": f"{prefix}/health", "port": "http"}
    if prefix and facts.security is not None and not facts.security.exempt_below_prefix:
        # A kubelet asks for the pod's address, which a list of allowed hosts may lack.
        request["httpHeaders"] = [{"name": "Host", "value": "localhost"}]
    return {"httpGet": request}
