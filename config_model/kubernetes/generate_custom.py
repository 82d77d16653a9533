"""Makes custom_schema.json and custom_descriptions.json from the published definitions of custom kinds.

    python -m mlflow_tui.config_model.kubernetes.generate_custom HTTPROUTES.yaml SERVICEMONITORS.yaml

The first is `config/crd/standard/gateway.networking.k8s.io_httproutes.yaml` of kubernetes-sigs/gateway-api, the second
`example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml` of prometheus-operator. What `NAMES` has no
name for is kept as a free map: the chart makes none of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

HERE = Path(__file__).parent
Schema = Mapping[str, Any]

NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "HTTPRoute": {
        "spec": "HTTPRouteSpec",
        "spec.parentRefs": "ParentReference",
        "spec.rules": "HTTPRouteRule",
        "spec.rules.backendRefs": "HTTPBackendRef",
        "spec.rules.filters": "HTTPRouteFilter",
        "spec.rules.filters.cors": "HTTPCORSFilter",
        "spec.rules.filters.extensionRef": "LocalExtensionReference",
        "spec.rules.filters.requestHeaderModifier": "HTTPHeaderFilter",
        "spec.rules.filters.requestHeaderModifier.add": "HTTPFilterHeader",
        "spec.rules.filters.requestHeaderModifier.set": "HTTPFilterHeader",
        "spec.rules.filters.requestMirror": "HTTPRequestMirrorFilter",
        "spec.rules.filters.requestMirror.backendRef": "MirrorBackendReference",
        "spec.rules.filters.requestMirror.fraction": "MirrorFraction",
        "spec.rules.filters.requestRedirect": "HTTPRequestRedirectFilter",
        "spec.rules.filters.requestRedirect.path": "HTTPPathModifier",
        "spec.rules.filters.responseHeaderModifier": "HTTPHeaderFilter",
        "spec.rules.filters.responseHeaderModifier.add": "HTTPFilterHeader",
        "spec.rules.filters.responseHeaderModifier.set": "HTTPFilterHeader",
        "spec.rules.filters.urlRewrite": "HTTPURLRewriteFilter",
        "spec.rules.filters.urlRewrite.path": "HTTPPathModifier",
        "spec.rules.matches": "HTTPRouteMatch",
        "spec.rules.matches.path": "HTTPPathMatch",
        "spec.rules.timeouts": "HTTPRouteTimeouts",
    },
    "ServiceMonitor": {
        "spec": "ServiceMonitorSpec",
        "spec.endpoints": "ScrapeEndpoint",
        "spec.endpoints.basicAuth": "ScrapeBasicAuth",
        "spec.endpoints.basicAuth.password": "SecretKeySelector",
        "spec.endpoints.basicAuth.username": "SecretKeySelector",
        "spec.endpoints.metricRelabelings": "RelabelConfig",
        "spec.endpoints.relabelings": "RelabelConfig",
        "spec.namespaceSelector": "MonitorNamespaces",
        "spec.selector": "LabelSelector",
    },
}
"""The name of the piece at each path of a kind, or at the items of the list that is there."""
_OF_KUBERNETES = ("SecretKeySelector", "LabelSelector")
_VERSION = "v1"


def main(files: list[str]) -> None:
    """Writes both files beside this one."""
    schema, descriptions = generated([Path(file).read_text(encoding="utf-8") for file in files])
    (HERE / "custom_schema.json").write_text(schema, encoding="utf-8")
    (HERE / "custom_descriptions.json").write_text(descriptions, encoding="utf-8")


def generated(definitions: list[str]) -> tuple[str, str]:
    """The text of both files, from the YAML of the definitions: JSON with a piece a line, as schema.json has it."""
    import yaml

    pieces: dict[str, dict[str, Any]] = {}
    descriptions: dict[str, dict[str, str]] = {}
    for definition in map(yaml.safe_load, definitions):
        kind = definition["spec"]["names"]["kind"]
        (version,) = [one for one in definition["spec"]["versions"] if one["name"] == _VERSION]
        root = version["schema"]["openAPIV3Schema"]
        for name, schema, path in ((kind, root, ""), *_named(root, "", kind)):
            fields = {key: one for key, one in sorted(schema["properties"].items()) if key != "status"}
            types = {key: _type(one, f"{path}{key}", kind) for key, one in fields.items()}
            required = dict.fromkeys(sorted(schema.get("required", ())), "")
            pieces[name] = {"fields": types, **({"required": required} if required else {})}
            descriptions[name] = {key: " ".join(one.get("description", "").split()) for key, one in fields.items()}
    return _written(pieces), _written(descriptions)


def _named(schema: Schema, path: str, kind: str) -> Iterator[tuple[str, Schema, str]]:
    """The pieces below a schema that have a name of their own, each with the path of its fields."""
    for key, one in schema.get("properties", {}).items():
        here = f"{path}{key}"
        inner = one.get("items", one)
        name = NAMES[kind].get(here)
        if name is not None and name not in _OF_KUBERNETES:
            yield name, inner, f"{here}."
            yield from _named(inner, f"{here}.", kind)


def _type(schema: Schema, path: str, kind: str) -> str:
    if path == "metadata":
        return "ObjectMeta"
    if schema.get("x-kubernetes-int-or-string"):
        return "IntOrString"
    if schema.get("type") == "array":
        return f"[{NAMES[kind].get(path) or _type(schema['items'], '', kind)}]"
    if schema.get("type") == "object":
        entries = schema.get("additionalProperties")
        free = f"{{{_type(entries, '', kind)}}}" if isinstance(entries, Mapping) else "object"
        return NAMES[kind].get(path, free)
    return str(schema.get("type", "object"))


def _written(lines: Mapping[str, Any]) -> str:
    rows = ",\n".join(
        f"{json.dumps(name)}:{json.dumps(one, separators=(',', ':'), ensure_ascii=False)}"
        for name, one in sorted(lines.items())
    )
    return f"{{\n{rows}\n}}\n"


if __name__ == "__main__":
    main(sys.argv[1:])
