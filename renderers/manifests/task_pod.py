"""The pods that run one command of MLflow beside the server: made as the server's are, with another container."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlflow_tui.renderers.manifests.metadata import Metadata

Part = dict[str, Any]
OF_THE_SERVER = (
    "enableServiceLinks",
    "automountServiceAccountToken",
    "hostAliases",
    "imagePullSecrets",
    "nodeSelector",
    "affinity",
    "tolerations",
    "priorityClassName",
    "serviceAccountName",
    "securityContext",
)
"""What they have in common with the pods of the server."""


def pod_template(metadata: Metadata, component: str, container: Part, server: Mapping[str, Any]) -> Part:
    """`server`: the spec of the server's pods, of whose volumes the container gets those that it mounts."""
    mounted = {mount["name"] for mount in container.get("volumeMounts", ())}
    volumes = [volume for volume in server.get("volumes", ()) if volume["name"] in mounted]
    pod = {
        **{key: server[key] for key in OF_THE_SERVER if key in server},
        "restartPolicy": "Never",
        "containers": [container],
        **({"volumes": volumes} if volumes else {}),
    }
    # Not the labels of the selector: no request is for this pod, and it counts as none of the server's.
    instance = "app.kubernetes.io/instance"
    labels = {instance: metadata.selector[instance], "app.kubernetes.io/component": component}
    return {"metadata": {"labels": labels}, "spec": pod}
