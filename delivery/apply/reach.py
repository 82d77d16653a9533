"""How to reach the server that was applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mlflow_tui.config_model.mlflow import Version, facts
from mlflow_tui.delivery.apply.running_version import server_of, told_by
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem
from mlflow_tui.renderers.manifests import Manifest

_URI = "export MLFLOW_TRACKING_URI="


def how_to_reach(kubectl: Kubectl, objects: Sequence[Manifest], version: Version | None = None) -> tuple[str, ...]:
    """Commands and addresses, the `MLFLOW_TRACKING_URI` to export last; may ask the cluster for addresses.

    `objects` are those of the release, as they were rendered or as they run. `version` is that of MLflow, which else
    the tag of the image tells.
    """
    by_kind = {one["kind"]: one for one in objects}
    paths = _Paths()
    lines: list[str] = []
    login = False
    if "Deployment" in by_kind:
        container = server_of(by_kind["Deployment"])
        paths = _paths(static_prefix(container), version or told_by(container))
        login = "--app-name=basic-auth" in (container.get("args") or ())
    if "Ingress" in by_kind:
        lines += _by_ingress(by_kind["Ingress"]["spec"], paths)
    if not lines and "HTTPRoute" in by_kind:
        lines += _by_route(by_kind["HTTPRoute"]["spec"], paths)
    if not lines and "Service" in by_kind:
        lines += _by_service(kubectl, by_kind["Service"], paths)
    if lines and login:
        lines.append("export MLFLOW_TRACKING_USERNAME=… MLFLOW_TRACKING_PASSWORD=…")
    return tuple(lines)


class _Paths(NamedTuple):
    """The paths below which a server has what clients ask and what browsers show; empty for the root."""

    api: str = ""
    ui: str = ""

    def lines(self, address: str) -> Iterator[str]:
        if self.ui:
            yield f"open {address}{self.ui}/"
        yield f"{_URI}{address}{self.api}"


def _paths(prefix: str, version: Version) -> _Paths:
    """With a static prefix clients find `/api` below it from MLflow 3.12.0 on, and before at the root alone."""
    return _Paths(prefix if facts(version).api_below_prefix else "", prefix)


def static_prefix(container: Mapping[str, Any]) -> str:
    """The path below which MLflow serves, from the arguments or the variables of the server; usually empty."""
    given = [one.get("value") for one in container.get("env") or () if one.get("name") == "MLFLOW_STATIC_PREFIX"]
    arguments = [str(one) for one in container.get("args") or ()]
    for index, argument in enumerate(arguments):
        if argument.startswith("--static-prefix="):
            given.append(argument.partition("=")[2])
        if argument == "--static-prefix" and index + 1 < len(arguments):
            given.append(arguments[index + 1])
    bare = str(given[-1] or "").strip("/") if given else ""
    return f"/{bare}" if bare else ""


def _by_ingress(spec: Mapping[str, Any], paths: _Paths) -> Iterator[str]:
    secure = {host for entry in spec.get("tls") or () for host in entry.get("hosts") or ()}
    for rule in spec.get("rules") or ():
        host = rule.get("host") or ""
        if host and "*" not in host:
            scheme = "https" if host in secure else "http"
            if paths.ui:
                yield from paths.lines(f"{scheme}://{host}")
                return
            entries = (rule.get("http") or {}).get("paths") or ()
            path = next((str(one.get("path") or "/") for one in entries), "/").rstrip("/")
            yield f"{_URI}{scheme}://{host}{path}"
            return


def _by_route(spec: Mapping[str, Any], paths: _Paths) -> Iterator[str]:
    host = next((one for one in spec.get("hostnames") or () if "*" not in one), "")
    if host and paths.ui:
        yield from paths.lines(f"https://{host}")
    elif host:
        path = str(spec["rules"][0]["matches"][0]["path"]["value"]).rstrip("/")
        yield f"{_URI}https://{host}{path}  # http:// where the Gateway has no certificate"


def _by_service(kubectl: Kubectl, service: Manifest, paths: _Paths) -> Iterator[str]:
    name, spec = service["metadata"]["name"], service["spec"]
    kind, port = spec.get("type", "ClusterIP"), spec["ports"][0]["port"]
    live: Mapping[str, Any] = service
    if kind in ("NodePort", "LoadBalancer") and "status" not in service:
        live = _looked_up(kubectl, "service", name)
    if kind == "LoadBalancer":
        addresses = ((live.get("status") or {}).get("loadBalancer") or {}).get("ingress") or [{}]
        if address := addresses[0].get("hostname") or addresses[0].get("ip"):
            yield from paths.lines(f"http://{address}:{port}")
            return
        yield f"the load balancer has no address yet: kubectl get service {name} -n {kubectl.namespace} -w"
    if kind == "NodePort":
        node_port = next((each.get("nodePort") for each in (live.get("spec") or {}).get("ports") or ()), None)
        yield from paths.lines(f"http://{_node(kubectl)}:{node_port or 'PORT'}")
        return
    # The local port is MLflow's own: that of the Service may be 80, which only the superuser may open.
    local = port if port > 1023 else 5000
    context = "" if kubectl.context.in_cluster else f"--context {kubectl.context.name} "
    yield f"kubectl {context}port-forward -n {kubectl.namespace} service/{name} {local}:{port}"
    yield from paths.lines(f"http://127.0.0.1:{local}")


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
