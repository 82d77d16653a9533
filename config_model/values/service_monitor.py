"""ServiceMonitor: how the Prometheus Operator finds the metrics."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.kubernetes_types import RelabelConfig, ScrapeBasicAuth
from mlflow_tui.config_model.values.section import Section, when_on

_ON = (
    when_on("metrics.enabled", "metrics are off"),
    when_on("metrics.serviceMonitor.enabled", "the ServiceMonitor is off"),
)


class ServiceMonitor(Section):
    """The ServiceMonitor of the Service."""

    area: ClassVar[Area] = Area.METRICS

    enabled: Annotated[
        bool,
        Declaration(
            title="ServiceMonitor",
            help="Make a ServiceMonitor, by which the Prometheus Operator scrapes the server. The cluster must have "
            "the operator.",
            example=True,
            applies=_ON[:1],
        ),
    ] = False
    namespace: Annotated[
        str,
        Declaration(
            title="Namespace",
            help="Namespace of the ServiceMonitor, where Prometheus looks for some only there. Empty: that of the "
            "release.",
            example="monitoring",
            applies=_ON,
        ),
    ] = ""
    interval: Annotated[
        str,
        Declaration(
            title="Interval",
            help="How often Prometheus asks. Empty: as often as it does by default.",
            example="30s",
            applies=_ON,
        ),
    ] = ""
    scrape_timeout: Annotated[
        str,
        Declaration(
            title="Timeout",
            help="How long Prometheus waits for an answer; at most the interval. Empty: its default.",
            example="10s",
            applies=_ON,
        ),
    ] = ""
    labels: Annotated[
        dict[str, str],
        Declaration(
            title="Labels",
            help="Labels of the ServiceMonitor, by which a Prometheus selects it.",
            example={"release": "prometheus"},
            applies=_ON,
        ),
    ] = Field(default_factory=dict)
    relabelings: Annotated[
        list[RelabelConfig],
        Declaration(
            title="Relabelings",
            help="Changes of labels before the server is asked.",
            example=[{"sourceLabels": ["__meta_kubernetes_pod_node_name"], "targetLabel": "node"}],
            applies=_ON,
        ),
    ] = Field(default_factory=list)
    metric_relabelings: Annotated[
        list[RelabelConfig],
        Declaration(
            title="Metric relabelings",
            help="Changes of metrics before they are stored; some can be dropped.",
            example=[{"sourceLabels": ["__name__"], "regex": "flask_exporter_.*", "action": "drop"}],
            applies=_ON,
        ),
    ] = Field(default_factory=list)
    basic_auth: Annotated[
        ScrapeBasicAuth,
        Declaration(
            title="Basic auth",
            help="Keys of a Secret with the name and password of an MLflow user. Needed under basic authentication, "
            "which metrics are behind too.",
            example={
                "username": {"name": "mlflow-metrics", "key": "username"},
                "password": {"name": "mlflow-metrics", "key": "password"},
            },
            applies=_ON,
        ),
    ] = Field(default_factory=dict)
