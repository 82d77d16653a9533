"""Values files whose keys reach the server, for the versions of MLflow that are installed: any, and right ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from mlflow_tui.config_model.mlflow import Version, facts

LONG = "correct-horse-battery"
KEY = "0123456789abcdef"
_MODES = ("serve-artifacts", "no-serve-artifacts", "artifacts-only")
_STORES = ("", *3 * ("sqlite:////data/runs.db",))
_ODD_STORES = (
    *("file:/data/runs", "./runs"),
    *("postgres://u:p@127.0.0.1:1/d", "sqlite+aiosqlite:///a.db", "postgresql+psycopg3://u:p@127.0.0.1:1/d"),
)
_ARGUMENTS = (
    *("--static-prefix=/ml", "--static-prefix=ml", "--static-prefix=/ml/", "--static-prefix=/m{l}", "-w 1", "--dev"),
    *("--gunicorn-opts=--timeout 60", "--uvicorn-opts=--timeout-keep-alive 9", "--waitress-opts=--threads=4"),
    *("--allowed-hosts=localhost", "--allowed-hosts=*", "--allowed-hosts=localhost,ml.example.com"),
    *("--cors-allowed-origins=*", "--cors-allowed-origins=https://a.example.com", "--disable-security-middleware"),
    *("--x-frame-options=DENY", "--enable-workspaces", "--no-serve-artifacts", "--serve-artifacts", "--artifacts-only"),
    *("--app-name=basic-auth", "--no-such-option=1", "--artifacts-presigned-only", "--serve-artifacts=true"),
    *("--registry-store-uri=sqlite:////data/models.db", "--backend-store-uri=sqlite:////data/other.db"),
    *("--default-artifact-root=/data/root", "--artifacts-destination=/data/there"),
)
_VARIABLES = (
    *(("MLFLOW_ALLOW_FILE_STORE", "true"), ("MLFLOW_ALLOW_FILE_STORE", "false"), ("MLFLOW_WORKSPACE", "team")),
    *(("MLFLOW_STATIC_PREFIX", "/ml"), ("MLFLOW_STATIC_PREFIX", "ml"), ("MLFLOW_STATIC_PREFIX", "")),
    *(("MLFLOW_GUNICORN_OPTS", "--timeout 60"), ("MLFLOW_UVICORN_OPTS", "--timeout-keep-alive 9")),
    *(("MLFLOW_SERVER_ALLOWED_HOSTS", "localhost"), ("MLFLOW_SERVER_ALLOWED_HOSTS", "*")),
    *(("MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE", one) for one in ("true", "false")),
    *(("MLFLOW_SERVER_CORS_ALLOWED_ORIGINS", "https://a.example.com"), ("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false")),
    *(("MLFLOW_ARTIFACTS_ONLY", one) for one in ("true", "false", "maybe")),
    *(("MLFLOW_FLASK_SERVER_SECRET_KEY", KEY), ("MLFLOW_AUTH_ADMIN_PASSWORD", LONG)),
    *(("MLFLOW_BACKEND_STORE_URI", "sqlite:////data/env.db"), ("MLFLOW_ENABLE_WORKSPACES", "true")),
    ("MLFLOW_DEFAULT_ARTIFACT_ROOT", "/data/root"),
)


def _auth(password: str, *, key: bool) -> dict[str, Any]:
    secret = {"adminUsername": "chief", "adminPassword": password}
    return {
        "enabled": True,
        "createSecret": secret,
        **({"createFlaskSecret": {"secretKey": KEY}} if key else {}),
    }


def _ingress(hosts: list[str]) -> dict[str, Any]:
    return {"enabled": True, "className": "nginx", "hosts": [{"host": one, "paths": [{"path": "/"}]} for one in hosts]}


_PUBLISHED = st.lists(st.sampled_from(["ml.example.com", "a.example.com"]), unique=True, max_size=2)


def any_values(version: Version) -> st.SearchStrategy[dict[str, Any]]:
    """What somebody may write, right or wrong."""
    passwords = st.sampled_from([LONG, LONG, "short", "password1234"])
    return st.builds(
        _values,
        version=st.just(version),
        mode=st.sampled_from(_MODES),
        root=st.sampled_from(["", "", "/data/artifacts"]),
        destination=st.sampled_from(["", "/data/served"]),
        backend=st.integers(0, 3).flatmap(lambda one: st.sampled_from(_STORES if one else _ODD_STORES)),
        workers=st.just(1),  # of several, uvicorn starts those anew that fail, for ever
        arguments=st.lists(st.sampled_from(_ARGUMENTS), max_size=2, unique=True),
        variables=st.lists(st.sampled_from(_VARIABLES), max_size=2, unique_by=lambda one: one[0]),
        auth=st.just({}) | st.just({}) | st.builds(_auth, passwords, key=st.booleans()),
        hosts=_PUBLISHED,
        allowed=st.lists(st.sampled_from(["a.example.com", "*.corp", "*"]), max_size=1),
        origins=st.lists(st.sampled_from(["https://a.example.com", "*"]), max_size=1),
    )


@st.composite
def right_values(draw: st.DrawFn, version: Version) -> dict[str, Any]:
    """What a careful person writes for this version: it fits together by the way that it is made."""
    of = facts(version)
    mode = draw(st.sampled_from(_MODES))
    database = draw(st.booleans()) and mode != "artifacts-only"
    backend = f"sqlite:////data/runs.db{draw(st.sampled_from(['', '?timeout=30']))}" if database else ""
    arguments: list[str] = []
    if draw(st.booleans()):
        prefix = draw(st.sampled_from(["/ml", "/teams/ml"]))
        arguments += draw(st.sampled_from([[f"--static-prefix={prefix}"], ["--static-prefix", prefix]]))
    program = draw(st.sampled_from(["", "--gunicorn-opts=--timeout=120", "--uvicorn-opts=--timeout-keep-alive=75"]))
    if program and program.partition("=")[0] in of.server:
        arguments.append(program)
    variables = [("MLFLOW_LOGGING_LEVEL", "INFO"), ("PYTHONUNBUFFERED", "1"), ("AWS_DEFAULT_REGION", "eu-central-1")]
    if not database and mode != "artifacts-only" and draw(st.booleans()):
        backend = "/data/runs"
        variables.append(("MLFLOW_ALLOW_FILE_STORE", "true"))
    if "MLFLOW_SERVER_ENABLE_JOB_EXECUTION" in of.variables:
        variables.append(("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false"))
    auth = _auth(draw(st.sampled_from([LONG, "a%b c=d;e#f-g"])), key=version >= Version(2, 20, 2))
    hosts = draw(_PUBLISHED)
    return _values(
        version=version,
        mode=mode,
        root="/data/artifacts" if mode == "no-serve-artifacts" else "",
        destination="/data/served" if mode != "no-serve-artifacts" else "",
        backend=backend,
        workers=draw(st.integers(1, 2)),
        arguments=arguments,
        variables=draw(st.lists(st.sampled_from(variables), unique=True))
        + [one for one in variables if one[0] == "MLFLOW_ALLOW_FILE_STORE"],
        auth=draw(st.sampled_from([{}, auth])),
        hosts=hosts,
        allowed=draw(st.lists(st.sampled_from(["ml.corp.example.com", "*.corp.example.com"]), unique=True)),
        origins=draw(st.lists(st.sampled_from(["https://notebooks.example.com"]), unique=True)),
    )


def _values(
    *,
    version: Version,
    mode: str,
    root: str,
    destination: str,
    backend: str,
    workers: int,
    arguments: list[str],
    variables: list[tuple[str, str]],
    auth: dict[str, Any],
    hosts: list[str],
    allowed: list[str],
    origins: list[str],
) -> dict[str, Any]:
    tracking = {
        "mode": mode,
        "defaultArtifactRoot": root,
        "artifactsDestination": destination,
        "workers": workers,
        "extraArgs": arguments,
        "basicAuth": auth,
        "allowedHosts": allowed,
        "corsAllowedOrigins": origins,
    }
    return {
        "image": {"tag": f"v{version}"},
        "trackingServer": {key: value for key, value in tracking.items() if value},
        **({"backendStore": {"createSecret": {"backendStoreUri": backend}}} if backend else {}),
        **({"ingress": _ingress(hosts)} if hosts else {}),
        "extraEnv": [{"name": name, "value": value} for name, value in dict(variables).items()],
    }
