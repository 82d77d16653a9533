"""What layers of values mean, the objects that they render to held against the Kubernetes schema.

The model knows the pieces of Kubernetes that values carry; what becomes of them as parts of whole objects, beside those
that the chart makes, can be seen in the objects alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config_model import evaluation, kubernetes
from config_model.chart import Release
from config_model.checks.schema import KUBERNETES_CODES
from config_model.evaluation import Evaluation
from config_model.layers import Layer
from config_model.path import format_path
from config_model.problem import Problem, Severity
from config_model.values import Values


def evaluate(layers: Sequence[Layer], release: Release | None = None, previous: Evaluation | None = None) -> Evaluation:
    """As `config_model.evaluation.evaluate`, which tells of problems in the objects too."""
    return evaluation.evaluate(layers, release, previous, objects=object_problems)


def object_problems(values: Values, release: Release) -> Iterator[Problem]:
    """What the API server of the release's version would refuse in each object, at the setting that made it."""
    from renderers.manifests import render
    from renderers.manifests.origin import origin

    for manifest in render(values, release):
        for violation in kubernetes.check(manifest["kind"], manifest, release.kube_version):
            path = origin(values, manifest, violation.path)
            place = "" if path else f"{manifest['kind']}, {format_path(violation.path)}: "
            code = KUBERNETES_CODES[violation.kind]
            yield Problem(code, Severity.ERROR, path, f"{place}{violation.message}", violation.hint)
