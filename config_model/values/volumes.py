"""Volumes: more volumes, and where they are mounted."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.kubernetes_types import Volume, VolumeMount
from mlflow_tui.config_model.values.section import Section


class VolumeSettings(Section):
    """The keys at the top of the file that add volumes and mounts."""

    area: ClassVar[Area] = Area.VOLUMES

    extra_volumes: Annotated[
        list[Volume],
        Declaration(
            title="Volumes",
            help="Volumes that the pod's containers may mount.",
            example=[{"name": "data", "persistentVolumeClaim": {"claimName": "mlflow-data"}}],
        ),
    ] = Field(default_factory=list)
    extra_volume_mounts: Annotated[
        list[VolumeMount],
        Declaration(
            title="Volume mounts",
            help="Where the server's container, and the database upgrade, mount those volumes.",
            example=[{"name": "data", "mountPath": "/mlflow"}],
        ),
    ] = Field(default_factory=list)
