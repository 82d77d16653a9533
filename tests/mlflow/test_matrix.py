"""Modes, stores, logins, prefixes, options of the server and published hosts together, in real servers.

Of the oldest, a middle and the newest version, and some of the others. What the checks let pass starts, answers its
probes as a kubelet asks them, answers at each host that it is published at and at no other, and lets in whom it should;
what they call an error does not start. One start answers all of that.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from mlflow_tui.config_model.mlflow import Facts, Version, facts
from tests.mlflow.covering import Row, covering
from tests.mlflow.preloaded import make_tables
from tests.mlflow.rendered import Client, manifests, pod, problems, started
from tests.mlflow_server import EndedError

WHOLE = ("2.14.1", "3.9.0", "3.17.2")
IN_PART = ("2.22.5", "3.5.1", "3.13.0")
BACKENDS = {"none": "", "files": "file:/data/runs", "sqlite": "sqlite:////data/runs.db", "postgresql": "…"}
# The first is for a server without authentication.
PASSWORDS = (None, "pa%ss-pa%ss-pa%ss", "Grüße-€-学-Grüße", "a b=c;d#e f=g;h#i", "%(admin_username)s")
ARGUMENTS: tuple[list[str], ...] = (
    [],
    ["--static-prefix", "/ml"],
    ["--gunicorn-opts=--timeout 60 --keep-alive 5"],
    ["-w 1", "--static-prefix=/ml"],
    ["--dev"],
)
FACTORS: dict[str, tuple[object, ...]] = {
    "mode": ("serve-artifacts", "no-serve-artifacts", "artifacts-only"),
    "backend": tuple(BACKENDS),
    "root": ("", "/data/artifacts"),
    "login": (False, True),
    "arguments": ARGUMENTS,
    "published": (False, True),
}
ROWS = covering(FACTORS)
_TELLING = [number for number, row in enumerate(ROWS) if row["published"] and (row["login"] or row["arguments"])]
CELLS = [(one, number) for one in WHOLE for number in range(len(ROWS))]
CELLS += [(one, number) for one in IN_PART for number in _TELLING]
"""Of the versions between, those in which there is most to ask."""
SAID = {
    "MT201": "default-artifact-root",
    "MT207": "MLFLOW_ALLOW_FILE_STORE",
    "MT230": "'--dev' cannot be used with '--app-name'",
}
"""What keeps some of them from starting, and what the server says then."""


def test_each_two_values_meet() -> None:
    for one in FACTORS:
        for other in FACTORS:
            met = {(row[one], row[other]) for row in ROWS}
            assert one == other or len(met) == len(FACTORS[one]) * len(FACTORS[other])


@pytest.fixture(scope="module")
def postgres_with_tables(
    postgres: Callable[..., str], mlflow_of: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, int], str]:
    """Called with a version and a number, makes a database that a server of the version finds ready."""
    made: set[str] = set()

    def database(version: str, number: int) -> str:
        like = f"tables_{version.replace('.', '_')}"
        if version not in made:
            make_tables(mlflow_of(version), postgres(like), tmp_path_factory.mktemp("tables"))
            made.add(version)
        return postgres(f"{like}_{number}", like)

    return database


@pytest.mark.parametrize(("version", "number"), CELLS)
def test_what_the_checks_let_pass_starts_and_nothing_else(
    version: str,
    number: int,
    mlflow_of: Callable[[str], Path],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    row = ROWS[number]
    password = PASSWORDS[1 + number % 4] if row["login"] else None
    uri = tuple(BACKENDS.values())[row["backend"]]
    if FACTORS["backend"][row["backend"]] == "postgresql":
        uri = request.getfixturevalue("postgres_with_tables")(version, number)
    text = values(version, row, uri, password)
    errors = {problem.code for problem in problems(text) if problem.is_error}
    program = mlflow_of(version)
    if errors:
        assert errors <= SAID.keys()
        with pytest.raises(EndedError) as ended, started(text, program, tmp_path, {"/data": str(tmp_path)}):
            pass
        assert any(SAID[code] in str(ended.value) for code in errors)
        return
    with started(text, program, tmp_path, {"/data": str(tmp_path)}) as address:
        of = facts(Version.parse(version))
        prefix = "/ml" if any("/ml" in one for one in ARGUMENTS[row["arguments"]]) else ""
        known = Client(address, "chief", password) if password else Client(address)
        answers_probes(address, text)
        answers_at_its_hosts(known, prefix, of, bool(row["published"]))
        answers_below_its_prefix(known, prefix, of, runs=FACTORS["mode"][row["mode"]] != "artifacts-only")
        if password is not None:
            keeps_strangers_out(address, prefix, of, password)
        if FACTORS["mode"][row["mode"]] != "no-serve-artifacts":
            keeps_artifacts(known, prefix if of.api_below_prefix else "")
    if password:
        assert (tmp_path / "basic_auth.db").stat().st_size > 0  # in the server's working folder (MT214)


def values(version: str, row: Row, uri: str, password: str | None) -> str:
    mode = FACTORS["mode"][row["mode"]]
    tracking: dict[str, object] = {
        "mode": mode,
        "defaultArtifactRoot": FACTORS["root"][row["root"]],
        "extraArgs": ARGUMENTS[row["arguments"]],
    }
    if mode != "no-serve-artifacts":
        tracking["artifactsDestination"] = "/data/served"
    if password is not None:
        secret = {"adminUsername": "chief", "adminPassword": password}
        key = {"createFlaskSecret": {"secretKey": "0123456789abcdef"}} if version != "2.14.1" else {}
        tracking["basicAuth"] = {"enabled": True, "createSecret": secret, **key}
    ingress = {"enabled": True, "className": "nginx", "hosts": [{"host": "ml.example.com", "paths": [{"path": "/"}]}]}
    # A variable of an option that is given as an argument has no effect (MT231).
    return yaml.safe_dump(
        {
            "image": {"tag": f"v{version}"},
            "trackingServer": tracking,
            "backendStore": {"createSecret": {"backendStoreUri": uri}},
            "ingress": ingress if row["published"] else {},
            "extraEnv": [{"name": "MLFLOW_PORT", "value": "1"}, {"name": "MLFLOW_HOST", "value": "0.0.0.1"}],
        }
    )


PODS = ("10.1.2.3:5000", "100.64.7.8:5000", "192.168.9.9:5000", "172.20.0.4:5000")
SERVICE = ("mlflow", "mlflow:5000", "mlflow.ml.svc", "mlflow.ml.svc:5000", "mlflow.ml.svc.cluster.local:5000")
INGRESS = ("ml.example.com", "ml.example.com:8443")
FOREIGN = ("evil.example.com", "mlflow.evil.com", "ML.example.com", "127.0.0.1.evil.com")


def answers_probes(address: str, text: str) -> None:
    """As a kubelet asks: with the address of the pod, unless the probe has a header."""
    container = pod(manifests(text))["containers"][0]
    for name in ("readinessProbe", "livenessProbe"):
        if (asked := container[name].get("httpGet")) is not None:
            given = {one["name"]: one["value"] for one in asked.get("httpHeaders", ())}
            for host in PODS:
                assert Client(address).status(asked["path"], headers={"Host": host, **given}) == 200, (name, host)


def answers_at_its_hosts(known: Client, prefix: str, of: Facts, published: bool) -> None:
    hosts = (*PODS, *SERVICE, "localhost:5000", *(INGRESS if published else ()))
    assert [host for host in hosts if known.status(f"{prefix}/", headers={"Host": host}) != 200] == []
    refused = [host for host in FOREIGN if known.status(f"{prefix}/", headers={"Host": host}) == 403]
    assert refused == (list(FOREIGN) if of.security is not None else [])
    create = f"{prefix if of.api_below_prefix else ''}/api/2.0/mlflow/experiments/create"
    for origin in ("https://ml.example.com", "http://ml.example.com") if published else ():
        headers = {"Host": "ml.example.com", "Origin": origin}
        assert known.status(create, json.dumps({"name": origin}).encode(), headers) != 403
    # Below a prefix some versions check no Origin: MLflow looks for the path as it is without.
    if of.security is not None and (of.security.origin_below_prefix or create.startswith("/api")):
        headers = {"Host": "localhost:5000", "Origin": "https://evil.example.com"}
        assert known.status(create, b'{"name": "evil"}', headers) == 403


EXPERIMENT = "/api/2.0/mlflow/experiments/get?experiment_id=0"


def answers_below_its_prefix(known: Client, prefix: str, of: Facts, runs: bool) -> None:
    """The probes' paths, and those of clients, have the prefix from some version on (MT330, MT334)."""
    assert known.status(f"{prefix}/") == 200
    assert known.status(f"{prefix if of.health_below_prefix else ''}/version") == 200
    assert (known.status(f"{prefix if of.api_below_prefix else ''}{EXPERIMENT}") == 200) == runs
    if prefix:
        assert known.status("/") == 404
        assert known.status("/health" if of.health_below_prefix else f"{prefix}/health") == 404


def keeps_strangers_out(address: str, prefix: str, of: Facts, password: str) -> None:
    api = f"{prefix if of.api_below_prefix else ''}{EXPERIMENT}"
    for stranger in (Client(address), Client(address, "admin", "password"), Client(address, "chief", f"{password}x")):
        assert stranger.status(f"{prefix}/") == 401
        assert stranger.status(api) == 401


def keeps_artifacts(known: Client, prefix: str) -> None:
    path = f"{prefix}/api/2.0/mlflow-artifacts/artifacts/0/run/model.txt"
    assert known.put(path, b"weights") == 200
    assert known.get(path) == b"weights"
