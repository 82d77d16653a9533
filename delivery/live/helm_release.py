"""What Helm keeps of a release: the same that `helm get values` tells, without needing helm."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from typing import Any

from delivery.kubectl import Kubectl
from delivery.problem import ClusterProblem, Reason


def helm_values(kubectl: Kubectl, release: str) -> tuple[dict[str, Any], str] | None:
    """The values that were given to the deployed revision, and its number; None if Helm has no such release.

    Helm keeps a release in a Secret named `sh.helm.release.v1.NAME.vN`: JSON, gzip, base64, and once more base64 as
    all data of a Secret. Source: https://helm.sh/docs/topics/advanced/#storage-backends
    """
    labels = f"owner=helm,name={release},status=deployed"
    found = (kubectl.data("get", "secrets", "-l", labels) or {}).get("items", [])
    if not found:
        return None
    latest = max(found, key=lambda one: int(one["metadata"]["labels"].get("version", 0)))
    try:
        packed = base64.b64decode(base64.b64decode(latest["data"]["release"]))
        kept = json.loads(gzip.decompress(packed))
        return dict(kept.get("config") or {}), str(kept.get("version", ""))
    except (ValueError, KeyError, OSError, EOFError, zlib.error):
        name = latest["metadata"]["name"]
        raise ClusterProblem(f"what Helm keeps in Secret/{name} cannot be read", "", Reason.NONSENSE) from None
