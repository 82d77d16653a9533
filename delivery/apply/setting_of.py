"""Which setting made a field of an object, so that what the API server refuses is shown beside it."""

from __future__ import annotations

import re

_POD = r"spec\.template\.spec\."
_SERVER = _POD + r"containers\[(?:0|mlflow)\]\."

_ORIGINS: tuple[tuple[str, str, str], ...] = (
    ("Deployment", r"spec\.replicas", "replicaCount"),
    ("Deployment", _SERVER + r"resources", "resources"),
    ("Deployment", _SERVER + r"env\b", "extraEnv"),
    ("Deployment", _SERVER + r"envFrom", "extraEnvFrom"),
    ("Deployment", _SERVER + r"volumeMounts", "extraVolumeMounts"),
    ("Deployment", _SERVER + r"imagePullPolicy", "image.pullPolicy"),
    ("Deployment", _SERVER + r"image", "image.repository"),
    ("Deployment", _SERVER + r"ports", "trackingServer.port"),
    ("Deployment", _SERVER + r"args", "trackingServer.extraArgs"),
    ("Deployment", _SERVER + r"securityContext", "securityContext"),
    ("Deployment", _POD + r"containers", "extraContainers"),
    ("Deployment", _POD + r"initContainers", "extraInitContainers"),
    ("Deployment", _POD + r"volumes", "extraVolumes"),
    ("Deployment", _POD + r"imagePullSecrets", "image.pullSecrets"),
    ("Deployment", _POD + r"serviceAccountName", "serviceAccount.name"),
    ("Deployment", _POD + r"securityContext", "podSecurityContext"),
    ("Deployment", _POD + r"(nodeSelector|affinity|tolerations)", r"\1"),
    ("Deployment", r"spec\.template\.(?:metadata\.)?annotations", "podAnnotations"),
    ("Service", r"spec\.type", "service.type"),
    ("Service", r"spec\.ports\[\d+\]\.name", "service.name"),
    ("Service", r"spec\.ports", "service.port"),
    ("Service", r"metadata\.annotations", "service.annotations"),
    ("Ingress", r"spec\.tls", "ingress.tls"),
    ("Ingress", r"spec\.ingressClassName", "ingress.className"),
    ("Ingress", r"spec\.rules", "ingress.hosts"),
    ("Ingress", r"(?:metadata\.)?annotations", "ingress.annotations"),
    ("ServiceAccount", r"metadata\.annotations", "serviceAccount.annotations"),
    ("ServiceAccount", r"metadata\.name", "serviceAccount.name"),
    ("", r"metadata\.name", "fullnameOverride"),
    ("", r"metadata\.labels|selector", "nameOverride"),
)


def setting_of(kind: str, said: str) -> str:
    """The setting behind the first field that the API server names, empty if it names none that a setting makes.

    `said` is such as `Deployment.apps "x" is invalid: spec.replicas: Invalid value: -1: must be ...`.
    """
    for field in re.findall(r"(?:^|[\s\[(])\.?((?:spec|metadata|annotations)\.[^\s:]+)", said):
        for of_kind, pattern, setting in _ORIGINS:
            if of_kind in ("", kind) and (match := re.match(pattern, field)):
                return match.expand(setting)
    return ""
