"""Scheduling: which nodes the pods may run on."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.kubernetes_types import Affinity, Toleration, TopologySpreadConstraint
from mlflow_tui.config_model.values.section import Section


class SchedulingSettings(Section):
    """The keys at the top of the file that choose the nodes."""

    area: ClassVar[Area] = Area.SCHEDULING

    node_selector: Annotated[
        dict[str, str],
        Declaration(
            title="Node selector",
            help="Labels that a node must have for the pods to run there.",
            example={"kubernetes.io/arch": "amd64"},
        ),
    ] = Field(default_factory=dict)
    tolerations: Annotated[
        list[Toleration],
        Declaration(
            title="Tolerations",
            help="Taints of nodes that the pods tolerate.",
            example=[{"key": "dedicated", "operator": "Equal", "value": "ml", "effect": "NoSchedule"}],
        ),
    ] = Field(default_factory=list)
    affinity: Annotated[
        Affinity,
        Declaration(
            title="Affinity",
            help="Rules that draw the pods to nodes or to other pods, or keep them apart.",
            example={
                "podAntiAffinity": {
                    "preferredDuringSchedulingIgnoredDuringExecution": [
                        {
                            "weight": 100,
                            "podAffinityTerm": {
                                "topologyKey": "kubernetes.io/hostname",
                                "labelSelector": {"matchLabels": {"app.kubernetes.io/name": "mlflow"}},
                            },
                        }
                    ]
                }
            },
        ),
    ] = Field(default_factory=dict)
    priority_class_name: Annotated[
        str,
        Declaration(
            title="Priority class",
            help="PriorityClass of the pods: which ones make room for others where the nodes are full.",
            example="high-priority",
        ),
    ] = ""
    topology_spread_constraints: Annotated[
        list[TopologySpreadConstraint],
        Declaration(
            title="Spread constraints",
            help="How the pods are spread over zones or nodes. One without a labelSelector counts the pods of this "
            "release.",
            example=[
                {"maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "ScheduleAnyway"}
            ],
        ),
    ] = Field(default_factory=list)
