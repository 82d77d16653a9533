"""What the version of MLflow decides in a running Deployment, taken back to the values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mlflow_tui.config_model.chart import Release, names
from mlflow_tui.config_model.checks.schema import well_formed
from mlflow_tui.config_model.json_data import put
from mlflow_tui.config_model.mlflow.server_arguments import Server
from mlflow_tui.delivery.apply.upgrade_job import is_upgrade
from mlflow_tui.renderers.manifests import Manifest, host_check, render
from mlflow_tui.renderers.manifests.metadata import Metadata
from mlflow_tui.renderers.manifests.probe import handler, probe

_PROBES = {"livenessProbe": {"enabled": False}, "readinessProbe": {"enabled": False}, "startupProbe": {}}
"""The probes, and what the setting of each says where there is none."""
_BY_VERSION = ("env", *_PROBES)


def renders_to(
    data: Mapping[str, Any], deployment: Manifest, release: str, upgrade: Mapping[str, Any] | None = None
) -> bool:
    """Whether the values, in the shape of the file, render what the version decides as it is in the Deployment.

    `upgrade`: the container of the Job that upgrades the database, which has to have the same variables, too.
    """
    values = well_formed(data)
    if values is None:
        return False
    made = render(values, _release(deployment, release))
    jobs = [one for one in made if is_upgrade(one)]
    if upgrade is not None and jobs and upgrade.get("env") != _server(jobs[0]).get("env"):
        return False
    before, now = _server(deployment), _server(next(one for one in made if one["kind"] == "Deployment"))
    return all(before.get(part) == now.get(part) for part in _BY_VERSION)


def rendered_names(data: Mapping[str, Any], deployment: Manifest, release: str) -> set[tuple[str, str]]:
    """The kinds and names of the objects that the values render, such as those of the Secrets of a version."""
    values = well_formed(data)
    made = render(values, _release(deployment, release)) if values is not None else ()
    return {(one["kind"], one["metadata"]["name"]) for one in made}


def probes_of(data: Mapping[str, Any], deployment: Manifest) -> dict[str, Any]:
    """What the probes have that the chart's own, of the values, has not: fields, or a handler with all of them."""
    values = well_formed(data)
    if values is None:
        return {}
    usual = probe(values)
    found: dict[str, Any] = {}
    for name, absent in _PROBES.items():
        given = _server(deployment).get(name)
        if given is None:
            found[name] = absent
        elif handler(given) == usual:
            found[name] = {key: value for key, value in given.items() if key not in usual}
        else:
            found[name] = given
        if name == "startupProbe" and given is not None and not found[name]:
            found[name] = {"enabled": True}
    return found


def own_handlers(data: Mapping[str, Any]) -> int:
    """How many probes ask something else than the chart's own would."""
    return sum(bool(handler(data[name])) for name in _PROBES)


def hosts_of(data: Mapping[str, Any], deployment: Manifest, release: str) -> dict[str, Any]:
    """The allowed hosts and origins of values whose `extraEnv` has the chart's variables of them at its beginning.

    `data`: those values, in the shape of the file. What was given by hand stays a variable.
    """
    values = well_formed(data)
    if values is None or not Server(values, values.image.mlflow).checks_hosts:
        return {}
    of = _release(deployment, release)
    metadata = Metadata(names(values, of), of)
    left = list(data["extraEnv"])
    found: dict[str, Any] = {}
    for name, key, own in (
        (host_check.ALLOWED_HOSTS, "allowedHosts", host_check.allowed_hosts(values, metadata)),
        (host_check.ALLOWED_ORIGINS, "corsAllowedOrigins", host_check.allowed_origins(values)),
    ):
        given = left[0].get("value") if left and left[0].get("name") == name else None
        further = _further(given, ",".join(own)) if isinstance(given, str) else None
        if further is not None:
            left.pop(0)
            put(found, ("trackingServer", key), further)
    return {**found, "extraEnv": left}


def _further(given: str, own: str) -> Sequence[str] | None:
    """What a list holds behind the chart's own part; None where it does not begin with that."""
    if not own:
        return given.split(",")
    if given == own:
        return []
    return given.removeprefix(f"{own},").split(",") if given.startswith(f"{own},") else None


def _release(deployment: Manifest, release: str) -> Release:
    return Release(release, deployment["metadata"].get("namespace"))


def _server(workload: Manifest) -> Mapping[str, Any]:
    """The first container of a Deployment's or a Job's pods."""
    found: Mapping[str, Any] = workload["spec"]["template"]["spec"]["containers"][0]
    return found
