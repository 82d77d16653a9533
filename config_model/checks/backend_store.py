"""MT2xx: the backend store, as MLflow and SQLAlchemy read its URI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.checks.drivers import is_official
from mlflow_tui.config_model.database_upgrade import upgrades, upgrades_by_job
from mlflow_tui.config_model.mlflow.behaviours import FILE_STORE_REFUSED, UPGRADE_MAKES_TABLES
from mlflow_tui.config_model.mlflow.database_urls import DATABASES, url_fault
from mlflow_tui.config_model.mlflow.mounted_paths import on_volume
from mlflow_tui.config_model.mlflow.server_arguments import OptionValue, rewritten
from mlflow_tui.config_model.mlflow.store_uris import local_path, meant_dialect, scheme
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import Fix, SetValue, Severity
from mlflow_tui.config_model.published_hosts import PUBLISHING, is_published
from mlflow_tui.config_model.replicas import REPLICAS, most_replicas

_READS = ("image", "trackingServer", "backendStore", "extraEnv", "extraEnvFrom")
_STORAGE = (*_READS, "extraVolumes", "extraVolumeMounts", "persistence", *REPLICAS)
_URI = "backendStore.createSecret.backendStoreUri"
_ALLOW_FILES = "MLFLOW_ALLOW_FILE_STORE"
_REMOTE = ("http", "https", "databricks", "databricks-uc", "uc")


@check("MT202", Severity.WARNING, "An artifacts-only server has no use for a backend store.", reads=_READS)
def unused_backend(context: Context) -> Iterator[Finding]:
    if context.values.tracking_server.mode != "artifacts-only":
        return
    store = context.values.backend_store
    for key, value in (
        ("backendStore.existingSecret", store.existing_secret),
        (_URI, store.create_secret.backend_store_uri),
    ):
        if value:
            yield Finding(
                key,
                "has no effect: an artifacts-only server has no backend store, and is not given this one",
                hint="remove it",
                fix=context.removal(key),
            )


@check("MT203", Severity.WARNING, "An artifacts-only server has no database to upgrade.", reads=_READS)
def unused_upgrade(context: Context) -> Iterator[Finding]:
    if context.values.tracking_server.mode == "artifacts-only" and context.values.backend_store.database_upgrade:
        key = "backendStore.databaseUpgrade"
        message = "has no effect: an artifacts-only server has no database"
        yield Finding(key, message, hint="remove it", fix=context.removal(key))


@check("MT223", Severity.ERROR, "An artifacts-only server is given a backend store all the same.", reads=_READS)
def forbidden_backend(context: Context) -> Iterator[Finding]:
    server = context.server
    backend = server.backend
    if server.artifacts_only and backend is not None and backend.known and backend.text != "./mlruns":
        yield Finding(
            backend.path,
            "the server exits at once: in the mode artifacts-only it refuses a backend store",
            hint="remove the backend store, or choose another mode",
        )


@check("MT206", Severity.WARNING, "The database upgrade fails on an empty database.", reads=_READS)
def upgrade_of_fresh_database(context: Context) -> Iterator[Finding]:
    backend = context.server.backend
    if not upgrades(context.values) or backend is None or UPGRADE_MAKES_TABLES.holds(context.mlflow.version):
        return
    if backend.known and meant_dialect(backend.text or "") not in DATABASES:
        return
    yield Finding(
        "backendStore.databaseUpgrade",
        f"on an empty database `mlflow db upgrade` fails (no such table: metrics) and {_stays_out(context)}",
        hint="leave it off for the very first start, which makes the tables; back the database up before an upgrade",
    )


@check("MT225", Severity.WARNING, "There is no database that could be upgraded.", reads=_READS)
def upgrade_without_database(context: Context) -> Iterator[Finding]:
    backend = context.server.backend
    if not upgrades(context.values) or (
        backend is not None and (not backend.known or meant_dialect(backend.text or "") in DATABASES)
    ):
        return
    key = "backendStore.databaseUpgrade"
    message = f"`mlflow db upgrade` fails and {_stays_out(context)}: the backend store is not a database"
    yield Finding(key, message, hint="name a database, or turn the upgrade off", fix=context.removal(key))


def _stays_out(context: Context) -> str:
    """What comes of an upgrade that fails."""
    return "the Deployment is never applied" if upgrades_by_job(context.values) else "the pod never starts"


@check("MT207", Severity.ERROR, "MLflow has no backend store for this URI.", reads=_READS)
def unknown_database(context: Context) -> Iterator[Finding]:
    plugins = not is_official(context.values.image)
    for given in databases(context):
        text = given.text or ""
        kind = scheme(text)
        if not text or "$(" in text or kind in _REMOTE or text != text.strip():
            continue  # or MT244 tells of it
        if kind not in ("", "file"):
            if (fault := url_fault(text, plugins=plugins)) is not None:
                fix = _replaced(context, given, fault.fixed, fault.title) if fault.fixed is not None else None
                effect = _effect(context, given, supported=kind in DATABASES)
                yield Finding(given.path, f"{effect}: {fault.message}", hint=fault.hint, fix=fix)
        elif given.path == USERS:
            message = "the server does not start: users need a database, and this is not a SQLAlchemy URL"
            yield Finding(given.path, message, hint="write it like sqlite:////mlflow/basic_auth.db, on a volume")
        elif _refuses_files(context):
            message = f"{_effect(context, given, supported=False)}: MLflow {context.mlflow.version} refuses files"
            hint = f"use a database, for example sqlite:////mlflow/mlflow.db on a volume, or set {_ALLOW_FILES} to true"
            yield Finding(given.path, message, hint=hint)


def _refuses_files(context: Context) -> bool:
    refused = FILE_STORE_REFUSED.holds(context.mlflow.version) and not context.server.artifacts_only
    given = context.server.variable(_ALLOW_FILES)
    allowed = given.text is None or given.text.lower() in ("true", "1") if given else context.values.extra_env_from
    return refused and not allowed


@check("MT239", Severity.WARNING, "The server takes no other server as its backend store.", reads=_READS)
def remote_backend(context: Context) -> Iterator[Finding]:
    if context.server.artifacts_only:
        return
    for given in databases(context):
        kind = scheme(given.text or "")
        is_registry = given == context.server.option("--registry-store-uri")
        if kind in _REMOTE and kind not in (context.mlflow.registry_schemes if is_registry else _both(context)):
            yield Finding(
                given.path,
                f"{_effect(context, given, supported=False)}: MLflow {context.mlflow.version} keeps its registry in no "
                f"{kind}: address",
                hint="use a database",
            )


def _both(context: Context) -> frozenset[str]:
    """The schemes that a backend store may have which is the registry too."""
    return frozenset(context.mlflow.tracking_schemes).intersection(context.mlflow.registry_schemes)


def _effect(context: Context, given: OptionValue, *, supported: bool) -> str:
    """What comes of a URL that is wrong: of a registry MLflow only takes the schemes that it supports seriously."""
    if not supported and given == context.server.option("--registry-store-uri"):
        return "the server starts, and no model can be registered or found"
    return "the server does not start"


def databases(context: Context) -> Iterator[OptionValue]:
    """Where runs, models and users are kept, as far as it is given."""
    auth = context.values.tracking_server.basic_auth
    if (backend := context.server.backend) is not None:
        yield backend
    if (registry := context.server.option("--registry-store-uri")) is not None:
        yield registry
    if auth.enabled and not auth.existing_secret:
        yield OptionValue.of(auth.create_secret.database_uri, USERS)


def _replaced(context: Context, given: OptionValue, text: str, title: str) -> Fix:
    """The fix that gives the option another value, in the setting, the variable or the argument that gives it."""
    return Fix(title, (SetValue(given.path, rewritten(context.values, given, text)),))


_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SERVER_URL = re.compile(r"(?P<scheme>[^:/]+)://(?P<login>.*)@(?P<rest>[^@]*)", re.DOTALL)


_ESCAPES = {"@": "%40", "/": "%2F", " ": "%20", "[": "%5B", "]": "%5D"}
USERS: Path = ("trackingServer", "basicAuth", "createSecret", "databaseUri")


@check("MT208", Severity.WARNING, "A password in a URL is not URL-encoded.", reads=_READS)
def unencoded_password(context: Context) -> Iterator[Finding]:
    for given in databases(context):
        found = _SERVER_URL.fullmatch(given.text) if given.text else None
        if found is None or scheme(given.text or "") not in DATABASES:
            continue
        user, _, password = found["login"].partition(":")
        encoded = _BAD_ESCAPE.sub("%25", password)
        for character, escape in _ESCAPES.items():
            encoded = encoded.replace(character, escape)
        if encoded != password:
            url = f"{found['scheme']}://{user}:{encoded}@{found['rest']}"
            yield Finding(
                given.path,
                "the password has a character that means something else in a URL (one of % @ / [ ] or a space): the "
                "server asks another host or with another password, or does not start",
                hint="write % as %25, @ as %40, / as %2F, [ as %5B, ] as %5D and a space as %20",
                fix=_replaced(context, given, url, "URL-encode the password"),
            )


@check("MT213", Severity.WARNING, "Replicas each have a store of their own.", reads=_STORAGE)
def store_of_each_replica(context: Context) -> Iterator[Finding]:
    server = context.server
    backend = server.backend
    if (
        most_replicas(context.values) < 2
        or context.values.autoscaling.enabled
        or server.artifacts_only
        or (backend is not None and not backend.known)
    ):
        return
    if backend is None or local_path(backend.text or "") is not None:
        yield Finding(
            "replicaCount",
            "the replicas do not share one database: runs seem to come and go from one request to the next"
            if backend is None or not on_volume(context.values, local_path(backend.text or "") or "")
            else "several replicas write to the same files, which SQLite and file stores do not support: runs get lost",
            hint="use a database server such as PostgreSQL as the backend store",
            fix=Fix("run one replica", (SetValue(("replicaCount",), 1),)),
        )


@check(
    "MT224",
    Severity.WARNING,
    "Runs are kept in the container and are lost at a restart.",
    reads=(*_STORAGE, *PUBLISHING),
)
def store_in_container(context: Context) -> Iterator[Finding]:
    server = context.server
    backend = server.backend
    if server.artifacts_only or (backend is not None and not backend.known):
        return
    if backend is None and not is_published(context.values):
        return  # a trial, whose user chose nothing yet
    default = "mlruns" if server.keeps_files else "mlflow.db"
    path = default if backend is None else local_path(backend.text or "")
    if path is None or on_volume(context.values, path):
        return
    where = (
        f"./{default} in the container"
        if backend is None
        else "a place in the container that is not on a persistent volume"
    )
    yield Finding(
        backend.path if backend is not None else _URI,
        f"runs are kept in {where}: a restart of the pod loses all of them",
        hint="name a database, or put the store on a volume with persistence",
    )


@check("MT232", Severity.WARNING, "The model registry needs a database.", reads=_READS)
def registry_without_database(context: Context) -> Iterator[Finding]:
    server = context.server
    backend = server.backend
    registry = server.option("--registry-store-uri")
    if server.artifacts_only or backend is None or registry is not None or not backend.text:
        return
    if backend.is_local():
        yield Finding(
            backend.path,
            "the model registry is meant for a database: with files as the backend store it is slow and incomplete",
            hint="use a database, for example sqlite:////mlflow/mlflow.db on a volume",
        )
