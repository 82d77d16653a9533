"""The names of the objects that values make, by kind: what an extra object must not be called."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.chart import Names
from mlflow_tui.config_model.credentials import CONFIGURATION, SECRETS
from mlflow_tui.config_model.garbage_collection import collects
from mlflow_tui.config_model.values import Values


def own_objects(values: Values, names: Names) -> Iterator[tuple[str, str]]:
    """Kinds and names, the name of the chart's Job aside, which has a hash in it."""
    metrics = values.metrics
    named_alike = {
        "PersistentVolumeClaim": values.persistence.makes_claim,
        "Service": True,
        "NetworkPolicy": values.network_policy.enabled,
        "Deployment": True,
        "HorizontalPodAutoscaler": values.autoscaling.enabled,
        "PodDisruptionBudget": values.pod_disruption_budget.enabled,
        "Ingress": values.ingress.enabled,
        "HTTPRoute": values.http_route.enabled,
        "ServiceMonitor": metrics.enabled and metrics.service_monitor.enabled,
    }
    yield from ((kind, names.fullname) for kind, is_made in named_alike.items() if is_made)
    if values.service_account.create:
        yield "ServiceAccount", names.service_account
    yield from (("Secret", names.secret(one.suffix)) for one in SECRETS if one.content(values))
    if any(values.at(switch) for switch, _ in CONFIGURATION.values()):
        yield "ConfigMap", names.env_configmap
    if collects(values):
        yield "CronJob", f"{names.fullname}-gc"
