"""What the checks say of each version of MLflow, that version does: it exits, answers 403, 404 or 401, or it runs.

Most cases are of the newest version that is installed and of 3.9.0; of the others those in which they differ.
"""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config_model.checks.cases import NO_HOST_OF_UVICORN, REACHABLE_OF_UVICORN
from tests.mlflow.rendered import Client, database_upgrade, problems, started
from tests.mlflow_server import EndedError

Program = Callable[[str], Path]
NEWEST = "3.17.2"
KEY = "createFlaskSecret: {secretKey: 0123456789abcdef}"
LONG = "correct-horse-battery"


def image(version: str) -> str:
    return f"image: {{tag: v{version}}}\n"


def server(*items: str, mode: str = "serve-artifacts", auth: str = "") -> str:
    login = f", basicAuth: {{enabled: true, {auth}}}" if auth else ""
    return f"trackingServer: {{mode: {mode}, extraArgs: {list(items)}{login}}}\n"


def environment(name: str, value: str) -> str:
    return f"extraEnv: [{{name: {name}, value: '{value}'}}]\n"


def runs(uri: str) -> str:
    return f"backendStore: {{createSecret: {{backendStoreUri: '{uri}'}}}}\n"


def password(text: str) -> str:
    return f"createSecret: {{adminUsername: chief, adminPassword: {text}}}"


