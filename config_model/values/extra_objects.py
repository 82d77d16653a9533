"""Extra objects: Kubernetes objects that belong to the release and that the chart knows nothing of."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.section import Section


class ExtraObjectSettings(Section):
    """The key at the top of the file that adds whole objects."""

    area: ClassVar[Area] = Area.EXTRA_OBJECTS

    extra_objects: Annotated[
        list[dict[str, Any]],
        Declaration(
            title="Extra objects",
            help="Whole Kubernetes objects, applied and deleted with the release. Namespace and labels are added "
            "where they have none.",
            example=[
                {
                    "apiVersion": "v1",
                    "kind": "ConfigMap",
                    "metadata": {"name": "mlflow-dashboards"},
                    "data": {"team": "ml"},
                }
            ],
        ),
    ] = Field(default_factory=list)
