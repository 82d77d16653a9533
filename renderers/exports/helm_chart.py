"""`helm-chart`: the chart in `mlflow/`, and the person's values beside it."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.chart import CHART_NAME
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.secrecy import secret_paths
from mlflow_tui.renderers.exports.comments import has_telling_comment
from mlflow_tui.renderers.exports.exported import Export, Request
from mlflow_tui.renderers.exports.layer_files import merged_text
from mlflow_tui.renderers.helm_chart import chart


def render(request: Request) -> Export:
    """One file is copied byte for byte; several become one, the first with what the others change edited in."""
    files = chart_files()
    stages = {"values.yaml": request.evaluation}
    stages.update((f"values-{one.name}.yaml", one.evaluation) for one in request.environments)
    files.update((name, _text(evaluation.layers).encode()) for name, evaluation in stages.items())
    private = frozenset(name for name, one in stages.items() if any(map(_holds_credential, one.layers)))
    return Export(files, private, tuple(_notes(request, sorted(private))))


def _holds_credential(layer: Layer) -> bool:
    return any(secret_paths(layer.data)) or (layer.text is not None and has_telling_comment(layer.text, ()))


def chart_files() -> dict[str, bytes]:
    """The chart's files, in a folder of its name."""
    return {f"{CHART_NAME}/{name}": content.encode() for name, content in chart().items()}


def _text(layers: tuple[Layer, ...]) -> str:
    if len(layers) == 1 and layers[0].text is not None:
        return layers[0].text
    return merged_text(layers)


def _notes(request: Request, private: list[str]) -> Iterator[str]:
    for stage in request.stages:
        release = stage.evaluation.release
        values = f"values-{stage.name}.yaml" if stage.name else "values.yaml"
        namespace = f" --namespace {release.namespace} --create-namespace" if release.namespace else ""
        yield f"in that folder: helm upgrade --install {release.name} ./{CHART_NAME}{namespace} -f {values}"
    if private:
        yield f"{' and '.join(private)} as you wrote it, with credentials in plain text: keep it out of git"
