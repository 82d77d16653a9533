"""What the server is started with by the version of MLflow that a file is for: the page on MLflow's versions."""

from __future__ import annotations

import base64
from fnmatch import fnmatch
from typing import Any

import pytest

from mlflow_tui.config_model.mlflow import versions
from tests.renderers.test_manifests import Manifest, Values, one, rendered

OWN_HOSTS = [
    *("localhost", "127.0.0.1", "[::1]", "0.0.0.0", "localhost:*", "127.0.0.1:*", "[[]::1]:*", "0.0.0.0:*"),
    *("192.168.*", "10.*", *(f"172.{number}.*" for number in range(16, 32)), "fc00:*", "fd00:*"),
]
"""MLflow's own list, as its source of 3.5.0 to 3.18.0 has it (`mlflow.server.security_utils`)."""
SHARED_RANGE = ["100.6[4-9].*", "100.[7-9]?.*", "100.1[01]?.*", "100.12[0-7].*"]
SERVICE = [
    *("ml", "ml:*", "ml.*.svc", "ml.*.svc:*", "ml.*.svc.cluster.local", "ml.*.svc.cluster.local:*"),
]
VERSIONS = [str(version) for version in versions()]
KEY = "MLFLOW_FLASK_SERVER_SECRET_KEY"


def values_of(tag: str, **tracking: Any) -> Values:
    if "basicAuth" in tracking:  # MLflow from 2.22.0 on stops at the chart's own password
        secret = {"createSecret": {"adminPassword": "correct-horse-battery"}}
        tracking["basicAuth"] = secret | tracking["basicAuth"]
    return {"fullnameOverride": "ml", "image": {"tag": tag}, "trackingServer": tracking}


def server(values: Values, namespace: str | None = None) -> Manifest:
    deployment = one(rendered(values, namespace=namespace), "Deployment")
    container: Manifest = deployment["spec"]["template"]["spec"]["containers"][0]
    return container


def variables(values: Values, namespace: str | None = None) -> dict[str, Any]:
    found = server(values, namespace).get("env", [])
    assert len({one["name"] for one in found}) == len(found)
    return {one["name"]: one.get("value", one.get("valueFrom")) for one in found}


def test_the_list_of_hosts_comes_in_its_order() -> None:
    values = values_of("v3.17.2", allowedHosts=["x.example.com", "10.*"])
    hosts = [{"host": name, "paths": [{"path": "/"}]} for name in ("b.example.com", "a.example.com", "b.example.com")]
    values["ingress"] = {"enabled": True, "hosts": [*hosts, {"paths": [{"path": "/"}]}]}
    published = ["b.example.com", "b.example.com:*", "a.example.com", "a.example.com:*"]
    given = ["x.example.com", "10.*"]
    found = variables(values)
    assert found["MLFLOW_SERVER_ALLOWED_HOSTS"].split(",") == [*OWN_HOSTS, *SHARED_RANGE, *SERVICE, *published, *given]
    named = ["ml.prod", "ml.prod:*"]
    found = variables(values, "prod")
    assert found["MLFLOW_SERVER_ALLOWED_HOSTS"].split(",") == [
        *(*OWN_HOSTS, *SHARED_RANGE, *SERVICE, *named, *published, *given),
    ]


def test_the_origins_are_those_of_the_published_hosts_and_the_given_ones() -> None:
    values = values_of("v3.5.0", corsAllowedOrigins=["https://ml.example.com:8443"])
    name = "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"
    assert variables(values)[name] == "https://ml.example.com:8443"
    values["ingress"] = {"enabled": True, "hosts": [{"host": "ml.example.com", "paths": [{"path": "/"}]}]}
    assert variables(values)[name] == "http://ml.example.com,https://ml.example.com,https://ml.example.com:8443"
    assert name not in variables(values_of("v3.5.0"))


