"""What a cluster gets of a server, condensed to facts that compare across charts.

A fact is a name and a plain value: `argument --workers`, `env NAME`, `mount PATH`, `probe liveness`, `port service`,
`host NAME`. Where a ConfigMap or a Secret of the release holds a variable, the fact is its value.
"""

from __future__ import annotations

import base64
import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Manifest = Mapping[str, Any]
Facts = dict[str, Any]

_BACKEND = "MLFLOW_BACKEND_STORE_URI"
_KEYS = {"liveness": "livenessProbe", "readiness": "readinessProbe", "startup": "startupProbe"}
_PROBE = {"periodSeconds": 10, "timeoutSeconds": 1, "failureThreshold": 3, "successThreshold": 1}
_PARTS = {
    "affinity": "affinity",
    "nodeSelector": "nodeSelector",
    "tolerations": "tolerations",
    "pod securityContext": "securityContext",
    "priority": "priorityClassName",
    "hostAliases": "hostAliases",
    "grace": "terminationGracePeriodSeconds",
    "account": "serviceAccountName",
    "pull secrets": "imagePullSecrets",
}


def facts_of(manifests: Iterable[Manifest]) -> Facts:
    """The facts of all objects of a release; what is empty is none."""
    objects = [one for one in manifests if one]
    by_kind: dict[str, list[Manifest]] = {}
    for one in objects:
        by_kind.setdefault(one["kind"], []).append(one)
    deployment = next(one for one in by_kind["Deployment"] if "-run" not in one["metadata"]["name"])
    pod = deployment["spec"]["template"]["spec"]
    server = next(one for one in pod["containers"] if one["name"] == "mlflow")
    environment = _environment(server, by_kind)
    arguments = _arguments(server)
    found: Facts = {
        "name": deployment["metadata"]["name"],
        "replicas": deployment["spec"].get("replicas"),
        "strategy": deployment["spec"].get("strategy"),
        "image": server["image"].removeprefix("docker.io/"),
        "resources": _quantities(server.get("resources")),
        "container securityContext": _filled(server.get("securityContext")),
        "lifecycle": server.get("lifecycle"),
        **{name: _filled(pod.get(key)) for name, key in _PARTS.items()},
        **{f"argument {name}": value for name, value in arguments.items()},
        **{f"env {name}": value for name, value in environment.items()},
        **_sources(server, by_kind),
        **_mounts(server, pod),
        **{f"container {one['name']}": True for one in pod["containers"] if one is not server},
        **{f"init {one['name']}": True for one in pod.get("initContainers") or ()},
        **_probes(server),
        **_stores(arguments, {**_whole(server, by_kind), **environment}),
        **dict(_reached(by_kind, deployment["metadata"]["name"])),
        **dict(_further(by_kind)),
    }
    return json.loads(json.dumps({key: value for key, value in found.items() if value not in (None, "", [], {})}))  # type: ignore[no-any-return]


def _filled(value: Any) -> Any:
    """Without what is empty, which says nothing."""
    if isinstance(value, Mapping):
        return {key: one for key, one in value.items() if one not in ({}, [])}
    return value


def _quantities(resources: Mapping[str, Any] | None) -> Any:
    """With numbers as text, as Kubernetes reads them alike."""
    return {kind: {name: str(one) for name, one in part.items()} for kind, part in (resources or {}).items()}


def _arguments(server: Mapping[str, Any]) -> dict[str, str]:
    words = [*(server.get("command") or ()), *(server.get("args") or ())]
    assert words[:2] == ["mlflow", "server"], words
    found = {}
    for word in words[2:]:
        name, _, value = word.partition("=")
        found[name] = " ".join(shlex.split(value)) if name.endswith("-opts") else value
    return found


