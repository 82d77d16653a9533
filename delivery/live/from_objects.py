"""From the objects back to the values that rendered to them: the renderers, read from right to left.

What renders to nothing cannot be seen: a store that is on without credentials, an Ingress that is off.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from mlflow_tui.config_model.chart import CHART_NAME, RESERVED_LABELS, Release, names
from mlflow_tui.config_model.checks.schema import well_formed
from mlflow_tui.config_model.credentials import BASIC_AUTH, BASIC_AUTH_OPTIONS, CONFIGURATION, SECRETS
from mlflow_tui.config_model.effective import defaults
from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.json_data import put
from mlflow_tui.config_model.layers import Layer, merge
from mlflow_tui.config_model.mlflow import versions as every_version
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.values import Values
from mlflow_tui.delivery.apply.upgrade_job import is_upgrade
from mlflow_tui.delivery.live.by_version import hosts_of, own_handlers, probes_of, rendered_names, renders_to
from mlflow_tui.delivery.live.from_claim import of_claim
from mlflow_tui.delivery.live.from_extra_objects import extra_objects, is_own
from mlflow_tui.delivery.live.from_own_objects import sections_of
from mlflow_tui.delivery.live.from_pod import Pod
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.manifests.by_version import versions_apart

Data = dict[str, Any]
KeysOf = Callable[[str], set[str]]


def values_of(objects: Sequence[Manifest], release: str, keys_of: KeysOf = lambda _: set()) -> Data:
    """All values, defaults included, that render to these objects of a release.

    `keys_of` tells the keys of a Secret that is not among them, by which one sees what it is for. No object tells
    `image.mlflowVersion`: it is the newest version that renders to them, where the one that the tag tells does not.
    """
    deployment = _server(objects)
    upgrade = _upgrade_container(objects)
    present = {(one["kind"], one["metadata"]["name"]) for one in objects}

    def unlikeness(data: Data) -> tuple[bool, int, int]:
        # A check refuses them; other objects are there; a probe is given in whole, and not the chart's own.
        refused = evaluate_values([Layer("live", data)]).values is None
        others = present ^ rendered_names(data, deployment, release)
        return refused, len(others), own_handlers(data)

    best = by_tag = _values_of(objects, release, keys_of, "")
    for versions in ((), versions_apart(), every_version()[::-1]):
        found = (_values_of(objects, release, keys_of, str(version)) for version in versions)
        fitting = [one for one in (by_tag, *found) if renders_to(one, deployment, release, upgrade)]
        best = min(fitting, key=unlikeness, default=best)
        if fitting and not any(unlikeness(best)):
            break
    return best


def _values_of(objects: Sequence[Manifest], release: str, keys_of: KeysOf, version: str) -> Data:
    deployment = _server(objects)
    fullname = deployment["metadata"]["name"]
    account = str(deployment["spec"]["template"]["spec"].get("serviceAccountName", "default"))
    by_kind: dict[str, list[Manifest]] = {}
    extra: list[Manifest] = []
    for one in objects:
        (by_kind.setdefault(one["kind"], []) if is_own(one, fullname, account) else extra).append(one)
    secrets = {one["metadata"]["name"].removeprefix(fullname): _decoded(one) for one in by_kind.get("Secret", [])}
    maps = [one["data"] for one in by_kind.get("ConfigMap", [])]
    pod = Pod(deployment["spec"]["template"], fullname, keys_of, version, _upgrade_container(objects))
    found: Data = {}
    for part in (
        _naming(deployment, release),
        _deployment(deployment),
        pod.values(),
        _created(secrets),
        _configuration(maps),
        of_claim(by_kind.get("PersistentVolumeClaim", [])),
        *sections_of(by_kind, deployment["metadata"]["labels"]),
        extra_objects(extra, deployment),
        _service(by_kind.get("Service", [])),
        _ingress(by_kind.get("Ingress", [])),
        _account(by_kind.get("ServiceAccount", []), pod, fullname),
        _upgrade(by_kind.get("Job", [])),
    ):
        found = merge(found, part)
    found = _without_own_strategy(merge(defaults(), found))
    found = merge(found, hosts_of(found, deployment, release))
    return merge(found, probes_of(found, deployment))


def _deployment(one: Manifest) -> Data:
    spec = one["spec"]
    return {
        "replicaCount": spec.get("replicas", 1),
        "strategy": spec.get("strategy") or {},
        "revisionHistoryLimit": spec.get("revisionHistoryLimit"),
        "deploymentAnnotations": one["metadata"].get("annotations") or {},
    }


def _server(objects: Sequence[Manifest]) -> Manifest:
    """The Deployment of the server: an extra object may be another one."""
    found = [one for one in objects if one["kind"] == "Deployment"]
    return next(
        (one for one in found if one["spec"]["template"]["spec"]["containers"][0]["name"] == "mlflow"), found[0]
    )


def _without_own_strategy(found: Data) -> Data:
    """Without the strategy that a claim of one node has the chart choose."""
    values = well_formed({**found, "strategy": {}})
    own = values is not None and values.persistence.is_of_one_node and found["strategy"] == {"type": "Recreate"}
    return {**found, "strategy": {}} if own else found


def _naming(deployment: Manifest, release: str) -> Data:
    name = deployment["metadata"]["labels"]["app.kubernetes.io/name"]
    found: Data = {} if name == CHART_NAME else {"nameOverride": name}
    fullname = deployment["metadata"]["name"]
    if names(Values.model_validate(merge(defaults(), found)), Release(release)).fullname != fullname:
        found["fullnameOverride"] = fullname
    return found


def _decoded(secret: Manifest) -> dict[str, str]:
    return {key: base64.b64decode(text).decode("utf-8", "replace") for key, text in (secret.get("data") or {}).items()}


def _created(secrets: Mapping[str, Mapping[str, str]]) -> Data:
    """The values in the Secrets that were made, by the ends of their names."""
    found: Data = {}
    for secret in SECRETS:
        given = secrets.get(f"-{secret.suffix}", {})
        for key in secret.keys:
            text = given.get(key.name)
            if not text:
                continue
            if secret is BASIC_AUTH:
                for setting, value in _ini(text):
                    put(found, setting, value)
            else:
                put(found, key.settings[0], text)
                if secret.switch:
                    put(found, secret.switch, True)
    return found


def _ini(text: str) -> Iterator[tuple[Path, str]]:
    for line in text.split("\n"):
        option, _, value = line.partition(" = ")
        if option in BASIC_AUTH_OPTIONS:
            yield BASIC_AUTH_OPTIONS[option], value.replace("%%", "%")


def _configuration(maps: Sequence[Mapping[str, str]]) -> Data:
    found: Data = {}
    for one in maps:
        for name, (switch, setting) in CONFIGURATION.items():
            if one.get(name):
                put(found, switch, True)
                put(found, setting, one[name])
    return found


def _service(found: Sequence[Manifest]) -> Data:
    if not found:
        return {}
    spec = found[0]["spec"]
    port = spec["ports"][0]
    values = {
        "type": spec["type"],
        "port": port["port"],
        "name": port.get("name", ""),
        "nodePort": port.get("nodePort"),
    }
    further = {key: spec[key] for key in _OF_SERVICE if key in spec}
    metadata = found[0]["metadata"]
    labels = {key: value for key, value in (metadata.get("labels") or {}).items() if key not in RESERVED_LABELS}
    return {"service": {**values, **further, "annotations": metadata.get("annotations") or {}, "labels": labels}}


_OF_SERVICE = ("loadBalancerClass", "loadBalancerSourceRanges", "externalTrafficPolicy", "sessionAffinity")


def _ingress(found: Sequence[Manifest]) -> Data:
    if not found:
        return {}
    spec = found[0]["spec"]
    hosts = [
        {
            **({"host": rule["host"]} if rule.get("host") else {}),
            "paths": [{"path": one["path"], "pathType": one["pathType"]} for one in rule["http"]["paths"]],
        }
        for rule in spec.get("rules", [])
    ]
    return {
        "ingress": {
            "enabled": True,
            "className": spec.get("ingressClassName", ""),
            "annotations": found[0]["metadata"].get("annotations") or {},
            "hosts": hosts,
            "tls": spec.get("tls", []),
        }
    }


def _upgrade(found: Sequence[Manifest]) -> Data:
    """By a Job, for the day that it is there: an init container is told by the pod."""
    return (
        {"backendStore": {"databaseUpgrade": True, "databaseUpgradeJob": True}} if any(map(is_upgrade, found)) else {}
    )


def _upgrade_container(objects: Sequence[Manifest]) -> Mapping[str, Any] | None:
    """The container of the Job, which tells what is the server's alone; None where there is no such Job."""
    jobs = filter(is_upgrade, objects)
    return next((one["spec"]["template"]["spec"]["containers"][0] for one in jobs), None)


def _account(found: Sequence[Manifest], pod: Pod, fullname: str) -> Data:
    usual = fullname if found else "default"
    name = pod.service_account
    return {
        "serviceAccount": {
            "create": bool(found),
            "name": "" if name == usual else name,
            "annotations": (found[0]["metadata"].get("annotations") or {}) if found else {},
            "automount": pod.mounts_token,
        }
    }
