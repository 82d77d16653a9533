"""How to reach the server that was applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem
from mlflow_tui.renderers.manifests import Manifest

_URI = "export MLFLOW_TRACKING_URI="


def how_to_reach(kubectl: Kubectl, objects: Sequence[Manifest]) -> tuple[str, ...]:
    """Commands and addresses, the `MLFLOW_TRACKING_URI` to export last; may ask the cluster for addresses.

    `objects` are those of the release, as they were rendered or as they run.
    """
    by_kind = {one["kind"]: one for one in objects}
    arguments = _arguments(by_kind["Deployment"]) if "Deployment" in by_kind else []
    prefix = static_prefix(arguments)
    lines = [*_by_ingress(by_kind["Ingress"]["spec"], prefix)] if "Ingress" in by_kind else []
    if not lines and "HTTPRoute" in by_kind:
        lines = [*_by_route(by_kind["HTTPRoute"]["spec"], prefix)]
    if not lines and "Service" in by_kind:
        lines = [*_by_service(kubectl, by_kind["Service"], prefix)]
    if lines and "--app-name=basic-auth" in arguments:
        lines.append("export MLFLOW_TRACKING_USERNAME=… MLFLOW_TRACKING_PASSWORD=…")
    return tuple(lines)


def _arguments(deployment: Manifest) -> list[str]:
    """Those of the tracking server, which is the first container."""
    containers = deployment["spec"]["template"]["spec"]["containers"]
    return [str(one) for one in containers[0].get("args") or ()]


def static_prefix(arguments: Sequence[str]) -> str:
    """The path below which MLflow serves, from `--static-prefix` in its arguments; usually empty."""
    for index, argument in enumerate(arguments):
        if argument.startswith("--static-prefix="):
            return argument.partition("=")[2]
        if argument == "--static-prefix" and index + 1 < len(arguments):
            return arguments[index + 1]
    return ""


def _by_ingress(spec: Mapping[str, Any], prefix: str) -> Iterator[str]:
    secure = {host for entry in spec.get("tls") or () for host in entry.get("hosts") or ()}
    for rule in spec.get("rules") or ():
        host = rule.get("host") or ""
        if host and "*" not in host:
            scheme = "https" if host in secure else "http"
            paths = (rule.get("http") or {}).get("paths") or ()
            path = next((str(one.get("path") or "/") for one in paths), "/").rstrip("/")
            yield f"{_URI}{scheme}://{host}{prefix or path}"
            return


def _by_route(spec: Mapping[str, Any], prefix: str) -> Iterator[str]:
    host = next((one for one in spec.get("hostnames") or () if "*" not in one), "")
    if host:
        path = str(spec["rules"][0]["matches"][0]["path"]["value"]).rstrip("/")
        yield f"{_URI}https://{host}{prefix or path}  # http:// where the Gateway has no certificate"


def _by_service(kubectl: Kubectl, service: Manifest, prefix: str) -> Iterator[str]:
    name, spec = service["metadata"]["name"], service["spec"]
    kind, port = spec.get("type", "ClusterIP"), spec["ports"][0]["port"]
    live: Mapping[str, Any] = service
    if kind in ("NodePort", "LoadBalancer") and "status" not in service:
        live = _looked_up(kubectl, "service", name)
    if kind == "LoadBalancer":
        addresses = ((live.get("status") or {}).get("loadBalancer") or {}).get("ingress") or [{}]
        if address := addresses[0].get("hostname") or addresses[0].get("ip"):
            yield f"{_URI}http://{address}:{port}{prefix}"
            return
        yield f"the load balancer has no address yet: kubectl get service {name} -n {kubectl.namespace} -w"
    if kind == "NodePort":
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
