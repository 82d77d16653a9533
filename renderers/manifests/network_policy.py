"""NetworkPolicy: who may reach the pods, and whom they may reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata

DNS: dict[str, Any] = {"ports": [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]}
"""Without it no name of a database or a storage is found."""


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    policy = values.network_policy
    if not policy.enabled:
        return
    let_in: dict[str, Any] = {"ports": [{"protocol": "TCP", "port": values.tracking_server.port}]}
    if policy.ingress_from:
        let_in["from"] = list(policy.ingress_from)
    spec: dict[str, Any] = {
        "podSelector": {"matchLabels": metadata.selector},
        "policyTypes": ["Ingress"],
        "ingress": [let_in],
    }
    if policy.egress:
        spec |= {"policyTypes": ["Ingress", "Egress"], "egress": [*policy.egress, DNS]}
    yield {**metadata.manifest("networking.k8s.io/v1", "NetworkPolicy", metadata.names.fullname), "spec": spec}