@pytest.mark.parametrize("version", VERSIONS)
def test_hosts_and_origins_are_told_from_3_5_on(version: str) -> None:
    values = values_of(f"v{version}", corsAllowedOrigins=["https://a"])
    told = {name for name in variables(values) if name.startswith("MLFLOW_SERVER_")}
    major, minor, _ = map(int, version.split("."))
    expected = (
        {"MLFLOW_SERVER_ALLOWED_HOSTS", "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"} if (major, minor) >= (3, 5) else set()
    )
    assert told == expected


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({"args": ["--allowed-hosts=a"]}, {"CORS"}),
        ({"args": ["--allowed-hosts", "a"]}, {"CORS"}),
        ({"args": ["--cors-allowed-origins=a"]}, {"HOSTS"}),
        ({"args": ["--gunicorn-opts", "--allowed-hosts=a"]}, {"HOSTS", "CORS"}),
        ({"env": {"name": "MLFLOW_SERVER_ALLOWED_HOSTS", "value": "a"}}, {"CORS"}),
        ({"env": {"name": "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS", "value": "a"}}, {"HOSTS"}),
        ({"args": ["--disable-security-middleware"]}, set()),
        ({"env": {"name": "MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE", "value": "true"}}, set()),
        ({"env": {"name": "MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE", "value": True}}, set()),
        ({"env": {"name": "MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE", "value": "false"}}, {"HOSTS", "CORS"}),
    ],
)
def test_what_is_given_by_hand_is_left_out(more: dict[str, Any], left: set[str]) -> None:
    values = values_of("v3.9.0", corsAllowedOrigins=["https://a"], extraArgs=more.get("args", []))
    values["extraEnv"] = [more["env"]] if "env" in more else []
    own = len(server(values).get("env", [])) - len(values["extraEnv"])
    names = [one["name"] for one in server(values).get("env", [])[:own]]
    assert {"HOSTS" if name.endswith("HOSTS") else "CORS" for name in names} == left


