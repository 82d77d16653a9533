"""Kinds of whole objects: whose schema is known, and which belong to no namespace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

API_VERSIONS: Final = {
    "ServiceAccount": "v1",
    "Secret": "v1",
    "ConfigMap": "v1",
    "PersistentVolumeClaim": "v1",
    "Job": "batch/v1",
    "Service": "v1",
    "NetworkPolicy": "networking.k8s.io/v1",
    "Deployment": "apps/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "PodDisruptionBudget": "policy/v1",
    "CronJob": "batch/v1",
    "Ingress": "networking.k8s.io/v1",
    "HTTPRoute": "gateway.networking.k8s.io/v1",
    "ServiceMonitor": "monitoring.coreos.com/v1",
    "Pod": "v1",
    "Namespace": "v1",
}
"""The kinds whose schema is known, each in the one version of its API."""

_CLUSTER_WIDE = frozenset(
    {
        *("Namespace", "Node", "PersistentVolume", "StorageClass", "PriorityClass", "IngressClass", "GatewayClass"),
        *("ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "RuntimeClass", "ClusterIssuer"),
        *("ClusterSecretStore", "ClusterExternalSecret", "ValidatingWebhookConfiguration"),
        *("MutatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"),
    }
)


def is_object(given: Mapping[str, Any]) -> bool:
    """Whether a map has what every object has: the version of its API, a kind, a name, and labels that are a map."""
    metadata = given.get("metadata")
    if not isinstance(metadata, Mapping) or not isinstance(metadata.get("labels") or {}, Mapping):
        return False
    return all(
        isinstance(one, str) and one for one in (given.get("apiVersion"), given.get("kind"), metadata.get("name"))
    )


def is_known(manifest: Mapping[str, Any]) -> bool:
    """Whether the object can be held against a schema."""
    return API_VERSIONS.get(str(manifest.get("kind"))) == manifest.get("apiVersion")


def is_cluster_wide(manifest: Mapping[str, Any]) -> bool:
    """Whether the object belongs to no namespace, as far as is known of its kind."""
    return manifest.get("kind") in _CLUSTER_WIDE
