"""Pod: replicas, resources, annotations and security."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.kubernetes_types import (
    DeploymentStrategy,
    HostAlias,
    Lifecycle,
    PodSecurityContext,
    Probe,
    ResourceRequirements,
    SecurityContext,
)
from mlflow_tui.config_model.values.section import Section, labels_of


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
    liveness_probe: Annotated[
        Probe,
        Declaration(
            title="Liveness probe",
            help="Fields over those of the chart's probe, which asks MLflow's health path: when it fails, the server "
            "is restarted. A handler replaces the chart's; `enabled: false` leaves the probe out.",
            example={"periodSeconds": 20, "timeoutSeconds": 5},
        ),
    ] = Field(default_factory=dict)
    readiness_probe: Annotated[
        Probe,
        Declaration(
            title="Readiness probe",
            help="Fields over those of the chart's probe, which asks MLflow's health path: while it fails, the pod "
            "gets no requests. A handler replaces the chart's; `enabled: false` leaves the probe out.",
            example={"timeoutSeconds": 5},
        ),
    ] = Field(default_factory=dict)
    startup_probe: Annotated[
        Probe,
        Declaration(
            title="Startup probe",
            help="A probe that the others wait for, for a server that starts slowly; without a handler it asks what "
            "they ask. Empty: none.",
            example={"periodSeconds": 5, "failureThreshold": 60},
        ),
    ] = Field(default_factory=dict)
    strategy: Annotated[
        DeploymentStrategy,
        Declaration(
            title="Rollout strategy",
            help="How pods are replaced. Empty: Kubernetes' rolling update, where new pods start before old ones end.",
            example={"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
        ),
    ] = Field(default_factory=dict)
    pod_labels: Annotated[
        dict[str, str],
        labels_of("pods", "policies, meshes and monitoring find them by these", {"team": "ml-platform"}),
    ] = Field(default_factory=dict)
    deployment_annotations: Annotated[
        dict[str, str],
        Declaration(
            title="Deployment annotations",
            help="Annotations of the Deployment, such as those of a controller that restarts it.",
            example={"reloader.stakater.com/auto": "true"},
        ),
    ] = Field(default_factory=dict)
    termination_grace_period_seconds: Annotated[
        int | None,
        Field(ge=0, le=2**31 - 1),
        Declaration(
            title="Termination grace period",
            help="Seconds that a pod has to end, its preStop hook included, before it is killed. Empty: 30.",
            example=60,
        ),
    ] = None
    revision_history_limit: Annotated[
        int | None,
        Field(ge=0, le=2**31 - 1),
        Declaration(
            title="Kept revisions",
            help="How many earlier revisions can be rolled back to. Empty: 10.",
            example=3,
        ),
    ] = None
    host_aliases: Annotated[
        list[HostAlias],
        Declaration(
            title="Host aliases",
            help="Names and addresses in the pods' /etc/hosts, for what no DNS knows.",
            example=[{"ip": "10.1.2.3", "hostnames": ["db.example.com"]}],
        ),
    ] = Field(default_factory=list)
    lifecycle: Annotated[
        Lifecycle,
        Declaration(
            title="Lifecycle hooks",
            help="What runs in the server's container after its start and before its end: such as a wait until load "
            "balancers send no more requests.",
            example={"preStop": {"exec": {"command": ["sleep", "10"]}}},
        ),
    ] = Field(default_factory=dict)
