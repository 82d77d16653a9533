"""How the server of Bitnami's chart is reached: Service, Ingress, routes, policies; and how it is scaled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mlflow_tui.config_model.conversion.entry import Outcome
from mlflow_tui.config_model.conversion.foreign import Foreign
from mlflow_tui.config_model.conversion.table import (
    Add,
    Give,
    Row,
    Statement,
    Tell,
    added,
    differs,
    nothing,
    person,
    row,
    same,
)
from mlflow_tui.config_model.conversion.tables.bitnami_names import database_port
from mlflow_tui.config_model.conversion.tables.shared import fullname_like_ours

_S: Final = "tracking.service"


@row(f"{_S}.type", *(f"{_S}.{kind}.{port}" for kind in ("ports", "nodePorts") for port in ("http", "https")))
def _service(foreign: Foreign) -> Iterator[Statement]:
    used, other = ("https", "http") if foreign.on("tracking.tls.enabled") else ("http", "https")
    kind = foreign.text(f"{_S}.type")
    yield Give("service.type", kind, (f"{_S}.type",))
    yield Give("service.port", foreign.value(f"{_S}.ports.{used}"), (f"{_S}.ports.{used}",))
    node = foreign.value(f"{_S}.nodePorts.{used}")
    if node and kind in ("NodePort", "LoadBalancer"):
        yield Give("service.nodePort", _count(str(node)), (f"{_S}.nodePorts.{used}",))
    for section in ("ports", "nodePorts"):
        if foreign.has(f"{_S}.{section}.{other}"):
            yield Tell(f"{_S}.{section}.{other}", Outcome.NONE, f"the Service has the port {used} alone, there as here")


@row(f"{_S}.externalTrafficPolicy", f"{_S}.sessionAffinity", f"{_S}.loadBalancerSourceRanges")
def _traffic(foreign: Foreign) -> Iterator[Statement]:
    kind = foreign.text(f"{_S}.type")
    if kind in ("NodePort", "LoadBalancer"):
        yield Give(
            "service.externalTrafficPolicy",
            foreign.text(f"{_S}.externalTrafficPolicy"),
            (f"{_S}.externalTrafficPolicy",),
        )
    if kind == "LoadBalancer" and foreign.items(f"{_S}.loadBalancerSourceRanges"):
        key = f"{_S}.loadBalancerSourceRanges"
        yield Give("service.loadBalancerSourceRanges", foreign.items(key), (key,))
    affinity = foreign.text(f"{_S}.sessionAffinity")
    if affinity != "None" or foreign.has(f"{_S}.sessionAffinity"):
        yield Give("service.sessionAffinity", affinity, (f"{_S}.sessionAffinity",))


@row(f"{_S}.clusterIP", f"{_S}.loadBalancerIP", f"{_S}.extraPorts", f"{_S}.sessionAffinityConfig")
def _fixed(foreign: Foreign) -> Iterator[Statement]:
    for key in ("clusterIP", "loadBalancerIP", "extraPorts", "sessionAffinityConfig"):
        if foreign.on(f"{_S}.{key}"):
            yield person(
                f"{_S}.{key}",
                "the Service here has none",
                "give a Service of your own in extraObjects, if you need it",
                f"service {key}",
            )


_I: Final = "tracking.ingress"


@row(*(f"{_I}.{key}" for key in ("enabled", "hostname", "path", "pathType", "extraHosts")))
def _ingress(foreign: Foreign) -> Iterator[Statement]:
    on = foreign.on(f"{_I}.enabled")
    if on or foreign.has(f"{_I}.enabled"):
        yield Give("ingress.enabled", on, (f"{_I}.enabled",))
    if not on and not foreign.has(f"{_I}.hostname"):
        return
    hosts: list[dict[str, Any]] = []
    if name := foreign.text(f"{_I}.hostname"):
        path = {"path": foreign.text(f"{_I}.path"), "pathType": foreign.text(f"{_I}.pathType")}
        hosts.append({"host": name, "paths": [path]})
    for one in foreign.maps(f"{_I}.extraHosts"):
        path = {"path": one.get("path") or "/", "pathType": one.get("pathType") or "ImplementationSpecific"}
        hosts.append({"host": one.get("name", ""), "paths": [path]})
    yield Give("ingress.hosts", hosts, tuple(f"{_I}.{key}" for key in ("hostname", "path", "pathType", "extraHosts")))


@row(*(f"{_I}.{key}" for key in ("tls", "selfSigned", "extraTls", "secrets")))
def _ingress_tls(foreign: Foreign) -> Iterator[Statement]:
    tls: list[Any] = []
    annotations = foreign.mapping(f"{_I}.annotations")
    asked = bool(
        {"cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "kubernetes.io/tls-acme"} & annotations.keys()
    )
    host = foreign.text(f"{_I}.hostname")
    if foreign.on(f"{_I}.tls") and (asked or foreign.on(f"{_I}.selfSigned")):
        tls.append({"hosts": [host], "secretName": f"{host}-tls"})
    tls += foreign.items(f"{_I}.extraTls")
    if tls:
        yield Give("ingress.tls", tls, (f"{_I}.tls", f"{_I}.extraTls"))
    elif foreign.on(f"{_I}.tls"):
        yield differs(f"{_I}.tls", "without an issuer and a certificate of its own that chart sets no TLS either")
    if foreign.on(f"{_I}.enabled") and foreign.on(f"{_I}.selfSigned"):
        yield person(
            f"{_I}.selfSigned",
            "that chart makes a certificate, and this one makes none",
            "create the Secret from a certificate of yours",
            command=f"kubectl create secret tls {host}-tls --cert=tls.crt --key=tls.key",
        )
    for name in (str(one.get("name", "NAME")) for one in foreign.maps(f"{_I}.secrets")):
        yield person(
            f"{_I}.secrets",
            "certificates do not stand in the values here",
            "create the Secret from its files",
            command=f"kubectl create secret tls {name} --cert=tls.crt --key=tls.key",
        )


@row(f"{_I}.extraPaths", f"{_I}.extraRules")
def _ingress_extra(foreign: Foreign) -> Iterator[Statement]:
    for key in ("extraPaths", "extraRules"):
        if foreign.on(f"{_I}.{key}"):
            yield person(
                f"{_I}.{key}",
                "the Ingress here leads to the server alone",
                "give an Ingress of your own for them in extraObjects",
                "host",
            )


_R: Final = "tracking.httproute"


@row(*(f"{_R}.{key}" for key in ("enabled", "annotations", "parentRefs", "hostnames", "matches", "filters")))
def _route(foreign: Foreign) -> Iterator[Statement]:
    on = foreign.on(f"{_R}.enabled")
    for key in ("enabled", "annotations", "hostnames", "filters"):
        if on or foreign.has(f"{_R}.{key}"):
            yield Give(f"httpRoute.{key}", foreign.value(f"{_R}.{key}"), (f"{_R}.{key}",))
    if on or foreign.has(f"{_R}.parentRefs"):
        yield Give(
            "httpRoute.parentRefs", foreign.items(f"{_R}.parentRefs") or [{"name": "gateway"}], (f"{_R}.parentRefs",)
        )
    matches = foreign.maps(f"{_R}.matches")
    path = matches[0].get("path") if len(matches) == 1 and set(matches[0]) == {"path"} else None
    if on and isinstance(path, dict) and path.get("type", "PathPrefix") == "PathPrefix":
        yield Give("httpRoute.path", path.get("value", "/"), (f"{_R}.matches",))
    elif on and matches:
        yield person(
            f"{_R}.matches",
            "an HTTPRoute here matches one path prefix",
            "give an HTTPRoute of your own in extraObjects",
            "route",
        )


@row(f"{_R}.extraRules")
def _route_extra(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on(f"{_R}.extraRules"):
        yield person(
            f"{_R}.extraRules",
            "an HTTPRoute here has one rule",
            "give an HTTPRoute of your own for them in extraObjects",
            "route",
        )


_N: Final = "tracking.networkPolicy"
_NAMESPACES: Final = (f"{_N}.ingressNSMatchLabels", f"{_N}.ingressNSPodMatchLabels")


@row(f"{_N}.enabled", f"{_N}.allowExternal", f"{_N}.allowExternalEgress", f"{_N}.extraEgress", *_NAMESPACES)
def _policy(foreign: Foreign) -> Iterator[Statement]:
    on = foreign.on(f"{_N}.enabled")
    yield Give("networkPolicy.enabled", on, (f"{_N}.enabled",))
    if not on:
        return
    peers: list[dict[str, Any]] = []
    if not foreign.on(f"{_N}.allowExternal"):
        peers.append({"podSelector": {"matchLabels": {f"{fullname_like_ours(foreign)}-client": "true"}}})
    if labels := foreign.mapping(_NAMESPACES[0]):
        peer: dict[str, Any] = {"namespaceSelector": {"matchLabels": labels}}
        if pods := foreign.mapping(_NAMESPACES[1]):
            peer["podSelector"] = {"matchLabels": pods}
        peers.append(peer)
    if peers:
        yield Give("networkPolicy.ingressFrom", peers, (f"{_N}.allowExternal", *_NAMESPACES))
    if not foreign.on(f"{_N}.allowExternalEgress"):
        rules = [
            _ports(53, 80, 443, 22),
            _ports(_count(database_port(foreign))),
            *foreign.items(f"{_N}.extraEgress"),
        ]
        store = foreign.value("minio.service.ports.api" if foreign.on("minio.enabled") else "externalS3.port")
        if isinstance(store, int):
            rules.insert(2, _ports(store))
        yield Give("networkPolicy.egress", rules, (f"{_N}.allowExternalEgress", f"{_N}.extraEgress"))
        yield differs(f"{_N}.allowExternalEgress", "by port to all addresses, the database and the store too", "policy")


def _ports(*ports: int | str) -> dict[str, Any]:
    return {"ports": [{"port": port, "protocol": "TCP"} for port in ports]}


@row(f"{_N}.extraIngress")
def _policy_extra(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on(f"{_N}.extraIngress"):
        yield person(
            f"{_N}.extraIngress",
            "networkPolicy.ingressFrom lists peers, not whole rules",
            "add the peers there, or give a NetworkPolicy of your own in extraObjects",
            "policy",
        )


_H: Final = "tracking.autoscaling.hpa"


@row(*(f"{_H}.{key}" for key in ("enabled", "minReplicas", "maxReplicas", "targetCPU", "targetMemory")))
def _autoscaling(foreign: Foreign) -> Iterator[Statement]:
    on = foreign.on(f"{_H}.enabled")
    if on or foreign.has(f"{_H}.enabled"):
        yield Give("autoscaling.enabled", on, (f"{_H}.enabled",))
    for key, to in (
        ("minReplicas", "minReplicas"),
        ("maxReplicas", "maxReplicas"),
        ("targetCPU", "targetCPUUtilizationPercentage"),
        ("targetMemory", "targetMemoryUtilizationPercentage"),
    ):
        text = foreign.text(f"{_H}.{key}")
        if text.isdigit():
            yield Give(f"autoscaling.{to}", int(text), (f"{_H}.{key}",))
        elif on and key == "targetCPU":
            yield Give(f"autoscaling.{to}", None, (f"{_H}.enabled",))


_V: Final = "tracking.autoscaling.vpa"


@row(_V)
def _vertical(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on(f"{_V}.enabled"):
        yield person(
            f"{_V}.enabled",
            "this chart makes no VerticalPodAutoscaler",
            "give one for the Deployment in extraObjects",
            "vpa",
        )


@row(*(f"tracking.pdb.{key}" for key in ("create", "minAvailable", "maxUnavailable")))
def _disruption(foreign: Foreign) -> Iterator[Statement]:
    on = foreign.on("tracking.pdb.create")
    yield Give("podDisruptionBudget.enabled", on, ("tracking.pdb.create",))
    least, most = (_count(foreign.text(f"tracking.pdb.{key}")) for key in ("minAvailable", "maxUnavailable"))
    if least:
        yield Give("podDisruptionBudget.minAvailable", least, ("tracking.pdb.minAvailable",))
        yield Give(
            "podDisruptionBudget.maxUnavailable",
            most or None,
            ("tracking.pdb.maxUnavailable", "tracking.pdb.minAvailable"),
        )
    elif most:
        yield Give("podDisruptionBudget.maxUnavailable", most, ("tracking.pdb.maxUnavailable",))


def _count(text: str) -> int | str:
    """A number of pods, or a percentage of them."""
    return int(text) if text.isdigit() else text


@row("tracking.extraEnvVarsCM", "tracking.extraEnvVarsSecret")
def _sources(foreign: Foreign) -> Iterator[Statement]:
    for key, kind in (("extraEnvVarsCM", "configMapRef"), ("extraEnvVarsSecret", "secretRef")):
        if foreign.on(f"tracking.{key}"):
            source = {kind: {"name": foreign.text(f"tracking.{key}")}}
            yield Add("extraEnvFrom", added(source), (f"tracking.{key}",))


ROWS: tuple[Row, ...] = (
    _service,
    _traffic,
    _fixed,
    same(f"{_S}.annotations", "service.annotations"),
    same(f"{_S}.labels", "service.labels"),
    _ingress,
    same(f"{_I}.ingressClassName", "ingress.className", f"{_I}.enabled"),
    same(f"{_I}.annotations", "ingress.annotations", f"{_I}.enabled"),
    _ingress_tls,
    _ingress_extra,
    _route,
    _route_extra,
    nothing("an HTTPRoute here has the labels of the release", f"{_R}.labels"),
    _policy,
    _policy_extra,
    _autoscaling,
    _vertical,
    _disruption,
    _sources,
)
