"""The extra objects: as they stand, with the release's namespace and labels where they have none."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from mlflow_tui.config_model.kubernetes.kinds import is_cluster_wide, is_object
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    for one in filter(is_object, values.extra_objects):
        given: dict[str, Any] = deepcopy(one["metadata"])
        given["labels"] = {**metadata.labels, **(given.get("labels") or {})}
        if metadata.release.namespace and not is_cluster_wide(one):
            given.setdefault("namespace", metadata.release.namespace)
        yield {**deepcopy(one), "metadata": given}
