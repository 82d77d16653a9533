"""`flux`: a HelmRelease for each environment, and the GitRepository that the chart comes from.

Fields are those of helm.toolkit.fluxcd.io/v2 and source.toolkit.fluxcd.io/v1, which the projects publish in
config/crd/bases.
"""

from __future__ import annotations

import re
from typing import Any

from mlflow_tui.config_model.catalogue import by_path
from mlflow_tui.config_model.chart import CHART_NAME
from mlflow_tui.config_model.layers import merged
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import EMPTY_VALUES
from mlflow_tui.renderers.exports.argocd import repository_notes
from mlflow_tui.renderers.exports.credentials import WithoutCredentials, without_credentials
from mlflow_tui.renderers.exports.exported import Export, Repository, Request, namespace_of
from mlflow_tui.renderers.exports.helm_chart import chart_files
from mlflow_tui.renderers.exports.secret_files import secret_files, secret_notes
from mlflow_tui.renderers.yaml_text import text

_SYSTEM = "flux-system"
_SOURCE = "source.yaml"


def render(request: Request) -> Export:
    """The chart, the source, and in a folder for each environment its HelmRelease, whose values hold no credential."""
    stages = without_credentials(request.stages)
    files = {**chart_files(), **secret_files(stages), _SOURCE: text(_source(request)).encode()}
    for stage in stages:
        files[_path(stage)] = text(_helm_release(stage, request.repository)).encode()
    files["kustomization.yaml"] = text(_kustomization([_SOURCE, *map(_path, stages)])).encode()
    notes = (*secret_notes(stages), *repository_notes(request, _SOURCE), "then: kubectl apply -k . in that folder")
    return Export(files, notes=notes)


def _path(stage: WithoutCredentials) -> str:
    return f"environments/{stage.name}/helm-release.yaml" if stage.name else "helm-release.yaml"


def _source(request: Request) -> dict[str, Any]:
    repository = request.repository
    return {
        "apiVersion": "source.toolkit.fluxcd.io/v1",
        "kind": "GitRepository",
        "metadata": {"name": request.evaluation.release.name, "namespace": _SYSTEM},
        "spec": {"interval": "5m", "url": _with_scheme(repository.url), "ref": {"branch": repository.branch}},
    }


def _with_scheme(url: str) -> str:
    """Flux takes http, https and ssh URLs: git's `user@host:path` is one of ssh."""
    return re.sub(r"^([^/@:]+@[^/:]+):(?!//)/*", r"ssh://\1/", url)


def _helm_release(stage: WithoutCredentials, repository: Repository) -> dict[str, Any]:
    """In Flux's own namespace, where its source is; Helm's release goes to `targetNamespace`."""
    release = stage.evaluation.release
    namespace = namespace_of(release)
    chart = {
        "chart": f"./{repository.inside(CHART_NAME)}",
        "sourceRef": {"kind": "GitRepository", "name": release.name},
        # The chart's version does not rise with each change of its files.
        "reconcileStrategy": "Revision",
    }
    return {
        "apiVersion": "helm.toolkit.fluxcd.io/v2",
        "kind": "HelmRelease",
        "metadata": {"name": f"{release.name}-{stage.name}".rstrip("-"), "namespace": _SYSTEM},
        "spec": {
            "interval": "10m",
            "releaseName": release.name,
            "targetNamespace": namespace,
            # Helm keeps its record where the release is, as it does without Flux.
            "storageNamespace": namespace,
            "chart": {"spec": chart},
            "install": {"createNamespace": True},
            "values": _values(stage),
        },
    }


def _values(stage: WithoutCredentials) -> Any:
    """All layers as one, without null: a patch of a Kubernetes object takes it for the removal of the key."""
    return _without_null(merged(stage.evaluation.layers), (), stage)


def _without_null(value: Any, path: Path, stage: WithoutCredentials) -> Any:
    if isinstance(value, list):
        return [_without_null(item, (*path, index), stage) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    given = {key: entry for key, entry in value.items() if entry is not None or _has_empty_value((*path, key))}
    return {
        key: stage.evaluation.value((*path, key)) if entry is None else _without_null(entry, (*path, key), stage)
        for key, entry in given.items()
    }


def _has_empty_value(path: Path) -> bool:
    """Whether null at the path stands for the empty value of a setting, and not for an entry that is left out."""
    setting = by_path().get(path)
    return setting is not None and setting.kind in EMPTY_VALUES


def _kustomization(resources: list[str]) -> dict[str, Any]:
    return {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resources": resources}
