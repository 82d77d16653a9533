"""The stores of the community chart: databases, artifact roots, and the databases and object store that it brings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mlflow_tui.config_model.conversion.entry import Outcome
from mlflow_tui.config_model.conversion.foreign import Foreign
from mlflow_tui.config_model.conversion.table import (
    Add,
    Give,
    Row,
    Statement,
    Tell,
    added,
    differs,
    from_secret,
    person,
    row,
    variable,
)
from mlflow_tui.config_model.conversion.tables.community_server import mode_flag
from mlflow_tui.config_model.conversion.tables.shared import brought, fullname_like_ours, url

DATABASES: Final = ("postgresql", "mysql")
"""The databases that the chart brings."""
STORES: Final = ("azureBlob", "s3", "gcs")

_KINDS: Final = ("postgres", "mysql", "mssql")
_PARTS: Final = ("enabled", "host", "port", "database", "user", "password", "driver")
_DIALECT: Final = {"postgres": "postgresql", "mysql": "mysql", "mssql": "mssql"}
_VARIABLES: Final = {
    "postgres": ("PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD"),
    "mysql": ("MYSQL_HOST", "MYSQL_TCP_PORT", "MYSQL_DATABASE", "MYSQL_USERNAME", "MYSQL_PWD"),
    "mssql": ("MSSQL_HOST", "MSSQL_TCP_PORT", "MSSQL_DATABASE", "MSSQL_USERNAME", "MSSQL_PWD"),
}
_URI: Final = "MLFLOW_BACKEND_STORE_URI"
_CREATED: Final = "backendStore.createSecret.backendStoreUri"
_ARGUMENT: Final = "argument --backend-store-uri"
_SECRET: Final = "backendStore.existingDatabaseSecret"
_CONNECTION: Final = "backendStore.mssql.existingConnectionUrlSecret"


def kind_of(foreign: Foreign) -> str:
    """Which database the server has; empty for SQLite. The first one counts, as in the chart."""
    for kind, inside in (("postgres", "postgresql"), ("mysql", "mysql"), ("mssql", "")):
        if foreign.on(f"backendStore.{kind}.enabled") or (inside and foreign.on(f"{inside}.enabled")):
            return kind
    return ""


@row(
    "backendStore.defaultSqlitePath",
    *(f"backendStore.{kind}.{part}" for kind in _KINDS for part in _PARTS),
    "backendStore.mssql.connectionUrl",
    *(f"{_CONNECTION}.{key}" for key in ("name", "key")),
    *(f"{_SECRET}.{key}" for key in ("name", "usernameKey", "passwordKey")),
)
def _backend_store(foreign: Foreign) -> Iterator[Statement]:
    kind = kind_of(foreign)
    if not kind:
        key = "backendStore.defaultSqlitePath"
        yield Give(_CREATED, f"sqlite:///{foreign.text(key)}", (key,))
        yield differs(key, "the URI is in a Secret, no longer an argument", _ARGUMENT, f"env {_URI}")
    elif not foreign.on(f"backendStore.{kind}.enabled"):
        pass  # the chart's own database, which has a row of its own
    elif kind == "mssql" and foreign.on(f"{_CONNECTION}.name"):
        of = (f"{_CONNECTION}.name", f"{_CONNECTION}.key")
        yield Give("backendStore.existingSecret", foreign.text(of[0]), of[:1])
        yield Give("backendStore.existingSecretKey", foreign.text(of[1]), of[1:])
        message = f"its variable is {_URI}, no longer an argument"
        yield differs(of[0], message, _ARGUMENT, f"env {_URI}", "env MSSQL_CONNECTION_URL")
    elif kind == "mssql" and foreign.on("backendStore.mssql.connectionUrl"):
        key = "backendStore.mssql.connectionUrl"
        yield Give(_CREATED, foreign.text(key), (key,))
        yield differs(key, "it is in a Secret, no longer an argument", _ARGUMENT, f"env {_URI}")
    elif foreign.on(f"{_SECRET}.name"):
        yield from _by_reference(foreign, kind)
    else:
        yield from _by_value(foreign, kind)
    yield from _without_effect(foreign, kind)


def _by_value(foreign: Foreign, kind: str) -> Iterator[Statement]:
    """All that the file says, as one URI in a Secret."""
    section = f"backendStore.{kind}"
    host, port, database, user, password = (
        foreign.text(f"{section}.{part}") for part in ("host", "port", "database", "user", "password")
    )
    of = tuple(f"{section}.{part}" for part in _PARTS)
    yield Give(_CREATED, url(driver_of(foreign, kind), user, password, host, port, database), of)
    affected = (*(f"env {name}" for name in _VARIABLES[kind]), _ARGUMENT, f"env {_URI}")
    yield differs(f"{section}.enabled", "one URI in a Secret in place of variables for its parts", *affected)
    for part in ("host", "database", "user", "password"):
        if not foreign.on(f"{section}.{part}"):
            yield person(f"{section}.{part}", "that chart refuses values without it", f"complete the URI in {_CREATED}")


def driver_of(foreign: Foreign, kind: str) -> str:
    driver = foreign.text(f"backendStore.{kind}.driver")
    return f"{_DIALECT[kind]}+{driver}" if driver else _DIALECT[kind]


def _by_reference(foreign: Foreign, kind: str) -> Iterator[Statement]:
    """User and password from a Secret, all else as variables: as in the chart."""
    section = f"backendStore.{kind}"
    values = [foreign.text(f"{section}.{part}") for part in ("host", "port", "database")]
    for part, name, value in zip(("host", "port", "database"), _VARIABLES[kind][:3], values, strict=True):
        yield Add("extraEnv", added(variable(name, value)), (f"{section}.{part}",))
    secret = foreign.text(f"{_SECRET}.name")
    yield Add(
        "extraEnv",
        added(
            from_secret(_VARIABLES[kind][3], secret, foreign.text(f"{_SECRET}.usernameKey")),
            from_secret(_VARIABLES[kind][4], secret, foreign.text(f"{_SECRET}.passwordKey")),
        ),
        tuple(f"{_SECRET}.{key}" for key in ("name", "usernameKey", "passwordKey")),
    )
    yield from uri_of_variables(foreign, kind, (f"{section}.enabled", f"{section}.driver"))


def uri_of_variables(foreign: Foreign, kind: str, of: tuple[str, ...]) -> Iterator[Statement]:
    """The URI that takes its parts from the variables."""
    host, port, database, user, password = (f"$({name})" for name in _VARIABLES[kind])
    driver = driver_of(foreign, kind)
    # libpq reads the PG variables by itself; the other drivers read none.
    uri = f"{driver}://" if kind == "postgres" else f"{driver}://{user}:{password}@{host}:{port}/{database}"
    yield Add("extraEnv", added(variable(_URI, uri)), of)
    yield differs(of[0], "the URI is a variable, no longer an argument", _ARGUMENT, f"env {_URI}")


def _without_effect(foreign: Foreign, kind: str) -> Iterator[Statement]:
    """What is given of a database that is off, or of SQLite beside a database."""
    for other in _KINDS:
        if other != kind:
            for part in _PARTS:
                if foreign.has(f"backendStore.{other}.{part}"):
                    yield Tell(f"backendStore.{other}.{part}", Outcome.NONE, "it has no effect there: it is off")
    if kind and foreign.has("backendStore.defaultSqlitePath"):
        message = "it has no effect there: the server has a database"
        yield Tell("backendStore.defaultSqlitePath", Outcome.NONE, message)


def _brought(section: str, kind: str) -> Row:
    """A database that the chart brings: it stays somebody's to run, and the server is led to where it is."""

    port_key = f"{section}.primary.service.ports.{section}"
    used = (f"{section}.enabled", f"{section}.auth.username", f"{section}.auth.database", port_key)

    def convert(foreign: Foreign) -> Iterator[Statement]:
        yield from brought(foreign, section, used, "database")
        if not foreign.on(f"{section}.enabled"):
            return
        name = f"{fullname_like_ours(foreign)}-{section}"
        yield person(
            f"{section}.enabled",
            f"this chart runs no database; the server is led to {name}, as it was",
            f"run {section} as a release of its own, with the same Service, Secret and claim, before the move",
        )
        if foreign.on(f"backendStore.{kind}.enabled"):
            return
        user = foreign.text(f"{section}.auth.username")
        root, key = ("postgres", "postgres-password") if kind == "postgres" else ("root", "mysql-root-password")
        port = foreign.text(port_key)
        host, port_name, database, user_name, password = _VARIABLES[kind]
        yield Add(
            "extraEnv",
            added(
                variable(host, name),
                variable(port_name, port),
                variable(database, foreign.text(f"{section}.auth.database")),
                variable(user_name, user or root),
                from_secret(password, name, "password" if user else key),
            ),
            used,
        )
        yield from uri_of_variables(foreign, kind, (f"{section}.enabled",))

    return Row((section, *used), convert)


