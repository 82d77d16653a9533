"""Random valid values, made from the catalogue: a new setting is generated from the day that it is declared."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from itertools import chain
from typing import Any

from hypothesis import strategies as st

from mlflow_tui.config_model.catalogue import catalogue, leaves
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import Kind, Setting

TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\x7f\ufeff"
    ),
    max_size=12,
)
"""Text as people and machines write it: no control characters but tabs and line breaks."""

LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=12)
"""One line of text without spaces."""

NAME = st.from_regex(r"[a-z]([-a-z0-9]{0,20}[a-z0-9])?", fullmatch=True)
LONG_NAME = st.from_regex(r"[a-z][-a-z0-9]{50,70}[a-z0-9]", fullmatch=True)
"""Beyond the 63 characters at which names are cut, some of them at a hyphen."""
ODD = st.sampled_from(
    ["true", "null", "1", "1e3", "0x1F", "yes", "~", "- a", "{a}", "#x", "a: b", "%", "é<>&", "=", "'\""]
)
ANY_TEXT = TEXT | ODD
LABEL = st.from_regex(r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,10}[A-Za-z0-9])?", fullmatch=True)
STRING_MAP = st.dictionaries(NAME, ANY_TEXT, max_size=3)
LABEL_MAP = st.dictionaries(NAME, LABEL, max_size=3)
QUANTITY = st.sampled_from(["500m", "1Gi", "2", 1, 0.5, 104857600, "1e3"])
ENV_NAME = st.from_regex(r"[A-Z][A-Z0-9_]{0,12}", fullmatch=True)
NUMBER = (
    st.integers(-(2**40), 2**40)
    | st.floats(-1e9, 1e9, allow_nan=False)
    | st.sampled_from([0, -1, 2**53, 2**60, 2**63, 10**20, 10**21, 1e21, 1.5e300, 1e-7, 1e-4, 0.1, -0.0, 3.0, 1e6])
)
SCALAR = st.booleans() | NUMBER | ANY_TEXT


def _named(items: st.SearchStrategy[list[dict[str, Any]]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return items.map(lambda found: list({item["name"]: item for item in found}.values()))


_REFERENCE = st.fixed_dictionaries({"name": NAME, "key": NAME}, optional={"optional": st.booleans()})
_ENV_VAR = st.fixed_dictionaries({"name": ENV_NAME, "value": SCALAR}) | st.fixed_dictionaries(
    {
        "name": ENV_NAME,
        "valueFrom": st.fixed_dictionaries({"secretKeyRef": _REFERENCE})
        | st.fixed_dictionaries({"configMapKeyRef": _REFERENCE}),
    }
)
_CONTAINER = st.fixed_dictionaries(
    {"name": NAME, "image": NAME},
    optional={
        "args": st.lists(ANY_TEXT, max_size=2),
        "env": st.lists(st.fixed_dictionaries({"name": ENV_NAME, "value": ANY_TEXT}), max_size=2),
        "resources": st.fixed_dictionaries({"limits": st.dictionaries(st.sampled_from(["cpu", "memory"]), QUANTITY)}),
        "ports": st.just([{"containerPort": 9000, "name": "metrics"}]),
        "livenessProbe": st.none(),
    },
)
_VOLUME = st.fixed_dictionaries({"name": NAME, "emptyDir": st.just({})}) | st.fixed_dictionaries(
    {"name": NAME, "secret": st.fixed_dictionaries({"secretName": NAME})}
)
_TERM = {
    "preferredDuringSchedulingIgnoredDuringExecution": [
        {"weight": 1, "preference": {"matchExpressions": [{"key": "disk", "operator": "In", "values": ["ssd"]}]}}
    ]
}

_HANDLER = st.sampled_from(
    [
        {"httpGet": {"path": "/x", "port": "http"}},
        {"httpGet": {"port": 5000, "scheme": "HTTPS"}, "tcpSocket": None},
        {"tcpSocket": {"port": 5000}},
        {"exec": {"command": ["true"]}},
        {"httpGet": None},
        {},
    ]
)
_PROBE = st.builds(
    lambda fields, handler: {**fields, **handler},
    st.fixed_dictionaries(
        {},
        optional={
            "enabled": st.booleans() | st.none(),
            "periodSeconds": st.integers(0, 60),
            "initialDelaySeconds": st.integers(0, 60),
            "failureThreshold": st.integers(0, 2**31 - 1),
            "timeoutSeconds": st.none() | st.integers(0, 9),
        },
    ),
    _HANDLER,
)

PIECES: dict[str, st.SearchStrategy[Any]] = {
    "EnvVar": _ENV_VAR,
    "EnvFromSource": st.fixed_dictionaries({"secretRef": st.fixed_dictionaries({"name": NAME})})
    | st.fixed_dictionaries({"configMapRef": st.fixed_dictionaries({"name": NAME})}, optional={"prefix": ENV_NAME}),
    "Volume": _VOLUME,
    "VolumeMount": st.fixed_dictionaries({"name": NAME, "mountPath": NAME.map(lambda name: f"/{name}")}),
    "Container": _CONTAINER,
    "Toleration": st.fixed_dictionaries({"key": LABEL, "operator": st.just("Exists")}),
    "LocalObjectReference": st.fixed_dictionaries({"name": NAME}),
    "Affinity": st.sampled_from([{}, {"nodeAffinity": _TERM}, {"nodeAffinity": _TERM, "podAffinity": None}]),
    "ResourceRequirements": st.fixed_dictionaries(
        {},
        optional={
            "limits": st.dictionaries(st.sampled_from(["cpu", "memory"]), QUANTITY),
            "requests": st.dictionaries(st.sampled_from(["cpu", "memory"]), QUANTITY),
        },
    ),
    "SecurityContext": st.fixed_dictionaries({}, optional={"runAsNonRoot": st.booleans(), "runAsUser": st.just(1000)}),
    "ProbeOverlay": _PROBE,
    "Lifecycle": st.sampled_from(
        [
            {},
            {"preStop": {"exec": {"command": ["sleep", "10"]}}, "postStart": None},
            {"postStart": {"httpGet": {"path": "/a", "port": 5000}}},
        ]
    ),
    "DeploymentStrategy": st.sampled_from(
        [{}, {"type": "Recreate"}, {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "50%", "maxUnavailable": 0}}]
    ),
    "TopologySpreadConstraint": st.fixed_dictionaries(
        {"maxSkew": st.integers(1, 3), "topologyKey": LABEL, "whenUnsatisfiable": st.just("DoNotSchedule")},
        optional={
            "labelSelector": st.sampled_from([None, {}, {"matchLabels": {"a": "b"}}]),
            "minDomains": st.integers(1, 3),
            "matchLabelKeys": st.just(["pod-template-hash"]),
        },
    ),
    "HostAlias": st.fixed_dictionaries(
        {"ip": st.sampled_from(["10.1.2.3", "::1"])}, optional={"hostnames": st.lists(NAME, max_size=2)}
    ),
    "MetricSpec": st.sampled_from(
        [
            {
                "type": "Pods",
                "pods": {"metric": {"name": "a"}, "target": {"type": "AverageValue", "averageValue": "1"}},
            },
            {"type": "External", "external": {"metric": {"name": "b"}, "target": {"type": "Value", "value": 3}}},
        ]
    ),
    "HorizontalPodAutoscalerBehavior": st.sampled_from(
        [{}, {"scaleDown": {"stabilizationWindowSeconds": 0, "selectPolicy": None}, "scaleUp": None}]
    ),
    "NetworkPolicyPeer": st.sampled_from(
        [{"podSelector": {}}, {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}, "podSelector": None}]
    ),
    "NetworkPolicyEgressRule": st.sampled_from(
        [{}, {"to": [{"namespaceSelector": {}}]}, {"ports": [{"port": 5432, "protocol": "TCP", "endPort": None}]}]
    ),
    "HTTPRouteFilter": st.sampled_from(
        [
            {"type": "RequestHeaderModifier", "requestHeaderModifier": {"remove": ["A"], "set": None}},
            {"type": "URLRewrite", "urlRewrite": {"path": {"type": "ReplaceFullPath", "replaceFullPath": "/"}}},
        ]
    ),
    "HTTPRouteTimeouts": st.sampled_from([{}, {"request": "10s"}, {"request": "1h", "backendRequest": None}]),
    "RelabelConfig": st.sampled_from([{"action": "drop", "regex": "a.*"}, {"targetLabel": "a", "modulus": None}]),
    "ScrapeBasicAuth": st.just({"username": {"name": "a", "key": "b"}, "password": {"name": "a", "key": "c"}}),
    "PodSecurityContext": st.fixed_dictionaries({}, optional={"fsGroup": st.integers(0, 2**31 - 1)}),
}

_PATH = st.fixed_dictionaries(
    {"path": NAME.map(lambda name: f"/{name}")},
    optional={"pathType": st.sampled_from(["Prefix", "Exact", "ImplementationSpecific", None])},
)
_HOSTS = st.lists(
    st.fixed_dictionaries(
        {"paths": st.lists(_PATH, min_size=1, max_size=2)},
        optional={"host": NAME.map(lambda name: f"{name}.example.com")},
    ),
    min_size=1,
    max_size=2,
)
_TLS = st.lists(
    st.fixed_dictionaries({}, optional={"hosts": st.lists(NAME, max_size=2), "secretName": NAME | st.just("")}),
    max_size=2,
)

VERSION = st.sampled_from(
    ["2.14.1", "2.20.1", "2.20.2", "3.4.0", "3.5.0", "3.6.0", "3.7.0", "3.12.0", "3.13.0", "3.16.1", "3.17.0", "3.18.0"]
)
"""Around those that bring what is rendered otherwise."""
TAGS = (
    *(
        "",
        "v2.14.1",
        "1.0",
        "1e3",
        "latest",
        "0x10",
        "null",
        "3.10",
        "v3.9.0-full",
        "2.20.2-r3",
        "3.17.0rc1",
        "3.08.09",
    ),
    *("3.005", "3.1000", "4.0", "99.0.0", "2.13.9", "2.14.0", "20260101", "main-3.9.0", "v3", "V3.9", "3.9.0.1"),
)
"""Tags that tell a version, and some that tell none."""
TAG = st.none() | st.sampled_from(TAGS)
_PREFIX = st.sampled_from(["/ml", "/a/b", "/$(PREFIX)", "/ä b"])
_ARGUMENTS = (
    ANY_TEXT.map(lambda text: [text])
    | _PREFIX.map(lambda prefix: [f"--static-prefix={prefix}"])
    | _PREFIX.map(lambda prefix: ["--static-prefix", prefix])
    | st.sampled_from(
        [
            *(["--allowed-hosts=a"], ["--cors-allowed-origins", "*"], ["--disable-security-middleware"], ["-p", "80"]),
            *(["--gunicorn-opts", "--static-prefix=/no"], ["-w2"], ["--app-name=basic-auth"], ["--static-prefix="]),
        ]
    )
)
"""Arguments of the server, some of which change what else is rendered."""
_NAME_OF_SERVER_VARIABLE = st.sampled_from(
    [
        *("MLFLOW_SERVER_ALLOWED_HOSTS", "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS", "MLFLOW_FLASK_SERVER_SECRET_KEY"),
        *("MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE", "MLFLOW_STATIC_PREFIX"),
    ]
)
_SERVER_VARIABLE = (
    st.fixed_dictionaries({"name": st.just("MLFLOW_STATIC_PREFIX"), "value": _PREFIX | st.just("")})
    | st.fixed_dictionaries(
        {"name": _NAME_OF_SERVER_VARIABLE},
        optional={"value": st.sampled_from(["true", " 1 ", "ON", "false", "a", True, 0])},
    )
    | st.fixed_dictionaries(
        {"name": _NAME_OF_SERVER_VARIABLE, "valueFrom": st.fixed_dictionaries({"secretKeyRef": _REFERENCE})}
    )
)

_EXTRA_OBJECT = st.fixed_dictionaries(
    {
        "apiVersion": st.sampled_from(["v1", "example.com/v1beta1"]),
        "kind": st.sampled_from(["ConfigMap", "Thing"]),
        "metadata": st.fixed_dictionaries(
            {"name": NAME.map(lambda name: f"extra-{name}")},
            optional={
                "labels": st.none()
                | st.dictionaries(NAME | st.just("app.kubernetes.io/managed-by"), LABEL, max_size=2),
                "annotations": st.none() | STRING_MAP,
            },
        ),
    },
    optional={"data": st.none() | STRING_MAP, "spec": st.dictionaries(NAME, SCALAR | st.none(), max_size=2)},
)
_LABELS = st.none() | st.dictionaries(
    NAME | st.sampled_from(["app.kubernetes.io/name", "app.kubernetes.io/version"]), LABEL, max_size=3
)
_OBJECT_NAMES = ("existingSecret", "existingCaSecret", "existingFlaskSecret", "className")
_BY_KEY: dict[str, st.SearchStrategy[Any]] = {
    "nameOverride": NAME | LONG_NAME | LABEL | st.sampled_from(["", None]),
    "fullnameOverride": NAME | LONG_NAME | st.sampled_from(["", None]),
    "image.registry": st.sampled_from(["", None, "ghcr.io", "localhost:5000", "registry.example.com:443"]),
    "image.repository": st.sampled_from(["mlflow/mlflow", "a", "team/ml-flow/server", "a_b/c.d"]),
    "image.tag": TAG | VERSION.map(lambda version: f"v{version}-full"),
    "image.mlflowVersion": st.sampled_from(["", None]) | VERSION | TAG,
    "trackingServer.extraArgs": st.none() | st.lists(_ARGUMENTS, max_size=3).map(lambda found: list(chain(*found))),
    "extraEnv": _named(st.lists(_ENV_VAR | _SERVER_VARIABLE, max_size=3)),
    "serviceAccount.name": NAME,
    "service.name": st.sampled_from(["http", "web", "http-mlflow"]),
    "ingress.hosts": _HOSTS,
    "ingress.tls": _TLS,
    "nodeSelector": LABEL_MAP,
    "autoscaling.minReplicas": st.integers(1, 5),
    "autoscaling.maxReplicas": st.integers(5, 9),
    "podDisruptionBudget.minAvailable": st.none() | st.integers(0, 3) | st.sampled_from(["50%", "100%"]),
    "podDisruptionBudget.maxUnavailable": st.none() | st.integers(0, 3) | st.sampled_from(["1%", "25%"]),
    "httpRoute.parentRefs": st.lists(
        st.fixed_dictionaries({"name": NAME}, optional={"sectionName": NAME, "port": st.none() | st.just(443)}),
        min_size=1,
        max_size=2,
    ),
    "httpRoute.hostnames": st.none() | st.lists(NAME.map(lambda name: f"{name}.example.org"), max_size=2),
    "metrics.serviceMonitor.namespace": NAME | st.sampled_from(["", None]),
    "metrics.serviceMonitor.labels": st.none()
    | st.dictionaries(NAME | st.just("app.kubernetes.io/name"), LABEL, max_size=2),
    "garbageCollection.olderThan": st.sampled_from(["30d", "1.5h", "90s"]),
    "garbageCollection.extraArgs": st.none() | st.just(["--run-ids", "a\nb"]) | st.just(["--experiment-ids=7"]),
    "extraObjects": st.none() | st.lists(_EXTRA_OBJECT, max_size=2),
    "persistence.accessModes": st.lists(
        st.sampled_from(["ReadWriteOnce", "ReadWriteMany", "ReadWriteOncePod"]), max_size=2, unique=True
    )
    | st.none(),
    "persistence.size": st.sampled_from(["1Gi", "500Mi", "1e9", "10"]),
    "persistence.existingClaim": NAME | st.sampled_from(["", None]),
    "persistence.storageClassName": NAME | st.sampled_from(["", None]),
    "persistence.mountPath": NAME.map(lambda name: f"/{name}"),
    "artifactStore.oss.endpoint": LINE,
    "replicaCount": st.integers(0, 5),
    "image.digest": st.sampled_from(["", None, "sha256:" + "0123456789abcdef" * 4]),
    "backendStore.existingSecretKey": st.sampled_from(["", None, "uri", "MLFLOW_BACKEND_STORE_URI"]),
    "trackingServer.staticPrefix": st.sampled_from(["", None, "/ml", "/a/b", "/$(PREFIX)", "/ä b"]),
    "metrics.multiprocDirectory": st.sampled_from(["/tmp/mlflow-metrics", "/a b"]),
    "priorityClassName": NAME | st.sampled_from(["", None]),
    "service.loadBalancerClass": st.sampled_from(["", None, "a.b/c"]),
    "service.loadBalancerSourceRanges": st.none() | st.lists(st.sampled_from(["10.0.0.0/8", "fd00::/8"]), max_size=2),
    "podLabels": _LABELS,
    "service.labels": _LABELS,
    "trackingServer.workers": st.integers(1, 8),
}


_WITH_NAMES = ("EnvVar", "Volume", "VolumeMount", "Container", "LocalObjectReference")


def setting_value(setting: Setting) -> st.SearchStrategy[Any]:
    """A valid value of the setting; null too where null has a meaning."""
    if setting.key in _BY_KEY:
        return _BY_KEY[setting.key]
    if setting.path[-1] in _OBJECT_NAMES:
        return NAME | LONG_NAME | st.sampled_from(["", None])
    if ".basicAuth.createSecret." in setting.key:
        return LINE
    match setting.kind:
        case Kind.SWITCH:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from(setting.choices)
        case Kind.INTEGER:
            return st.integers(setting.minimum or 0, min(setting.maximum or 99, 65535))
        case Kind.OPTIONAL_INTEGER:
            return st.none() | st.integers(setting.minimum or 0, setting.maximum or 99)
        case Kind.STRING_MAP:
            return st.none() | STRING_MAP
        case Kind.STRING_LIST:
            return st.none() | st.lists(ANY_TEXT, max_size=3)
        case Kind.OBJECT:
            return st.none() | PIECES[setting.kubernetes or ""]
        case Kind.OBJECT_LIST:
            items = st.lists(PIECES[setting.kubernetes or ""], max_size=2)
            return _named(items) if setting.kubernetes in _WITH_NAMES else items
        case _:
            return st.none() | ANY_TEXT


@cache
def _leaves() -> tuple[tuple[Setting, st.SearchStrategy[Any]], ...]:
    # Made once: a strategy that is new for each draw is validated anew each time, which costs more than the draw.
    return tuple((setting, setting_value(setting)) for setting in leaves())


@st.composite
def values(draw: st.DrawFn) -> dict[str, Any]:
    """Values that the schema allows, some keys of them given and the others left to their defaults."""
    given: dict[str, Any] = {}
    chosen = draw(st.lists(st.sampled_from(_leaves()), max_size=25, unique_by=lambda leaf: leaf[0].key))
    for setting, strategy in chosen:
        put(given, setting.path, draw(strategy))
    if draw(st.integers(0, 4)) == 0:
        # Each is nothing without the other.
        put(given, ("backendStore", "databaseUpgrade"), True)
        put(given, ("backendStore", "databaseUpgradeJob"), True)
    return given


_DECIDED_BY_VERSION = frozenset(
    [
        *("image.tag", "image.mlflowVersion", "trackingServer.extraArgs", "trackingServer.allowedHosts", "extraEnv"),
        *("image.digest", "trackingServer.staticPrefix", "livenessProbe", "startupProbe"),
        *("trackingServer.corsAllowedOrigins", "trackingServer.basicAuth.enabled", "ingress.enabled", "ingress.hosts"),
        *("trackingServer.basicAuth.existingFlaskSecret", "trackingServer.basicAuth.createFlaskSecret.secretKey"),
    ]
)
"""Keys that tell a version of MLflow, or whose effect it decides."""


@st.composite
def values_by_version(draw: st.DrawFn) -> dict[str, Any]:
    """As `values`, of the keys whose effect depends on the version of MLflow."""
    given: dict[str, Any] = {}
    for setting, strategy in _leaves():
        if setting.key in _DECIDED_BY_VERSION and draw(st.integers(0, 3)):
            put(given, setting.path, draw(strategy))
    return given


def put(given: dict[str, Any], path: Path, value: Any) -> None:
    """Set the value at the path, maps on the way made as needed."""
    for part in path[:-1]:
        if not isinstance(given.get(str(part)), dict):
            given[str(part)] = {}
        given = given[str(part)]
    given[str(path[-1])] = value


_SECTIONS = tuple(setting.path for setting in catalogue() if setting.kind is Kind.SECTION)
_GLOBAL = st.dictionaries(NAME, SCALAR, max_size=2)


@st.composite
def layered_values(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One or two files of valid values, the second over the first; now and then a section of null, or keys beside."""
    files = [draw(values()) for _ in range(draw(st.sampled_from([1, 1, 2])))]
    for file in files:
        for path in draw(st.lists(st.sampled_from(_SECTIONS), max_size=1)) if draw(st.integers(0, 4)) == 0 else []:
            put(file, path, None)
        if draw(st.integers(0, 9)) == 0:
            file["global"] = draw(st.none() | _GLOBAL)
        if draw(st.integers(0, 4)) == 0:
            file[draw(st.sampled_from(["x-shared", ".shared", "x-", "."]))] = draw(st.none() | _GLOBAL | SCALAR)
        if draw(st.integers(0, 9)) == 0:
            file["enabled"] = draw(st.none() | st.booleans())
    return files


