"""Authentication: MLflow's basic auth."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.mlflow.behaviours import SECRET_KEY_NEEDED
from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.mlflow_versions import from_version
from mlflow_tui.config_model.values.secret_pair import secret_of_yours, secret_text, secret_to_create, when_created
from mlflow_tui.config_model.values.section import Section, when_on

_ON = when_on("trackingServer.basicAuth.enabled", "basic authentication is off")
_CREATED = when_created(_ON, existing="trackingServer.basicAuth.existingSecret")
_SIGNED = from_version(SECRET_KEY_NEEDED.since, "MLflow {} takes no secret key")


class BasicAuthSecret(Section):
    """Content of the basic_auth.ini that is created."""

    default_permission: Annotated[
        str,
        Declaration(
            title="Default permission",
            help="What a user may do with an experiment or model that nobody granted them: READ, EDIT, MANAGE or "
            "NO_PERMISSIONS.",
            example="NO_PERMISSIONS",
            applies=_CREATED,
        ),
    ] = "READ"
    database_uri: Annotated[
        str,
        secret_text(
            "User database",
            "SQLAlchemy URL of the database of users and permissions. The default is a file in the container: "
            "lost at a restart and different in each replica.",
            "postgresql://mlflow_auth:s3cret@db.example.com:5432/mlflow_auth",
            _CREATED,
        ),
    ] = "sqlite:///basic_auth.db"
    admin_username: Annotated[
        str,
        Declaration(
            title="Admin user",
            help="Name of the administrator that the first start creates.",
            example="ml-admin",
            applies=_CREATED,
        ),
    ] = "admin"
    admin_password: Annotated[
        str,
        secret_text(
            "Admin password",
            "Password of the administrator that the first start creates. Once the user exists, "
            "a change here changes nothing.",
            "correct-horse-battery-staple",
            _CREATED,
        ),
    ] = "password"
    authorization_function: Annotated[
        str,
        Declaration(
            title="Authorization function",
            help="Python function, as module:name, that authenticates a request.",
            example="mlflow.server.auth:authenticate_request_basic_auth",
            applies=_CREATED,
        ),
    ] = "mlflow.server.auth:authenticate_request_basic_auth"


class FlaskSecret(Section):
    """Content of the Secret with the secret key that is created."""

    secret_key: Annotated[
        str,
        secret_text(
            "Secret key",
            "Random text that the server signs the forms of its login with, the same in every replica.",
            "a-long-random-text-such-as-openssl-rand-hex-32-gives",
            when_created(_ON, _SIGNED, existing="trackingServer.basicAuth.existingFlaskSecret"),
        ),
    ] = ""


class BasicAuth(Section):
    """Basic authentication of the tracking server."""

    area: ClassVar[Area] = Area.AUTHENTICATION

    enabled: Annotated[
        bool,
        Declaration(
            title="Basic authentication",
            help="Ask for a user name and a password, and keep permissions for each experiment and model.",
            example=True,
        ),
    ] = False
    existing_secret: Annotated[
        str,
        secret_of_yours("the key basic_auth.ini. Nothing is created then", "mlflow-basic-auth", _ON),
    ] = ""
    create_secret: Annotated[
        BasicAuthSecret,
        secret_to_create("What the created basic_auth.ini says, when no existing Secret is named."),
    ] = Field(default_factory=BasicAuthSecret)
    existing_flask_secret: Annotated[
        str,
        secret_of_yours(
            "the key MLFLOW_FLASK_SERVER_SECRET_KEY, which signs the forms of the login. Nothing is created then",
            "mlflow-flask",
            _ON,
            _SIGNED,
            title="Existing secret key",
        ),
    ] = ""
    create_flask_secret: Annotated[
        FlaskSecret,
        secret_to_create(
            "The secret key that signs the forms of the login, when no existing Secret is named. MLflow 2.20.2 and "
            "later need one.",
            title="Created secret key",
        ),
    ] = Field(default_factory=FlaskSecret)
