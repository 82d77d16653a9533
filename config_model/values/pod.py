"""Pod: replicas, resources, annotations and security."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.kubernetes_types import PodSecurityContext, ResourceRequirements, SecurityContext
from mlflow_tui.config_model.values.section import Section


class PodSettings(Section):
    """The keys at the top of the file that shape the pods."""

    area: ClassVar[Area] = Area.POD

    replica_count: Annotated[
        int,
        Field(ge=0),
        Declaration(
            title="Replicas",
            help="How many pods run the server. More than one needs a database that all of them reach.",
            example=2,
        ),
    ] = 1
    resources: Annotated[
        ResourceRequirements,
        Declaration(
            title="Resources",
            help="CPU and memory that the server's container is promised (requests) and may use at most (limits).",
            example={"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"memory": "2Gi"}},
        ),
    ] = Field(default_factory=dict)
    pod_annotations: Annotated[
        dict[str, str],
        Declaration(
            title="Pod annotations",
            help="Annotations of the pods, for example for a metrics scraper.",
            example={"prometheus.io/scrape": "true"},
        ),
    ] = Field(default_factory=dict)
    pod_security_context: Annotated[
        PodSecurityContext,
        Declaration(
            title="Pod security context",
            help="User, group and file ownership for all containers of the pod.",
            example={"runAsNonRoot": True, "runAsUser": 1000, "fsGroup": 1000},
        ),
    ] = Field(default_factory=dict)
    security_context: Annotated[
        SecurityContext,
        Declaration(
            title="Security context",
            help="Rights of the server's container: privileges, capabilities, read-only root file system.",
            example={"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
        ),
    ] = Field(default_factory=dict)
