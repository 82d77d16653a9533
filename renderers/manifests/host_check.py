"""The hosts and origins that MLflow is told of: it answers 403 to requests for others, and to writes from others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mlflow_tui.config_model.mlflow.server_arguments import Server
from mlflow_tui.config_model.published_hosts import published_hosts
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Metadata

SHARED_RANGE = ("100.6[4-9].*", "100.[7-9]?.*", "100.1[01]?.*", "100.12[0-7].*")
"""100.64.0.0/10, which some clusters take the addresses of pods from, as MLflow matches hosts (`fnmatch`)."""
ALLOWED_HOSTS = "MLFLOW_SERVER_ALLOWED_HOSTS"
ALLOWED_ORIGINS = "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"


def variables(values: Values, metadata: Metadata) -> Iterator[dict[str, Any]]:
    """The variables of the server, without what is given by hand; none in a version that checks neither."""
    server = Server(values, values.image.mlflow)
    if not server.checks_hosts:
        return
    if not server.is_given("--allowed-hosts"):
        yield {"name": ALLOWED_HOSTS, "value": ",".join(allowed_hosts(values, metadata))}
    origins = allowed_origins(values)
    if origins and not server.is_given("--cors-allowed-origins"):
        yield {"name": ALLOWED_ORIGINS, "value": ",".join(origins)}


def allowed_hosts(values: Values, metadata: Metadata) -> list[str]:
    """MLflow's own list, which a given one replaces, and the names of the Service and of the published hosts."""
    security = values.image.mlflow.security
    assert security is not None
    return [
        *security.default_hosts,
        *SHARED_RANGE,
        *_with_ports(_service_names(metadata)),
        *_with_ports(published_hosts(values)),
        *values.tracking_server.allowed_hosts,
    ]


def allowed_origins(values: Values) -> list[str]:
    """The origins of browsers that show the published hosts, beside those of the values."""
    published = [f"{scheme}://{host}" for host in published_hosts(values) for scheme in ("http", "https")]
    return [*published, *values.tracking_server.cors_allowed_origins]


def _service_names(metadata: Metadata) -> list[str]:
    """Of the Service inside the cluster; its domain is cluster.local nearly everywhere."""
    name, namespace = metadata.names.fullname, metadata.release.namespace
    names = [name, f"{name}.*.svc", f"{name}.*.svc.cluster.local"]
    return [*names, f"{name}.{namespace}"] if namespace else names


def _with_ports(hosts: Sequence[str]) -> Iterator[str]:
    """A host is compared with its port, which is left out where it is that of the scheme."""
    for host in hosts:
        yield from (host, f"{host}:*")
