"""Ingress: host names and paths that lead to the Service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.values import Values
from mlflow_tui.config_model.values.ingress import IngressHost, IngressTls
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    ingress = values.ingress
    if not ingress.enabled:
        return
    spec: dict[str, Any] = {}
    if ingress.class_name:
        spec["ingressClassName"] = ingress.class_name
    if ingress.tls:
        spec["tls"] = [_tls(entry) for entry in ingress.tls]
    spec["rules"] = [_rule(host, metadata.names.fullname, values.service.port) for host in ingress.hosts]
    yield {
        **metadata.manifest("networking.k8s.io/v1", "Ingress", metadata.names.fullname, ingress.annotations),
        "spec": {key: part for key, part in spec.items() if part},
    }


def _tls(entry: IngressTls) -> dict[str, Any]:
    parts = {"hosts": list(entry.hosts), "secretName": entry.secret_name}
    return {key: part for key, part in parts.items() if part}


def _rule(host: IngressHost, service: str, port: int) -> dict[str, Any]:
    backend = {"service": {"name": service, "port": {"number": port}}}
    rule: dict[str, Any] = {"host": host.host} if host.host else {}
    rule["http"] = {
        "paths": [{"path": path.path, "pathType": path.path_type, "backend": backend} for path in host.paths]
    }
    return rule
