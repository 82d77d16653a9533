"""What the checks say that MLflow refuses, MLflow refuses; what they let pass, it takes."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.config_model.checks.cases import NO_HOST, REACHABLE, UNREACHABLE
from tests.mlflow.rendered import Client, database_upgrade, problems, started
from tests.mlflow_server import EndedError

SERVE = "trackingServer: {mode: serve-artifacts}\n"


def arguments(*items: str) -> str:
    return f"trackingServer: {{mode: serve-artifacts, extraArgs: {list(items)}}}\n"


def store(uri: str, more: str = SERVE) -> str:
    return f"{more}backendStore: {{createSecret: {{backendStoreUri: '{uri}'}}}}\n"


def users(uri: str) -> str:
    secret = f"createSecret: {{adminPassword: pa, databaseUri: '{uri}'}}"
    return f"trackingServer: {{mode: serve-artifacts, basicAuth: {{enabled: true, {secret}}}}}\n"


REFUSED = {
    "MT201": (store("sqlite:///runs.db", ""), "Option 'default-artifact-root' is required"),
    "MT201 of a variable": (
        "extraEnv: [{name: MLFLOW_BACKEND_STORE_URI, value: 'sqlite:///runs.db'}]",
        "Option 'default-artifact-root' is required",
    ),
    "MT207": (store("postgres://u:p@127.0.0.1:1/d"), "unsupported URI"),
    "MT207 of another dialect": (store("oracle://u:p@127.0.0.1:1/d"), "unsupported URI"),
    "MT207 without slashes": (store("sqlite:/runs.db"), "Could not parse SQLAlchemy URL"),
    "MT207 of a driver": (store("postgresql+psycopg3://u:p@127.0.0.1:1/d"), "Can't load plugin"),
    "MT207 of an asynchronous driver": (store("sqlite+aiosqlite:///runs.db"), "Error initializing backend store"),
    "MT207 of SQLite with a host": (store("sqlite://runs.db"), "Invalid SQLite URL"),
    "MT207 of the registry": (
        arguments("--registry-store-uri=postgresql+psycopg3://u@127.0.0.1/d"),
        "Can't load plugin",
    ),
    "MT207 of a variable": (
        SERVE + "extraEnv: [{name: MLFLOW_REGISTRY_STORE_URI, value: 'mysql+pymsql://u:p@127.0.0.1:1/d'}]",
        "Can't load plugin",
    ),
    "MT207 of the users": (users("postgres://u:p@127.0.0.1:1/d"), "Worker failed to boot"),
    "MT207 of users in a folder": (users("/users"), "Worker failed to boot"),
    "MT208 with a bracket": (store("postgresql://u:a[b@127.0.0.1:1/d"), "Invalid IPv6 URL"),
    "MT207 in capitals": (store("SQLITE:///runs.db"), "Can't load plugin"),
    "MT212 for MySQL": (store("mysql+pymysql://u:p@127.0.0.1:1/d"), "No module named 'pymysql'"),
    "MT212 for metrics": (arguments("--expose-prometheus=metrics"), "No module named 'prometheus_flask_exporter'"),
    "MT216": (arguments("--expose-prometheus /metrics"), "No such option"),
    "MT216 behind a switch": (arguments("--dev "), "No such option"),
    "MT216 before a switch": (arguments(" --dev"), "unexpected extra argument"),
    "MT223": (
        "trackingServer: {mode: artifacts-only}\n"
        "extraEnv: [{name: MLFLOW_BACKEND_STORE_URI, value: 'sqlite:///runs.db'}]",
        "cannot have a value set for `--backend_store_uri`",
    ),
    "MT226": (arguments("--no-such-thing=1"), "No such option"),
    "MT226 of a switch": (arguments("--serve-artifacts=true"), "does not take a value"),
    "MT226 without a value": (arguments("--static-prefix"), "requires an argument"),
    "MT227": (arguments("--app-name=mlflow.server:app"), "is not 'basic-auth'"),
    "MT227 of an unknown one": (arguments("--app-name=my-auth"), "is not 'basic-auth'"),
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
    "MT240": (SERVE + "extraEnv: [{name: MLFLOW_ARTIFACTS_ONLY, value: maybe}]", "is not a valid boolean"),
    "MT244 with a space before": (store(" sqlite:///runs.db"), "Could not parse SQLAlchemy URL"),
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


def upgraded(uri: str) -> str:
    return f"backendStore: {{databaseUpgrade: true, createSecret: {{backendStoreUri: '{uri}'}}}}\n"


def test_a_fresh_database_cannot_be_upgraded(mlflow: Path, tmp_path: Path) -> None:
    text = SERVE + upgraded("sqlite:////data/fresh.db")
    assert "MT206" in [problem.code for problem in problems(text)]
    assert "no such table: metrics" in database_upgrade(text, mlflow, {"/data": str(tmp_path)})


@pytest.mark.parametrize("uri", ["", "file:/runs"])
def test_what_is_no_database_cannot_be_upgraded(uri: str, mlflow: Path) -> None:
    """Kubernetes leaves the reference as it is where no URI is given."""
    text = SERVE + upgraded(uri)
    assert "MT225" in [problem.code for problem in problems(text)]
    assert database_upgrade(text, mlflow)


TAKEN = {
    "a backend store among the arguments": arguments("--backend-store-uri", "sqlite:///runs.db"),
    "variables that are empty": SERVE
    + "extraEnv: [{name: MLFLOW_STATIC_PREFIX, value: ''}, {name: MLFLOW_ARTIFACTS_ONLY, value: ''}]",
}


@pytest.mark.parametrize("name", TAKEN)
def test_the_server_starts(name: str, mlflow: Path, tmp_path: Path) -> None:
    assert [problem for problem in problems(TAKEN[name]) if problem.is_error] == []
    with started(TAKEN[name], mlflow, tmp_path) as address:
        assert Client(address).status("/health") == 200
        assert Client(address).status("/") == 200


def test_a_line_break_is_a_part_of_the_name(mlflow: Path, tmp_path: Path) -> None:
    """MT244."""
    text = SERVE + 'backendStore: {createSecret: {backendStoreUri: "sqlite:///runs.db\\n"}}\n'
    assert "MT244" in [problem.code for problem in problems(text)]
    with started(text, mlflow, tmp_path):
        assert (tmp_path / "runs.db\n").exists()


MODELS = "/api/2.0/mlflow/registered-models/search?max_results=10"


@pytest.mark.parametrize(("code", "uri"), [("MT207", "postgres://u:p@127.0.0.1:1/d"), ("MT239", "http://127.0.0.1:1")])
def test_a_registry_that_mlflow_does_not_know_fails_the_models(
    code: str, uri: str, mlflow: Path, tmp_path: Path
) -> None:
    text = arguments(f"--registry-store-uri={uri}")
    assert code in [problem.code for problem in problems(text)]
    with started(text, mlflow, tmp_path) as address:
        assert Client(address).status(MODELS) >= 400
    right = tmp_path / "right"
    right.mkdir()
    with started(arguments("--registry-store-uri=sqlite:///models.db"), mlflow, right) as address:
        assert Client(address).status(MODELS) == 200


_TAKEN = """
import json, socket
from gunicorn.util import parse_address

