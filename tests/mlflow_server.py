"""A real MLflow server, started with the command and the environment of a rendered Deployment."""

import base64
import contextlib
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

READY_WITHIN = 300.0  # seconds; about 5 on an idle machine, and a minute on one that is busy
ATTEMPTS = 3


class EndedError(Exception):
    """The server ended instead of answering; the message is what it printed."""


class Process(Protocol):
    """A program that runs, in a session of its own."""

    pid: int

    def poll(self) -> int | None: ...

    def wait(self, timeout: float) -> int: ...


Start = Callable[[Path, Sequence[str], Path, Mapping[str, str], Path], Process]
"""Starts a program with arguments, in a folder, with all the variables that it has, and its output in a file."""


@contextlib.contextmanager
def serving(
    program: Path,
    manifests: Sequence[Mapping[str, Any]],
    folder: Path,
    *,
    given: dict[str, str],
    at: Mapping[str, str],
    start: Start | None = None,
) -> Iterator[str]:
    """Starts `program` as the server's container would, and gives its address once it is healthy.

    `given` are variables that come from Secrets which are not rendered, and go over those that are; `at` tells for the
    beginnings of paths in the container where they are here. EndedError where the server does not start.
    """
    container = _container(manifests)
    inside = {name: here(value, at) for name, value in (environment_of(container, manifests) | given).items()}
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **inside}
    for attempt in range(1, ATTEMPTS + 1):
        port = _free_port()
        arguments = [here(_local(one, port), at) for one in container["args"]]
        log = folder / f"server-{attempt}.log"
        process = (start or _execute)(program, arguments, folder, environment, log)
        try:
            if _healthy(process, port, _probe(container, port)):
                yield f"http://127.0.0.1:{port}"
                return
        finally:
            _end(process)
        said = log.read_text(encoding="utf-8", errors="replace")
        if "already in use" not in said or attempt == ATTEMPTS:
            raise EndedError(said)


def _execute(
    program: Path, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path
) -> Process:
    with log.open("wb") as output:
        return subprocess.Popen(
            [str(program), *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _container(manifests: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    (deployment,) = [one for one in manifests if one["kind"] == "Deployment"]
    container: Mapping[str, Any] = deployment["spec"]["template"]["spec"]["containers"][0]
    assert container["command"] == ["mlflow"]
    return container


def environment_of(container: Mapping[str, Any], manifests: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The variables of a container as a kubelet makes them from what the manifests hold: sources, then its own."""
    made: dict[str, str] = {}
    for source in container.get("envFrom", ()):
        for one in manifests:
            name = one["metadata"]["name"]
            if one["kind"] == "Secret" and source.get("secretRef", {}).get("name") == name:
                made |= {key: base64.b64decode(value).decode() for key, value in one["data"].items()}
            if one["kind"] == "ConfigMap" and source.get("configMapRef", {}).get("name") == name:
                made |= one["data"]
    for one in container.get("env", ()):
        if "value" in one:
            made[one["name"]] = one["value"]
        elif (reference := one["valueFrom"].get("secretKeyRef")) is not None:
            secrets = [secret for secret in manifests if secret["kind"] == "Secret"]
            found = [secret["data"] for secret in secrets if secret["metadata"]["name"] == reference["name"]]
            for data in found:
                made[one["name"]] = base64.b64decode(data[reference["key"]]).decode()
    return made


def here(text: str, at: Mapping[str, str]) -> str:
    """The text with its paths moved to where they are here: those that begin it, or follow `=`, `file:`, `sqlite:///`."""
    for there, now in at.items():
        text = re.sub(rf"(^|=|file:|sqlite:///){re.escape(there)}(?=/|$)", rf"\g<1>{now}", text)
    return text


def _local(argument: str, port: int) -> str:
    if argument.startswith("--host="):
        return "--host=127.0.0.1"
    return f"--port={port}" if argument.startswith("--port=") else argument


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _probe(container: Mapping[str, Any], port: int) -> urllib.request.Request | None:
    """The request that the kubelet makes; None where it only connects."""
    if (asked := container["readinessProbe"].get("httpGet")) is None:
        return None
    headers = {one["name"]: one["value"] for one in asked.get("httpHeaders", ())}
    return urllib.request.Request(f"http://127.0.0.1:{port}/{asked['path'].removeprefix('/')}", headers=headers)


def _healthy(process: Process, port: int, probe: urllib.request.Request | None) -> bool:
    """Whether the server answers its probe, rather than ends."""
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            if probe is None:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
            else:
                urllib.request.urlopen(probe, timeout=5).close()
            return True
        time.sleep(0.2)
    return False


def _end(process: Process) -> None:
    """Ends the server and its workers."""
    for one in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, one)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