def _environment(server: Mapping[str, Any], by_kind: Mapping[str, list[Manifest]]) -> dict[str, str]:
    maps = _contents(by_kind)
    found: dict[str, str] = {}
    for source in server.get("envFrom") or ():
        for kind, key in (("ConfigMap", "configMapRef"), ("Secret", "secretRef")):
            if key in source:
                found.update(maps.get((kind, source[key]["name"]), {}))
    for one in server.get("env") or ():
        found[one["name"]] = _value(one, maps)
    return found


def _value(variable: Mapping[str, Any], maps: Mapping[tuple[str, str], Mapping[str, str]]) -> str:
    if "valueFrom" not in variable:
        return str(variable.get("value", ""))
    ((kind, reference),) = variable["valueFrom"].items()
    of = "Secret" if kind == "secretKeyRef" else "ConfigMap"
    content = maps.get((of, reference["name"]), {})
    if reference["key"] in content:
        return content[reference["key"]]
    return f"<{of} {reference['name']} {reference['key']}>"


def _contents(by_kind: Mapping[str, list[Manifest]]) -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for kind in ("ConfigMap", "Secret"):
        for one in by_kind.get(kind, []):
            data = {key: _decoded(kind, text) for key, text in (one.get("data") or {}).items()}
            data.update(one.get("stringData") or {})
            found[kind, one["metadata"]["name"]] = data
    return found


def _decoded(kind: str, text: str) -> str:
    return base64.b64decode(text or "").decode() if kind == "Secret" else text


def _sources(server: Mapping[str, Any], by_kind: Mapping[str, list[Manifest]]) -> Facts:
    made = _contents(by_kind)
    found = {}
    for source in server.get("envFrom") or ():
        for kind, key in (("ConfigMap", "configMapRef"), ("Secret", "secretRef")):
            if key in source and (kind, source[key]["name"]) not in made:
                found[f"envFrom {source[key]['name']}"] = kind
    return found


def _mounts(server: Mapping[str, Any], pod: Mapping[str, Any]) -> Facts:
    volumes = {
        one["name"]: {key: value for key, value in one.items() if key != "name"} for one in pod.get("volumes") or ()
    }
    found = {}
    for mount in server.get("volumeMounts") or ():
        volume = volumes[mount["name"]]
        found[f"mount {mount['mountPath']}"] = [volume, mount.get("subPath", ""), bool(mount.get("readOnly"))]
    return found


def _probes(server: Mapping[str, Any]) -> Facts:
    ports = {one.get("name"): one["containerPort"] for one in server["ports"]}
    found: Facts = {
        "port container": server["ports"][0]["containerPort"],
        "port container name": server["ports"][0].get("name"),
    }
    for name, key in _KEYS.items():
        probe = {**_PROBE, **(server.get(key) or {})}
        if key not in server:
            continue
        for handler in ("httpGet", "tcpSocket"):
            if handler in probe:
                probe[handler] = {**probe[handler], "port": ports.get(probe[handler]["port"], probe[handler]["port"])}
        found[f"probe {name}"] = {key: value for key, value in probe.items() if value != 0}
    return found


def _stores(arguments: Mapping[str, str], environment: Mapping[str, str]) -> Facts:
    """Where runs and artifacts are kept, however the server is told."""
    modes = [one for one in ("serve-artifacts", "no-serve-artifacts", "artifacts-only") if f"--{one}" in arguments]
    return {
        "backend": _backend(arguments, environment),
        "artifact root": arguments.get("--default-artifact-root", environment.get("MLFLOW_DEFAULT_ARTIFACT_ROOT")),
        "artifact destination": arguments.get(
            "--artifacts-destination", environment.get("MLFLOW_ARTIFACTS_DESTINATION")
        ),
        "mode": modes[-1] if modes else "serve-artifacts",
        "workers": arguments.get("--workers", "4"),
    }


def _whole(server: Mapping[str, Any], by_kind: Mapping[str, list[Manifest]]) -> dict[str, str]:
    """The variable that the first Secret may give that is there already, with all its keys."""
    secrets = [name for name, kind in _sources(server, by_kind).items() if kind == "Secret"]
    return {_BACKEND: f"<Secret {secrets[0].removeprefix('envFrom ')} {_BACKEND}>"} if secrets else {}


