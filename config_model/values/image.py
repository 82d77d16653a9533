"""Image: which container image runs MLflow."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mlflow_tui.config_model.mlflow import Facts, Reading, facts, newest, read_version
from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.kubernetes_types import LocalObjectReference
from mlflow_tui.config_model.values.section import Section


class Image(Section):
    """The image of the server and of the database upgrade."""

    area: ClassVar[Area] = Area.IMAGE

    registry: Annotated[
        str,
        Declaration(
            title="Registry",
            help="Host of the image registry. Empty means docker.io.",
            example="registry.example.com:5000",
        ),
    ] = "ghcr.io"
    repository: Annotated[
        str,
        Declaration(
            title="Repository",
            help="Path of the image in the registry. The official image holds MLflow alone, without database or "
            "cloud drivers: most production set-ups name an image of their own here.",
            example="ml-platform/mlflow-postgres-s3",
        ),
    ] = "mlflow/mlflow"
    tag: Annotated[
        str,
        Declaration(title="Tag", help="Tag of the image. Empty means v2.14.1.", example="v3.17.2"),
    ] = ""
    pull_policy: Annotated[
        Literal["IfNotPresent", "Always", "Never"],
        Declaration(
            title="Pull policy",
            help="When the node fetches the image: only if it lacks it, at each start, or never.",
            example="Always",
        ),
    ] = "IfNotPresent"
    pull_secrets: Annotated[
        list[LocalObjectReference],
        Declaration(
            title="Pull secrets",
            help="Secrets of type kubernetes.io/dockerconfigjson that hold the login for a private registry.",
            example=[{"name": "registry-login"}],
        ),
    ] = Field(default_factory=list)
    mlflow_version: Annotated[
        str,
        Declaration(
            title="MLflow version",
            help="Version of MLflow that is in the image. Empty means the one that the tag begins with. To be set "
            "where the tag tells none: latest, a date, a commit.",
            example="3.17.2",
        ),
    ] = ""

    digest: Annotated[
        str,
        Declaration(
            title="Digest",
            help="Digest of the image, which names it in place of the tag: the same image at each start, whatever "
            "becomes of the tag. The tag may still tell the version of MLflow.",
            example="sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1",
        ),
    ] = ""

    @property
    def reading(self) -> Reading:
        """The version of MLflow that is taken to be in the image, and how sure that is."""
        return read_version(self.mlflow_version, self.tag, newest(), self.digest)

    @property
    def mlflow(self) -> Facts:
        """What that version is like."""
        return facts(self.reading.version)
