"""Runs MLflow's command many times and imports it once: each run is a fork of this process, which has it imported.

Run as a program, by the Python of an MLflow. Each line of input is a JSON list, answered by one JSON line. What ends it
is the end of its input, and with it end the processes that it started.

- `["start", ARGV, CWD, ENVIRONMENT, LOG]`: runs `mlflow` with ARGV in a session of its own; answers its process id
- `["python", CODE, ARGV, CWD, ENVIRONMENT, LOG]`: runs CODE instead
- `["poll", PID]`: answers the exit code, or null while it runs
"""

import contextlib
import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

# What `mlflow server` imports before it starts the program that serves: no such program, which would tell it otherwise.
MODULES = (
    "mlflow.cli", "mlflow.server", "mlflow.server.handlers", "mlflow.store.tracking.sqlalchemy_store",
    "mlflow.store.model_registry.sqlalchemy_store", "alembic.command",
)  # fmt: skip


def serve() -> None:
    """Obey standard input until it ends."""
    for module in MODULES:
        importlib.import_module(module)
    running: set[int] = set()
    try:
        for line in sys.stdin:
            print(json.dumps(_obey(running, *json.loads(line))), flush=True)
    finally:
        for pid in running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def _obey(running: set[int], command: str, *given: Any) -> int | None:
    if command == "poll":
        return _poll(running, given[0])
    pid = os.fork()
    if pid == 0:
        code, rest = (given[0], given[1:]) if command == "python" else ("", given)
        _run(_python(code) if code else _mlflow, *rest)
    running.add(pid)
    return pid


def _poll(running: set[int], pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    if not ended:
        return None
    running.discard(pid)
    return os.waitstatus_to_exitcode(status)


def _run(what: Callable[[], None], argv: list[str], folder: str, environment: dict[str, str], log: str) -> None:
    """In the fork, as a program of its own; never returns."""
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for place, file, flags in ((0, os.devnull, os.O_RDONLY), (1, log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)):
        opened = os.open(file, flags, 0o644)
        os.dup2(opened, place)
        os.close(opened)
    os.dup2(1, 2)
    sys.argv = argv
    code = 1
    try:
        what()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _mlflow() -> None:
    importlib.import_module("mlflow.cli").cli()


def _python(code: str) -> Callable[[], None]:
    return lambda: exec(compile(code, "<code>", "exec"), {"__name__": "__main__"})


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(BrokenPipeError):
        serve()