def taken(host):
    try:
        address, _ = parse_address(f"{host}:5000", default_port="8000")
        found = socket.getaddrinfo(address or "0.0.0.0", 0, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return found[0][4][0]
    except Exception:
        return ""
print(json.dumps({host: taken(host) for host in json.loads(input())}))
"""
"""The address that gunicorn would bind for a host without a name; nothing is bound."""


def test_gunicorn_takes_and_refuses_hosts_as_the_checks_say(mlflow: Path) -> None:
    """MT243, and MT237."""
    hosts = [host for host in (*REACHABLE, *NO_HOST, *UNREACHABLE) if host != "$(POD_IP)"]
    command = [str(mlflow.parent / "python"), "-c", _TAKEN]
    done = subprocess.run(command, input=json.dumps(hosts), capture_output=True, text=True, check=True)
    taken = json.loads(done.stdout)
    assert {taken[host] for host in REACHABLE if host in taken} == {"0.0.0.0", "::"}
    assert [host for host in NO_HOST if taken[host]] == []
    numbers = [taken[host] for host in UNREACHABLE if taken[host]]
    assert set(numbers) == {"127.0.0.1", "::1", "0.0.0.0", "203.0.113.7", "10.0.0.7"}


def test_an_artifact_store_that_mlflow_does_not_know_fails_the_artifacts(mlflow: Path, tmp_path: Path) -> None:
    """MT241."""
    text = "trackingServer: {mode: serve-artifacts, artifactsDestination: 'gcs://bucket'}\n"
    assert "MT241" in [problem.code for problem in problems(text)]
    with started(text, mlflow, tmp_path) as address:
        assert Client(address).put("/api/2.0/mlflow-artifacts/artifacts/0/run/model.txt", b"weights") == 500


AUTH = (
    "trackingServer:\n  mode: serve-artifacts\n  basicAuth:\n    enabled: true\n    createSecret:\n"
    "      adminUsername: chief\n      adminPassword: {password}\n      defaultPermission: {permission}\n"
)


def test_the_app_alone_lets_in_the_administrator_that_everybody_knows(mlflow: Path, tmp_path: Path) -> None:
    """MT217: only the setting hands MLflow the file with another password."""
    text = arguments("--app-name=basic-auth")
    assert "MT217" in [problem.code for problem in problems(text)]
    with started(text, mlflow, tmp_path) as address:
        assert Client(address).status("/version") == 401
        assert Client(address, "admin", "password").status("/version") == 200


def test_a_space_at_the_end_of_a_password_is_lost(mlflow: Path, tmp_path: Path) -> None:
    """MT221."""
    text = AUTH.format(password="'pass '", permission="READ")
    assert "MT221" in [problem.code for problem in problems(text)]
    with started(text, mlflow, tmp_path) as address:
        assert Client(address, "chief", "pass ").status("/version") == 401
        assert Client(address, "chief", "pass").status("/version") == 200


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
