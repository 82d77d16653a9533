"""MT2xx: environment variables that the server, boto3 and Google's client read."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.credentials import BACKEND_STORE, CONFIGURATION, store_of_variable
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.problem import DeleteKey, Fix, SetValue, Severity
from mlflow_tui.config_model.values import Values


@check(
    "MT218",
    Severity.WARNING,
    "`MLFLOW_S3_ENDPOINT` is read by nothing; the variable is `MLFLOW_S3_ENDPOINT_URL`.",
    reads=("image", "extraEnv", "trackingServer"),
)
def s3_endpoint_variable(context: Context) -> Iterator[Finding]:
    right = context.server.variable("MLFLOW_S3_ENDPOINT_URL")
    sure = right is None and not is_referred_to(context.values, "MLFLOW_S3_ENDPOINT")
    for index, variable in enumerate(context.values.extra_env):
        if variable.get("name") == "MLFLOW_S3_ENDPOINT":
            path = ("extraEnv", index, "name")
            fix = Fix("rename it to MLFLOW_S3_ENDPOINT_URL", (SetValue(path, "MLFLOW_S3_ENDPOINT_URL"),))
            message = "nothing reads MLFLOW_S3_ENDPOINT: artifacts would go to Amazon's own S3"
            hint = "rename it to MLFLOW_S3_ENDPOINT_URL" if right is None else "remove it"
            yield Finding(path, message, hint, fix if sure else None)


_ALWAYS = {
    "MLFLOW_HOST": "trackingServer.host",
    "MLFLOW_PORT": "trackingServer.port",
    "MLFLOW_WORKERS": "trackingServer.workers",
}
"""Variables of options that the chart always gives."""


@check(
    "MT231",
    Severity.WARNING,
    "A variable conflicts with the setting of the same option.",
    reads=("image", "extraEnv", "trackingServer", "backendStore"),
)
def fighting_variables(context: Context) -> Iterator[Finding]:
    tracking, store = context.values.tracking_server, context.values.backend_store
    fighting = dict(_ALWAYS)
    for argument in context.server.arguments:
        if of_option := context.mlflow.valued_options.get(argument.name):
            fighting[of_option] = f"{argument.name} of trackingServer.extraArgs"
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
                hint=f"set {fighting[str(name)]} instead, or remove it",
                fix=_removal(context, path),
            )
        elif name == "MLFLOW_BACKEND_STORE_URI" and uri and tracking.mode != "artifacts-only":
            yield Finding(
                (*path, "name"),
                f"{name} shadows the backend store of backendStore, which then has no effect",
                hint="name the backend store in one place",
            )
        elif name == "MLFLOW_ARTIFACTS_ONLY" and tracking.mode != "artifacts-only":
            yield Finding(
                (*path, "name"),
                f"{name} changes the mode behind the back of trackingServer.mode",
                hint="set trackingServer.mode to artifacts-only instead",
            )


def _removal(context: Context, path: Path) -> Fix | None:
    """The fix that removes a variable of `extraEnv`; None where something else takes its value from it."""
    name = str(context.values.extra_env[int(path[-1])].get("name"))
    if is_referred_to(context.values, name):
        return None
    return Fix(f"remove the variable {name}", (DeleteKey(path),))


def is_referred_to(values: Values, name: str) -> bool:
    """Whether an argument or a variable of the server takes the value of a variable by `$(NAME)`."""
    texts = [str(variable.get("value")) for variable in values.extra_env] + values.tracking_server.extra_args
    return any(f"$({name})" in text for text in texts)


_SWITCHES = {"MLFLOW_ARTIFACTS_ONLY": "--artifacts-only", "MLFLOW_SERVE_ARTIFACTS": "--serve-artifacts"}
_BOOLEANS = ("", "0", "f", "false", "n", "no", "off", "1", "t", "true", "y", "yes", "on")
"""What click takes for a boolean, in any case."""


@check(
    "MT240",
    Severity.ERROR,
    "A variable of a switch is neither true nor false.",
    reads=("image", "extraEnv", "trackingServer"),
)
def no_boolean(context: Context) -> Iterator[Finding]:
    given = {f"--{context.values.tracking_server.mode}", *(one.name for one in context.server.arguments)}
    for name, option in _SWITCHES.items():
        variable = context.server.variable(name)
        overridden = option in given or (name == "MLFLOW_SERVE_ARTIFACTS" and "--no-serve-artifacts" in given)
        if variable is None or variable.text is None or overridden or "$(" in variable.text:
            continue
        if variable.text.strip().lower() not in _BOOLEANS:
            yield Finding(
                variable.path,
                f"the server exits at once: {variable.text!r} is not a valid boolean for {name}",
                hint="set trackingServer.mode instead, and remove the variable",
                fix=_removal(context, variable.path[:-1]),
            )


@check(
    "MT242",
    Severity.WARNING,
    "A variable shadows the credentials of a store, or the secret key.",
    reads=("extraEnv", "artifactStore", "trackingServer"),
)
def overridden_credentials(context: Context) -> Iterator[Finding]:
    for index, variable in enumerate(context.values.extra_env):
        name = str(variable.get("name"))
        section = _store_giving(context, name)
        if section:
            yield Finding(
                ("extraEnv", index, "name"),
                f"{name} shadows what {format_path(section)} gives, which then has no effect",
                hint="give it in one place",
            )


def _store_giving(context: Context, variable: str) -> Path:
    """The section of the settings that give the variable to the server; () where none do."""
    values = context.values
    if variable in CONFIGURATION:
        switch, setting = CONFIGURATION[variable]
        return setting[:-1] if values.at(switch) else ()
    found = store_of_variable(variable)
    if found is None or found[0] is BACKEND_STORE:
        return ()
    secret, setting = found
    given = secret.is_on(values) and (values.at(secret.existing) or values.at(setting))
    return secret.section if given else ()


_PATHS = {
    "AWS_CA_BUNDLE": ("-----BEGIN", "artifactStore.s3.createCaSecret.caBundle"),
    "REQUESTS_CA_BUNDLE": ("-----BEGIN", "artifactStore.s3.createCaSecret.caBundle"),
    "GOOGLE_APPLICATION_CREDENTIALS": ("{", "artifactStore.gcp.createSecret.keyFile"),
}
"""Variables that hold the path of a file: what its content begins with, and the setting for the content."""


@check("MT233", Severity.WARNING, "A variable holds a file's content where its path is expected.", reads=("extraEnv",))
def content_for_path(context: Context) -> Iterator[Finding]:
    for index, variable in enumerate(context.values.extra_env):
        name, value = variable.get("name"), variable.get("value")
        if name in _PATHS and isinstance(value, str) and value.lstrip().startswith(_PATHS[name][0]):
            message = (
                f"{name} takes the path of a file: the content itself is taken for a path, and there is no such file"
            )
            yield Finding(("extraEnv", index, "value"), message, hint=f"put the content into {_PATHS[name][1]}")