@row("artifactRoot.proxiedArtifactStorage")
def _mode(foreign: Foreign) -> Iterator[Statement]:
    key = "artifactRoot.proxiedArtifactStorage"
    proxied = foreign.on(key)
    flag = mode_flag(foreign)
    mode = flag or "serve-artifacts"
    yield Give("trackingServer.mode", mode, (key, "extraFlags"))
    if not flag and not proxied:
        message = "MLflow serves artifacts unless it is told not to; here the argument says so"
        fix = "no-serve-artifacts in trackingServer.mode switches the proxy off"
        yield differs(key, message, "argument --serve-artifacts", fix=fix)
    elif proxied and flag not in ("", "serve-artifacts"):
        yield differs(key, "extraFlags has another mode, which counts", "argument --serve-artifacts")


@row(
    "artifactRoot.defaultArtifactRoot",
    "artifactRoot.defaultArtifactsDestination",
    *(f"artifactRoot.azureBlob.{key}" for key in ("enabled", "container", "storageAccount", "path")),
    *(f"artifactRoot.s3.{key}" for key in ("enabled", "bucket", "path")),
    *(f"artifactRoot.gcs.{key}" for key in ("enabled", "bucket", "path")),
)
def _artifacts(foreign: Foreign) -> Iterator[Statement]:
    proxied = foreign.on("artifactRoot.proxiedArtifactStorage")
    to = f"trackingServer.{'artifactsDestination' if proxied else 'defaultArtifactRoot'}"
    store = next((one for one in STORES if foreign.on(f"artifactRoot.{one}.enabled")), "")
    if store:
        yield Give(to, _location(foreign, store), _LOCATION[store])
    else:
        key = f"artifactRoot.{'defaultArtifactsDestination' if proxied else 'defaultArtifactRoot'}"
        yield Give(to, foreign.text(key), (key,))