def _backend(arguments: Mapping[str, str], environment: Mapping[str, str]) -> str | None:
    uri = arguments.get("--backend-store-uri", environment.get(_BACKEND))
    if uri is None:
        return None
    for _ in range(3):
        uri = re.sub(r"\$\((\w+)\)", lambda one: environment.get(one[1], one[0]), uri)
    if re.fullmatch(r"postgresql(\+\w+)?://", uri):
        part = {key: environment[f"PG{key}"] for key in ("HOST", "PORT", "DATABASE", "USER", "PASSWORD")}
        uri = f"{uri}{part['USER']}:{part['PASSWORD']}@{part['HOST']}:{part['PORT']}/{part['DATABASE']}"
    head, at, tail = uri.rpartition("@")
    from urllib.parse import unquote

    return f"{unquote(head)}{at}{tail}"


def _reached(by_kind: Mapping[str, list[Manifest]], name: str) -> Iterator[tuple[str, Any]]:
    service = next(one for one in by_kind["Service"] if one["metadata"]["name"] == name)
    spec = service["spec"]
    yield "service type", spec["type"]
    yield "port service", int(spec["ports"][0]["port"])
    yield "port service name", spec["ports"][0].get("name")
    yield "service annotations", service["metadata"].get("annotations")
    for key in ("externalTrafficPolicy", "sessionAffinity", "loadBalancerSourceRanges"):
        yield f"service {key}", None if spec.get(key) in ("Cluster", "None") else spec.get(key)
    yield "service nodePort", spec["ports"][0].get("nodePort")
    for port in spec["ports"][1:]:
        yield f"service port {port['name']}", port["port"]
    for ingress in by_kind.get("Ingress", []):
        yield "ingress class", ingress["spec"].get("ingressClassName")
        yield "ingress annotations", ingress["metadata"].get("annotations")
        yield "ingress tls", ingress["spec"].get("tls")
        for rule in ingress["spec"]["rules"]:
            yield f"host {rule.get('host', '')}", [[one["path"], one.get("pathType")] for one in rule["http"]["paths"]]
    for route in by_kind.get("HTTPRoute", []):
        rules = route["spec"]["rules"]
        yield "route", [route["spec"]["parentRefs"], route["spec"].get("hostnames"), rules[0]["matches"]]
        yield "route filters", rules[0].get("filters")


def _further(by_kind: Mapping[str, list[Manifest]]) -> Iterator[tuple[str, Any]]:
    for one in by_kind.get("PersistentVolumeClaim", []):
        spec = one["spec"]
        size = spec["resources"]["requests"]["storage"]
        yield "claim", [one["metadata"]["name"], spec["accessModes"], size, spec.get("storageClassName", "")]
    for one in by_kind.get("HorizontalPodAutoscaler", []):
        spec = one["spec"]
        metrics = sorted(json.dumps(metric, sort_keys=True) for metric in spec.get("metrics") or ())
        yield "autoscaler", [spec["minReplicas"], spec["maxReplicas"], metrics, spec.get("behavior") or {}]
    for one in by_kind.get("PodDisruptionBudget", []):
        yield "budget", [one["spec"].get("minAvailable"), one["spec"].get("maxUnavailable")]
    for one in by_kind.get("CronJob", []):
        template = one["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
        yield "collection", [one["spec"]["schedule"], template.get("resources")]
    for one in by_kind.get("ServiceMonitor", []):
        end = one["spec"]["endpoints"][0]
        yield "monitor", [end.get("path"), end.get("interval"), one["metadata"].get("namespace", "")]
    for kind in ("Role", "ClusterRole", "SecretStore", "ExternalSecret"):
        for one in by_kind.get(kind, []):
            yield f"object {kind}", one.get("rules") or one.get("spec")
    for one in by_kind.get("ServiceAccount", []):
        yield f"account {one['metadata']['name']}", one["metadata"].get("annotations")
