"""MT254, MT255: options and variables that a server of these values exits with.

Source: `mlflow.utils.server_cli_utils`.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow.behaviours import (
    TRACE_ARCHIVAL_NEEDS_STORE,
    WORKSPACE_VARIABLE_REFUSED,
    WORKSPACES_NEED_STORE,
)
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import DeleteKey, Fix, Severity

_READS = ("image", "trackingServer", "extraEnv", "extraEnvFrom")
_WORKSPACES, _PRESIGNED = "--enable-workspaces", "--artifacts-presigned-only"


@check("MT254", Severity.ERROR, "An option does not go with the mode.", reads=_READS)
def option_of_another_mode(context: Context) -> Iterator[Finding]:
    server, version = context.server, context.mlflow.version
    exits = "the server exits at once: "
    if server.artifacts_only:
        archival = server.given("--trace-archival-config")
        if archival is not None and TRACE_ARCHIVAL_NEEDS_STORE.holds(version):
            message = f"{exits}an artifacts-only server has no traces that --trace-archival-config could archive"
            yield Finding(archival.path, message, hint="remove it, or choose another mode")
        without_store = server.option("--workspace-store-uri") is None and WORKSPACES_NEED_STORE.holds(version)
        if without_store and server.is_on(_WORKSPACES):
            message = f"{exits}{_WORKSPACES} of an artifacts-only server needs --workspace-store-uri"
            yield Finding(_place(context, _WORKSPACES), message, hint="give it, or choose another mode")
    elif not server.serves_artifacts and server.is_on(_PRESIGNED):
        message = f"{exits}{_PRESIGNED} is for a server that serves artifacts"
        yield Finding(_place(context, _PRESIGNED), message, hint="set the mode to serve-artifacts, or remove it")


def _place(context: Context, switch: str) -> Path:
    """Where a switch that is on is turned on."""
    if (argument := context.server.argument(switch)) is not None:
        return argument.path
    variable = context.mlflow.server[switch].variable or f"MLFLOW_{switch.strip('-').replace('-', '_').upper()}"
    given = context.server.variable(variable)
    return given.path if given is not None else ("extraEnv",)


@check("MT255", Severity.ERROR, "`MLFLOW_WORKSPACE` is for clients.", reads=_READS)
def workspace_variable(context: Context) -> Iterator[Finding]:
    given = context.server.variable("MLFLOW_WORKSPACE")
    if given is None or given.text == "" or not WORKSPACE_VARIABLE_REFUSED.holds(context.mlflow.version):
        return
    yield Finding(
        (*given.path[:-1], "name"),
        f"the server exits at once: MLflow {context.mlflow.version} takes MLFLOW_WORKSPACE from clients alone",
        hint="remove it, and set it where the clients run",
        fix=Fix("remove the variable MLFLOW_WORKSPACE", (DeleteKey(given.path[:-1]),)),
    )
