"""Environment: more environment variables for the server."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.kubernetes_types import EnvFromSource, EnvVar
from mlflow_tui.config_model.values.section import Section


class EnvironmentSettings(Section):
    """The keys at the top of the file that add environment variables."""

    area: ClassVar[Area] = Area.ENVIRONMENT

    extra_env: Annotated[
        list[EnvVar],
        Declaration(
            title="Environment variables",
            help="Variables of the server and of the database upgrade, each with a value or a reference.",
            example=[{"name": "MLFLOW_S3_ENDPOINT_URL", "value": "https://minio.example.com"}],
        ),
    ] = Field(default_factory=list)
    extra_env_from: Annotated[
        list[EnvFromSource],
        Declaration(
            title="Environment sources",
            help="ConfigMaps and Secrets whose keys all become environment variables.",
            example=[{"secretRef": {"name": "mlflow-env"}}],
        ),
    ] = Field(default_factory=list)
