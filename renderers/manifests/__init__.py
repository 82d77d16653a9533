"""The Kubernetes objects that values render to, a module an object: the kubectl flavour of the manifest contract."""

from __future__ import annotations

from typing import Any

from mlflow_tui.config_model.chart import Release, names
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests import (
    config_map,
    deployment,
    extra_objects,
    garbage_collection,
    horizontal_pod_autoscaler,
    http_route,
    ingress,
    network_policy,
    persistent_volume_claim,
    pod_disruption_budget,
    secrets,
    service,
    service_account,
    service_monitor,
    upgrade_job,
)
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata

__all__ = ["Manifest", "file_name", "render"]


def render(values: Values, release: Release | None = None) -> list[Manifest]:
    """The objects, in the order in which they are applied.

    Takes values that have passed all checks; the same values always give the same objects.
    """
    release = release or Release()
    metadata = Metadata(names(values, release), release)
    created = secrets.render(values, metadata)
    environment = config_map.render(values, metadata)
    configuration = [*created, *environment]
    (server,) = deployment.render(values, metadata, configuration)
    return [
        *service_account.render(values, metadata),
        *configuration,
        *persistent_volume_claim.render(values, metadata),
        *upgrade_job.render(values, metadata, configuration, server["spec"]["template"]["spec"]),
        *service.render(values, metadata),
        *network_policy.render(values, metadata),
        server,
        *horizontal_pod_autoscaler.render(values, metadata),
        *pod_disruption_budget.render(values, metadata),
        *garbage_collection.render(values, metadata, configuration, server["spec"]["template"]["spec"]),
        *ingress.render(values, metadata),
        *http_route.render(values, metadata),
        *service_monitor.render(values, metadata),
        *extra_objects.render(values, metadata),
    ]


def file_name(manifest: dict[str, Any]) -> str:
    """The name of the file that one object is written to: `deployment-mlflow.yaml`."""
    return f"{manifest['kind']}-{manifest['metadata']['name']}.yaml".lower()
