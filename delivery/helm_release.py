"""What Helm keeps of a release: the same that `helm get values` tells, without needing helm."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.names import checked_release
from mlflow_tui.delivery.problem import ClusterProblem, Reason


@dataclass(frozen=True, slots=True)
class HelmRelease:
    """The deployed revision of a release: the values that were given to it, and the chart that took them."""

    values: dict[str, Any] = field(repr=False)
    revision: str
    chart: str
    """Name and version, such as `mlflow 1.2.3`; empty if Helm does not tell."""
    defaults: dict[str, Any] = field(default_factory=dict, repr=False)
    """The chart's own values, over which the given ones lie."""


def helm_release(kubectl: Kubectl, release: str) -> HelmRelease | None:
    """The deployed revision, or None if Helm has no such release in the namespace.

    Helm keeps a revision in a Secret (or, as HELM_DRIVER says, a ConfigMap) named `sh.helm.release.v1.NAME.vN`: JSON,
    gzip, base64, and in a Secret once more base64. Source: https://helm.sh/docs/topics/advanced/#storage-backends
    """
    for resource in ("secrets", "configmaps"):
        if found := _kept(kubectl, resource, release):
            return _unpacked(max(found, key=lambda one: int(one["metadata"]["labels"].get("version", 0))))
    return None


def is_helm_release(kubectl: Kubectl, release: str) -> bool:
    """Whether Helm has a release of that name, as far as this user may look."""
    try:
        return bool(_kept(kubectl, "secrets", release) or _kept(kubectl, "configmaps", release))
    except ClusterProblem:
        return False


def _kept(kubectl: Kubectl, resource: str, release: str) -> list[dict[str, Any]]:
    labels = f"owner=helm,name={checked_release(release)},status=deployed"
    try:
        return list((kubectl.data("get", resource, "-l", labels) or {}).get("items", []))
    except ClusterProblem as problem:
        # Hardly anybody keeps releases in ConfigMaps: not to be allowed to list them is no reason to stop.
        if resource == "configmaps" and problem.reason is Reason.FORBIDDEN:
            return []
        raise


def _unpacked(one: Mapping[str, Any]) -> HelmRelease:
    try:
        packed = one["data"]["release"]
        if one["kind"] == "Secret":
            packed = base64.b64decode(packed)
        kept = json.loads(gzip.decompress(base64.b64decode(packed)))
        about = (kept.get("chart") or {}).get("metadata") or {}
        chart = f"{about.get('name', '')} {about.get('version', '')}".strip()
        defaults = dict((kept.get("chart") or {}).get("values") or {})
        return HelmRelease(dict(kept.get("config") or {}), str(kept.get("version", "")), chart, defaults)
    except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError, zlib.error):
        name = f"{one['kind']}/{one['metadata']['name']}"
        raise ClusterProblem(f"what Helm keeps in {name} cannot be read", "", Reason.NONSENSE) from None
