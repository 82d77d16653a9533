"""Backend store: where MLflow keeps runs and the model registry."""

from typing import Annotated, ClassVar

from pydantic import Field

from config_model.setting import Declaration
from config_model.values.areas import Area
from config_model.values.section import Section, unless_equal, unless_set

_NOT_A_PROXY = unless_equal("trackingServer.mode", "artifacts-only", "an artifact proxy has no backend store")


class BackendStoreSecret(Section):
    """Content of the Secret that is created for the backend store."""

    backend_store_uri: Annotated[
        str,
        Declaration(
            title="Backend store URI",
            help="Where runs and the registry are kept: a SQLAlchemy URL (postgresql, mysql, mssql, sqlite), a path "
            "or file: URI. Goes into a created Secret. Empty: ./mlruns in the container.",
            example="postgresql://mlflow:s3cret@db.example.com:5432/mlflow",
            secret=True,
            applies=(
                _NOT_A_PROXY,
                unless_set("backendStore.existingSecret", "the existing Secret {} is used"),
            ),
        ),
    ] = ""


class BackendStore(Section):
    """The store of runs, metrics and models."""

    area: ClassVar[Area] = Area.BACKEND_STORE

    existing_secret: Annotated[
        str,
        Declaration(
            title="Existing secret",
            help="Name of a Secret of yours with the key MLFLOW_BACKEND_STORE_URI: no password is in this file.",
            example="mlflow-backend-store",
            applies=(_NOT_A_PROXY,),
        ),
    ] = ""
    create_secret: Annotated[
        BackendStoreSecret,
        Declaration(
            title="Created secret",
            help="The backend store URI to put into a created Secret, when no existing one is named.",
        ),
    ] = Field(default_factory=BackendStoreSecret)
    database_upgrade: Annotated[
        bool,
        Declaration(
            title="Database upgrade",
            help="Run `mlflow db upgrade` in an init container before each start. Back the database up first; on an "
            "empty database the upgrade fails, so leave it off for the very first start.",
            example=True,
            applies=(_NOT_A_PROXY,),
        ),
    ] = False
