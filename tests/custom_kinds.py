"""The custom kinds that values render to, as definitions for a real API server: made of the schema that ships."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from mlflow_tui.config_model.kubernetes import fields
from mlflow_tui.config_model.kubernetes.schema import SCALARS, required
from tests.control_plane import ControlPlane

Schema = dict[str, Any]
VERSION = "1.33"
_SCALARS: dict[str, Schema] = {
    "object": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
    "IntOrString": {"x-kubernetes-int-or-string": True},
    "Quantity": {"x-kubernetes-int-or-string": True},
}


def _schema(kind: str) -> Schema:
    if kind == "ObjectMeta":
        return {"type": "object"}
    if kind.startswith("["):
        return {"type": "array", "items": _schema(kind[1:-1])}
    if kind.startswith("{"):
        return {"type": "object", "additionalProperties": _schema(kind[1:-1])}
    if kind in SCALARS:
        return _SCALARS.get(kind, {"type": kind})
    properties = {name: _schema(field.type) for name, field in fields(kind, VERSION).items()}
    return {"type": "object", "properties": properties, "required": list(required(kind, VERSION))}


def _definition(group: str, kind: str, plural: str) -> dict[str, Any]:
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": _schema(kind)}}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {
            "name": f"{plural}.{group}",
            # Groups of the Kubernetes project are for what it has approved.
            "annotations": {"api-approved.kubernetes.io": "https://github.com/kubernetes-sigs/gateway-api/pull/2997"},
        },
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"kind": kind, "plural": plural, "singular": kind.lower(), "listKind": f"{kind}List"},
            "versions": [version],
        },
    }


DEFINITIONS = (
    _definition("gateway.networking.k8s.io", "HTTPRoute", "httproutes"),
    _definition("monitoring.coreos.com", "ServiceMonitor", "servicemonitors"),
)


OLDER = {"autoscaling/v2": "autoscaling/v2beta2", "policy/v1": "policy/v1beta1", "batch/v1": "batch/v1beta1"}
"""The same objects in the API of a server that has no newer one, as the ones before 1.21 and 1.23."""


def for_server(cluster: ControlPlane, objects: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The objects in the API versions that the server has."""
    known = cluster.kubectl("api-versions").stdout.split()
    # Of batch/v1, servers before 1.21 have the Jobs alone.
    lacking = {one for one in OLDER if one not in known} | ({"batch/v1"} if "policy/v1" not in known else set())
    return [
        {**one, "apiVersion": OLDER[one["apiVersion"]]}
        if one["apiVersion"] in lacking and one["kind"] != "Job"
        else dict(one)
        for one in objects
    ]


@contextmanager
def served(control_plane: ControlPlane) -> Iterator[None]:
    """While the API server knows the custom kinds."""
    definitions = {"apiVersion": "v1", "kind": "List", "items": list(DEFINITIONS)}
    control_plane.kubectl("apply", "-f", "-", stdin=json.dumps(definitions))
    names = [f"crd/{one['metadata']['name']}" for one in DEFINITIONS]
    try:
        control_plane.kubectl("wait", "--for=condition=Established", "--timeout=60s", *names)
        for one in DEFINITIONS:
            _wait_until_served(control_plane, one["metadata"]["name"])
        yield
    finally:
        control_plane.kubectl("delete", *names)


def _wait_until_served(cluster: ControlPlane, kind: str) -> None:
    for _ in range(100):
        if cluster.kubectl("get", kind, "-A", check=False).returncode == 0:
            return
        time.sleep(0.1)
    pytest.fail(f"{kind} is not served")