RELEASES = st.builds(
    Release,
    name=st.sampled_from(["mlflow", "prod", "my-mlflow-2", "a.b-mlflow", "r" * 53, "x1.y2"])
    | st.from_regex(r"[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?", fullmatch=True),
)


WRONG_RELEASES = st.builds(Release, name=st.sampled_from(["1", "9-a", "A", "a_b", "a-", ".a", "a..b", "r" * 54, "a.b"]))
"""Names that Helm refuses, or that make no name of a Service."""

_WRONG: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 1.5, 65535, 65536, 2**40, "", "a", "4", "true", "yes", "Always", "a\nb"),
    *([], [1], ["a"], ["a", 1], [None], [[]], [{}], [{"name": 1}], [{"name": "a"}], [{"hosts": "a"}]),
    *([{"hosts": [1], "secretName": None}], [{"host": 1, "paths": []}], [{"host": "a", "paths": [{"path": 1}]}]),
    *([{"paths": [{"path": "/", "pathType": "any"}]}], [{"host": "a", "paths": None}], [{"paths": [{"x": 1}]}]),
    *({}, {"a": 1}, {"a": None}, {"a": "b"}, {"a": {"b": 1}}, {"enabled": True}, {"": ""}),
)
"""Values of all types and shapes: each is right somewhere, and wrong in most places."""


@st.composite
def wrong_values(draw: st.DrawFn) -> dict[str, Any]:
    """Valid values into which something is put that fits in few places, or a key that is not one of the chart's."""
    given = draw(values())
    places = tuple(setting.path for setting in catalogue())
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.sampled_from(places))
        if draw(st.integers(0, 5)) == 0:
            names = ["unknown", "Enabled", str(place[-1]).upper(), "name", "x-name", ".name", "enabled"]
            place = (*place[:-1], draw(st.sampled_from(names)))
        put(given, place, deepcopy(draw(st.sampled_from(_WRONG))))
    return given
