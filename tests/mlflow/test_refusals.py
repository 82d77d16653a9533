"""What the checks say that MLflow refuses, MLflow refuses; what they let pass, it takes."""

import subprocess
from pathlib import Path

import pytest

from tests.mlflow.rendered import Client, problems, started
from tests.mlflow_server import EndedError

SERVE = "trackingServer: {mode: serve-artifacts}\n"


def arguments(*items: str) -> str:
    return f"trackingServer: {{mode: serve-artifacts, extraArgs: {list(items)}}}\n"


def store(uri: str, more: str = SERVE) -> str:
    return f"{more}backendStore: {{createSecret: {{backendStoreUri: '{uri}'}}}}\n"


REFUSED = {
    "MT201": (store("sqlite:///runs.db", ""), "Option 'default-artifact-root' is required"),
    "MT201 of a variable": (
        "extraEnv: [{name: MLFLOW_BACKEND_STORE_URI, value: 'sqlite:///runs.db'}]",
        "Option 'default-artifact-root' is required",
    ),
    "MT207": (store("postgres://u:p@127.0.0.1:1/d"), "unsupported URI"),
    "MT207 of another dialect": (store("oracle://u:p@127.0.0.1:1/d"), "unsupported URI"),
    "MT207 without slashes": (store("sqlite:/runs.db"), "Could not parse SQLAlchemy URL"),
    "MT216": (arguments("--expose-prometheus /metrics"), "No such option"),
    "MT223": (
        "trackingServer: {mode: artifacts-only}\n"
        "extraEnv: [{name: MLFLOW_BACKEND_STORE_URI, value: 'sqlite:///runs.db'}]",
        "cannot have a value set for `--backend_store_uri`",
    ),
    "MT226": (arguments("--no-such-thing=1"), "No such option"),
    "MT227": (arguments("--app-name=mlflow.server:app"), "is not 'basic-auth'"),
    "MT228": (arguments("--waitress-opts=--threads=4"), "cannot specify --waitress-opts"),
    "MT229": (arguments("--static-prefix=ml"), "must begin with a '/'"),
    "MT229 of a variable": (SERVE + "extraEnv: [{name: MLFLOW_STATIC_PREFIX, value: /ml/}]", "should not end"),
    "MT230": (arguments("--dev", "--gunicorn-opts=--timeout=60"), "cannot be specified together"),
    "MT238": (
        store(
            "sqlite:///runs.db",
            "trackingServer: {mode: serve-artifacts, basicAuth: {enabled: true, createSecret: "
            "{databaseUri: 'sqlite:///runs.db'}}}\n",
        ),
        "Worker failed to boot",
    ),
    "MT239": (store("http://127.0.0.1:1"), "unsupported URI"),
    "MT239 of databricks": (store("databricks"), "unsupported URI"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_server_does_not_start(name: str, mlflow: Path, tmp_path: Path) -> None:
    text, said = REFUSED[name]
    assert name.partition(" ")[0] in [problem.code for problem in problems(text)]
    with pytest.raises(EndedError) as ended, started(text, mlflow, tmp_path):
        pass
    assert said in str(ended.value)


def test_a_fresh_database_cannot_be_upgraded(mlflow: Path, tmp_path: Path) -> None:
    """MT206."""
    assert "no such table: metrics" in upgrade(mlflow, f"sqlite:///{tmp_path}/fresh.db")


@pytest.mark.parametrize("uri", ["$(MLFLOW_BACKEND_STORE_URI)", "file:/runs"])
def test_what_is_no_database_cannot_be_upgraded(uri: str, mlflow: Path) -> None:
    """MT225: Kubernetes leaves the reference as it is where the variable is not set."""
    assert upgrade(mlflow, uri)


def upgrade(mlflow: Path, uri: str) -> str:
    """What `mlflow db upgrade` says where it fails; empty where it does not."""
    done = subprocess.run([mlflow, "db", "upgrade", uri], capture_output=True, text=True, check=False, timeout=120)
    return done.stderr if done.returncode else ""


TAKEN = {
    "the defaults": "",
    "files": store("file:./runs", ""),
    "SQLite with a root": store("sqlite:///runs.db", "trackingServer: {defaultArtifactRoot: ./artifacts}\n"),
    "SQLite, serving": store("sqlite:///runs.db"),
    "artifacts alone, a backend that is not handed over": store(
        "sqlite:///runs.db", "trackingServer: {mode: artifacts-only, artifactsDestination: ./artifacts}\n"
    ),
    "options of several forms": arguments("--static-prefix", "/ml", "--gunicorn-opts=--timeout 60 --keep-alive 5"),
    "a backend store among the arguments": arguments("--backend-store-uri", "sqlite:///runs.db"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_the_server_starts(name: str, mlflow: Path, tmp_path: Path) -> None:
    errors = [problem for problem in problems(TAKEN[name]) if problem.is_error]
    assert errors == []
    with started(TAKEN[name], mlflow, tmp_path) as address:
        client = Client(address)
        assert client.status("/health") == 200
        prefixed = "/ml" in TAKEN[name]
        assert client.status("/ml/health") == 404
        assert client.status("/") == (404 if prefixed else 200)


AUTH = (
    "trackingServer:\n  mode: serve-artifacts\n  basicAuth:\n    enabled: true\n    createSecret:\n"
    "      adminUsername: chief\n      adminPassword: {password}\n      defaultPermission: {permission}\n"
)


@pytest.mark.parametrize("password", ["pa%ss", "Grüße-€-学", "a b=c;d#e", "%(admin_username)s"])
def test_the_password_of_the_file_logs_in_and_no_other(password: str, mlflow: Path, tmp_path: Path) -> None:
    text = AUTH.format(password=f"'{password}'", permission="READ")
    assert not [problem for problem in problems(text) if problem.is_error]
    with started(text, mlflow, tmp_path) as address:
        assert Client(address).status("/health") == 200
        assert Client(address).status("/") == 401
        assert Client(address, "admin", "password").status("/version") == 401
        client = Client(address, "chief", password)
        assert client.status("/version") == 200
        assert client.api("experiments/get?experiment_id=0")["experiment"]["name"] == "Default"


def test_an_authorization_function_without_a_module_fails_the_requests(mlflow: Path, tmp_path: Path) -> None:
    """MT236."""
    text = AUTH.format(password="pa", permission="READ\n      authorizationFunction: authenticate")
    assert "MT236" in [problem.code for problem in problems(text)]
    with started(text, mlflow, tmp_path) as address:
        assert Client(address, "chief", "pa").status("/version") == 500


def test_a_permission_that_mlflow_does_not_know_fails_the_requests_of_users(mlflow: Path, tmp_path: Path) -> None:
    """MT234."""
    text = AUTH.format(password="pa", permission="WRITE")
    assert "MT234" in [problem.code for problem in problems(text)]
    with started(text, mlflow, tmp_path) as address:
        Client(address, "chief", "pa").api("users/create", {"username": "one", "password": "two"})
        assert Client(address, "one", "two").status("/api/2.0/mlflow/experiments/get?experiment_id=0") == 500
