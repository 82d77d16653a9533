"""How a kubelet asks whether the server lives and is ready."""

from __future__ import annotations

from typing import Any

from mlflow_tui.config_model.mlflow.server_arguments import Server
from mlflow_tui.config_model.values import Values


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