_LOCATION: Final = {
    "azureBlob": tuple(f"artifactRoot.azureBlob.{key}" for key in ("enabled", "container", "storageAccount", "path")),
    "s3": tuple(f"artifactRoot.s3.{key}" for key in ("enabled", "bucket", "path")),
    "gcs": tuple(f"artifactRoot.gcs.{key}" for key in ("enabled", "bucket", "path")),
}


def _location(foreign: Foreign, store: str) -> str:
    path = foreign.text(f"artifactRoot.{store}.path")
    if store == "azureBlob":
        container, account = (foreign.text(f"artifactRoot.azureBlob.{key}") for key in ("container", "storageAccount"))
        return f"wasbs://{container}@{account}.blob.core.windows.net/{path}"
    bucket = foreign.text(f"artifactRoot.{store}.bucket")
    if store == "gcs":
        return f"gs://{bucket}/{path}"
    if foreign.on("minio.enabled"):
        buckets = foreign.maps("minio.buckets")
        return f"s3://{bucket or (buckets[0].get('name', '') if buckets else '')}/"
    return f"s3://{bucket}/{path}"


@row("artifactRoot.azureBlob.connectionString", "artifactRoot.azureBlob.accessKey")
def _azure(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.on("artifactRoot.azureBlob.enabled"):
        return
    for key, to in (("connectionString", "azureStorageConnectionString"), ("accessKey", "azureStorageAccessKey")):
        whole = f"artifactRoot.azureBlob.{key}"
        if foreign.on(whole):
            yield Give("artifactStore.azure.enabled", True, (whole,))
            yield Give(f"artifactStore.azure.createSecret.{to}", foreign.text(whole), (whole,))


_S3_SECRET: Final = "artifactRoot.s3.existingSecret"


@row(
    "artifactRoot.s3.awsAccessKeyId",
    "artifactRoot.s3.awsSecretAccessKey",
    *(f"{_S3_SECRET}.{key}" for key in ("name", "keyOfAccessKeyId", "keyOfSecretAccessKey")),
)
def _s3(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.on("artifactRoot.s3.enabled"):
        return
    if foreign.on(f"{_S3_SECRET}.name"):
        yield from _s3_secret(foreign)
    elif not foreign.on("minio.enabled"):
        for key, to in (("awsAccessKeyId", "accessKeyId"), ("awsSecretAccessKey", "secretAccessKey")):
            whole = f"artifactRoot.s3.{key}"
            if foreign.on(whole):
                yield Give("artifactStore.s3.enabled", True, (whole,))
                yield Give(f"artifactStore.s3.createSecret.{to}", foreign.text(whole), (whole,))


def _s3_secret(foreign: Foreign) -> Iterator[Statement]:
    name = foreign.text(f"{_S3_SECRET}.name")
    for key, to in (("keyOfAccessKeyId", "AWS_ACCESS_KEY_ID"), ("keyOfSecretAccessKey", "AWS_SECRET_ACCESS_KEY")):
        whole = f"{_S3_SECRET}.{key}"
        if foreign.on(whole):
            yield Add("extraEnv", added(from_secret(to, name, foreign.text(whole))), (f"{_S3_SECRET}.name", whole))


@row("minio", "minio.enabled", "minio.buckets")
def _minio(foreign: Foreign) -> Iterator[Statement]:
    yield from brought(foreign, "minio", ("minio.enabled", "minio.buckets"), "object store")
    if not foreign.on("minio.enabled"):
        return
    name = f"{fullname_like_ours(foreign)}-minio"
    yield person(
        "minio.enabled",
        f"this chart runs no object store; the server is led to {name}, as it was",
        "run MinIO as a release of its own, with the same Service, Secret and claim, before the move",
    )
    if foreign.on("artifactRoot.s3.enabled") and not foreign.on(f"{_S3_SECRET}.name"):
        keys = (("AWS_ACCESS_KEY_ID", "rootUser"), ("AWS_SECRET_ACCESS_KEY", "rootPassword"))
        yield Add("extraEnv", added(*(from_secret(to, name, key) for to, key in keys)), ("minio.enabled",))
    yield Add("extraEnv", added(variable("MLFLOW_S3_ENDPOINT_URL", f"http://{name}:9000")), ("minio.enabled",))


_UPGRADES: Final = ("init mlflow-db-migration", "init mlflow-database-upgrade")


@row("backendStore.databaseConnectionCheck")
def _check(foreign: Foreign) -> Iterator[Statement]:
    key = "backendStore.databaseConnectionCheck"
    if foreign.has(key):
        message = "nothing waits for the database: the kubelet starts the server again until it answers"
        yield Tell(key, Outcome.NONE, message, affects=("init dbchecker",))


@row("backendStore.databaseMigration")
def _migration(foreign: Foreign) -> Iterator[Statement]:
    key = "backendStore.databaseMigration"
    if not foreign.on(key):
        return
    if not kind_of(foreign):
        yield Tell(key, Outcome.NONE, "it has no effect there: the server has no database")
        return
    yield Give("backendStore.databaseUpgrade", True)
    yield differs(key, "`mlflow db upgrade` in place of the chart's own script", *_UPGRADES)


ROWS: tuple[Row, ...] = (
    _mode,
    _artifacts,
    _backend_store,
    _check,
    _migration,
    _brought("postgresql", "postgres"),
    _brought("mysql", "mysql"),
    _azure,
    _s3,
    _minio,
)
