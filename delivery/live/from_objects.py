"""From the objects back to the values that rendered to them: the renderers, read from right to left.

What renders to nothing cannot be seen: a store that is on without credentials, an Ingress that is off.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from mlflow_tui.config_model.chart import CHART_NAME, RESERVED_LABELS, Release, names
from mlflow_tui.config_model.credentials import BASIC_AUTH, BASIC_AUTH_OPTIONS, CONFIGURATION, SECRETS
from mlflow_tui.config_model.effective import defaults
from mlflow_tui.config_model.json_data import put
from mlflow_tui.config_model.layers import merge
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.values import Values
from mlflow_tui.delivery.live.by_version import hosts_of, own_handlers, probes_of, renders_to
from mlflow_tui.delivery.live.from_claim import of_claim
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
    deployment = next(one for one in objects if one["kind"] == "Deployment")
    by_tag = _values_of(objects, release, keys_of, "")
    if renders_to(by_tag, deployment, release) and not own_handlers(by_tag):
        return by_tag
    others = (_values_of(objects, release, keys_of, str(version)) for version in versions_apart())
    fitting = [one for one in (by_tag, *others) if renders_to(one, deployment, release)]
    # A probe may be given in whole: a version by which it is the chart's own is the likelier one.
    return min(fitting, key=own_handlers, default=by_tag)


def _values_of(objects: Sequence[Manifest], release: str, keys_of: KeysOf, version: str) -> Data:
    by_kind: dict[str, list[Manifest]] = {}
    for one in objects:
        by_kind.setdefault(one["kind"], []).append(one)
    deployment = by_kind["Deployment"][0]
    fullname = deployment["metadata"]["name"]
    secrets = {one["metadata"]["name"].removeprefix(fullname): _decoded(one) for one in by_kind.get("Secret", [])}
    maps = [one["data"] for one in by_kind.get("ConfigMap", [])]
    pod = Pod(deployment["spec"]["template"], fullname, keys_of, version)
    found: Data = {}
    for part in (
        _naming(deployment, release),
        _deployment(deployment),
        pod.values(),
        _created(secrets),
        _configuration(maps),
        of_claim(by_kind.get("PersistentVolumeClaim", [])),
        _service(by_kind.get("Service", [])),
        _ingress(by_kind.get("Ingress", [])),
        _account(by_kind.get("ServiceAccount", []), pod, fullname),
    ):
        found = merge(found, part)
    found = merge(defaults(), found)
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
