"""Exports: the folders from which other tools deploy the same objects. Pure; `delivery.exports` writes them.

Secrets never go into one in the clear, but for the Helm chart, which carries the person's own file as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.renderers.exports.argocd import render as argocd
from mlflow_tui.renderers.exports.exported import Export, ExportRefused, Repository, Request, Stage
from mlflow_tui.renderers.exports.flux import render as flux
from mlflow_tui.renderers.exports.helm_chart import render as helm_chart
from mlflow_tui.renderers.exports.kustomize import render as kustomize

__all__ = ["FORMATS", "Export", "ExportRefused", "Repository", "Stage", "export"]

_RENDERERS: Mapping[str, Callable[[Request], Export]] = {
    "helm-chart": helm_chart,
    "kustomize": kustomize,
    "argocd": argocd,
    "flux": flux,
}

FORMATS: Mapping[str, str] = {
    "helm-chart": "the chart, and the values beside it",
    "kustomize": "a base, an overlay for each layer",
    "argocd": "an Application or ApplicationSet",
    "flux": "a HelmRelease and its source",
}
"""What there is to export, and what each is in one line."""


def export(
    format: str,  # noqa: A002  # as on the command line
    evaluation: Evaluation,
    environments: Sequence[Stage] = (),
    *,
    repository: Repository | None = None,
    with_secrets: bool = False,
) -> Export:
    """The folder of one of `FORMATS`.

    `evaluation` has the layers in their order; each of the `environments` has those and its own file over them.
    Raises ExportRefused for values with errors, and where a credential stands that cannot be taken out of them.
    """
    request = Request(evaluation, tuple(environments), repository or Repository(), with_secrets)
    request.refuse_errors()
    return _RENDERERS[format](request)