def test_the_chart_s_variables_come_before_extra_ones_in_their_order() -> None:
    auth = {"enabled": True, "createFlaskSecret": {"secretKey": "k"}}
    values = values_of("v3.17.2", basicAuth=auth, corsAllowedOrigins=["https://a"])
    values["artifactStore"] = {"gcp": {"enabled": True, "existingSecret": "g"}}
    values["extraEnv"] = [{"name": "A", "value": "1"}]
    assert list(variables(values)) == [
        *("MLFLOW_AUTH_CONFIG_PATH", KEY, "GOOGLE_APPLICATION_CREDENTIALS"),
        *("MLFLOW_SERVER_ALLOWED_HOSTS", "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS", "A"),
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_secret_key_is_given_from_2_20_2_on(version: str) -> None:
    values = values_of(version, basicAuth={"enabled": True, "createFlaskSecret": {"secretKey": "k%y"}})
    made = [m for m in rendered(values) if m["metadata"]["name"] == "ml-flask-secret"]
    if tuple(map(int, version.split("."))) < (2, 20, 2):
        assert not made
        assert KEY not in variables(values)
    else:
        assert made[0]["data"] == {KEY: base64.b64encode(b"k%y").decode()}
        assert made[0]["type"] == "Opaque"
        assert variables(values)[KEY] == {"secretKeyRef": {"name": "ml-flask-secret", "key": KEY}}


def test_the_secret_key_of_an_existing_secret() -> None:
    auth = {"enabled": True, "existingFlaskSecret": "mine", "createFlaskSecret": {"secretKey": "k"}}
    values = values_of("v2.20.2", basicAuth=auth)
    assert variables(values)[KEY] == {"secretKeyRef": {"name": "mine", "key": KEY}}
    assert "ml-flask-secret" not in [m["metadata"]["name"] for m in rendered(values)]


@pytest.mark.parametrize("auth", [{"enabled": True}, {"createFlaskSecret": {"secretKey": "k"}}])
def test_without_a_key_or_a_login_there_is_none(auth: dict[str, Any]) -> None:
    values = values_of("v3.17.2", basicAuth=auth)
    if auth.get("enabled"):
        values["extraEnvFrom"] = [{"secretRef": {"name": "with-the-key"}}]
    assert KEY not in variables(values)
    assert "ml-flask-secret" not in [m["metadata"]["name"] for m in rendered(values)]


def test_a_secret_key_given_by_hand_is_the_only_one() -> None:
    values = values_of("v3.17.2", basicAuth={"enabled": True, "createFlaskSecret": {"secretKey": "k"}})
    values["extraEnv"] = [{"name": KEY, "valueFrom": {"secretKeyRef": {"name": "mine", "key": "k"}}}]
    assert variables(values)[KEY] == {"secretKeyRef": {"name": "mine", "key": "k"}}
    assert "ml-flask-secret" not in [m["metadata"]["name"] for m in rendered(values)]


def test_another_secret_key_rolls_the_pods() -> None:
    def checksum(key: str) -> str:
        values = values_of("v3.17.2", basicAuth={"enabled": True, "createFlaskSecret": {"secretKey": key}})
        template = one(rendered(values), "Deployment")["spec"]["template"]
        return str(template["metadata"]["annotations"]["checksum/config"])

    assert checksum("a") == checksum("a") != checksum("b")


LOCAL = [{"name": "Host", "value": "localhost"}]


@pytest.mark.parametrize("login", [False, True])
@pytest.mark.parametrize("prefix", [[], ["--static-prefix=/ml"], ["--static-prefix", "/ml"], {"value": "/ml"}])
def test_probes(login: bool, prefix: Any) -> None:
    for version in VERSIONS:
        assert_probes(version, login, prefix)


def assert_probes(version: str, login: bool, prefix: Any) -> None:
    number = tuple(map(int, version.split(".")))
    values = values_of(version, basicAuth={"enabled": login, "existingFlaskSecret": "key"})
    if isinstance(prefix, dict):
        values["extraEnv"] = [{"name": "MLFLOW_STATIC_PREFIX", **prefix}]
    else:
        values["trackingServer"]["extraArgs"] = prefix
    below = bool(prefix) and number >= (3, 7, 0)
    expected: dict[str, Any] = {"httpGet": {"path": "/ml/health" if below else "/health", "port": "http"}}
    if below and number < (3, 17, 0):
        expected["httpGet"]["httpHeaders"] = LOCAL
    if below and login and number < (3, 13, 0):
        expected = {"tcpSocket": {"port": "http"}}
    container = server(values)
    assert container["livenessProbe"] == container["readinessProbe"] == expected


@pytest.mark.parametrize(
    "given",
    [
        {"args": ["--static-prefix=$(PREFIX)"]},
        {"env": {"name": "MLFLOW_STATIC_PREFIX", "valueFrom": {"configMapKeyRef": {"name": "a", "key": "b"}}}},
    ],
)
def test_a_prefix_that_cannot_be_seen_is_not_asked_for(given: dict[str, Any]) -> None:
    for tag, expected in (
        ("v3.17.2", {"tcpSocket": {"port": "http"}}),
        ("v3.6.0", {"httpGet": {"path": "/health", "port": "http"}}),
    ):
        values = values_of(tag, extraArgs=given.get("args", []))
        values["extraEnv"] = [given["env"]] if "env" in given else [{"name": "PREFIX", "value": "/ml"}]
        assert server(values)["livenessProbe"] == expected


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        *((name, True) for name in ("localhost:5000", "10.1.2.3:5000", "100.64.1.2", "100.99.1.2", "100.127.255.1:80")),
        *((name, True) for name in ("ml", "ml:80", "ml.prod.svc", "ml.prod.svc:5000", "ml.prod.svc.cluster.local")),
        *((name, True) for name in ("ml.prod", "ml.prod:80", "ml.example.com", "ml.example.com:8443")),
        *((name, False) for name in ("100.63.1.2", "100.128.0.1", "ml.evil.com", "ml.x.svc.evil.com", "evil.com")),
        *((name, False) for name in ("ml.other", "ML.example.com")),
    ],
)
def test_which_hosts_are_answered(host: str, answered: bool) -> None:
    values = values_of("v3.17.2")
    values["ingress"] = {"enabled": True, "hosts": [{"host": "ml.example.com", "paths": [{"path": "/"}]}]}
    patterns = variables(values, "prod")["MLFLOW_SERVER_ALLOWED_HOSTS"].split(",")
    # As MLflow compares: with wildcards by fnmatch, else as they stand.
    assert any(fnmatch(host, one) if "*" in one else host == one for one in patterns) is answered


@pytest.mark.parametrize(
    ("image", "checked"),
    [
        ({"tag": "", "mlflowVersion": ""}, False),
        ({"tag": "v2.14.1", "mlflowVersion": "3.5.0"}, True),
        ({"tag": "v3.5.0", "mlflowVersion": "2.22.5"}, False),
        ({"tag": "latest"}, True),
        ({"tag": "sha-1234"}, True),
        ({"tag": "2.0"}, False),
        ({"tag": "9.0"}, True),
        ({"tag": "3.10"}, True),
    ],
)
def test_which_version_is_meant(image: dict[str, str], checked: bool) -> None:
    values = {**values_of(""), "image": image}
    assert ("MLFLOW_SERVER_ALLOWED_HOSTS" in variables(values)) is checked
