"""What runs of another MLflow chart, as values of this one."""

from __future__ import annotations

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.conversion.charts import Chart, chart_of
from mlflow_tui.config_model.conversion.converting import Conversion, convert
from mlflow_tui.config_model.document import Document
from mlflow_tui.delivery.helm_release import HelmRelease


def chart_of_release(found: HelmRelease) -> Chart | None:
    """The other chart that the release is of, told by that chart's own values; None for this one and unknown ones."""
    told = chart_of(found.defaults) or chart_of(found.values)
    return told[0] if told is not None else None


def converted(found: HelmRelease, chart: Chart, release: str, namespace: str) -> Conversion:
    """The values that were given to the release, converted under its name and its namespace."""
    document = Document()
    for key, value in found.values.items():
        document.set((key,), value)
    return convert(document, chart, Release(release, namespace))
