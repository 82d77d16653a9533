"""Services and Ingresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mlflow_tui.config_model.kubernetes import names
from mlflow_tui.config_model.kubernetes.rules.containers import twice
from mlflow_tui.config_model.kubernetes.rules.rule import Data, Rule, given, listed, text
from mlflow_tui.config_model.kubernetes.violation import Violation

_NEVER_IN_A_PATH = ("//", "/./", "/../", "%2f", "%2F")
_NEVER_AT_ITS_END = ("/..", "/.")


def _ports(data: Data, version: str) -> Iterator[Violation]:
    kind, ports = text(data, "type") or "ClusterIP", listed(data, "ports")
    if not ports and kind != "ExternalName" and data.get("clusterIP") != "None":
        yield Violation((), "missing", "ports is missing or empty", "add a port")
    if kind == "ExternalName" and not text(data, "externalName"):
        yield Violation((), "missing", "type ExternalName needs externalName", "add externalName")
    for index, port in enumerate(ports):
        if len(ports) > 1 and isinstance(port, dict) and not port.get("name"):
            yield Violation(("ports", index), "missing", "name is missing: one of several ports needs it", "add name")
        if kind == "ClusterIP" and isinstance(port, dict) and port.get("nodePort"):
            path = ("ports", index, "nodePort")
            yield Violation(
                path, "format", "a Service of type ClusterIP has no node port", "remove it, or use NodePort"
            )


def _unique_ports(data: Data, version: str) -> Iterator[Violation]:
    ports = listed(data, "ports")
    for index, name in twice(ports, "name"):
        yield Violation(("ports", index, "name"), "format", f"'{name}' is the name of another port", "use another name")
    seen: set[tuple[object, str]] = set()
    for index, port in enumerate(ports):
        number = port.get("port") if isinstance(port, dict) else None
        if isinstance(number, int):
            if (taken := (number, text(port, "protocol") or "TCP")) in seen:
                message = f"{number} is the number of another port"
                yield Violation(("ports", index, "port"), "format", message, "use another number")
            seen.add(taken)


def _only_some_types(data: Data, version: str) -> Iterator[Violation]:
    kind = text(data, "type") or "ClusterIP"
    if (
        text(data, "externalTrafficPolicy")
        and kind in ("ClusterIP", "ExternalName")
        and not listed(data, "externalIPs")
    ):
        message = f"a Service of type {kind} has no external traffic"
        yield Violation(("externalTrafficPolicy",), "format", message, "remove it, or use NodePort or LoadBalancer")
    if given(data, "loadBalancerClass") and kind != "LoadBalancer":
        message = f"a Service of type {kind} has no load balancer"
        yield Violation(("loadBalancerClass",), "format", message, "remove it, or use LoadBalancer")
    if listed(data, "loadBalancerSourceRanges") and kind != "LoadBalancer":
        message = f"a Service of type {kind} has no load balancer"
        yield Violation(("loadBalancerSourceRanges",), "format", message, "remove it, or use LoadBalancer")


def _addresses(data: Data, version: str) -> Iterator[Violation]:
    for index, one in enumerate(listed(data, "externalIPs")):
        if isinstance(one, str) and not names.is_address(one):
            yield Violation(("externalIPs", index), "format", f"'{one}' is not an IP address", "write it like 10.9.8.7")


def _ingress_path(data: Data, version: str) -> Iterator[Violation]:
    found, kind = text(data, "path"), data.get("pathType")
    place = ("path",) if given(data, "path") else ()
    if kind in ("Exact", "Prefix"):
        if not found.startswith("/"):
            said = f"'{found}' does not begin with '/'" if found else "path is missing or empty"
            yield Violation(place, "format" if found else "missing", said, "write a path that begins with '/'")
            return
        bad = [one for one in _NEVER_IN_A_PATH if one in found]
        bad += [one for one in _NEVER_AT_ITS_END if found.endswith(one)]
        if bad:
            message = f"a path of type {kind} must not have '{bad[0]}'"
            yield Violation(place, "format", message, "write the plain path")
    elif kind == "ImplementationSpecific" and found and not found.startswith("/"):
        yield Violation(place, "format", f"'{found}' does not begin with '/'", "write a path that begins with '/'")


def _port_of_backend(data: Data, version: str) -> Iterator[Violation]:
    port = data.get("port")
    if port is not None and not isinstance(port, dict):
        return
    number, name = (port or {}).get("number"), (port or {}).get("name")
    if number and name:
        yield Violation(("port", "name"), "format", "name and number exclude each other", "keep one of them")
    elif not number and not name:
        path = ("port",) if port is not None else ()
        yield Violation(path, "missing", "the name or number of the port is missing", "add port.number or port.name")


def _something_to_route(data: Data, version: str) -> Iterator[Violation]:
    if not listed(data, "rules") and not given(data, "defaultBackend"):
        yield Violation((), "missing", "defaultBackend or rules is missing", "add a rule")


def _some_path(data: Data, version: str) -> Iterator[Violation]:
    if data.get("paths") == []:
        yield Violation(("paths",), "missing", "paths is empty", "add a path")


RULES: Final = (
    Rule("ServiceSpec", _ports, "core: ValidateService"),
    Rule("ServiceSpec", _unique_ports, "core: ValidateService"),
    Rule("ServiceSpec", _only_some_types, "core: ValidateService, validateServiceExternalTrafficFieldsValue"),
    Rule("ServiceSpec", _addresses, "core: ValidateService"),
    Rule("HTTPIngressPath", _ingress_path, "networking: validateHTTPIngressPath"),
    Rule("HTTPIngressRuleValue", _some_path, "networking: validateHTTPIngressRuleValue"),
    Rule("IngressServiceBackend", _port_of_backend, "networking: validateIngressBackend"),
    Rule("IngressSpec", _something_to_route, "networking: ValidateIngressSpec"),
)
