"""Deployment: the pods that run the server."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from mlflow_tui.config_model.database_upgrade import upgrades_in_each_pod
from mlflow_tui.config_model.json_data import helm_json
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests import container, persistent_volume_claim
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata, filled, joined


def render(values: Values, metadata: Metadata, configuration: Sequence[Manifest]) -> Iterator[Manifest]:
    """`configuration`: the Secrets and the ConfigMap that are created, whose content rolls the pods."""
    annotations = {**checksum(configuration), **values.pod_annotations}
    pod_metadata: dict[str, Any] = {"labels": joined(metadata.selector, values.pod_labels)}
    if annotations:
        pod_metadata["annotations"] = annotations
    yield {
        **metadata.manifest("apps/v1", "Deployment", metadata.names.fullname, values.deployment_annotations),
        "spec": {
            **({} if values.autoscaling.enabled else {"replicas": values.replica_count}),
            **filled({"strategy": _strategy(values), "revisionHistoryLimit": values.revision_history_limit}),
            "selector": {"matchLabels": metadata.selector},
            "template": {"metadata": pod_metadata, "spec": _pod(values, metadata, configuration)},
        },
    }


def _strategy(values: Values) -> dict[str, Any]:
    """How pods are replaced: a claim that one node can mount leaves a new pod no place beside the old one."""
    return values.strategy or ({"type": "Recreate"} if values.persistence.is_of_one_node else {})


def checksum(configuration: Sequence[Manifest]) -> dict[str, str]:
    """The annotation `checksum/config`, or nothing where nothing is created."""
    if not configuration:
        return {}
    contents = {one["metadata"]["name"]: one["data"] for one in configuration}
    return {"checksum/config": hashlib.sha256(helm_json(contents).encode()).hexdigest()}


def _pod(values: Values, metadata: Metadata, configuration: Sequence[Manifest]) -> dict[str, Any]:
    environment = container.environment(configuration, metadata)
    pod = {
        "initContainers": [
            *(container.database_upgrade(values, environment) if upgrades_in_each_pod(values) else ()),
            *values.extra_init_containers,
        ],
        "containers": [container.server(values, metadata, environment), *values.extra_containers],
        "imagePullSecrets": list(values.image.pull_secrets),
        "volumes": [
            *(volume for volume, _ in container.own_volumes(values, metadata.names)),
            *persistent_volume_claim.volumes(values, metadata.names),
            *values.extra_volumes,
        ],
        "nodeSelector": values.node_selector,
        "affinity": values.affinity,
        "tolerations": values.tolerations,
        "topologySpreadConstraints": [_spread(one, metadata) for one in values.topology_spread_constraints],
        "priorityClassName": values.priority_class_name,
        "terminationGracePeriodSeconds": values.termination_grace_period_seconds,
        "hostAliases": values.host_aliases,
        "automountServiceAccountToken": None if values.service_account.automount else False,
        "serviceAccountName": metadata.names.service_account,
        "securityContext": values.pod_security_context,
    }
    # Without this a Service named `mlflow` would inject MLFLOW_PORT=tcp://..., which MLflow reads as its port.
    return {"enableServiceLinks": False, **filled(pod)}


def _spread(constraint: dict[str, Any], metadata: Metadata) -> dict[str, Any]:
    """A spread constraint, which counts the pods of the release where it does not say which."""
    return {"labelSelector": {"matchLabels": metadata.selector}, **constraint}
