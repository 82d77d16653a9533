"""Backend store: where MLflow keeps runs and the model registry."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.secret_pair import secret_of_yours, secret_text, secret_to_create, when_created
from mlflow_tui.config_model.values.section import Section, unless_equal, when_on, when_set

_NOT_A_PROXY = unless_equal("trackingServer.mode", "artifacts-only", "an artifact proxy has no backend store")


class BackendStoreSecret(Section):
    """Content of the Secret that is created for the backend store."""

    backend_store_uri: Annotated[
        str,
        secret_text(
            "Backend store URI",
            "Where runs and the registry are kept: a SQLAlchemy URL (postgresql, mysql, mssql, sqlite), a path "
            "or file: URI. Goes into a created Secret. Empty: ./mlruns in the container.",
            "postgresql://mlflow:s3cret@db.example.com:5432/mlflow",
            when_created(_NOT_A_PROXY, existing="backendStore.existingSecret"),
        ),
    ] = ""


class BackendStore(Section):
    """The store of runs, metrics and models."""

    area: ClassVar[Area] = Area.BACKEND_STORE

    existing_secret: Annotated[
        str,
        secret_of_yours(
            "the key MLFLOW_BACKEND_STORE_URI: no password is in this file",
            "mlflow-backend-store",
            _NOT_A_PROXY,
        ),
    ] = ""
    create_secret: Annotated[
        BackendStoreSecret,
        secret_to_create("The backend store URI to put into a created Secret, when no existing one is named."),
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
    database_upgrade_job: Annotated[
        bool,
        Declaration(
            title="Upgrade by a Job",
            help="Run the database upgrade in one Job before the Deployment, in place of an init container in every "
            "replica: for several replicas, and for a server that keeps running while the database is upgraded. A new "
            "image, URI or environment makes a new Job; one that has finished goes after a day.",
            example=True,
            applies=(_NOT_A_PROXY, when_on("backendStore.databaseUpgrade", "the database upgrade is off")),
        ),
    ] = False
    existing_secret_key: Annotated[
        str,
        Declaration(
            title="Key in the existing secret",
            help="Key of the existing Secret that holds the URI, where it is not MLFLOW_BACKEND_STORE_URI: such as the "
            "one that a database operator writes. The server is then given this key alone.",
            example="uri",
            applies=(_NOT_A_PROXY, when_set("backendStore.existingSecret", "no existing Secret is named")),
        ),
    ] = ""
