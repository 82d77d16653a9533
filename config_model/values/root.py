"""The whole values document."""

from typing import Annotated, Any

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.artifact_store import ArtifactStore
from mlflow_tui.config_model.values.autoscaling import Autoscaling, PodDisruptionBudget
from mlflow_tui.config_model.values.backend_store import BackendStore
from mlflow_tui.config_model.values.environment import EnvironmentSettings
from mlflow_tui.config_model.values.extra_containers import ExtraContainerSettings
from mlflow_tui.config_model.values.extra_objects import ExtraObjectSettings
from mlflow_tui.config_model.values.garbage_collection import GarbageCollection
from mlflow_tui.config_model.values.http_route import HttpRoute
from mlflow_tui.config_model.values.image import Image
from mlflow_tui.config_model.values.ingress import Ingress
from mlflow_tui.config_model.values.metrics import Metrics
from mlflow_tui.config_model.values.network_policy import NetworkPolicy
from mlflow_tui.config_model.values.persistence import Persistence
from mlflow_tui.config_model.values.pod import PodSettings
from mlflow_tui.config_model.values.release import NameSettings
from mlflow_tui.config_model.values.scheduling import SchedulingSettings
from mlflow_tui.config_model.values.section import Section
from mlflow_tui.config_model.values.service import Service
from mlflow_tui.config_model.values.service_account import ServiceAccount
from mlflow_tui.config_model.values.tracking_server import TrackingServer
from mlflow_tui.config_model.values.volumes import VolumeSettings


class _Sections(Section):
    image: Image = Field(default_factory=Image)
    tracking_server: TrackingServer = Field(default_factory=TrackingServer)
    backend_store: BackendStore = Field(default_factory=BackendStore)
    artifact_store: ArtifactStore = Field(default_factory=ArtifactStore)
    service: Service = Field(default_factory=Service)
    ingress: Ingress = Field(default_factory=Ingress)
    service_account: ServiceAccount = Field(default_factory=ServiceAccount)
    metrics: Metrics = Field(default_factory=Metrics)


class _Objects(Section):
    """Sections of objects beyond the documented ones."""

    persistence: Annotated[Persistence, Declaration(title="Persistence", help="A volume that outlives the pods.")] = (
        Field(default_factory=Persistence)
    )
    autoscaling: Annotated[
        Autoscaling, Declaration(title="Autoscaling", help="How many pods there are as the load changes.")
    ] = Field(default_factory=Autoscaling)
    pod_disruption_budget: Annotated[
        PodDisruptionBudget,
        Declaration(title="Disruption budget", help="How many pods a drain of nodes may take at a time."),
    ] = Field(default_factory=PodDisruptionBudget)
    network_policy: NetworkPolicy = Field(default_factory=NetworkPolicy)
    http_route: HttpRoute = Field(default_factory=HttpRoute)
    garbage_collection: GarbageCollection = Field(default_factory=GarbageCollection)


# Pydantic takes the fields of the last base first: this is the order of the file, read from the bottom up.
class Values(
    ExtraObjectSettings,
    _Objects,
    ExtraContainerSettings,
    VolumeSettings,
    EnvironmentSettings,
    SchedulingSettings,
    PodSettings,
    _Sections,
    NameSettings,
):
    """Every key of the chart. Values of the same shape as the file: `model_dump(by_alias=True)`."""

    global_: dict[str, Any] = Field(default_factory=dict, alias="global")
    """Helm's `global`: allowed in every chart, read by none of this one's templates."""
