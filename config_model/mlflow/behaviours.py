"""What MLflow does in some versions and not in others, where no list in its wheels tells it.

Each is declared here once, with the versions that it holds for and the module of MLflow whose source says so. `sign` is
a text in that module that is there in just these versions: the generated facts have the versions of every sign, and a
test compares them, so that a version which drops or moves one is seen when it is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mlflow_tui.config_model.mlflow.version import OLDEST, Version


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What MLflow does from the version `since` on, and no more in `until`; None: in the newest version too."""

    name: str
    what: str
    source: str
    sign: str | None
    since: Version = OLDEST
    until: Version | None = None

    def holds(self, version: Version) -> bool:
        return self.since <= version and (self.until is None or version < self.until)


_CLI_UTILS = "mlflow.utils.server_cli_utils"

SECRET_KEY_NEEDED: Final = Behaviour(
    "secret key needed",
    "with basic auth the server exits without MLFLOW_FLASK_SERVER_SECRET_KEY, the same in every replica",
    "mlflow.server.auth",
    "A static secret key needs to be set for CSRF protection",
    since=Version(2, 20, 2),
)
USERS_BESIDE_RUNS: Final = Behaviour(
    "users beside runs",
    "users and runs may be in one database; before, both keep their revision in one table, and the server exits",
    "mlflow.server.auth.db.migrations.env",
    "alembic_version_auth",
    since=Version(3, 6, 0),
)
NO_DEFAULT_ADMIN_PASSWORD: Final = Behaviour(
    "no default admin password",
    "basic auth takes the first admin's password from basic_auth.ini or MLFLOW_AUTH_ADMIN_PASSWORD, and exits without",
    "mlflow.server.auth.config",
    "MLFLOW_AUTH_ADMIN_PASSWORD",
    since=Version(3, 16, 1),
)
WAITRESS_REFUSED: Final = Behaviour(
    "waitress refused",
    "on Linux the server exits with --waitress-opts",
    "mlflow.cli",
    "gunicorn replaces waitress on non-Windows platforms",
    until=Version(3, 3, 0),
)
UVICORN_DEFAULT: Final = Behaviour(
    "uvicorn by default",
    "uvicorn serves, unless --gunicorn-opts or --waitress-opts select another; at most one of the three is taken",
    "mlflow.server",
    "_build_uvicorn_command",
    since=Version(3, 3, 0),
)
DEV_EXCLUDES_APP: Final = Behaviour(
    "dev excludes app",
    "--dev excludes --app-name and --uvicorn-opts too, not --gunicorn-opts alone",
    "mlflow.cli",
    "'--dev' cannot be used with '--app-name'",
    since=Version(3, 3, 0),
)
RANDOM_WEBHOOK_KEY: Final = Behaviour(
    "random webhook key",
    "without MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY each process encrypts the secrets of webhooks with a key of its own",
    "mlflow.store.model_registry.dbmodels.models",
    "Fernet.generate_key",
    since=Version(3, 3, 0),
)
UPLOADS_HELD_IN_MEMORY: Final = Behaviour(
    "uploads held in memory",
    "uvicorn hands proxied uploads to the Flask app, which holds each whole in memory",
    "mlflow.server.fastapi_app",
    None,  # what ends it is another module, mlflow.server.artifact_router, that streams them
    since=Version(3, 3, 0),
    until=Version(3, 15, 0),
)
UPLOADS_HELD_BELOW_PREFIX: Final = Behaviour(
    "uploads held below the static prefix",
    "uvicorn streams proxied uploads, but holds those below a static prefix whole in memory, at twice their size",
    "mlflow.server.fastapi_app",
    "include_router(artifact_router)",
    since=Version(3, 15, 0),
)
UPLOADS_COPIED_AGAIN_AND_AGAIN: Final = Behaviour(
    "uploads copied again and again",
    "what is held of a proxied upload is copied with every chunk: time and memory grow with the square of its size",
    "mlflow.server.fastapi_app",
    None,  # what ends it is a class of that module, _EfficientWSGIMiddleware
    since=Version(3, 3, 0),
    until=Version(3, 12, 0),
)
SECURITY_ARGUMENTS_EXCLUDE_FLASK: Final = Behaviour(
    "security arguments exclude gunicorn",
    "the server exits with --allowed-hosts, --cors-allowed-origins or --disable-security-middleware as arguments "
    "beside --gunicorn-opts or --waitress-opts; their variables are taken",
    "mlflow.cli",
    "Security middleware parameters",
    since=Version(3, 5, 0),
)
ARTIFACT_ROOT_NEEDED: Final = Behaviour(
    "artifact root needed",
    "without serving artifacts, and with a backend store that is no local folder, the server exits without a default "
    "artifact root",
    _CLI_UTILS,
    "Option 'default-artifact-root' is required",
    until=Version(3, 7, 0),
)
SQLITE_BY_DEFAULT: Final = Behaviour(
    "SQLite by default",
    "without a backend store the server takes sqlite:///mlflow.db, or ./mlruns where that is there; before, ./mlruns",
    "mlflow.tracking._tracking_service.utils",
    "def _get_default_tracking_uri",
    since=Version(3, 7, 0),
)
PUBLIC_PASSPHRASE: Final = Behaviour(
    "public passphrase",
    "without MLFLOW_CRYPTO_KEK_PASSPHRASE the secrets in the database are encrypted with a passphrase of the source",
    "mlflow.utils.crypto",
    "MLFLOW_CRYPTO_KEK_PASSPHRASE",
    since=Version(3, 8, 0),
)
WORKSPACE_VARIABLE_REFUSED: Final = Behaviour(
    "workspace variable refused",
    "the server exits with MLFLOW_WORKSPACE",
    _CLI_UTILS,
    "def assert_server_workspace_env_unset",
    since=Version(3, 10, 0),
)
FILE_STORE_REFUSED: Final = Behaviour(
    "file store refused",
    "the server exits with a folder as its backend store, unless MLFLOW_ALLOW_FILE_STORE is true",
    "mlflow.store.tracking.file_store",
    "MLFLOW_ALLOW_FILE_STORE",
    since=Version(3, 13, 0),
)
TRACE_ARCHIVAL_NEEDS_STORE: Final = Behaviour(
    "trace archival needs a store",
    "the server exits with --artifacts-only and --trace-archival-config",
    _CLI_UTILS,
    "--trace-archival-config cannot be combined with --artifacts-only",
    since=Version(3, 13, 0),
)
UPGRADE_MAKES_TABLES: Final = Behaviour(
    "upgrade makes tables",
    "`mlflow db upgrade` makes the tables of an empty database; before, it fails",
    "mlflow.db",
    "_is_empty_database",
    since=Version(3, 14, 0),
)
WORKSPACES_NEED_STORE: Final = Behaviour(
    "workspaces need a store",
    "the server exits with --artifacts-only and --enable-workspaces without --workspace-store-uri",
    _CLI_UTILS,
    "--workspace-store-uri is required when combining",
    since=Version(3, 15, 0),
)
PREFIX_WITHOUT_BRACES: Final = Behaviour(
    "prefix without braces",
    "the server exits with { or } in --static-prefix",
    "mlflow.cli",
    "--static-prefix must not contain",
    since=Version(3, 16, 0),
)

BEHAVIOURS: Final = tuple(one for one in list(globals().values()) if isinstance(one, Behaviour))
"""All of them, in the order of their declaration."""
