"""The server of the official chart: its options, its static prefix, its probes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mlflow_tui.config_model.conversion.foreign import Foreign
from mlflow_tui.config_model.conversion.table import Add, Give, Row, Statement, added, differs, person, row, same
from mlflow_tui.config_model.conversion.tables.shared import hosts, own_hosts, version_of
from mlflow_tui.config_model.json_data import scalar_text

_OPTIONS = "server.value_options"
_FLAGS = "server.flag_options"
_MODES = ("serve-artifacts", "no-serve-artifacts", "artifacts-only")


@row(_OPTIONS)
def _options(foreign: Foreign) -> Iterator[Statement]:
    options = {str(key): value for key, value in foreign.mapping(_OPTIONS).items() if value != ""}
    yield from own_hosts(foreign, _OPTIONS)
    if "workers" not in options:
        yield Give("trackingServer.workers", _MLFLOW_WORKERS)
    for name, value in options.items():
        of = (f"{_OPTIONS}.{name}",)
        key = name.replace("-", "_")
        if (setting := _SETTINGS.get(key)) is not None:
            yield Give(setting, _number(value) if key in _NUMBERS else scalar_text(value), of)
        elif (convert := _SPECIAL.get(key)) is not None:
            yield from convert(of[0], scalar_text(value))
        else:
            yield Add("trackingServer.extraArgs", added(f"--{key.replace('_', '-')}={scalar_text(value)}"), of)


_MLFLOW_WORKERS = 4
"""What `mlflow server` starts where nobody says how many."""

_NUMBERS = ("port", "workers")
_SETTINGS = {
    "host": "trackingServer.host",
    "port": "trackingServer.port",
    "workers": "trackingServer.workers",
    "static_prefix": "trackingServer.staticPrefix",
    "default_artifact_root": "trackingServer.defaultArtifactRoot",
    "artifacts_destination": "trackingServer.artifactsDestination",
}
"""Options that are settings here."""


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _hosts(key: str, value: str) -> Iterator[Statement]:
    listed = [one.strip() for one in value.split(",") if one.strip()]
    yield from hosts(key, listed, "allowedHosts", "MLFLOW_SERVER_ALLOWED_HOSTS", "argument --allowed-hosts")


def _origins(key: str, value: str) -> Iterator[Statement]:
    listed = [one.strip() for one in value.split(",") if one.strip()]
    name = "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"
    yield from hosts(key, listed, "corsAllowedOrigins", name, "argument --cors-allowed-origins")


def _backend(key: str, value: str) -> Iterator[Statement]:
    yield Give("backendStore.createSecret.backendStoreUri", value, (key,))
    name = "MLFLOW_BACKEND_STORE_URI"
    yield differs(key, "it is in a Secret, no longer an argument", "argument --backend-store-uri", f"env {name}")


def _metrics(key: str, value: str) -> Iterator[Statement]:
    yield Give("metrics.enabled", True, (key,))
    yield Give("metrics.multiprocDirectory", value, (key,))
    yield differs(key, "the folder of the metrics is a volume of its own", f"mount {value}")


_SPECIAL: Mapping[str, Callable[[str, str], Iterator[Statement]]] = {
    "allowed_hosts": _hosts,
    "cors_allowed_origins": _origins,
    "backend_store_uri": _backend,
    "expose_prometheus": _metrics,
}
"""Options that become more than one setting, or another one."""


@row(_FLAGS)
def _flags(foreign: Foreign) -> Iterator[Statement]:
    mode = "serve-artifacts"
    for flag in (str(one).replace("_", "-") for one in foreign.items(_FLAGS)):
        if flag in _MODES:
            mode = flag
        else:
            yield Add("trackingServer.extraArgs", added(f"--{flag}"))
    yield Give("trackingServer.mode", mode)
    if mode not in [str(one).replace("_", "-") for one in foreign.items(_FLAGS)]:
        message = "MLflow serves artifacts unless it is told not to; here the argument says so"
        yield differs(_FLAGS, message, f"argument --{mode}")


@row("server.staticPrefix")
def _prefix(foreign: Foreign) -> Iterator[Statement]:
    prefix = foreign.text("server.staticPrefix")
    if not prefix:
        return
    yield Give("trackingServer.staticPrefix", prefix.removesuffix("/"))
    version = version_of(foreign, foreign.text("image.tag"))
    probes = ("probe liveness", "probe readiness", "probe startup")
    message = f"the probes ask where MLflow {version} answers below a prefix"
    yield differs("server.staticPrefix", message, *probes, "argument --static-prefix")


def _probe(name: str, to: str) -> Row:
    keys = ("enabled", "initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold")

    def convert(foreign: Foreign) -> Iterator[Statement]:
        settings = foreign.mapping(f"probes.{name}")
        on = settings.pop("enabled", None)
        if not on:
            if name != "startup":
                yield Give(to, {"enabled": False})
            return
        probe = {key: settings[key] for key in keys if key in settings}
        if foreign.on("tls.enabled"):
            prefix = foreign.text("server.staticPrefix").removesuffix("/")
            probe = {"httpGet": {"path": f"{prefix}/health", "port": "http", "scheme": "HTTPS"}, **probe}
            yield differs(f"probes.{name}.enabled", "it asks for the port http, as it is named here", f"probe {name}")
        yield Give(to, probe)

    return Row(tuple(f"probes.{name}.{key}" for key in keys), convert)


@row("metrics.enabled")
def _metrics_on(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("metrics.enabled") or foreign.has("metrics.enabled"):
        yield Give("metrics.enabled", foreign.on("metrics.enabled"))
    if foreign.on("metrics.enabled"):
        yield Give("metrics.multiprocDirectory", "/tmp/metrics")
        yield differs("metrics.enabled", "the folder of the metrics is a volume of its own", "mount /tmp/metrics")


@row("serviceMonitor.enabled", "serviceMonitor.tlsConfig")
def _service_monitor(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("serviceMonitor.enabled") or foreign.has("serviceMonitor.enabled"):
        yield Give("metrics.serviceMonitor.enabled", foreign.on("serviceMonitor.enabled"), ("serviceMonitor.enabled",))
    if foreign.on("serviceMonitor.enabled") and foreign.on("metrics.enabled") and foreign.on("tls.enabled"):
        yield person(
            "serviceMonitor.tlsConfig",
            "the ServiceMonitor here asks by HTTP, and the server answers by HTTPS",
            "switch metrics.serviceMonitor off and give a ServiceMonitor of your own in extraObjects",
            "monitor",
        )
    elif foreign.has("serviceMonitor.tlsConfig"):
        yield differs("serviceMonitor.tlsConfig", "it has an effect only with tls.enabled")


ROWS: tuple[Row, ...] = (
    _options,
    _flags,
    _prefix,
    _probe("liveness", "livenessProbe"),
    _probe("readiness", "readinessProbe"),
    _probe("startup", "startupProbe"),
    _metrics_on,
    same("metrics.path", when="metrics.enabled"),
    _service_monitor,
)
