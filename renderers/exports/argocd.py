"""`argocd`: an Application of the chart and the values, or an ApplicationSet with one for each environment.

Fields are those of argoproj.io/v1alpha1, which the project publishes in manifests/crds.
"""

from __future__ import annotations

from typing import Any

from mlflow_tui.config_model.chart import CHART_NAME
from mlflow_tui.renderers.exports.credentials import WithoutCredentials, without_credentials
from mlflow_tui.renderers.exports.exported import Export, Repository, Request, namespace_of
from mlflow_tui.renderers.exports.helm_chart import chart_files
from mlflow_tui.renderers.exports.secret_files import secret_files, secret_notes
from mlflow_tui.renderers.yaml_text import text

_CLUSTER = "https://kubernetes.default.svc"
_API = "argoproj.io/v1alpha1"
_ARGOCD = "argocd"
_ENVIRONMENT = "{{ .environment }}"


def render(request: Request) -> Export:
    """The chart, a values file a layer without its credentials, and what Argo CD is given."""
    stages = without_credentials(request.stages)
    files = {**chart_files(), **values_files(stages), **secret_files(stages)}
    if request.environments:
        name, manifest = "application-set.yaml", _application_set(stages, request.repository)
    else:
        name, manifest = "application.yaml", _application(stages[0], request.repository)
    files[name] = text(manifest).encode()
    return Export(
        files, notes=(*secret_notes(stages), *repository_notes(request, name), f"then: kubectl apply -f {name}")
    )


def values_files(stages: list[WithoutCredentials]) -> dict[str, bytes]:
    """The values files of all stages; a layer that several share is the same for each."""
    return {f"values/{one.name}.yaml": one.text.encode() for stage in stages for one in stage.files}


def repository_notes(request: Request, name: str) -> tuple[str, ...]:
    """What is left to say where nobody told which repository the folder goes into."""
    if request.repository.is_known:
        return ()
    return (f"set the repository's address in {name}, or export again with --repo-url and --repo-path",)


def _application(stage: WithoutCredentials, repository: Repository) -> dict[str, Any]:
    release = stage.evaluation.release
    files = [f"../values/{one.name}.yaml" for one in stage.files]
    namespace = namespace_of(release)
    return {
        "apiVersion": _API,
        "kind": "Application",
        "metadata": {"name": release.name, "namespace": _ARGOCD},
        "spec": _spec(repository, release.name, files, {"server": _CLUSTER, "namespace": namespace}),
    }


def _application_set(stages: list[WithoutCredentials], repository: Repository) -> dict[str, Any]:
    """One Application an environment. With goTemplate, a key that an element lacks is an error and no empty text."""
    release = stages[0].evaluation.release.name
    elements = [
        {"environment": stage.name, "server": _CLUSTER, "namespace": stage.evaluation.release.namespace}
        for stage in stages
    ]
    own = stages[0].name
    files = [f"../values/{_templated(one.name, own)}.yaml" for one in stages[0].files]
    destination = {"server": "{{ .server }}", "namespace": "{{ .namespace }}"}
    return {
        "apiVersion": _API,
        "kind": "ApplicationSet",
        "metadata": {"name": release, "namespace": _ARGOCD},
        "spec": {
            "goTemplate": True,
            "goTemplateOptions": ["missingkey=error"],
            "generators": [{"list": {"elements": elements}}],
            "template": {
                "metadata": {"name": f"{release}-{_ENVIRONMENT}"},
                "spec": _spec(repository, release, files, destination),
            },
        },
    }


def _templated(name: str, own: str) -> str:
    """The name of a file with the environment left open, where it is the environment's own."""
    return name.replace(own, _ENVIRONMENT, 1) if name in (own, f"{own}-set") else name


def _spec(repository: Repository, release: str, files: list[str], destination: dict[str, str]) -> dict[str, Any]:
    return {
        "project": "default",
        "source": {
            "repoURL": repository.url,
            "targetRevision": repository.branch,
            "path": repository.inside(CHART_NAME),
            # Paths from the chart's own folder.
            "helm": {"releaseName": release, "valueFiles": files},
        },
        "destination": destination,
        "syncPolicy": {"syncOptions": ["CreateNamespace=true"]},
    }
