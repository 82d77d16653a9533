"""The chart of community-charts: `backendStore.postgres`, `artifactRoot`, `auth`, `serverAllowedHosts` and the rest.

Source: its values.yaml and what its templates make of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.conversion.foreign import Foreign, chart_mlflow, key_path
from mlflow_tui.config_model.conversion.table import (
    Add,
    Give,
    Item,
    Statement,
    added,
    below,
    differs,
    items_of,
    listed,
    nothing,
    person,
    row,
    same,
    variable,
)
from mlflow_tui.config_model.conversion.tables import (
    community_access,
    community_auth,
    community_server,
    community_stores,
)
from mlflow_tui.config_model.conversion.tables.community_stores import DATABASES, STORES
from mlflow_tui.config_model.conversion.tables.shared import default_tag, image_name, is_template, temporary_files
from mlflow_tui.config_model.json_data import scalar_text


@row("image.repository")
def _repository(foreign: Foreign) -> Iterator[Statement]:
    registry, repository = image_name(foreign.text("image.repository"))
    yield Give("image.registry", registry)
    yield Give("image.repository", repository)


@row("image.tag")
def _tag(foreign: Foreign) -> Iterator[Statement]:
    if tag := foreign.text("image.tag"):
        yield Give("image.tag", tag)
        yield differs("image.tag", "the variable MLFLOW_VERSION, which MLflow does not read, is left out", _VERSION)
        return
    tag = chart_mlflow(foreign.chart)
    yield from default_tag("image.tag", tag, _VERSION)


_VERSION = "env MLFLOW_VERSION"


@row("strategy.type", "strategy.rollingUpdate.maxSurge", "strategy.rollingUpdate.maxUnavailable")
def _strategy(foreign: Foreign) -> Iterator[Statement]:
    strategy: dict[str, Any] = {"type": foreign.text("strategy.type")}
    if strategy["type"] == "RollingUpdate":
        strategy["rollingUpdate"] = foreign.mapping("strategy.rollingUpdate")
    yield Give("strategy", strategy)


@row("extraEnvVars")
def _variables(foreign: Foreign) -> Iterator[Statement]:
    given = foreign.mapping("extraEnvVars")
    for name in sorted(given):
        value = variable(name, scalar_text(given[name]))
        yield Add("extraEnv", [Item(value, (*key_path("extraEnvVars"), name))])
    if not given and foreign.has("extraEnvVars"):
        yield Add("extraEnv", [])


@row("extraSecretNamesForEnvFrom")
def _environment_secrets(foreign: Foreign) -> Iterator[Statement]:
    key = "extraSecretNamesForEnvFrom"
    for index, name in enumerate(foreign.items(key)):
        yield Add("extraEnvFrom", [Item({"secretRef": {"name": str(name)}}, (key, index))])


@row("extraDeploy")
def _objects(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.items("extraDeploy"):
        return
    yield Add("extraObjects", items_of(foreign, "extraDeploy"))
    if is_template(foreign.items("extraDeploy")):
        yield person(
            "extraDeploy",
            "that chart reads templates in it, this one takes the text as it stands",
            "write in extraObjects what the templates would give",
        )


@row("podSecurityContext")
def _pod_context(foreign: Foreign) -> Iterator[Statement]:
    yield Give("podSecurityContext", foreign.value("podSecurityContext"))


@row("securityContext")
def _context(foreign: Foreign) -> Iterator[Statement]:
    yield Give("securityContext", foreign.value("securityContext"))
    yield from temporary_files("securityContext")


@row(
    "autoscaling.enabled",
    "autoscaling.minReplicas",
    "autoscaling.maxReplicas",
    "autoscaling.metrics",
    "autoscaling.behavior",
)
def _autoscaling(foreign: Foreign) -> Iterator[Statement]:
    on = foreign.on("autoscaling.enabled")
    made = on and _shares_all(foreign)
    if on and not made:
        message = "that chart makes no autoscaler for stores that replicas cannot share, and names no replicas"
        yield Give("replicaCount", 1, ("autoscaling.enabled",))
        yield differs("autoscaling.enabled", message, "replicas")
    if on or foreign.has("autoscaling.enabled"):
        yield Give("autoscaling.enabled", made, ("autoscaling.enabled",))
    for key in ("minReplicas", "maxReplicas", "behavior"):
        if made or foreign.has(f"autoscaling.{key}"):
            yield Give(f"autoscaling.{key}", foreign.value(f"autoscaling.{key}"), (f"autoscaling.{key}",))
    if made or foreign.has("autoscaling.metrics"):
        yield from _metrics(foreign.items("autoscaling.metrics"))


def _metrics(metrics: list[Any]) -> Iterator[Statement]:
    """Targets of CPU and memory as such, all other metrics as they are."""
    targets: dict[str, Any] = {"cpu": None, "memory": None}
    others = []
    for metric in metrics:
        resource = metric.get("resource") if isinstance(metric, dict) else None
        target = resource.get("target") if isinstance(resource, dict) else None
        name = resource.get("name") if isinstance(resource, dict) else None
        if name in targets and isinstance(target, dict) and target.get("type") == "Utilization":
            targets[name] = target.get("averageUtilization")
        else:
            others.append(metric)
    of = ("autoscaling.metrics",)
    yield Give("autoscaling.targetCPUUtilizationPercentage", targets["cpu"], of)
    yield Give("autoscaling.targetMemoryUtilizationPercentage", targets["memory"], of)
    if others:
        yield Give("autoscaling.metrics", others, of)


def _shares_all(foreign: Foreign) -> bool:
    """Whether that chart makes the autoscaler: by what the database, the artifacts and the users are kept in."""
    database = any(foreign.on(f"backendStore.{one}.enabled") for one in ("postgres", "mysql"))
    database = database or any(foreign.on(f"{one}.enabled") for one in DATABASES)
    artifacts = any(foreign.on(f"artifactRoot.{one}.enabled") for one in STORES)
    return database and artifacts and (not foreign.on("auth.enabled") or foreign.on("auth.postgres.enabled"))


@row(
    "serviceMonitor.enabled",
    "serviceMonitor.telemetryPath",
    "serviceMonitor.namespace",
    "serviceMonitor.interval",
    "serviceMonitor.labels",
    "serviceMonitor.timeout",
    "serviceMonitor.metricRelabelings",
)
def _service_monitor(foreign: Foreign) -> Iterator[Statement]:
    on, key = foreign.on("serviceMonitor.enabled"), "serviceMonitor.enabled"
    if on:
        yield Give("metrics.enabled", True, (key,))
        yield Give("metrics.multiprocDirectory", "/mlflow/metrics", (key,))
        yield differs(key, "the folder of the metrics is a volume of its own", "mount /mlflow/metrics")
    if on or foreign.has(key):
        yield Give("metrics.serviceMonitor.enabled", on, (key,))
    for name, to in (
        ("telemetryPath", "metrics.path"),
        ("namespace", "metrics.serviceMonitor.namespace"),
        ("interval", "metrics.serviceMonitor.interval"),
        ("timeout", "metrics.serviceMonitor.scrapeTimeout"),
        ("labels", "metrics.serviceMonitor.labels"),
        ("metricRelabelings", "metrics.serviceMonitor.metricRelabelings"),
    ):
        whole = f"serviceMonitor.{name}"
        if (on or foreign.has(whole)) and foreign.value(whole) is not None:
            yield Give(to, foreign.value(whole), (whole,))


@row("telemetry.enabled")
def _telemetry(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.on("telemetry.enabled"):
        off = (variable(name, "true") for name in ("MLFLOW_DISABLE_TELEMETRY", "DO_NOT_TRACK"))
        yield Add("extraEnv", added(*off))


ROWS = (
    same("replicaCount"),
    _repository,
    same("image.pullPolicy"),
    _tag,
    same("image.digest"),
    nothing(
        "the database upgrade has the image of the server",
        *(f"initImages.mlflowDbMigration.{key}" for key in ("repository", "pullPolicy", "tag")),
    ),
    nothing(
        "nothing waits for the database: the kubelet starts the server again until it answers",
        *(f"initImages.dbchecker.{key}" for key in ("repository", "pullPolicy", "tag")),
    ),
    nothing(
        "basic_auth.ini is written by the chart, not by a container",
        *(f"initImages.iniFileInitializer.{key}" for key in ("repository", "pullPolicy", "tag")),
    ),
    _strategy,
    same("imagePullSecrets", "image.pullSecrets"),
    same("nameOverride"),
    same("fullnameOverride"),
    same("revisionHistoryLimit"),
    *below("serviceAccount", "create", "automount", "annotations", "name"),
    same("deploymentAnnotations"),
    same("podAnnotations"),
    same("extraPodLabels", "podLabels"),
    _pod_context,
    _context,
    *below("service", "type", "port", "name", "annotations"),
    nothing("that chart makes the Service whatever it says", "service.enabled"),
    *community_server.ROWS,
    *community_stores.ROWS,
    *community_auth.ROWS,
    *community_access.ROWS,
    _telemetry,
    _variables,
    _environment_secrets,
    *below("ingress", "enabled", "className", "annotations", "hosts", "tls", when="ingress.enabled"),
    same("resources"),
    _service_monitor,
    nothing("a ServiceMonitor here asks by the port's name", "serviceMonitor.useServicePort"),
    nothing("a ServiceMonitor here carries none over", "serviceMonitor.targetLabels"),
    _autoscaling,
    same("nodeSelector"),
    same("tolerations"),
    same("affinity"),
    same("priorityClassName"),
    _objects,
    same("initContainers", "extraInitContainers"),
    same("extraContainers"),
    listed("extraVolumes", "extraVolumes"),
    listed("extraVolumeMounts", "extraVolumeMounts"),
    same("livenessProbe"),
    same("readinessProbe"),
)
"""What the chart's keys become, in an order that keeps the order of its variables, volumes and mounts."""
