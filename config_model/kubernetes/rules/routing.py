"""Network policies, and the routes of the Gateway API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mlflow_tui.config_model.kubernetes.rules.rule import Data, Rule, given, text
from mlflow_tui.config_model.kubernetes.violation import Violation

_FILTERS = {
    "CORS": "cors",
    "ExtensionRef": "extensionRef",
    "RequestHeaderModifier": "requestHeaderModifier",
    "RequestMirror": "requestMirror",
    "RequestRedirect": "requestRedirect",
    "ResponseHeaderModifier": "responseHeaderModifier",
    "URLRewrite": "urlRewrite",
}
_NEVER_IN_A_PATH = ("//", "/./", "/../", "%2f", "%2F", "#")
_NEVER_AT_ITS_END = ("/..", "/.")


def _peer(data: Data, version: str) -> Iterator[Violation]:
    selectors = [name for name in ("podSelector", "namespaceSelector") if given(data, name)]
    if given(data, "ipBlock") and selectors:
        message = f"ipBlock and {selectors[0]} exclude each other"
        yield Violation((selectors[0],), "format", message, "write two entries")
    elif not given(data, "ipBlock") and not selectors:
        hint = "add one of podSelector, namespaceSelector, ipBlock"
        yield Violation((), "missing", "the peer is empty", hint)


def _ports(data: Data, version: str) -> Iterator[Violation]:
    first, last = data.get("port"), data.get("endPort")
    if last is None:
        return
    if not isinstance(first, int):
        yield Violation(("endPort",), "format", "endPort needs a port that is a number", "give the first port")
    elif isinstance(last, int) and last < first:
        yield Violation(("endPort",), "format", f"{last} is less than port, {first}", f"use a number from {first}")


def _filter(data: Data, version: str) -> Iterator[Violation]:
    wanted = _FILTERS.get(text(data, "type"))
    if wanted is None:
        return
    if not given(data, wanted):
        yield Violation((), "missing", f"type {data['type']} needs {wanted}", f"add {wanted}")
    for field in _FILTERS.values():
        if field != wanted and given(data, field):
            yield Violation((field,), "format", f"type {data['type']} takes no {field}", "write two filters")


def _path(data: Data, version: str) -> Iterator[Violation]:
    found = data.get("value")
    if not isinstance(found, str) or data.get("type", "PathPrefix") not in ("Exact", "PathPrefix"):
        return
    if not found.startswith("/"):
        yield Violation(("value",), "format", f"'{found}' does not begin with '/'", "write it from the root: /")
        return
    bad = [one for one in _NEVER_IN_A_PATH if one in found] + [one for one in _NEVER_AT_ITS_END if found.endswith(one)]
    if bad:
        yield Violation(("value",), "format", f"a path must not have '{bad[0]}'", "write the plain path")


RULES: Final = (
    Rule("NetworkPolicyPeer", _peer, "networking: ValidateNetworkPolicyPeer"),
    Rule("NetworkPolicyPort", _ports, "networking: ValidateNetworkPolicyPort"),
    Rule("HTTPRouteFilter", _filter, "gateway-api: httproutes.yaml, x-kubernetes-validations"),
    Rule("HTTPPathMatch", _path, "gateway-api: httproutes.yaml, x-kubernetes-validations"),
)
