"""The host names under which values make the server reachable from outside the cluster."""

from __future__ import annotations

from mlflow_tui.config_model.values import Values

PUBLISHING = ("ingress", "httpRoute", "service")
"""The keys at the top of the file that say how the server is reached from outside."""


def is_published(values: Values) -> bool:
    """Whether the server is meant for more than a trial: it is reached from outside the cluster."""
    return values.ingress.enabled or values.http_route.enabled or values.service.type != "ClusterIP"


def published_hosts(values: Values) -> tuple[str, ...]:
    """Each once, in the order of the values; a rule for any host publishes none by name."""
    ingress, route = values.ingress, values.http_route
    named = [rule.host for rule in ingress.hosts if rule.host] if ingress.enabled else []
    named += [host for host in route.hostnames if host] if route.enabled else []
    return tuple(dict.fromkeys(named))