GUNICORN, UVICORN = "--gunicorn-opts=--timeout 60", "--uvicorn-opts=--timeout-keep-alive 9"
TWO = "Cannot specify multiple server options"
REFUSED = {
    "MT201 3.5.1": (
        server(mode="no-serve-artifacts") + runs("sqlite:///runs.db"),
        "'default-artifact-root' is required",
    ),
    "MT207 3.13.0 of files": (server() + runs("file:/runs"), "MLFLOW_ALLOW_FILE_STORE"),
    "MT207 3.17.2 of files": (server() + runs("./runs"), "MLFLOW_ALLOW_FILE_STORE"),
    "MT207 3.17.2 of a driver": (server() + runs("postgresql+psycopg3://u:p@127.0.0.1:1/d"), "Can't load plugin"),
    "MT207 3.17.2 of an asynchronous driver": (server() + runs("sqlite+aiosqlite:///a.db"), "backend store"),
    "MT223 3.17.2": (
        server(mode="artifacts-only") + environment("MLFLOW_BACKEND_STORE_URI", "sqlite:///runs.db"),
        "cannot have a value set for `--backend_store_uri`",
    ),
    "MT227 3.17.2": (server("--app-name=my-auth"), "is not one of 'basic-auth'"),
    "MT228 2.22.5": (server("--waitress-opts=--threads=4"), "cannot specify --waitress-opts"),
    "MT228 3.17.2": (server("--waitress-opts=--threads=4"), "waitress"),
    "MT229 3.17.2": (server("--static-prefix=ml"), "must begin with a '/'"),
    "MT229 3.17.2 with braces": (server("--static-prefix=/m{l}"), "must not contain"),
    "MT230 2.22.5": (server("--dev", GUNICORN), "cannot be specified together"),
    "MT230 3.9.0": (server("--dev", UVICORN), "cannot be specified together"),
    "MT230 3.17.2 with an app": (server("--dev", auth=f"{password(LONG)}, {KEY}"), "cannot be used with '--app-name'"),
    "MT238 3.5.1": (
        runs("sqlite:///runs.db")
        + server(auth=f"createSecret: {{adminPassword: {LONG}, databaseUri: 'sqlite:///runs.db'}}, {KEY}"),
        "Can't locate revision",
    ),
    "MT240 3.17.2": (server() + environment("MLFLOW_ARTIFACTS_ONLY", "maybe"), "is not a valid boolean"),
    "MT246 2.22.5": (server(auth=password(LONG)), "static secret key needs to be set"),
    "MT246 3.5.1": (server(auth=password(LONG)), "static secret key needs to be set"),
    "MT246 3.17.2": (server(auth=password(LONG)), "static secret key needs to be set"),
    # Its worker ends after the migration of the logins, and gunicorn does not print why.
    "MT247 2.22.5": (server(auth=f"{password('elevenchars')}, {KEY}"), "Worker failed to boot"),
    "MT247 3.9.0": (server(auth=f"{password('elevenchars')}, {KEY}"), "12 characters"),
    "MT247 3.17.2": (server(auth=f"{password('elevenchars')}, {KEY}"), "12 characters"),
    "MT247 3.17.2 of old": (server(auth=f"{password('password1234')}, {KEY}"), "insecure default"),
    "MT247 3.17.2 with no file": (
        server("--app-name=basic-auth") + environment("MLFLOW_FLASK_SERVER_SECRET_KEY", "0123456789abcdef"),
        "no default admin password",
    ),
    "MT250 2.14.1": (server("--allowed-hosts=a"), "No such option"),
    "MT250 2.22.5": (server("--uvicorn-opts=-a"), "No such option"),
    "MT250 3.17.2": (server("--artifacts-presigned-only"), "No such option"),
    "MT251 3.5.1": (server(GUNICORN, UVICORN), TWO),
    "MT251 3.17.2 of a variable": (server(UVICORN) + environment("MLFLOW_GUNICORN_OPTS", "--timeout 60"), TWO),
    "MT252 3.5.1": (server(GUNICORN, "--allowed-hosts=*"), "Security middleware parameters"),
    "MT252 3.17.2": (server(GUNICORN, "--disable-security-middleware"), "Security middleware parameters"),
    "MT254 3.17.2 of archival": (
        server("--trace-archival-config=archival.yaml", mode="artifacts-only"),
        "archival",
    ),
    "MT254 3.17.2 of workspaces": (
        server("--enable-workspaces", mode="artifacts-only"),
        "--workspace-store-uri is required",
    ),
    "MT255 3.17.2": (server() + environment("MLFLOW_WORKSPACE", "team"), "is client-only"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_server_of_the_version_does_not_start(name: str, mlflow: Path, mlflow_of: Program, tmp_path: Path) -> None:
    code, version = name.split()[:2]
    text, said = image(version) + REFUSED[name][0], REFUSED[name][1]
    assert code in [problem.code for problem in problems(text) if problem.is_error]
    program = mlflow if version == "2.14.1" else mlflow_of(version)
    with pytest.raises(EndedError) as ended, started(text, program, tmp_path):
        pass
    assert said in str(ended.value)


TAKEN = {
    "2.22.5 with a login": server(auth=f"{password('twelve-chars')}, {KEY}"),
    "3.5.1 with hosts": server("--allowed-hosts=localhost,127.0.0.1:*,mlflow,mlflow:*"),
    "3.9.0 with the password of old": server(auth=f"{password('password1234')}, {KEY}"),
    "3.9.0 without a root": server(mode="no-serve-artifacts") + runs("sqlite:///runs.db"),
    "3.9.0 with files": server() + runs("file:runs"),
    "3.9.0 with a prefix and a login": server("--static-prefix=/ml", auth=f"{password(LONG)}, {KEY}"),
    "3.13.0 with files": server() + runs("file:runs") + environment("MLFLOW_ALLOW_FILE_STORE", "true"),
    "3.17.2 with a prefix and a login": server("--static-prefix=/ml", auth=f"{password(LONG)}, {KEY}"),
    "3.17.2 with gunicorn": server(GUNICORN) + environment("MLFLOW_SERVER_ALLOWED_HOSTS", "*"),
    "3.17.2 with a password of a variable": (
        server(auth=f"{password('short')}, {KEY}") + environment("MLFLOW_AUTH_ADMIN_PASSWORD", LONG)
    ),
    **{
        f"{version} with users beside the runs": runs("sqlite:///runs.db")
        + server(auth=f"createSecret: {{adminPassword: {LONG}, databaseUri: 'sqlite:///runs.db'}}, {KEY}")
        for version in ("3.9.0", "3.17.2")
    },
    "3.17.2 for artifacts alone": server("--enable-workspaces", "--disable-workspaces", mode="artifacts-only"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_the_server_of_the_version_starts(name: str, mlflow_of: Program, tmp_path: Path) -> None:
    version = name.split()[0]
    text = image(version) + TAKEN[name]
    assert [problem.code for problem in problems(text) if problem.is_error] == []
    with started(text, mlflow_of(version), tmp_path):
        pass


def upgraded(version: str) -> str:
    uri = "sqlite:////data/fresh.db"
    return f"{image(version)}backendStore: {{databaseUpgrade: true, createSecret: {{backendStoreUri: '{uri}'}}}}\n"


@pytest.mark.parametrize(("version", "fails"), [("3.13.0", True), (NEWEST, False)])
def test_a_fresh_database_is_upgraded_from_some_version_on(
    version: str, fails: bool, mlflow_of: Program, tmp_path: Path
) -> None:
    text = upgraded(version) + server()
    assert ("MT206" in [problem.code for problem in problems(text)]) == fails
    assert bool(database_upgrade(text, mlflow_of(version), {"/data": str(tmp_path)})) == fails


EXPERIMENTS = "/api/2.0/mlflow/experiments/create"


def asked(address: str, path: str, method: str = "GET", **headers: str) -> int:
    """The status of an answer."""
    body = b'{"name": "one"}' if method == "POST" else None
    request = urllib.request.Request(f"{address}{path}", data=body, method=method)
    for name, value in {"Content-Type": "application/json", **headers}.items():
        request.add_header(name, value)
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


INGRESS = "ingress: {enabled: true, className: nginx, hosts: [{host: ml.example.com, paths: [{path: /}]}]}\n"


@pytest.mark.parametrize("version", ["3.5.1", "3.9.0", NEWEST])
def test_what_a_list_leaves_out_is_answered_403(version: str, mlflow_of: Program, tmp_path: Path) -> None:
    """MT249, MT256, MT257."""
    own = ("--allowed-hosts=localhost", "--cors-allowed-origins=https://a.example.com")
    text = image(version) + INGRESS + server(*own)
    assert {"MT249", "MT257"} <= {problem.code for problem in problems(text)}
    assert "MT256" in {problem.code for problem in problems(text.replace(INGRESS, ""))}
    with started(text, mlflow_of(version), tmp_path) as address:
        assert asked(address, "/", Host="ml.example.com") == 403
        assert asked(address, "/", Host="mlflow:5000") == 403
        assert asked(address, "/", Host="localhost") == 200
        origin = "https://ml.example.com"
        assert asked(address, EXPERIMENTS, "POST", Host="localhost", Origin=origin) == 403
        assert asked(address, EXPERIMENTS, "POST", Host="localhost", Origin="https://a.example.com") == 200


@pytest.mark.parametrize("version", ["3.9.0", NEWEST])
def test_the_chart_s_own_lists_let_in_what_is_published(version: str, mlflow_of: Program, tmp_path: Path) -> None:
    text = image(version) + INGRESS + server()
    assert [problem.code for problem in problems(text) if problem.is_error] == []
    with started(text, mlflow_of(version), tmp_path) as address:
        for host in ("ml.example.com", "mlflow:5000", "mlflow.ns.svc.cluster.local:5000", "100.64.1.2:5000"):
            assert asked(address, "/", Host=host) == 200
        assert asked(address, "/", Host="evil.example.com") == 403
        assert asked(address, EXPERIMENTS, "POST", Host="ml.example.com", Origin="https://ml.example.com") == 200


@pytest.mark.parametrize(("version", "below"), [("3.9.0", False), ("3.13.0", True), (NEWEST, True)])
def test_clients_reach_the_api_by_the_path_that_the_ingress_must_have(
    version: str, below: bool, mlflow_of: Program, tmp_path: Path
) -> None:
    """MT330, and MT334."""
    text = image(version) + server("--static-prefix=/ml") + INGRESS.replace("path: /", "path: /ml")
    assert ("MT330" in {problem.code for problem in problems(text)}) == (not below)
    balancer = "service: {type: LoadBalancer, annotations: {a.example/healthcheck-path: /health}}\n"
    assert "MT334" in {problem.code for problem in problems(text + balancer)}
    with started(text, mlflow_of(version), tmp_path) as address:
        experiment = "/api/2.0/mlflow/experiments/get?experiment_id=0"
        assert asked(address, f"/ml{experiment}", Host="localhost") == (200 if below else 404)
        assert asked(address, experiment, Host="localhost") == (404 if below else 200)
        assert asked(address, "/health", Host="localhost") == 404
        assert asked(address, "/ml/health", Host="localhost") == 200


def test_metrics_want_a_login_or_an_allowed_host(mlflow_of: Program, tmp_path: Path) -> None:
    """MT263."""
    text = image(NEWEST) + server("--expose-prometheus=/data/metrics", auth=f"{password(LONG)}, {KEY}")
    assert "MT263" in {problem.code for problem in problems(text)}
    with started(text, mlflow_of(NEWEST), tmp_path / "login", {"/data": str(tmp_path)}) as address:
        assert Client(address).status("/metrics") == 401
    text = image(NEWEST) + server("--expose-prometheus=/data/metrics", "--allowed-hosts=localhost")
    assert "MT263" in {problem.code for problem in problems(text)}
    with started(text, mlflow_of(NEWEST), tmp_path / "hosts", {"/data": str(tmp_path)}) as address:
        assert asked(address, "/metrics", Host="10.1.2.3:5000") == 403


def test_gunicorn_lacks_what_uvicorn_has(mlflow_of: Program, tmp_path: Path) -> None:
    """MT253."""
    text = image(NEWEST) + server(GUNICORN)
    assert "MT253" in {problem.code for problem in problems(text)}
    with started(text, mlflow_of(NEWEST), tmp_path / "gunicorn") as address:
        assert asked(address, "/v1/traces", "POST") in (404, 405)
    with started(image(NEWEST) + server(), mlflow_of(NEWEST), tmp_path / "uvicorn") as address:
        assert asked(address, "/v1/traces", "POST") not in (404, 405)


_BOUND = """
import json
from uvicorn import Config

def bound(host):
    try:
        with Config("app", host=host, port=0).bind_socket() as one:
            return one.getsockname()[0]
    except SystemExit:
        return ""
print(json.dumps({host: bound(host) for host in json.loads(input())}))
"""
"""The address that uvicorn binds for a host, at a port that is free."""


def test_uvicorn_takes_and_refuses_hosts_as_the_checks_say(mlflow_of: Program) -> None:
    """MT243."""
    hosts = [*REACHABLE_OF_UVICORN, *NO_HOST_OF_UVICORN]
    command = [str(mlflow_of(NEWEST).parent / "python"), "-c", _BOUND]
    done = subprocess.run(command, input=json.dumps(hosts), capture_output=True, text=True, check=True)
    bound = json.loads(done.stdout.splitlines()[-1])
    assert {bound[host] for host in REACHABLE_OF_UVICORN} == {"0.0.0.0", "::"}
    assert [host for host in NO_HOST_OF_UVICORN if bound[host]] == []
