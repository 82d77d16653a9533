"""MT2xx: environment variables that the server, boto3 and Google's client read."""

from __future__ import annotations

from collections.abc import Iterator

from config_model.checks.registry import Context, Finding, check
from config_model.problem import DeleteKey, Fix, SetValue, Severity


@check(
    "MT218",
    Severity.WARNING,
    "`MLFLOW_S3_ENDPOINT` is read by nothing; the variable is `MLFLOW_S3_ENDPOINT_URL`.",
    reads=("extraEnv",),
)
def s3_endpoint_variable(context: Context) -> Iterator[Finding]:
    for index, variable in enumerate(context.values.extra_env):
        if variable.get("name") == "MLFLOW_S3_ENDPOINT":
            path = ("extraEnv", index, "name")
            yield Finding(
                path,
                "nothing reads MLFLOW_S3_ENDPOINT: artifacts would go to Amazon's own S3",
                fix=Fix("rename it to MLFLOW_S3_ENDPOINT_URL", (SetValue(path, "MLFLOW_S3_ENDPOINT_URL"),)),
            )


_ALWAYS = {
    "MLFLOW_HOST": "trackingServer.host",
    "MLFLOW_PORT": "trackingServer.port",
    "MLFLOW_WORKERS": "trackingServer.workers",
}
"""Variables of options that the chart always gives."""


@check(
    "MT231",
    Severity.WARNING,
    "A variable of an option fights with the setting.",
    reads=("extraEnv", "trackingServer", "backendStore"),
)
def fighting_variables(context: Context) -> Iterator[Finding]:
    tracking, store = context.values.tracking_server, context.values.backend_store
    fighting = dict(_ALWAYS)
    if tracking.mode != "artifacts-only":
        fighting["MLFLOW_SERVE_ARTIFACTS"] = "trackingServer.mode"
    if tracking.default_artifact_root:
        fighting["MLFLOW_DEFAULT_ARTIFACT_ROOT"] = "trackingServer.defaultArtifactRoot"
    if tracking.artifacts_destination:
        fighting["MLFLOW_ARTIFACTS_DESTINATION"] = "trackingServer.artifactsDestination"
    uri = store.existing_secret or store.create_secret.backend_store_uri
    for index, variable in enumerate(context.values.extra_env):
        name, path = variable.get("name"), ("extraEnv", index)
        if name in fighting:
            yield Finding(
                (*path, "name"),
                f"{name} has no effect: {fighting[str(name)]} is given to the server as an argument, which wins",
                hint=f"set {fighting[str(name)]} instead",
                fix=Fix("remove the variable", (DeleteKey(path),)),
            )
        elif name == "MLFLOW_BACKEND_STORE_URI" and uri and tracking.mode != "artifacts-only":
            yield Finding(
                (*path, "name"),
                f"{name} wins over the backend store of backendStore, which then has no effect",
                hint="name the backend store in one place",
                fix=Fix("remove the variable", (DeleteKey(path),)),
            )
        elif name == "MLFLOW_ARTIFACTS_ONLY" and tracking.mode != "artifacts-only":
            yield Finding(
                (*path, "name"),
                f"{name} changes the mode behind the back of trackingServer.mode",
                hint="set trackingServer.mode to artifacts-only instead",
                fix=Fix("remove the variable", (DeleteKey(path),)),
            )


_PATHS = {
    "AWS_CA_BUNDLE": ("-----BEGIN", "artifactStore.s3.createCaSecret.caBundle"),
    "REQUESTS_CA_BUNDLE": ("-----BEGIN", "artifactStore.s3.createCaSecret.caBundle"),
    "GOOGLE_APPLICATION_CREDENTIALS": ("{", "artifactStore.gcp.createSecret.keyFile"),
}
"""Variables that hold the path of a file: what its content begins with, and the setting for the content."""


@check("MT233", Severity.WARNING, "A variable holds a file's content where its path is wanted.", reads=("extraEnv",))
def content_for_path(context: Context) -> Iterator[Finding]:
    for index, variable in enumerate(context.values.extra_env):
        name, value = variable.get("name"), variable.get("value")
        if name in _PATHS and isinstance(value, str) and value.lstrip().startswith(_PATHS[name][0]):
            message = (
                f"{name} takes the path of a file: the content itself is taken for a path, and there is no such file"
            )
            yield Finding(("extraEnv", index, "value"), message, hint=f"put the content into {_PATHS[name][1]}")
