"""MT219: the memory of the server's processes."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.kubernetes.quantity import ONE, amount
from mlflow_tui.config_model.mlflow.memory import memory
from mlflow_tui.config_model.problem import Fix, SetValue, Severity

MEBIBYTE = 1024 * 1024


@check(
    "MT219",
    Severity.WARNING,
    "The memory limit is too small for the workers.",
    reads=("image", "trackingServer", "resources", "backendStore", "extraEnv", "extraEnvFrom"),
)
def workers_memory(context: Context) -> Iterator[Finding]:
    given, need = limit(context), needed(context)
    if given is None or given >= need * MEBIBYTE:
        return
    text = f"{need}Mi"
    workers = context.values.tracking_server.workers
    counted = "1 worker needs" if workers == 1 else f"{workers} workers need"
    if context.server.jobs_run:
        counted = f"{'1 worker' if workers == 1 else f'{workers} workers'} and the processes for jobs need"
    path = ("resources", "limits", "memory")
    yield Finding(
        path,
        f"{counted} about {text}: with less, the kernel kills them and the pod restarts",
        hint="raise the limit, or have fewer workers"
        + (", or set MLFLOW_SERVER_ENABLE_JOB_EXECUTION to false" if context.server.jobs_run else ""),
        fix=Fix(f"raise the limit to {text}", (SetValue(path, text),)),
    )


def limit(context: Context) -> int | None:
    """The server's memory limit in bytes; None where none is given."""
    limits = context.values.resources.get("limits")
    found = amount(limits.get("memory")) if isinstance(limits, dict) else None
    return None if found is None else found // ONE


def needed(context: Context) -> int:
    """What the server needs before it does anything large, in mebibytes."""
    held = memory(context.mlflow.version)
    jobs = held.jobs if context.server.jobs_run else 0
    return held.once + context.values.tracking_server.workers * held.worker + jobs
