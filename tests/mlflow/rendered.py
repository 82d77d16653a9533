"""Values as what they make run: the server's container, with its files, on this machine."""

import base64
import contextlib
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from config_model.chart import Release
from config_model.evaluation import evaluate
from config_model.helm_yaml import load
from config_model.layers import Layer
from config_model.problem import Problem
from config_model.values import Values
from renderers.manifests import Manifest, render
from tests.mlflow_server import serving


def problems(text: str) -> tuple[Problem, ...]:
    loaded = load(text)
    return evaluate([Layer("values.yaml", loaded.data, loaded)]).problems


def manifests(text: str) -> list[Manifest]:
    """The objects that the values render to, those with errors included, so that the errors can be put to the test."""
    data = load(text).data
    evaluation = evaluate([Layer("values.yaml", data)])
    values = evaluation.values or Values.model_validate(evaluation.data)
    return list(render(values, Release()))


@contextlib.contextmanager
def started(text: str, program: Path, folder: Path, at: Mapping[str, str] | None = None) -> Iterator[str]:
    """The server that the values make, with the files of its created Secrets; its address once it is healthy."""
    objects = manifests(text)
    places = {"/etc/mlflow": str(_written(objects, folder)), **(at or {})}
    with serving(program, objects, folder, given={}, at=places) as address:
        yield address


def _written(objects: list[Manifest], folder: Path) -> Path:
    """The folder with the files that the pod would have below /etc/mlflow."""
    files = folder / "etc-mlflow"
    files.mkdir(parents=True)
    for one in objects:
        if one["kind"] == "Secret" and "basic_auth.ini" in one["data"]:
            (files / "basic_auth.ini").write_bytes(base64.b64decode(one["data"]["basic_auth.ini"]))
    return files


class Client:
    """Asks a server, as one user or as none."""

    def __init__(self, address: str, user: str = "", password: str = "") -> None:
        self.address = address
        self.login = f"{user}:{password}" if user else ""

    def status(self, path: str) -> int:
        return self._ask(path)[0]

    def api(self, path: str, body: Mapping[str, object] | None = None) -> dict[str, dict[str, object]]:
        status, answer = self._ask(f"/api/2.0/mlflow/{path}", json.dumps(body).encode() if body is not None else None)
        assert status == 200, (status, answer)
        found: dict[str, dict[str, object]] = json.loads(answer)
        return found

    def put(self, path: str, content: bytes) -> None:
        status, answer = self._ask(path, content, "PUT")
        assert status == 200, (status, answer)

    def get(self, path: str) -> bytes:
        status, answer = self._ask(path)
        assert status == 200, (status, answer)
        return answer

    def _ask(self, path: str, body: bytes | None = None, method: str | None = None) -> tuple[int, bytes]:
        request = urllib.request.Request(f"{self.address}{path}", data=body, method=method)
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
