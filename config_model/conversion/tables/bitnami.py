"""Bitnami's chart: `tracking`, `run`, `externalDatabase`, `externalS3` and the rest.

Source: its values.yaml and what its templates and Bitnami's common library make of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mlflow_tui.config_model.conversion.entry import Outcome
from mlflow_tui.config_model.conversion.foreign import Foreign, chart_mlflow
from mlflow_tui.config_model.conversion.table import (
    Add,
    Give,
    Row,
    Statement,
    Tell,
    added,
    differs,
    listed,
    nothing,
    person,
    row,
    same,
)
from mlflow_tui.config_model.conversion.tables import bitnami_access, bitnami_auth, bitnami_server, bitnami_stores
from mlflow_tui.config_model.conversion.tables.bitnami_names import fullname
from mlflow_tui.config_model.conversion.tables.shared import brought, is_template


@row("image.registry", "image.repository", "global.imageRegistry")
def _image(foreign: Foreign) -> Iterator[Statement]:
    overall = foreign.text("global.imageRegistry")
    of = ("global.imageRegistry",) if overall else ("image.registry",)
    yield Give("image.registry", overall or foreign.text("image.registry"), of)
    yield Give("image.repository", foreign.text("image.repository"), ("image.repository",))
    if overall and foreign.has("image.registry"):
        yield differs("image.registry", "global.imageRegistry counts, there as here")


@row("image.tag")
def _tag(foreign: Foreign) -> Iterator[Statement]:
    yield Give("image.tag", foreign.text("image.tag") or chart_mlflow(foreign.chart))


@row("image.pullSecrets", "global.imagePullSecrets")
def _pull_secrets(foreign: Foreign) -> Iterator[Statement]:
    for key in ("global.imagePullSecrets", "image.pullSecrets"):
        names = [one.get("name") if isinstance(one, dict) else one for one in foreign.items(key)]
        if names:
            yield Add("image.pullSecrets", added(*({"name": str(name)} for name in names)), (key,))


@row("image.debug")
def _debug(foreign: Foreign) -> Iterator[Statement]:
    yield differs("image.debug", "BITNAMI_DEBUG is read by Bitnami's scripts, not by MLflow", "env BITNAMI_DEBUG")


@row("fullnameOverride")
def _name(foreign: Foreign) -> Iterator[Statement]:
    yield Give("fullnameOverride", fullname(foreign))
    message = f"that chart names the objects of the release {foreign.release.name} {fullname(foreign)}: kept"
    yield differs("fullnameOverride", message, fix="give --release NAME if yours has another name")


@row("tracking.enabled")
def _enabled(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.on("tracking.enabled"):
        yield person(
            "tracking.enabled",
            "that chart runs no tracking server then, and this one always does",
            "convert the values of the release that has the server",
        )


@row("commonLabels")
def _labels(foreign: Foreign) -> Iterator[Statement]:
    if labels := foreign.mapping("commonLabels"):
        yield Give("podLabels", {**labels, **foreign.mapping("tracking.podLabels")})
        yield Give("service.labels", {**labels, **foreign.mapping("tracking.service.labels")})
        yield differs("commonLabels", "pods and Service have them, other objects do not", "labels")


@row("commonAnnotations")
def _annotations(foreign: Foreign) -> Iterator[Statement]:
    if annotations := foreign.mapping("commonAnnotations"):
        yield Give("deploymentAnnotations", annotations)
        yield differs("commonAnnotations", "the Deployment has them, other objects do not", "annotations")


@row("extraDeploy")
def _objects(foreign: Foreign) -> Iterator[Statement]:
    value = foreign.value("extraDeploy")
    objects = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    if objects:
        yield Add("extraObjects", added(*objects))
    if value and (is_template(value) or not isinstance(value, list) or len(objects) < len(value)):
        yield person(
            "extraDeploy",
            "that chart reads templates in it, this one takes objects as they stand",
            "write in extraObjects what the templates would give",
        )


@row("diagnosticMode.enabled")
def _diagnostic(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("diagnosticMode.enabled"):
        fix = "switch it off: the server runs"
        yield person("diagnosticMode.enabled", "the pods sleep there, with no server", fix, "arguments", "probes")


@row("tracking.podSecurityContext")
def _pod_context(foreign: Foreign) -> Iterator[Statement]:
    context = _security(foreign, "tracking.podSecurityContext")
    if context or foreign.has("tracking.podSecurityContext"):
        yield Give("podSecurityContext", context)


@row("tracking.containerSecurityContext")
def _context(foreign: Foreign) -> Iterator[Statement]:
    context = _security(foreign, "tracking.containerSecurityContext")
    if context or foreign.has("tracking.containerSecurityContext"):
        yield Give("securityContext", context)


def _security(foreign: Foreign, key: str) -> dict[str, Any]:
    """A security context without its switch, as the common library adapts it."""
    context = foreign.mapping(key)
    if not context.pop("enabled", False):
        return {}
    if foreign.text("global.compatibility.openshift.adaptSecurityContext") == "force":
        for name in ("fsGroup", "runAsUser", "runAsGroup", "seLinuxOptions"):
            context.pop(name, None)
    if context.get("privileged"):
        context.pop("capabilities", None)
    return {name: value for name, value in context.items() if value not in ([], {})}


@row("tracking.resources", "tracking.resourcesPreset")
def _resources(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("tracking.resources"):
        yield Give("resources", foreign.value("tracking.resources"), ("tracking.resources",))
        if foreign.has("tracking.resourcesPreset"):
            yield Tell("tracking.resourcesPreset", Outcome.NONE, "tracking.resources counts, there as here")
        return
    preset = foreign.text("tracking.resourcesPreset")
    if preset in _PRESETS:
        cpu, memory, cpu_limit, memory_limit = _PRESETS[preset]
        requests = {"cpu": cpu, "memory": memory, "ephemeral-storage": "50Mi"}
        limits = {"cpu": cpu_limit, "memory": memory_limit, "ephemeral-storage": "2Gi"}
        yield Give("resources", {"requests": requests, "limits": limits}, ("tracking.resourcesPreset",))
    elif preset != "none":
        yield person("tracking.resourcesPreset", "that chart has no such preset", "set resources")


_PRESETS: Final = {
    "nano": ("100m", "128Mi", "150m", "192Mi"),
    "micro": ("250m", "256Mi", "375m", "384Mi"),
    "small": ("500m", "512Mi", "750m", "768Mi"),
    "medium": ("500m", "1024Mi", "750m", "1536Mi"),
    "large": ("1.0", "2048Mi", "1.5", "3072Mi"),
    "xlarge": ("1.0", "3072Mi", "3.0", "6144Mi"),
    "2xlarge": ("1.0", "3072Mi", "6.0", "12288Mi"),
}
"""CPU and memory that each preset of the common library requests, and their limits."""


@row(
    *("tracking.affinity", "tracking.podAffinityPreset", "tracking.podAntiAffinityPreset"),
    *(f"tracking.nodeAffinityPreset.{key}" for key in ("type", "key", "values")),
)
def _affinity(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("tracking.affinity"):
        yield Give("affinity", foreign.value("tracking.affinity"), ("tracking.affinity",))
        return
    message = "the preset of that chart chooses pods by a label that they have not: left out"
    yield differs("tracking.podAntiAffinityPreset", message, "affinity")
    for key in ("tracking.podAffinityPreset", "tracking.nodeAffinityPreset.type"):
        if foreign.on(key):
            yield person(key, "there are no presets here", "write the rules in affinity", "affinity")


@row("tracking.terminationGracePeriodSeconds")
def _grace(foreign: Foreign) -> Iterator[Statement]:
    text = foreign.text("tracking.terminationGracePeriodSeconds")
    if text.isdigit():
        yield Give("terminationGracePeriodSeconds", int(text))


@row("tracking.updateStrategy")
def _strategy(foreign: Foreign) -> Iterator[Statement]:
    yield Give("strategy", foreign.mapping("tracking.updateStrategy"))


@row("tracking.automountServiceAccountToken", "tracking.serviceAccount.automountServiceAccountToken")
def _automount(foreign: Foreign) -> Iterator[Statement]:
    yield Give("serviceAccount.automount", foreign.on("tracking.automountServiceAccountToken"))


@row("tracking.schedulerName")
def _scheduler(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("tracking.schedulerName"):
        yield person(
            "tracking.schedulerName", "this chart leaves it to the cluster", "export the chart and add it", "scheduler"
        )


@row("tracking.enableDefaultInitContainers")
def _waiting(foreign: Foreign) -> Iterator[Statement]:
    key = "tracking.enableDefaultInitContainers"
    if foreign.on(key):
        message = "nothing waits for database and store: the kubelet starts the server again until they answer"
        yield differs(key, message, "init wait-for-database", "init wait-for-s3")


@row("run")
def _run(foreign: Foreign) -> Iterator[Statement]:
    yield from brought(foreign, "run", (), "run of projects")


ROWS: tuple[Row, ...] = (
    _image,
    _tag,
    same("image.digest"),
    same("image.pullPolicy"),
    _pull_secrets,
    _debug,
    same("nameOverride"),
    _name,
    _enabled,
    same("tracking.replicaCount", "replicaCount"),
    *bitnami_server.ROWS,
    *bitnami_auth.ROWS,
    *bitnami_stores.ROWS,
    listed("tracking.extraEnvVars", "extraEnv"),
    *bitnami_access.ROWS,
    _labels,
    _annotations,
    _objects,
    _diagnostic,
    _pod_context,
    _context,
    _resources,
    _affinity,
    same("tracking.nodeSelector", "nodeSelector"),
    same("tracking.tolerations", "tolerations"),
    same("tracking.priorityClassName", "priorityClassName"),
    same("tracking.topologySpreadConstraints", "topologySpreadConstraints"),
    _grace,
    same("tracking.lifecycleHooks", "lifecycle"),
    same("tracking.hostAliases", "hostAliases"),
    same("tracking.podLabels", "podLabels"),
    same("tracking.podAnnotations", "podAnnotations"),
    _strategy,
    same("tracking.serviceAccount.create", "serviceAccount.create"),
    same("tracking.serviceAccount.name", "serviceAccount.name"),
    same("tracking.serviceAccount.annotations", "serviceAccount.annotations"),
    _automount,
    _scheduler,
    listed("tracking.extraVolumes", "extraVolumes"),
    listed("tracking.extraVolumeMounts", "extraVolumeMounts"),
    same("tracking.sidecars", "extraContainers"),
    same("tracking.initContainers", "extraInitContainers"),
    _run,
    nothing("it is of the run of projects, which this chart has not", "gitImage"),
    _waiting,
    nothing("no container waits for others here", "waitContainer"),
    nothing("no container changes the owner of files here: see podSecurityContext.fsGroup", "volumePermissions"),
    nothing("it tells that chart of the cluster", "kubeVersion", "apiVersions", "clusterDomain"),
    nothing("the namespace is an option here: -n NAMESPACE", "namespaceOverride"),
    nothing("it guards images of Bitnami", "global.security.allowInsecureImages"),
    nothing("it changes the security contexts, which are as they were", "global.compatibility"),
    nothing("the pods do not sleep here", "diagnosticMode.command", "diagnosticMode.args"),
)
"""What the chart's keys become, in an order that keeps the order of its variables, volumes and mounts."""
