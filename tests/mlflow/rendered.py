"""Values as what they make run: the containers of the pod, with their files and variables, on this machine."""

import base64
import contextlib
import json
import re
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.problem import Problem
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.evaluation import evaluate
from mlflow_tui.renderers.manifests import Manifest, render
from tests.mlflow.preloaded import run, start
from tests.mlflow_server import environment_of, here, serving


def problems(text: str) -> tuple[Problem, ...]:
    loaded = load(text)
    return evaluate([Layer("values.yaml", loaded.data, loaded)]).problems


def manifests(text: str) -> list[Manifest]:
    """The objects that the values render to, those with errors included, so that the errors can be put to the test."""
    data = load(text).data
    evaluation = evaluate([Layer("values.yaml", data)])
    values = evaluation.values or Values.model_validate(evaluation.data)
    return list(render(values, Release()))


def pod(objects: Sequence[Manifest]) -> Mapping[str, Any]:
    (deployment,) = [one for one in objects if one["kind"] == "Deployment"]
    found: Mapping[str, Any] = deployment["spec"]["template"]["spec"]
    return found


@contextlib.contextmanager
def started(text: str, program: Path, folder: Path, at: Mapping[str, str] | None = None) -> Iterator[str]:
    """The server that the values make, with the files of its created Secrets; its address once it is healthy."""
    folder.mkdir(parents=True, exist_ok=True)
    objects = manifests(text)
    places = {**_mounted(objects, folder), **(at or {})}
    with serving(program, objects, folder, given={}, at=places, start=start) as address:
        yield address


def _mounted(objects: Sequence[Manifest], folder: Path) -> dict[str, str]:
    """The files of the created Secrets, each written to a folder here for the one where the server has it."""
    secrets = {one["metadata"]["name"]: one["data"] for one in objects if one["kind"] == "Secret"}
    volumes = {one["name"]: one.get("secret", {}).get("secretName") for one in pod(objects).get("volumes", ())}
    places = {}
    for mount in pod(objects)["containers"][0].get("volumeMounts", ()):
        here_now = folder / mount["mountPath"].strip("/").replace("/", "-")
        here_now.mkdir(parents=True)
        for name, content in secrets.get(volumes[mount["name"]], {}).items():
            (here_now / name).write_bytes(base64.b64decode(content))
        places[mount["mountPath"]] = str(here_now)
    return places


def database_upgrade(text: str, program: Path, at: Mapping[str, str] | None = None) -> str:
    """Runs the container that upgrades the database, of the pod or of the Job; what it says where it fails."""
    objects = manifests(text)
    job = [one["spec"]["template"]["spec"] for one in objects if one["kind"] == "Job"]
    container = job[0]["containers"][0] if job else pod(objects)["initContainers"][0]
    assert container["command"] == ["mlflow"]
    variables = {name: here(value, at or {}) for name, value in environment_of(container, objects).items()}

    def expanded(argument: str) -> str:
        """As Kubernetes expands it, which leaves a reference to no variable as it is."""
        return re.sub(r"\$\((\w+)\)", lambda found: variables.get(found[1], found[0]), argument)

    with tempfile.TemporaryDirectory() as folder:
        code, said = run(program, [*map(expanded, container["args"])], Path(folder), variables)
    return said if code else ""


class Client:
    """Asks a server, as one user or as none."""

    def __init__(self, address: str, user: str = "", password: str = "") -> None:
        self.address = address
        self.login = f"{user}:{password}" if user else ""

    def status(self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> int:
        return self._ask(path, body, headers=headers or {})[0]

    def api(self, path: str, body: Mapping[str, object] | None = None) -> dict[str, dict[str, object]]:
        status, answer = self._ask(f"/api/2.0/mlflow/{path}", json.dumps(body).encode() if body is not None else None)
        assert status == 200, (status, answer)
        found: dict[str, dict[str, object]] = json.loads(answer)
        return found

    def put(self, path: str, content: bytes) -> int:
        return self._ask(path, content, "PUT")[0]

    def get(self, path: str) -> bytes:
        status, answer = self._ask(path)
        assert status == 200, (status, answer)
        return answer

    def _ask(
        self, path: str, body: bytes | None = None, method: str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        request = urllib.request.Request(f"{self.address}{path}", data=body, method=method, headers=dict(headers or {}))
        if body is not None:
            request.add_header("Content-Type", "application/json")
        if self.login:
            request.add_header("Authorization", f"Basic {base64.b64encode(self.login.encode()).decode()}")
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.status, reply.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
