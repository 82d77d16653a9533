"""Objects in the cluster: how they are named, and what of them counts."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from mlflow_tui.config_model.secrecy import forms, passwords
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.masking import MASK, masked_manifests

RESOURCES = {
    "ServiceAccount": "serviceaccounts",
    "Secret": "secrets",
    "ConfigMap": "configmaps",
    "PersistentVolumeClaim": "persistentvolumeclaims",
    "Service": "services",
    "Deployment": "deployments.apps",
    "Ingress": "ingresses.networking.k8s.io",
}
"""Every kind that values render to, as kubectl names it."""

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_BOOKKEEPING = ("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink")


def identity(one: Mapping[str, Any]) -> str:
    """`Kind/name`, as a person reads it."""
    return f"{one['kind']}/{one['metadata']['name']}"


def reference(one: Mapping[str, Any]) -> str:
    """`resource/name`, as kubectl takes it."""
    return f"{RESOURCES[one['kind']]}/{one['metadata']['name']}"


def live_objects(kubectl: Kubectl, manifests: Sequence[Manifest]) -> dict[str, Manifest]:
    """What the cluster has of these objects, by identity, with the managers of each field."""
    names = [reference(one) for one in manifests]
    found = kubectl.data("get", *names, "--ignore-not-found", "--show-managed-fields") or {}
    return {identity(one): one for one in (found["items"] if found.get("kind") == "List" else [found]) if one}


def comparable(one: Mapping[str, Any]) -> Manifest:
    """The object without its status and the cluster's bookkeeping, to compare and to show.

    What `kubectl apply` noted of an earlier state is left out too: in a Secret it repeats the secret values.
    """
    kept = {key: deepcopy(value) for key, value in one.items() if key != "status"}
    metadata = {key: value for key, value in kept.get("metadata", {}).items() if key not in _BOOKKEEPING}
    annotations = {
        key: value
        for key, value in (metadata.pop("annotations", None) or {}).items()
        if key not in (LAST_APPLIED, "deployment.kubernetes.io/revision")
    }
    if annotations:
        metadata["annotations"] = annotations
    # The API server gives pod templates a time of creation, which is always null.
    template = (kept.get("spec") or {}).get("template") or {}
    if template.get("metadata", {}).get("creationTimestamp", "") is None:
        del template["metadata"]["creationTimestamp"]
    return {**kept, "metadata": metadata}


def secret_texts(manifests: Iterable[Manifest]) -> Iterator[str]:
    """Every text that must never be shown: values of Secrets, in base64 too, and credentials in containers."""
    for one in manifests:
        if one["kind"] == "Secret":
            for encoded in (one.get("data") or {}).values():
                yield from _all_forms(base64.b64decode(encoded).decode("utf-8", "replace"))
                yield encoded
            one = {key: part for key, part in one.items() if key != "data"}
        for text in _hidden(one, masked_manifests([one])[0]):
            yield from _all_forms(text)


def _all_forms(text: str) -> Iterator[str]:
    for secret in (text, *passwords(text)):
        yield from forms(secret)
    for line in text.splitlines():
        key, equals, value = line.partition(" = ")
        # The lines of an INI file: only what is behind `password`, not names such as `admin`.
        if not equals:
            yield from forms(line)
        elif "password" in key:
            yield from forms(value)


def _hidden(value: Any, masked: Any) -> Iterator[str]:
    """The texts that the mask covers."""
    if isinstance(value, dict) and isinstance(masked, dict):
        for key, inner in value.items():
            yield from _hidden(inner, masked[key])
    elif isinstance(value, list) and isinstance(masked, list):
        for inner, other in zip(value, masked, strict=True):
            yield from _hidden(inner, other)
    elif masked == MASK and value != MASK:
        yield str(value)
