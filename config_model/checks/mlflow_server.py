"""MT2xx: how `mlflow server` is started, and where its artifacts go."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow.behaviours import ARTIFACT_ROOT_NEEDED
from mlflow_tui.config_model.mlflow.mounted_paths import is_below, on_volume
from mlflow_tui.config_model.mlflow.server_arguments import OptionValue
from mlflow_tui.config_model.mlflow.store_uris import local_path
from mlflow_tui.config_model.problem import Severity

_SERVER = ("image", "trackingServer", "backendStore", "extraEnv", "extraEnvFrom")
_STORAGE = (*_SERVER, "extraVolumes", "extraVolumeMounts", "persistence")
_ROOT = "trackingServer.defaultArtifactRoot"


@check("MT201", Severity.ERROR, "A backend store that is no folder needs a default artifact root.", reads=_SERVER)
def no_artifact_root(context: Context) -> Iterator[Finding]:
    backend = _backend_that_needs_a_root(context)
    if backend is not None and backend.known and not backend.is_local():
        yield Finding(
            _ROOT,
            "the server exits at once (option 'default-artifact-root' is required): the backend store is no local "
            "folder, and the server does not serve artifacts",
            hint=f"set {_ROOT}, for example to s3://my-bucket/mlflow, or the mode to serve-artifacts",
        )


@check("MT222", Severity.WARNING, "A backend store from a Secret may need a default artifact root.", reads=_SERVER)
def maybe_no_artifact_root(context: Context) -> Iterator[Finding]:
    backend = _backend_that_needs_a_root(context)
    if backend is not None and not backend.known and not backend.filled_in:
        yield Finding(
            _ROOT,
            "if the Secret names a database, the server exits at once: without serving artifacts it needs a default "
            "artifact root",
            hint=f"set {_ROOT}, for example to s3://my-bucket/mlflow, or the mode to serve-artifacts",
        )


def _backend_that_needs_a_root(context: Context) -> OptionValue | None:
    """The backend store of a server that serves no artifacts and has no default artifact root, if it wants one."""
    server = context.server
    if server.serves_artifacts or server.artifacts_only or server.artifact_root is not None:
        return None
    return server.backend if ARTIFACT_ROOT_NEEDED.holds(context.mlflow.version) else None


@check("MT204", Severity.WARNING, "An artifacts-only server has no destination.", reads=_SERVER)
def artifacts_only_without_destination(context: Context) -> Iterator[Finding]:
    server = context.server
    if server.artifacts_only and server.destination is None:
        yield Finding(
            "trackingServer.artifactsDestination",
            "artifacts go to ./mlartifacts in the container: each replica has others, and a restart loses them",
            hint="set trackingServer.artifactsDestination, for example to s3://my-bucket",
        )


@check("MT205", Severity.WARNING, "The server serves artifacts from its own container.", reads=_STORAGE)
def serving_without_destination(context: Context) -> Iterator[Finding]:
    server = context.server
    if server.artifacts_only or not server.serves_artifacts:
        return
    destination = server.destination
    if destination is None:
        where = "./mlartifacts in the container"
    elif (path := local_path(destination.text or "s3:")) is None or on_volume(context.values, path):
        return  # a storage, a lasting volume, or not to be seen here
    else:
        where = "a folder of the container that is not on a persistent volume"
    yield Finding(
        destination.path if destination else "trackingServer.artifactsDestination",
        f"artifacts go to {where}: a restart of the pod loses them",
        hint="set trackingServer.artifactsDestination to a storage such as s3://my-bucket, or to a folder on a volume",
    )


@check("MT235", Severity.WARNING, "A setting has no effect in this mode.", reads=_SERVER)
def without_effect(context: Context) -> Iterator[Finding]:
    tracking = context.values.tracking_server
    server = context.server
    if tracking.artifacts_destination and not server.serves_artifacts and not server.artifacts_only:
        yield Finding(
            "trackingServer.artifactsDestination",
            "has no effect: in the mode no-serve-artifacts the server passes no artifacts on",
            hint="set the mode to serve-artifacts, or use trackingServer.defaultArtifactRoot",
        )
    if tracking.default_artifact_root and server.artifacts_only:
        yield Finding(
            _ROOT,
            "has no effect: an artifacts-only server makes no experiments",
            hint="remove it",
            fix=context.removal(_ROOT),
        )


_API = "/api"
"""Where MLflow serves its clients, below the static prefix or not by its version."""


@check(
    "MT330", Severity.WARNING, "The Ingress does not lead to the server's static prefix.", reads=(*_SERVER, "ingress")
)
def static_prefix_and_ingress(context: Context) -> Iterator[Finding]:
    prefix, below = context.server.meant_prefix, context.mlflow.api_below_prefix
    ingress = context.values.ingress
    if not ingress.enabled or not prefix or any("rewrite" in key for key in ingress.annotations):
        return
    for number, host in enumerate(ingress.hosts):
        paths = [one.path for rule in ingress.hosts if rule.host == host.host for one in rule.paths]
        if paths and not any(is_below(prefix, path or "/") or is_below(path, prefix) for path in paths):
            yield Finding(
                ("ingress", "hosts", number, "paths"),
                f"the server's pages are below {prefix} and answer 404 elsewhere, and no path here leads there",
                hint=f"add the path {prefix}, or change --static-prefix",
            )
        elif paths and not below and not any(is_below(_API, path or "/") for path in paths):
            yield Finding(
                ("ingress", "hosts", number, "paths"),
                f"browsers reach the pages below {prefix}, but Python clients do not log runs: they ask {_API}, "
                f"which MLflow {context.mlflow.version} has without the prefix, and no path here leads there",
                hint=f"add the path {_API}",
            )
