"""The revisions of a Deployment: what its pods were before, as the cluster keeps it in ReplicaSets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.delivery.kubectl import Kubectl

_NUMBER = "deployment.kubernetes.io/revision"
_HASH = "pod-template-hash"


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of the pods. `template` is that of the pods, without what the cluster adds to it."""

    number: int
    made: str
    """When, as the cluster tells it: `2024-05-01T10:00:00Z`."""
    images: tuple[str, ...]
    template: Mapping[str, Any] = field(repr=False)


def revisions(kubectl: Kubectl, deployment: Mapping[str, Any]) -> tuple[Revision, ...]:
    """The revisions that the cluster still keeps, the newest first. Raises ClusterProblem."""
    labels = deployment["spec"]["selector"].get("matchLabels") or {}
    selector = ",".join(f"{key}={value}" for key, value in labels.items())
    found = kubectl.data("get", "replicasets.apps", "-l", selector) or {}
    return revisions_among(deployment, found.get("items", []))


def revisions_among(deployment: Mapping[str, Any], sets: Iterable[Mapping[str, Any]]) -> tuple[Revision, ...]:
    """Those of the ReplicaSets that belong to the Deployment, the newest first."""
    uid = deployment["metadata"].get("uid")
    ours = (one for one in sets if any(owner.get("uid") == uid for owner in one["metadata"].get("ownerReferences", ())))
    return tuple(sorted(map(_revision, ours), key=lambda one: one.number, reverse=True))


def _revision(one: Mapping[str, Any]) -> Revision:
    metadata, template = one["metadata"], one["spec"]["template"]
    number = (metadata.get("annotations") or {}).get(_NUMBER, "0")
    images = tuple(str(container.get("image", "")) for container in template["spec"]["containers"])
    made = str(metadata.get("creationTimestamp", ""))
    return Revision(int(number) if number.isdecimal() else 0, made, images, without_defaults(template))


# What the API server adds to every pod template. To apply it would make it ours, and a value of the release.
# Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
_POD = {
    "restartPolicy": "Always",
    "terminationGracePeriodSeconds": 30,
    "dnsPolicy": "ClusterFirst",
    "schedulerName": "default-scheduler",
    "securityContext": {},
}
_CONTAINER = {
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
    "resources": {},
}
_PROBE = {"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")


def without_defaults(template: Mapping[str, Any]) -> dict[str, Any]:
    """A pod template as somebody would have written it."""
    metadata = {key: value for key, value in (template.get("metadata") or {}).items() if key != "creationTimestamp"}
    metadata["labels"] = {key: value for key, value in metadata.get("labels", {}).items() if key != _HASH}
    spec = _less(template["spec"], _POD)
    if spec.get("serviceAccount") == spec.get("serviceAccountName"):
        spec.pop("serviceAccount", None)  # the old name of the same field
    for kind in ("initContainers", "containers"):
        if kind in spec:
            spec[kind] = [_container(one) for one in spec[kind]]
    if "volumes" in spec:
        spec["volumes"] = [{key: _source(value) for key, value in one.items()} for one in spec["volumes"]]
    return {"metadata": metadata, "spec": spec}


_SERVICE = {"externalTrafficPolicy": "Cluster", "sessionAffinity": "None"}


def service_without_defaults(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The spec of a Service as somebody would have written it: who changes its type is given these fields too."""
    return _less(spec, _SERVICE)


def _container(one: Mapping[str, Any]) -> dict[str, Any]:
    found = _less(one, _CONTAINER)
    if "ports" in found:
        found["ports"] = [_less(one, {"protocol": "TCP"}) for one in found["ports"]]
    for probe in _PROBES:
        if probe in found:
            found[probe] = _less(found[probe], _PROBE)
            if "httpGet" in found[probe]:
                found[probe]["httpGet"] = _less(found[probe]["httpGet"], {"scheme": "HTTP"})
    return found


def _source(value: Any) -> Any:
    return _less(value, {"defaultMode": 420}) if isinstance(value, dict) else value


def _less(one: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key not in defaults or value != defaults[key]}
