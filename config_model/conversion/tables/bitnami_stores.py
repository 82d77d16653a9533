"""The stores of Bitnami's chart: databases, object stores, the volume, and what the chart brings of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from mlflow_tui.config_model.conversion.foreign import Foreign
from mlflow_tui.config_model.conversion.table import (
    Add,
    Give,
    Row,
    Statement,
    added,
    differs,
    from_secret,
    nothing,
    person,
    row,
    same,
    variable,
)
from mlflow_tui.config_model.conversion.tables.bitnami_names import (
    DATABASE_PASSWORD,
    database,
    database_secret,
    database_uri,
    dependency,
)
from mlflow_tui.config_model.conversion.tables.shared import brought

_URI: Final = "MLFLOW_BACKEND_STORE_URI"
_CREATED: Final = "backendStore.createSecret.backendStoreUri"
_ARGUMENT: Final = "argument --backend-store-uri"
_D: Final = "externalDatabase"
_DATABASE: Final = tuple(f"{_D}.{key}" for key in ("dialectDriver", "host", "port", "user", "database"))


@row(
    *_DATABASE, *(f"{_D}.{key}" for key in ("password", "existingSecret", "existingSecretPasswordKey", "authDatabase"))
)
def _backend_store(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("postgresql.enabled"):
        return
    if not database(foreign):
        key = "tracking.persistence.mountPath"
        yield Give(_CREATED, f"{foreign.text(key)}/mlruns", (f"{_D}.host",))
        yield differs(
            f"{_D}.host", "without a database runs are files: their folder is in a Secret", _ARGUMENT, f"env {_URI}"
        )
    elif foreign.on(f"{_D}.existingSecret"):
        yield from _by_reference(foreign, (f"{_D}.existingSecret", f"{_D}.existingSecretPasswordKey"), _DATABASE)
    else:
        password = quote(foreign.text(f"{_D}.password"), safe="")
        yield Give(_CREATED, database_uri(foreign, password), (*_DATABASE, f"{_D}.password"))
        message = "the whole URI is in a Secret, no longer an argument"
        yield differs(f"{_D}.host", message, _ARGUMENT, f"env {_URI}", f"env {DATABASE_PASSWORD}")
        if not password:
            yield person(f"{_D}.password", "the password of the database is not given", f"complete {_CREATED}")


def _by_reference(foreign: Foreign, secret: tuple[str, ...], uri: tuple[str, ...]) -> Iterator[Statement]:
    """The password from a Secret, and the URI that takes it in."""
    name, key = database_secret(foreign)
    yield Add("extraEnv", added(from_secret(DATABASE_PASSWORD, name, key)), secret)
    yield Add("extraEnv", added(variable(_URI, database_uri(foreign, f"$({DATABASE_PASSWORD})"))), uri)
    yield differs(
        uri[0] if len(uri) == 1 else uri[1], "the URI is a variable, no longer an argument", _ARGUMENT, f"env {_URI}"
    )


_USED: Final = (
    *("postgresql.enabled", "postgresql.architecture", "postgresql.nameOverride", "postgresql.fullnameOverride"),
    *(f"postgresql.auth.{key}" for key in ("username", "database", "existingSecret")),
    "postgresql.primary.service.ports.postgresql",
)


@row("postgresql", *_USED)
def _postgresql(foreign: Foreign) -> Iterator[Statement]:
    yield from brought(foreign, "postgresql", _USED, "database")
    if not foreign.on("postgresql.enabled"):
        return
    name = dependency(foreign, "postgresql")
    yield from _by_reference(foreign, _USED, ("postgresql.auth.database",))
    yield person(
        "postgresql.enabled",
        f"this chart runs no database; the server is led to {name}, as it was",
        "run PostgreSQL as a release of its own, with the same Service, Secret and claim, before the move",
    )


_S3: Final = "externalS3"
_MINIO_USED: Final = (
    *("minio.enabled", "minio.defaultBuckets", "minio.tls.enabled", "minio.service.ports.api"),
    *("minio.auth.existingSecret", "minio.nameOverride", "minio.fullnameOverride"),
)


@row(
    *("minio", *_MINIO_USED),
    *(f"{_S3}.{key}" for key in ("host", "port", "protocol", "bucket", "serveArtifacts", "useCredentialsInSecret")),
    *(f"{_S3}.{key}" for key in ("accessKeyID", "accessKeySecret", "existingSecret")),
    *(f"{_S3}.{key}" for key in ("existingSecretAccessKeyIDKey", "existingSecretKeySecretKey")),
)
def _s3(foreign: Foreign) -> Iterator[Statement]:
    yield from brought(foreign, "minio", _MINIO_USED, "object store")
    inside = foreign.on("minio.enabled")
    if not (inside or foreign.on(f"{_S3}.host")):
        return
    where = ("minio.enabled", "minio.service.ports.api") if inside else tuple(f"{_S3}.{k}" for k in ("host", "port"))
    bucket = "minio.defaultBuckets" if inside else f"{_S3}.bucket"
    yield from _artifacts(f"s3://{foreign.text(bucket)}", foreign.on(f"{_S3}.serveArtifacts"), bucket, _S3)
    if foreign.on(f"{_S3}.useCredentialsInSecret"):
        yield from _credentials(foreign, inside)
    if inside:
        host, port = dependency(foreign, "minio"), foreign.text("minio.service.ports.api")
        protocol = "https" if foreign.on("minio.tls.enabled") else "http"
        yield person(
            "minio.enabled",
            f"this chart runs no object store; the server is led to {host}, as it was",
            "run MinIO as a release of its own, with the same Service, Secret and claim, before the move",
        )
    else:
        host, port, protocol = (foreign.text(f"{_S3}.{key}") for key in ("host", "port", "protocol"))
        where = (*where, f"{_S3}.protocol")
    yield Add("extraEnv", added(variable("MLFLOW_S3_ENDPOINT_URL", f"{protocol}://{host}:{port}")), where)


def _credentials(foreign: Foreign, inside: bool) -> Iterator[Statement]:
    """The keys of the store, from the Secret that has them."""
    existing = foreign.text("minio.auth.existingSecret" if inside else f"{_S3}.existingSecret")
    if not inside and not existing:
        for key, to in (("accessKeyID", "accessKeyId"), ("accessKeySecret", "secretAccessKey")):
            whole = f"{_S3}.{key}"
            if foreign.on(whole):
                yield Give("artifactStore.s3.enabled", True, (whole,))
                yield Give(f"artifactStore.s3.createSecret.{to}", foreign.text(whole), (whole,))
            else:
                yield person(
                    whole, "the key of the object store is not given", f"set artifactStore.s3.createSecret.{to}"
                )
        return
    name = existing or dependency(foreign, "minio")
    keys = ["root-user", "root-password"]
    of: tuple[str, ...] = ("minio.auth.existingSecret",)
    if not inside:
        of = tuple(f"{_S3}.{key}" for key in ("existingSecretAccessKeyIDKey", "existingSecretKeySecretKey"))
        keys, of = [foreign.text(key) for key in of], (f"{_S3}.existingSecret", *of)
    variables = zip(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), keys, strict=True)
    yield Add("extraEnv", added(*(from_secret(to, name, key) for to, key in variables)), of)


def _artifacts(location: str, served: bool, key: str, section: str) -> Iterator[Statement]:
    yield Give("trackingServer.artifactsDestination", location, (key,))
    yield Give(
        "trackingServer.mode", "serve-artifacts" if served else "no-serve-artifacts", (f"{section}.serveArtifacts",)
    )
    if not served:
        yield Give("trackingServer.defaultArtifactRoot", location, (f"{section}.serveArtifacts",))


_GCS: Final = "externalGCS"
_AZURE: Final = "externalAzureBlob"


def _store(foreign: Foreign) -> str:
    """The store that the artifacts are in; empty for the volume."""
    if foreign.on("minio.enabled") or foreign.on(f"{_S3}.host"):
        return "s3"
    gcs, azure = foreign.on(f"{_GCS}.bucket"), foreign.on(f"{_AZURE}.storageAccount")
    if gcs != azure:
        return "gcs" if gcs else "azure"
    return ""


@row(
    *(
        f"{_GCS}.{k}"
        for k in ("bucket", "useCredentialsInSecret", "existingSecret", "existingSecretKey", "serveArtifacts")
    )
)
def _gcs(foreign: Foreign) -> Iterator[Statement]:
    if _store(foreign) != "gcs":
        return
    yield from _artifacts(
        f"gs://{foreign.text(f'{_GCS}.bucket')}", foreign.on(f"{_GCS}.serveArtifacts"), f"{_GCS}.bucket", _GCS
    )
    if foreign.on(f"{_GCS}.useCredentialsInSecret"):
        file = "/bitnami/gcs/key.json"
        of = (f"{_GCS}.useCredentialsInSecret",)
        yield Add("extraEnv", added(variable("GOOGLE_APPLICATION_CREDENTIALS", file)), of)
        items = [{"key": foreign.text(f"{_GCS}.existingSecretKey"), "path": "key.json"}]
        secret = {"secretName": foreign.text(f"{_GCS}.existingSecret"), "items": items}
        yield Add(
            "extraVolumes",
            added({"name": "gcs-key", "secret": secret}),
            (f"{_GCS}.existingSecret", f"{_GCS}.existingSecretKey"),
        )
        yield Add("extraVolumeMounts", added({"name": "gcs-key", "mountPath": file, "subPath": "key.json"}), of)


@row(f"{_GCS}.googleCloudProject")
def _project(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on(f"{_GCS}.googleCloudProject"):
        yield Add("extraEnv", added(variable("GOOGLE_CLOUD_PROJECT", foreign.text(f"{_GCS}.googleCloudProject"))))


_FROM_SECRET: Final = (
    ("existingConnectionStringKey", "AZURE_STORAGE_CONNECTION_STRING"),
    ("existingAccessKeyKey", "AZURE_STORAGE_ACCESS_KEY"),
    ("clientSecretKey", "AZURE_CLIENT_SECRET"),
)


@row(
    *(f"{_AZURE}.{key}" for key in ("storageAccount", "containerName", "accessKey", "connectionString", "clientId")),
    *(f"{_AZURE}.{key}" for key in ("tenantId", "clientSecret", "useCredentialsInSecret", "existingSecret")),
    *(f"{_AZURE}.{key}" for key, _ in _FROM_SECRET),
    f"{_AZURE}.serveArtifacts",
)
def _azure(foreign: Foreign) -> Iterator[Statement]:
    if _store(foreign) != "azure":
        return
    container, account = (foreign.text(f"{_AZURE}.{key}") for key in ("containerName", "storageAccount"))
    location = f"wasbs://{container}@{account}.blob.core.windows.net"
    yield from _artifacts(location, foreign.on(f"{_AZURE}.serveArtifacts"), f"{_AZURE}.storageAccount", _AZURE)
    yield Give("trackingServer.artifactsDestination", location, (f"{_AZURE}.storageAccount", f"{_AZURE}.containerName"))
    if foreign.on(f"{_AZURE}.useCredentialsInSecret"):
        secret = foreign.text(f"{_AZURE}.existingSecret")
        for key, name in _FROM_SECRET:
            whole = f"{_AZURE}.{key}"
            if foreign.on(whole):
                reference = from_secret(name, secret, foreign.text(whole))
                yield Add("extraEnv", added(reference), (whole, f"{_AZURE}.existingSecret"))
        return
    for key, to in (("connectionString", "azureStorageConnectionString"), ("accessKey", "azureStorageAccessKey")):
        whole = f"{_AZURE}.{key}"
        if foreign.on(whole):
            yield Give("artifactStore.azure.enabled", True, (whole,))
            yield Give(f"artifactStore.azure.createSecret.{to}", foreign.text(whole), (whole,))
    for key, name in (("clientId", "CLIENT_ID"), ("tenantId", "TENANT_ID"), ("clientSecret", "CLIENT_SECRET")):
        whole = f"{_AZURE}.{key}"
        if foreign.on(whole):
            yield Add("extraEnv", added(variable(f"AZURE_{name}", foreign.text(whole))), (whole,))


_P: Final = "tracking.persistence"


@row(f"{_P}.enabled", f"{_P}.mountPath", f"{_P}.storageClass", "global.defaultStorageClass")
def _persistence(foreign: Foreign) -> Iterator[Statement]:
    on, path = foreign.on(f"{_P}.enabled"), foreign.text(f"{_P}.mountPath")
    yield Give("persistence.enabled", on, (f"{_P}.enabled",))
    if on or foreign.has(f"{_P}.mountPath"):
        yield Give("persistence.mountPath", path, (f"{_P}.mountPath",))
    default = foreign.text("global.defaultStorageClass")
    if (name := foreign.text(f"{_P}.storageClass") or default) and (on or foreign.has(f"{_P}.storageClass")):
        of = (
            "global.defaultStorageClass"
            if name == default and not foreign.on(f"{_P}.storageClass")
            else f"{_P}.storageClass"
        )
        yield Give("persistence.storageClassName", name, (of,))
    folders: list[dict[str, Any]] = [{"name": "mlruns"}, {"name": "mlartifacts"}]
    mounts = [{"name": one["name"], "mountPath": f"/app/{one['name']}"} for one in folders]
    if not on:
        folders.append({"name": "data"})
        mounts.append({"name": "data", "mountPath": path})
    yield Add("extraVolumes", added(*({**one, "emptyDir": {}} for one in folders)), (f"{_P}.enabled",))
    yield Add("extraVolumeMounts", added(*mounts), (f"{_P}.enabled",))
    if not _store(foreign):
        yield Give("trackingServer.artifactsDestination", f"{path}/mlartifacts", (f"{_P}.mountPath",))
        yield Give("trackingServer.mode", "serve-artifacts", (f"{_P}.mountPath",))


@row("tracking.tmpVolume.ephemeral.enabled", "tracking.tmpVolume.ephemeral.volumeClaimTemplate")
def _temporary(foreign: Foreign) -> Iterator[Statement]:
    section = "tracking.tmpVolume.ephemeral"
    volume: dict[str, Any] = {"name": "tmp", "emptyDir": {}}
    if foreign.on(f"{section}.enabled"):
        template = foreign.mapping(f"{section}.volumeClaimTemplate")
        volume = {"name": "tmp", "ephemeral": {"volumeClaimTemplate": template}}
    yield Add("extraVolumes", added(volume))
    yield Add("extraVolumeMounts", added({"name": "tmp", "mountPath": "/tmp"}))


@row(*(f"{_P}.{key}" for key in ("subPath", "selector", "dataSource")))
def _claim(foreign: Foreign) -> Iterator[Statement]:
    for key in ("subPath", "selector", "dataSource"):
        if foreign.on(f"{_P}.{key}"):
            yield person(
                f"{_P}.{key}",
                "a claim of this chart has none",
                "make the claim yourself and name it in persistence.existingClaim",
                "mount data",
            )


ROWS: tuple[Row, ...] = (
    _backend_store,
    _postgresql,
    _s3,
    _gcs,
    _azure,
    _project,
    _persistence,
    *(
        same(f"{_P}.{key}", f"persistence.{key}", f"{_P}.enabled")
        for key in ("annotations", "accessModes", "size", "existingClaim")
    ),
    _claim,
    nothing("a claim of this chart has the labels of the release", f"{_P}.labels"),
    _temporary,
)
