"""MT265, MT266, MT267: settings beside arguments and Secrets that say the same, or without what they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.path import format_path
from mlflow_tui.config_model.placeholders import is_filled_in
from mlflow_tui.config_model.problem import Severity

_FOLDER = "metrics.multiprocDirectory"


@check(
    "MT265",
    Severity.ERROR,
    "An option of the server has a setting that is used, and is given by hand too.",
    reads=("image", "trackingServer", "metrics", "extraEnv"),
)
def given_twice(context: Context) -> Iterator[Finding]:
    for setting, option, place in context.server.given_twice():
        yield Finding(
            place,
            f"{option} is given twice: {format_path(setting)} gives it already",
            hint="keep one of the two",
        )


@check("MT266", Severity.WARNING, "A key of an existing Secret is named, and no Secret.", reads=("backendStore",))
def key_without_secret(context: Context) -> Iterator[Finding]:
    store = context.values.backend_store
    if store.existing_secret_key and not store.existing_secret:
        yield Finding(
            "backendStore.existingSecretKey",
            "has no effect: no existing Secret is named that could have this key",
            hint="name the Secret in backendStore.existingSecret, or remove the key",
            fix=context.removal("backendStore.existingSecretKey"),
        )


@check("MT267", Severity.ERROR, "The folder of metrics is not a path from the root.", reads=("metrics",))
def metrics_folder(context: Context) -> Iterator[Finding]:
    metrics = context.values.metrics
    folder = metrics.multiproc_directory
    if not metrics.enabled or folder.startswith("/") or is_filled_in(("metrics", "multiprocDirectory"), folder):
        return
    shown = f"{folder!r} is not a path from the root" if folder else "no folder is given"
    yield Finding(
        _FOLDER,
        f"{shown}: the server and the volume would not mean the same folder",
        hint="write it like /tmp/mlflow-metrics",
    )
