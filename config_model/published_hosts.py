"""The host names under which values make the server reachable from outside the cluster."""

from __future__ import annotations

from mlflow_tui.config_model.values import Values


def published_hosts(values: Values) -> tuple[str, ...]:
    """Each once, in the order of the values; a rule for any host publishes none by name."""
    ingress = values.ingress
    named = [rule.host for rule in ingress.hosts if rule.host] if ingress.enabled else []
    return tuple(dict.fromkeys(named))
