"""MT349 to MT354: the autoscaler, and the disruption budget."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.checks.backend_store import USERS
from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow.mounted_paths import on_volume
from mlflow_tui.config_model.mlflow.server_arguments import OptionValue
from mlflow_tui.config_model.mlflow.store_uris import local_path
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import DeleteKey, Fix, SetValue, Severity
from mlflow_tui.config_model.replicas import REPLICAS, fewest_replicas

_STORES = (
    *("image", "trackingServer", "backendStore", "extraEnv", "extraEnvFrom"),
    *("extraVolumes", "extraVolumeMounts", "persistence"),
)


@check("MT349", Severity.ERROR, "Pods that come and go share no store.", reads=("autoscaling", *_STORES))
def unshared_store(context: Context) -> Iterator[Finding]:
    if not context.values.autoscaling.enabled:
        return
    for path, what in _unshared(context):
        yield Finding(
            path,
            f"the pods that the autoscaler adds share no store: {what}",
            hint="use a database server and an object storage, or turn autoscaling off",
            fix=Fix("turn autoscaling off", (SetValue(("autoscaling", "enabled"), False),)),
        )
        return


def _unshared(context: Context) -> Iterator[tuple[str | Path, str]]:
    """The settings of stores that each pod has for itself, or that several must not write to, and why."""
    server, values = context.server, context.values
    backend = server.backend
    if not server.artifacts_only:
        if backend is None:
            yield "autoscaling.enabled", "runs are kept in the container"
        elif backend.known and local_path(backend.text or "") is not None:
            yield backend.path, "runs are kept in SQLite or in files, which one pod alone may write to"
    auth = values.tracking_server.basic_auth
    if auth.enabled and not auth.existing_secret and local_path(auth.create_secret.database_uri) is not None:
        yield USERS, "users are kept in SQLite, which one pod alone may write to"
    if (server.serves_artifacts or server.artifacts_only) and server.destination is None:
        yield "trackingServer.artifactsDestination", "artifacts are kept in the container"
    elif (found := _local_artifacts(context)) is not None:
        yield found.path, "artifacts are kept in a folder that pods on other nodes do not have"


def _local_artifacts(context: Context) -> OptionValue | None:
    """Where the server keeps artifacts in a folder that several nodes do not share; None elsewhere."""
    server = context.server
    given = server.destination if server.serves_artifacts or server.artifacts_only else None
    folder = local_path(given.text) if given is not None and given.text else None
    if folder is None:
        return None
    shared = on_volume(context.values, folder) and not context.values.persistence.is_of_one_node
    return None if shared else given


@check("MT350", Severity.ERROR, "The autoscaler's range of replicas is empty.", reads=("autoscaling",))
def empty_range(context: Context) -> Iterator[Finding]:
    scaling = context.values.autoscaling
    if scaling.enabled and scaling.min_replicas > scaling.max_replicas:
        fewest = scaling.min_replicas
        message = f"{scaling.max_replicas} is less than autoscaling.minReplicas, which is {fewest}"
        fix = Fix(f"raise it to {fewest}", (SetValue(("autoscaling", "maxReplicas"), fewest),))
        yield Finding("autoscaling.maxReplicas", message, hint=f"write {fewest} or more", fix=fix)


@check(
    "MT351",
    Severity.WARNING,
    "The autoscaler has nothing to measure the use by.",
    reads=("autoscaling", "resources", "extraContainers"),
)
def unmeasured(context: Context) -> Iterator[Finding]:
    """Of a share of what no container requests, the autoscaler knows nothing."""
    scaling = context.values.autoscaling
    if not scaling.enabled:
        return
    targets = {
        "cpu": ("targetCPUUtilizationPercentage", scaling.target_cpu_utilization_percentage),
        "memory": ("targetMemoryUtilizationPercentage", scaling.target_memory_utilization_percentage),
    }
    for resource, (key, target) in targets.items():
        if target is None:
            continue
        if not _requests(context.values.resources, resource):
            yield Finding(
                f"autoscaling.{key}",
                f"has no effect: the share is of the {resource} that the server requests, and it requests none",
                hint=f"set resources.requests.{resource}",
            )
            continue
        for index, container in enumerate(context.values.extra_containers):
            if not _requests(container.get("resources"), resource):
                message = f"the autoscaler cannot tell the share of {resource} in use: this container requests none"
                yield Finding(("extraContainers", index), message, hint=f"add resources.requests.{resource}")


def _requests(resources: Any, name: str) -> bool:
    """Whether an amount is requested; Kubernetes takes a limit for a request that is not given."""
    groups = (resources.get(group) for group in ("requests", "limits")) if isinstance(resources, dict) else ()
    return any(isinstance(group, dict) and group.get(name) is not None for group in groups)


@check("MT352", Severity.WARNING, "The number of replicas has no effect.", reads=REPLICAS)
def unused_count(context: Context) -> Iterator[Finding]:
    if context.values.autoscaling.enabled and context.is_given("replicaCount"):
        message = "has no effect: the autoscaler chooses the number of pods"
        yield Finding("replicaCount", message, hint="remove it", fix=context.removal("replicaCount"))


_BUDGET = "podDisruptionBudget"


@check("MT353", Severity.ERROR, "The disruption budget has two rules.", reads=(_BUDGET,))
def two_rules(context: Context) -> Iterator[Finding]:
    budget = context.values.pod_disruption_budget
    keys = ("minAvailable", "maxUnavailable")
    if budget.enabled and all(context.given_value(f"{_BUDGET}.{key}") is not None for key in keys):
        fix = Fix("keep minAvailable", (DeleteKey((_BUDGET, "maxUnavailable")),))
        message = "minAvailable is given too: Kubernetes takes one of them"
        yield Finding(f"{_BUDGET}.maxUnavailable", message, hint="remove one of them", fix=fix)


@check("MT354", Severity.WARNING, "The disruption budget blocks every drain of a node.", reads=(_BUDGET, *REPLICAS))
def blocking_budget(context: Context) -> Iterator[Finding]:
    budget, pods = context.values.pod_disruption_budget, fewest_replicas(context.values)
    if not budget.enabled or not pods:
        return
    fewest, most = _count(budget.min_available, pods), _count(budget.max_unavailable, pods)
    if fewest is not None and fewest >= pods:
        message = f"no pod may ever go: {budget.min_available} of {pods} must stay, and no node can be drained"
        hint = "run more replicas, or lower it" if pods > 1 else "run two replicas, or turn the budget off"
        yield Finding(f"{_BUDGET}.minAvailable", message, hint=hint)
    elif fewest is None and most == 0:
        fix = Fix("let one pod go", (SetValue((_BUDGET, "maxUnavailable"), 1),))
        message = "no pod may ever go, and no node can be drained"
        yield Finding(f"{_BUDGET}.maxUnavailable", message, hint="set it to 1", fix=fix)


def _count(given: int | str | None, pods: int) -> int | None:
    """How many pods a number or a share is, rounded up as Kubernetes does; None for what is neither."""
    if isinstance(given, str):
        share = given.removesuffix("%")
        return math.ceil(int(share) * pods / 100) if given.endswith("%") and share.isdecimal() else None
    return given
