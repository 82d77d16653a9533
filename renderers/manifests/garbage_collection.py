"""CronJob: `mlflow gc`, which removes for good what has been deleted long enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlflow_tui.config_model.garbage_collection import collects, options
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests import container
from mlflow_tui.renderers.manifests.container import server_url
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata
from mlflow_tui.renderers.manifests.task_pod import pod_template

COMPONENT = "gc"


def render(
    values: Values, metadata: Metadata, configuration: Sequence[Manifest], server: Mapping[str, Any]
) -> Iterator[Manifest]:
    """`configuration`: the Secrets and the ConfigMap that are created; `server`: the spec of the server's pods."""
    if not collects(values):
        return
    collection = values.garbage_collection
    environment = container.environment(configuration, metadata)
    one = container.collection(values, metadata, environment, arguments(values, metadata))
    yield {
        **metadata.manifest("batch/v1", "CronJob", f"{metadata.names.fullname}-{COMPONENT}"),
        "spec": {
            "schedule": collection.schedule,
            "concurrencyPolicy": collection.concurrency_policy,
            "jobTemplate": {"spec": {"template": pod_template(metadata, COMPONENT, one, server)}},
        },
    }


def arguments(values: Values, metadata: Metadata) -> list[str]:
    """The arguments of `mlflow`; later versions delete the artifacts of a proxy by asking the server."""
    collection, known = values.garbage_collection, options(values.image.mlflow)
    found = ["gc", "--backend-store-uri=$(MLFLOW_BACKEND_STORE_URI)", f"--older-than={collection.older_than}"]
    destination = values.tracking_server.artifacts_destination
    if destination and "--artifacts-destination" in known:
        found.append(f"--artifacts-destination={destination}")
    if "--tracking-uri" in known:
        found.append(f"--tracking-uri={server_url(values, metadata.names)}")
    return [*found, *collection.extra_args]
