"""Tracking server: how `mlflow server` is started."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mlflow_tui.config_model.mlflow import since
from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.authentication import BasicAuth
from mlflow_tui.config_model.values.mlflow_versions import from_version
from mlflow_tui.config_model.values.section import Section, unless_equal

_HOSTS_CHECKED = from_version(since("server", "--allowed-hosts"), "MLflow {} checks neither hosts nor origins")


class TrackingServer(Section):
    """The arguments of the server."""

    area: ClassVar[Area] = Area.TRACKING_SERVER

    mode: Annotated[
        Literal["serve-artifacts", "no-serve-artifacts", "artifacts-only"],
        Declaration(
            title="Mode",
            help="serve-artifacts: clients send artifacts through this server, which alone needs the storage "
            "credentials. no-serve-artifacts: clients reach the storage themselves. artifacts-only: a pure artifact "
            "proxy, with no runs and no registry.",
            example="serve-artifacts",
        ),
    ] = "no-serve-artifacts"
    artifacts_destination: Annotated[
        str,
        Declaration(
            title="Artifacts destination",
            help="Storage location behind the artifact proxy. Empty: a folder in the container, lost at a restart.",
            example="s3://ml-artifacts/prod",
            applies=(
                unless_equal(
                    "trackingServer.mode", "no-serve-artifacts", "clients reach the storage directly in this mode"
                ),
            ),
        ),
    ] = ""
    default_artifact_root: Annotated[
        str,
        Declaration(
            title="Default artifact root",
            help="Where new experiments keep their artifacts. Empty: mlflow-artifacts:/ when the server serves "
            "artifacts, else ./mlruns. A database backend without artifact serving requires it.",
            example="s3://ml-artifacts/prod",
            applies=(
                unless_equal("trackingServer.mode", "artifacts-only", "an artifact proxy creates no experiments"),
            ),
        ),
    ] = ""
    host: Annotated[
        str,
        Declaration(
            title="Host",
            help="Address that the server listens on inside the pod. 0.0.0.0 is all of them.",
            example="0.0.0.0",
        ),
    ] = "0.0.0.0"
    port: Annotated[
        int,
        Field(ge=1, le=65535),
        Declaration(title="Port", help="Port that the server listens on inside the pod.", example=8080),
    ] = 5000
    workers: Annotated[
        int,
        Field(ge=1),
        Declaration(
            title="Workers",
            help="Gunicorn worker processes in each pod. Each holds a whole MLflow: allow about 300 MiB of memory.",
            example=4,
        ),
    ] = 1
    extra_args: Annotated[
        list[str],
        Declaration(
            title="Extra arguments",
            help="Further arguments of `mlflow server`, each item one argument: `--flag=value`, or two items.",
            example=["--expose-prometheus=/mlflow/metrics"],
        ),
    ] = Field(default_factory=list)
    basic_auth: BasicAuth = Field(default_factory=BasicAuth)
    static_prefix: Annotated[
        str,
        Declaration(
            title="Static prefix",
            help="Path below which the server has its pages, for a host that it shares with others: begins with / and "
            "does not end with it. The probes follow it by the version of MLflow.",
            example="/mlflow",
        ),
    ] = ""
    allowed_hosts: Annotated[
        list[str],
        Declaration(
            title="Allowed hosts",
            help="Further names that requests may be for, as their Host header writes them: with the port, if any; `*` "
            "stands for any text. The Service's names and the hosts of Ingress and HTTPRoute are allowed without this.",
            example=["ml.example.com", "ml.example.com:*"],
            applies=(_HOSTS_CHECKED,),
        ),
    ] = Field(default_factory=list)
    cors_allowed_origins: Annotated[
        list[str],
        Declaration(
            title="Allowed origins",
            help="Further origins whose pages may write: scheme, host and, if it is not the usual one, port. The hosts "
            "of Ingress and HTTPRoute are allowed without this.",
            example=["https://ml.example.com:8443"],
            applies=(_HOSTS_CHECKED,),
        ),
    ] = Field(default_factory=list)
