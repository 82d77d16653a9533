"""Extra containers: sidecars and init containers."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.kubernetes_types import Container
from mlflow_tui.config_model.values.section import Section


def _containers(title: str, when: str, example: dict[str, Any]) -> Declaration:
    return Declaration(title=title, help=f"Containers that run {when}.", example=[example])


class ExtraContainerSettings(Section):
    """The keys at the top of the file that add containers to the pod."""

    area: ClassVar[Area] = Area.EXTRA_CONTAINERS

    extra_containers: Annotated[
        list[Container],
        _containers(
            "Containers",
            "beside the server in the same pod",
            {"name": "cloud-sql-proxy", "image": "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11.0"},
        ),
    ] = Field(default_factory=list)
    extra_init_containers: Annotated[
        list[Container],
        _containers(
            "Init containers",
            "to their end before the server starts, after the database upgrade",
            {"name": "wait-for-db", "image": "busybox:1.36", "command": ["sh", "-c", "sleep 5"]},
        ),
    ] = Field(default_factory=list)
