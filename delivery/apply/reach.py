"""How to reach the server that was applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from config_model.values import Values
from delivery.kubectl import Kubectl
from delivery.problem import ClusterProblem
from renderers.manifests import Manifest

_URI = "export MLFLOW_TRACKING_URI="


def how_to_reach(kubectl: Kubectl, values: Values, manifests: Sequence[Manifest]) -> tuple[str, ...]:
    """Commands and addresses, the `MLFLOW_TRACKING_URI` to export last; may ask the cluster for addresses."""
    service = next(one for one in manifests if one["kind"] == "Service")
    prefix = static_prefix(values)
    lines = [*_by_ingress(values, prefix)] or [*_by_service(kubectl, values, service, prefix)]
    if values.tracking_server.basic_auth.enabled:
        lines.append("export MLFLOW_TRACKING_USERNAME=… MLFLOW_TRACKING_PASSWORD=…")
    return tuple(lines)


def static_prefix(values: Values) -> str:
    """The path below which MLflow serves, from `--static-prefix` in the extra arguments; usually empty."""
    arguments = values.tracking_server.extra_args
    for index, argument in enumerate(arguments):
        if argument.startswith("--static-prefix="):
            return argument.partition("=")[2]
        if argument == "--static-prefix" and index + 1 < len(arguments):
            return arguments[index + 1]
    return ""


def _by_ingress(values: Values, prefix: str) -> Iterator[str]:
    if not values.ingress.enabled:
        return
    secure = {host for entry in values.ingress.tls for host in entry.hosts}
    for entry in values.ingress.hosts:
        if entry.host and "*" not in entry.host:
            scheme = "https" if entry.host in secure else "http"
            path = next((one.path for one in entry.paths), "/").rstrip("/")
            yield f"{_URI}{scheme}://{entry.host}{prefix or path}"
            return


def _by_service(kubectl: Kubectl, values: Values, service: Manifest, prefix: str) -> Iterator[str]:
    name, port = service["metadata"]["name"], values.service.port
    live: dict[str, Any] = {}
    if values.service.type in ("NodePort", "LoadBalancer"):
        live = _looked_up(kubectl, "service", name)
    if values.service.type == "LoadBalancer":
        addresses = ((live.get("status") or {}).get("loadBalancer") or {}).get("ingress") or [{}]
        if address := addresses[0].get("hostname") or addresses[0].get("ip"):
            yield f"{_URI}http://{address}:{port}{prefix}"
            return
        yield f"the load balancer has no address yet: kubectl get service {name} -n {kubectl.namespace} -w"
    if values.service.type == "NodePort":
        node_port = next((each.get("nodePort") for each in (live.get("spec") or {}).get("ports") or ()), None)
        yield f"{_URI}http://{_node(kubectl)}:{node_port or 'PORT'}{prefix}"
        return
    # The local port is MLflow's own: that of the Service may be 80, which only the superuser may open.
    local = port if port > 1023 else 5000
    context = "" if kubectl.context.in_cluster else f"--context {kubectl.context.name} "
    yield f"kubectl {context}port-forward -n {kubectl.namespace} service/{name} {local}:{port}"
    yield f"{_URI}http://127.0.0.1:{local}{prefix}"


def _node(kubectl: Kubectl) -> str:
    for node in _looked_up(kubectl, "nodes").get("items") or ():
        addresses = {each["type"]: each["address"] for each in (node.get("status") or {}).get("addresses") or ()}
        if found := addresses.get("ExternalIP") or addresses.get("InternalIP"):
            return str(found)
    return "NODE"


def _looked_up(kubectl: Kubectl, *what: str) -> dict[str, Any]:
    """What may be looked at; an address that is not known is no reason to fail."""
    try:
        return kubectl.data("get", *what) or {}
    except ClusterProblem:
        return {}
