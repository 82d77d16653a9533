"""MT260, MT261, MT263: what stands between the server and those who upload to it or read its metrics."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.checks.memory import MEBIBYTE, limit, needed
from mlflow_tui.config_model.mlflow.behaviours import UPLOADS_HELD_BELOW_PREFIX, UPLOADS_HELD_IN_MEMORY
from mlflow_tui.config_model.mlflow.host_patterns import entries, is_allowed
from mlflow_tui.config_model.problem import Fix, SetValue, Severity

_READS = ("image", "trackingServer", "metrics", "extraEnv", "extraEnvFrom")
_NGINX = "nginx.ingress.kubernetes.io/"
_BODY_SIZE = f"{_NGINX}proxy-body-size"


def _passes_artifacts_on(context: Context) -> bool:
    return context.server.serves_artifacts or context.server.artifacts_only


@check("MT260", Severity.WARNING, "The Ingress lets no large artifacts through.", reads=(*_READS, "ingress"))
def body_size(context: Context) -> Iterator[Finding]:
    ingress = context.values.ingress
    classes = (ingress.class_name, ingress.annotations.get("kubernetes.io/ingress.class"))
    if not ingress.enabled or "nginx" not in classes or not _passes_artifacts_on(context):
        return
    if _BODY_SIZE not in ingress.annotations:
        path = ("ingress", "annotations", _BODY_SIZE)
        yield Finding(
            path,
            "clients that upload more than 1 MiB get 413: it is what ingress-nginx lets through by default",
            hint=f'set it to "0", which is no limit; {_NGINX}proxy-read-timeout may have to be raised too',
            fix=Fix(f"set {_BODY_SIZE} to 0, no limit", (SetValue(path, "0"),)),
        )


_COPIES = 2
"""How often an upload is in memory while it is passed on; measured with 300 MiB in MLflow 3.13.0 and 3.17.2."""
_LARGE = 500 * MEBIBYTE
"""The size of a file from which clients may upload it in parts: `MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE`."""


@check(
    "MT261",
    Severity.WARNING,
    "The memory limit is too small for large uploads.",
    reads=(*_READS, "resources", "backendStore"),
)
def upload_memory(context: Context) -> Iterator[Finding]:
    server, version = context.server, context.mlflow.version
    below = bool(server.meant_prefix) and UPLOADS_HELD_BELOW_PREFIX.holds(version)
    held = (UPLOADS_HELD_IN_MEMORY.holds(version) or below) and server.given("--gunicorn-opts") is None
    given = limit(context)
    if given is None or not held or not _passes_artifacts_on(context):
        return
    largest = (given - needed(context) * MEBIBYTE) // _COPIES
    if 0 < largest < _LARGE:
        where = "below a static prefix " if below else ""
        yield Finding(
            "resources.limits.memory",
            f"an upload of more than about {largest // MEBIBYTE} MiB kills the pod: {where}MLflow {version} holds it "
            "in memory, at twice its size",
            hint="raise the limit, or use the mode no-serve-artifacts",
        )


_PODS = ("10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1")
"""An address of each range that pods have."""


@check("MT263", Severity.WARNING, "Prometheus cannot read the metrics.", reads=_READS)
def metrics(context: Context) -> Iterator[Finding]:
    server = context.server
    given = server.metrics_directory
    if given is None or given.path == ("extraEnvFrom",):
        return
    if server.asks_login:
        message = "Prometheus gets 401 from /metrics: with basic authentication it needs a login"
        yield Finding(given.path, message, hint="give Prometheus the name and the password of a user (basicAuth)")
        return
    hosts = server.given("--allowed-hosts") if server.checks_hosts else None
    if hosts is None or not hosts.text or "$(" in hosts.text:
        return
    port = context.values.tracking_server.port
    if not any(is_allowed(f"{address}:{port}", entries(hosts.text)) for address in _PODS):
        message = "Prometheus gets 403 from /metrics: it asks for the pod's address, which --allowed-hosts leaves out"
        yield Finding(hosts.path, message, hint=f"add the range of the pods' addresses, such as 10.*:{port}")
