"""Facts of the chart, and the names that its objects get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlflow_tui.config_model.values import Values

CHART_NAME = "mlflow"
CHART_VERSION = "0.1.0"
APP_VERSION = "2.14.1"
DATA_VOLUME = "data"
"""Name of the volume that outlives the pods."""
DEFAULT_KUBE_VERSION = "1.33"

SELECTOR_LABELS = ("app.kubernetes.io/name", "app.kubernetes.io/instance")
"""The labels that never change over the life of a release, which select its pods."""
RESERVED_LABELS = (*SELECTOR_LABELS, "app.kubernetes.io/version", "app.kubernetes.io/managed-by", "helm.sh/chart")
"""All that the chart labels objects with."""


@dataclass(frozen=True, slots=True)
class Release:
    """What is not in the values: the release's name, its namespace, and the version of the cluster.

    `namespace` None leaves the choice to kubectl's context.
    """

    name: str = "mlflow"
    namespace: str | None = None
    kube_version: str = DEFAULT_KUBE_VERSION


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the objects of a release, those that it does not make included."""

    name: str
    fullname: str
    env_configmap: str
    service_account: str

    def secret(self, suffix: str) -> str:
        """The name of a created Secret: `suffix` is that of its declaration in `config_model.credentials`."""
        return f"{self.fullname}-{suffix}"


def names(values: Values, release: Release) -> Names:
    """The names as Helm charts build them: cut to 63 characters, one trailing `-` removed, suffixes added after."""
    name = _cut(values.name_override or CHART_NAME)
    if values.fullname_override:
        fullname = _cut(values.fullname_override)
    elif name in release.name:
        fullname = _cut(release.name)
    else:
        fullname = _cut(f"{release.name}-{name}")
    account = values.service_account
    return Names(
        name=name,
        fullname=fullname,
        env_configmap=f"{fullname}-env-configmap",
        service_account=account.name or (fullname if account.create else "default"),
    )


def _cut(name: str) -> str:
    return name[:63].removesuffix("-")
