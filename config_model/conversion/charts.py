"""The other MLflow charts whose values are known, and how a file of theirs is told from one of this chart."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any, Final

from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path

Data = Mapping[str, Any]
_MISSING = object()


class Chart(enum.Enum):
    """A chart, by the name that `--from` takes."""

    OFFICIAL = "official"
    COMMUNITY = "community"
    BITNAMI = "bitnami"

    @property
    def title(self) -> str:
        """With its article, as it stands in a sentence."""
        return _TITLES[self]

    @property
    def source(self) -> str:
        """Where the chart comes from."""
        return _SOURCES[self]


_TITLES: Final = {
    Chart.OFFICIAL: "the official MLflow chart",
    Chart.COMMUNITY: "the MLflow chart of community-charts",
    Chart.BITNAMI: "the MLflow chart of Bitnami",
}
_SOURCES: Final = {
    Chart.OFFICIAL: "oci://ghcr.io/mlflow/charts/mlflow",
    Chart.COMMUNITY: "https://community-charts.github.io/helm-charts",
    Chart.BITNAMI: "oci://registry-1.docker.io/bitnamicharts/mlflow",
}


CONVERTED: Final = tuple(Chart)
"""The charts whose values can be converted."""


def chart_of(data: Data) -> tuple[Chart, str] | None:
    """The chart whose values these are, and the first key that tells; None for values of this chart and of none known.

    A file that has keys of this chart alone is this chart's, whatever else is in it: then those others are mistakes.
    """
    if is_ours(data):
        return None
    found = [(chart, keys) for chart in Chart if (keys := _telling(chart, data))]
    if not found:
        return None
    chart, keys = max(found, key=lambda one: len(one[1]))
    return chart, min(keys, key=list(data).index)


def is_ours(data: Data) -> bool:
    """Whether there is a key that this chart has and none of the others."""
    return any(look_up(data, path, _MISSING) is not _MISSING for path in _OURS)


def _telling(chart: Chart, data: Data) -> set[str]:
    """The keys at the top that the chart has and this one has not, if they tell the chart beyond doubt."""
    sure = {str(path[0]) for path in _TELLS[chart] if look_up(data, path, _MISSING) is not _MISSING}
    hints = {str(path[0]) for path in _HINTS[chart] if look_up(data, path, _MISSING) is not _MISSING}
    return sure | hints if sure or len(hints) >= _HINTS_NEEDED else set()


_HINTS_NEEDED: Final = 2


def _paths(*keys: str) -> tuple[Path, ...]:
    return tuple(tuple(key.split(".")) for key in keys)


_OURS: Final = _paths(
    "trackingServer",
    "artifactStore",
    "backendStore.existingSecret",
    "backendStore.existingSecretKey",
    "backendStore.createSecret",
    "backendStore.databaseUpgrade",
    "backendStore.databaseUpgradeJob",
    "extraEnv",
    "extraEnvFrom",
    "image.mlflowVersion",
)
"""Keys of this chart that none of the others has."""

_TELLS: Final[Mapping[Chart, tuple[Path, ...]]] = {
    Chart.OFFICIAL: _paths(
        *(f"server.{key}" for key in ("value_options", "flag_options", "staticPrefix")),
        *(f"mlflow.{key}" for key in ("backendStoreUri", "backendStoreUriFrom", "registryStoreUri")),
        *(f"mlflow.{key}" for key in ("registryStoreUriFrom", "defaultArtifactRoot", "artifactsDestination")),
        *(f"probes.{key}" for key in ("liveness", "readiness", "startup")),
        *("namespace_rbac", "cluster_rbac"),
    ),
    Chart.COMMUNITY: _paths(
        *(f"backendStore.{key}" for key in ("postgres", "mysql", "mssql", "databaseMigration", "defaultSqlitePath")),
        *(f"backendStore.{key}" for key in ("databaseConnectionCheck", "existingDatabaseSecret")),
        *(f"artifactRoot.{key}" for key in ("proxiedArtifactStorage", "azureBlob", "s3", "gcs")),
        *(f"artifactRoot.{key}" for key in ("defaultArtifactRoot", "defaultArtifactsDestination")),
        *("ldapAuth", "oidcAuth", "oauth2Proxy", "initImages", "flaskServerSecretKey", "extraSecretNamesForEnvFrom"),
    ),
    Chart.BITNAMI: _paths(
        *(f"tracking.{key}" for key in ("enabled", "auth", "service", "ingress", "persistence", "replicaCount")),
        *(f"tracking.{key}" for key in ("resources", "resourcesPreset", "extraEnvVars", "extraEnvVarsSecret", "tls")),
        *(f"tracking.{key}" for key in ("extraEnvVarsCM", "extraArgs", "serviceAccount", "podSecurityContext")),
        *(f"tracking.{key}" for key in ("containerSecurityContext", "nodeSelector", "tolerations", "runUpgradeDB")),
        *(f"tracking.{key}" for key in ("networkPolicy", "metrics", "httproute", "pdb", "autoscaling", "affinity")),
        *(f"run.{key}" for key in ("enabled", "source", "useJob", "persistence")),
        *("externalDatabase", "externalS3", "externalGCS", "externalAzureBlob"),
        *("gitImage", "waitContainer", "volumePermissions", "diagnosticMode"),
    ),
}
"""Keys of each chart by one of which a file is told: this chart has none of them, and neither have the others."""

_HINTS: Final[Mapping[Chart, tuple[Path, ...]]] = {
    Chart.OFFICIAL: _paths("storage", "tls.secretName", "migrations", "externalSecrets", "deploymentStrategy"),
    Chart.COMMUNITY: _paths(
        *("log", "telemetry", "auth", "postgresql", "mysql", "minio", "serverHost", "corsAllowedOrigins"),
        *("service.containerPort", "initContainers", "extraDeploy", "serverAllowedHosts", "extraEnvVars"),
        *("extraFlags", "extraPodLabels"),
    ),
    Chart.BITNAMI: _paths(
        *("global.imageRegistry", "commonLabels", "commonAnnotations", "clusterDomain", "extraDeploy", "postgresql"),
        "minio",
    ),
}
"""Keys that several charts have, or that somebody may write by mistake: one alone tells nothing."""
