"""Scaling and availability: how many pods there are, and how many of them may go at a time."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.count_or_share import CountOrShare
from mlflow_tui.config_model.values.kubernetes_types import HorizontalPodAutoscalerBehavior, MetricSpec
from mlflow_tui.config_model.values.section import Section, when_on

_SCALED = (when_on("autoscaling.enabled", "autoscaling is off"),)
_GUARDED = (when_on("podDisruptionBudget.enabled", "the disruption budget is off"),)


class Autoscaling(Section):
    """The HorizontalPodAutoscaler of the Deployment."""

    area: ClassVar[Area] = Area.AVAILABILITY

    enabled: Annotated[
        bool,
        Declaration(
            title="Autoscaling",
            help="Let a HorizontalPodAutoscaler choose the number of pods. Needs a database and an artifact store "
            "that all of them reach.",
            example=True,
        ),
    ] = False
    min_replicas: Annotated[
        int,
        Field(ge=1),
        Declaration(title="Fewest replicas", help="How many pods there are at least.", example=3, applies=_SCALED),
    ] = 2
    max_replicas: Annotated[
        int,
        Field(ge=1),
        Declaration(title="Most replicas", help="How many pods there are at most.", example=10, applies=_SCALED),
    ] = 5
    target_cpu_utilization_percentage: Annotated[
        int | None,
        Field(ge=1, alias="targetCPUUtilizationPercentage"),
        Declaration(
            title="Target CPU",
            help="Average use of CPU to hold, in percent of what resources requests. null: CPU does not count.",
            example=70,
            applies=_SCALED,
        ),
    ] = 80
    target_memory_utilization_percentage: Annotated[
        int | None,
        Field(ge=1),
        Declaration(
            title="Target memory",
            help="Average use of memory to hold, in percent of what resources requests. null: memory does not count.",
            example=80,
            applies=_SCALED,
        ),
    ] = None
    metrics: Annotated[
        list[MetricSpec],
        Declaration(
            title="Further metrics",
            help="Metrics beside CPU and memory, of pods, objects or systems outside the cluster.",
            example=[
                {
                    "type": "Pods",
                    "pods": {
                        "metric": {"name": "http_requests_per_second"},
                        "target": {"type": "AverageValue", "averageValue": "20"},
                    },
                }
            ],
            applies=_SCALED,
        ),
    ] = Field(default_factory=list)
    behavior: Annotated[
        HorizontalPodAutoscalerBehavior,
        Declaration(
            title="Behavior",
            help="How fast pods are added and taken away.",
            example={"scaleDown": {"stabilizationWindowSeconds": 600}},
            applies=_SCALED,
        ),
    ] = Field(default_factory=dict)


class PodDisruptionBudget(Section):
    """How many pods a drain of nodes may take at a time."""

    area: ClassVar[Area] = Area.AVAILABILITY

    enabled: Annotated[
        bool,
        Declaration(
            title="Disruption budget",
            help="Make a PodDisruptionBudget, so that drained nodes do not take all pods at once. Makes sense from "
            "two replicas on.",
            example=True,
        ),
    ] = False
    min_available: Annotated[
        CountOrShare,
        Declaration(
            title="Fewest available",
            help="How many pods must stay, as a number or a share like 50%. Used in place of the next one.",
            example=1,
            applies=_GUARDED,
        ),
    ] = None
    max_unavailable: Annotated[
        CountOrShare,
        Declaration(
            title="Most unavailable",
            help="How many pods may go at a time, as a number or a share like 50%.",
            example="25%",
            applies=_GUARDED,
        ),
    ] = 1
