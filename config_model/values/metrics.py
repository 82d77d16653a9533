"""Metrics: what Prometheus may read of the server."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.section import Section, when_on
from mlflow_tui.config_model.values.service_monitor import ServiceMonitor

METRICS_VOLUME = "mlflow-metrics"
"""The volume that the workers add up their metrics in."""

_ON = when_on("metrics.enabled", "metrics are off")


class Metrics(Section):
    """Metrics of the server's requests, for Prometheus."""

    area: ClassVar[Area] = Area.METRICS

    enabled: Annotated[
        bool,
        Declaration(
            title="Metrics",
            help="Serve metrics of requests for Prometheus (--expose-prometheus). Needs an image with "
            "prometheus-flask-exporter, which the official one lacks.",
            example=True,
        ),
    ] = False
    path: Annotated[
        str,
        Declaration(
            title="Path",
            help="Path that Prometheus asks on the server's port. MLflow has its metrics at /metrics.",
            example="/metrics",
            applies=(_ON,),
        ),
    ] = "/metrics"
    multiproc_directory: Annotated[
        str,
        Declaration(
            title="Folder of the workers",
            help="Folder in the container where the workers add up their metrics. An empty volume is mounted there.",
            example="/tmp/mlflow-metrics",
            applies=(_ON,),
        ),
    ] = "/tmp/mlflow-metrics"
    service_monitor: Annotated[
        ServiceMonitor,
        Declaration(title="ServiceMonitor", help="How the Prometheus Operator finds the metrics."),
    ] = Field(default_factory=ServiceMonitor)
