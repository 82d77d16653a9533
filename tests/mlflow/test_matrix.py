"""Modes, backend stores, artifact roots, authentication and extra arguments together, in a real MLflow.

What the checks let pass starts, answers its probe and lets in whom it should; what they call an error does not start.
"""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.mlflow.rendered import Client, problems, started
from tests.mlflow_server import EndedError

MODES = ("serve-artifacts", "no-serve-artifacts", "artifacts-only")
BACKENDS = {"none": "", "files": "file:/data/runs", "sqlite": "sqlite:////data/runs.db", "postgresql": "…"}
ROOTS = ("", "/data/artifacts")
# The first is for a server without authentication.
PASSWORDS = (None, "pa%ss", None, "Grüße-€-学", None, "a b=c;d#e", None, "%(admin_username)s")
ARGUMENTS: tuple[list[str], ...] = (
    [],
    ["--static-prefix", "/ml"],
    ["--gunicorn-opts=--timeout 60 --keep-alive 5"],
    ["-w 1", "--static-prefix=/ml"],
    ["--dev"],
)
CELLS = list(itertools.product(MODES, BACKENDS, ROOTS))


@pytest.mark.parametrize(("mode", "backend", "root"), CELLS)
def test_what_the_checks_let_pass_starts_and_nothing_else(
    mode: str, backend: str, root: str, mlflow: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    number = CELLS.index((mode, backend, root))
    password = PASSWORDS[(number + number // len(PASSWORDS)) % len(PASSWORDS)]
    arguments = ARGUMENTS[number % len(ARGUMENTS)]
    uri = BACKENDS[backend]
    if backend == "postgresql":
        database: Callable[[str], str] = request.getfixturevalue("postgres")
        uri = database(f"cell_{number}")
    text = values(mode, uri, root, password, arguments)
    errors = {problem.code for problem in problems(text) if problem.is_error}
    if errors:
        assert errors == {"MT201"}
        with pytest.raises(EndedError, match="default-artifact-root"), started(text, mlflow, tmp_path):
            pass
        return
    with started(text, mlflow, tmp_path, {"/data": str(tmp_path)}) as address:
        assert Client(address).status("/health") == 200
        prefix = "/ml" if any("/ml" in one for one in arguments) else ""
        if prefix:
            # The probes ask /health, clients ask /api: neither has the prefix, which is for browsers (MT330, MT334).
            assert Client(address).status("/ml/health") == (401 if password else 404)
            assert Client(address).status("/") == (401 if password else 404)
        lets_in_whom_it_should(address, prefix, password, runs=mode != "artifacts-only")
    if password:
        assert (tmp_path / "basic_auth.db").stat().st_size > 0  # in the server's working folder (MT214)


def values(mode: str, uri: str, root: str, password: str | None, arguments: list[str]) -> str:
    tracking: dict[str, object] = {"mode": mode, "defaultArtifactRoot": root, "extraArgs": arguments}
    if mode != "no-serve-artifacts":
        tracking["artifactsDestination"] = "/data/served"
    if password is not None:
        secret = {"adminUsername": "chief", "adminPassword": password}
        tracking["basicAuth"] = {"enabled": True, "createSecret": secret}
    # A variable of an option that is given as an argument has no effect (MT231).
    return yaml.safe_dump(
        {
            "trackingServer": tracking,
            "backendStore": {"createSecret": {"backendStoreUri": uri}},
            "extraEnv": [{"name": "MLFLOW_PORT", "value": "1"}, {"name": "MLFLOW_HOST", "value": "0.0.0.1"}],
        }
    )


EXPERIMENT = "/api/2.0/mlflow/experiments/get?experiment_id=0"


def lets_in_whom_it_should(address: str, prefix: str, password: str | None, runs: bool) -> None:
    known = Client(address, "chief", password) if password else Client(address)
    assert known.status(f"{prefix}/") == 200
    assert known.status("/version") == 200
    assert (known.status(EXPERIMENT) == 200) == runs
    if password is None:
        return
    for stranger in (Client(address), Client(address, "admin", "password"), Client(address, "chief", f"{password}x")):
        assert stranger.status(f"{prefix}/") == 401
        assert stranger.status(EXPERIMENT) == 401
