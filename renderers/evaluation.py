"""What layers of values mean, the objects that they render to held against the Kubernetes schema.

The model knows the pieces of Kubernetes that values carry; what becomes of them as parts of whole objects, beside those
that the chart makes, can be seen in the objects alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mlflow_tui.config_model import kubernetes
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.checks.schema import KUBERNETES_CODES
from mlflow_tui.config_model.evaluation import Evaluation, Manifest, Objects, evaluate_values
from mlflow_tui.config_model.kubernetes.kinds import is_known
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.path import format_path
from mlflow_tui.config_model.problem import Problem, Severity
from mlflow_tui.config_model.values import Values


def evaluate(layers: Sequence[Layer], release: Release | None = None, previous: Evaluation | None = None) -> Evaluation:
    """As `evaluate_values`, with the manifests of values that have no error, and with the problems of the objects."""
    return evaluate_values(layers, release, previous, _rendered)


def _rendered(values: Values, release: Release) -> Objects:
    from mlflow_tui.renderers.manifests import render

    manifests = tuple(render(values, release))
    return Objects(manifests, object_problems(values, manifests, release.kube_version))


def object_problems(values: Values, manifests: Iterable[Manifest], kube_version: str) -> Iterator[Problem]:
    """What the API server of that version would refuse in each object of the values, at the setting that made it."""
    from mlflow_tui.renderers.manifests.origin import origin

    for manifest in filter(is_known, manifests):
        for violation in kubernetes.check(manifest["kind"], manifest, kube_version):
            path = origin(values, manifest, violation.path)
            place = "" if path else f"{manifest['kind']}, {format_path(violation.path)}: "
            code = KUBERNETES_CODES[violation.kind]
            yield Problem(code, Severity.ERROR, path, f"{place}{violation.message}", violation.hint)
