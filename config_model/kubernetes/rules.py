"""Rules of the API server that the published schemas leave out: choices, one-of, names, ranges.

Source of all: the validation of Kubernetes' core API (pkg/apis/core/validation), as its API reference describes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from config_model.kubernetes.violation import Violation

Data = Mapping[str, Any]
Rule = Callable[[Data, str], Iterator[Violation]]

_PROFILES = ("RuntimeDefault", "Localhost", "Unconfined")

CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("AppArmorProfile", "type"): _PROFILES,
    ("AzureDiskVolumeSource", "cachingMode"): ("None", "ReadOnly", "ReadWrite"),
    ("AzureDiskVolumeSource", "kind"): ("Shared", "Dedicated", "Managed"),
    ("Container", "imagePullPolicy"): ("Always", "Never", "IfNotPresent"),
    ("Container", "terminationMessagePolicy"): ("File", "FallbackToLogsOnError"),
    ("ContainerPort", "protocol"): ("TCP", "UDP", "SCTP"),
    ("ContainerResizePolicy", "restartPolicy"): ("NotRequired", "RestartContainer"),
    ("HTTPGetAction", "scheme"): ("HTTP", "HTTPS"),
    ("HostPathVolumeSource", "type"): (
        "", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice",
    ),
    ("IngressPath", "pathType"): ("Exact", "Prefix", "ImplementationSpecific"),
    ("LabelSelectorRequirement", "operator"): ("In", "NotIn", "Exists", "DoesNotExist"),
    ("NodeSelectorRequirement", "operator"): ("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"),
    ("PodSecurityContext", "fsGroupChangePolicy"): ("OnRootMismatch", "Always"),
    ("PodSecurityContext", "supplementalGroupsPolicy"): ("Merge", "Strict"),
    ("SeccompProfile", "type"): _PROFILES,
    ("SecurityContext", "procMount"): ("Default", "Unmasked"),
    ("Toleration", "effect"): ("", "NoSchedule", "PreferNoSchedule", "NoExecute"),
    ("Toleration", "operator"): ("", "Exists", "Equal", "Gt", "Lt"),
    ("VolumeMount", "mountPropagation"): ("None", "HostToContainer", "Bidirectional"),
    ("VolumeMount", "recursiveReadOnly"): ("Disabled", "IfPossible", "Enabled"),
}  # fmt: skip

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_PORT_NAME = re.compile(r"(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")
_OLD_VARIABLE = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*")
_NEW_VARIABLE = re.compile(r"[\x20-\x3c\x3e-\x7e]+")
_KEY = re.compile(r"[-._a-zA-Z0-9]+")
_LABEL_HINT = "use lower-case letters, digits and '-', at most 63, beginning and ending with a letter or digit"

ENV_SOURCES = ("configMapKeyRef", "fieldRef", "resourceFieldRef", "secretKeyRef", "fileKeyRef")
PROBE_HANDLERS = ("exec", "grpc", "httpGet", "tcpSocket")
LIFECYCLE_HANDLERS = ("exec", "httpGet", "tcpSocket", "sleep")


def _given(data: Data, names: Sequence[str]) -> list[str]:
    return [name for name in names if data.get(name) is not None]


def _exactly_one(data: Data, names: Sequence[str], what: str) -> Iterator[Violation]:
    given = _given(data, names)
    listed = ", ".join(names[:6]) + (", …" if len(names) > 6 else "")
    if not given:
        yield Violation((), "missing", f"{what} is missing", f"add one of {listed}")
    elif len(given) > 1:
        yield Violation((given[1],), "format", f"{' and '.join(given)} exclude each other", f"keep one {what}")


def _named(data: Data, *keys: str) -> Iterator[Violation]:
    """Texts that must be there and not be empty."""
    for key in keys:
        if data.get(key) in (None, ""):
            yield Violation((key,) if key in data else (), "missing", f"{key} is missing or empty", f"give {key}")


def _label(data: Data, key: str) -> Iterator[Violation]:
    value = data.get(key)
    if isinstance(value, str) and not (len(value) <= 63 and _LABEL.fullmatch(value)):
        yield Violation((key,), "format", f"'{value}' is no name", _LABEL_HINT)


def _between(data: Data, key: str, low: int, high: int) -> Iterator[Violation]:
    value = data.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and not low <= value <= high:
        yield Violation((key,), "format", f"{value} is out of range", f"use a number from {low} to {high}")


def _env_var(data: Data, version: str) -> Iterator[Violation]:
    name = data.get("name")
    if isinstance(name, str):
        relaxed = int(version.split(".")[1]) >= 32
        if not (_NEW_VARIABLE if relaxed else _OLD_VARIABLE).fullmatch(name):
            yield Violation(("name",), "format", f"'{name}' is no name of a variable", "use letters, digits and '_'")
    if data.get("valueFrom") is not None and data.get("value"):
        yield Violation(("valueFrom",), "format", "value and valueFrom exclude each other", "keep one of them")


def _env_var_source(data: Data, version: str) -> Iterator[Violation]:
    known = [name for name in ENV_SOURCES if name != "fileKeyRef" or int(version.split(".")[1]) >= 34]
    yield from _exactly_one(data, known, "a source")


def _env_from(data: Data, version: str) -> Iterator[Violation]:
    yield from _exactly_one(data, ("configMapRef", "secretRef"), "a source")


def _reference(data: Data, version: str) -> Iterator[Violation]:
    yield from _named(data, "name")


def _key_reference(data: Data, version: str) -> Iterator[Violation]:
    yield from _named(data, "name")
    key = data.get("key")
    if isinstance(key, str) and not _KEY.fullmatch(key):
        yield Violation(("key",), "format", f"'{key}' is no key", "use letters, digits, '-', '_' and '.'")


def _volume(data: Data, version: str) -> Iterator[Violation]:
    from config_model.kubernetes.schema import types

    yield from _label(data, "name")
    sources = [name for name in types("Volume", version) if name != "name"]
    given = _given(data, sources)
    if not given:
        usual = "emptyDir, configMap, secret, persistentVolumeClaim, hostPath"
        yield Violation((), "missing", "the source of the volume is missing", f"add one of {usual}, …")
    elif len(given) > 1:
        yield Violation((given[1],), "format", f"{' and '.join(given)} exclude each other", "keep one source")


def _volume_mount(data: Data, version: str) -> Iterator[Violation]:
    path = data.get("mountPath")
    if path == "":
        yield Violation(("mountPath",), "format", "mountPath is empty", "give the folder in the container")
    elif isinstance(path, str) and ":" in path:
        yield Violation(("mountPath",), "format", "mountPath must not contain ':'", "use another folder")
    below = data.get("subPath")
    if isinstance(below, str) and (below.startswith("/") or ".." in below.split("/")):
        yield Violation(("subPath",), "format", "subPath must stay inside the volume", "write a relative path")
    if below and data.get("subPathExpr"):
        yield Violation(("subPathExpr",), "format", "subPath and subPathExpr exclude each other", "keep one of them")


def _container(data: Data, version: str) -> Iterator[Violation]:
    yield from _label(data, "name")
    yield from _named(data, "image")
    policy = data.get("restartPolicy")
    if isinstance(policy, str) and policy != "Always" and int(version.split(".")[1]) < 34:
        yield Violation(("restartPolicy",), "choice", f"'{policy}' is not 'Always'", "use 'Always' or leave it out")


def _container_port(data: Data, version: str) -> Iterator[Violation]:
    yield from _between(data, "containerPort", 1, 65535)
    yield from _between(data, "hostPort", 0, 65535)
    name = data.get("name")
    if isinstance(name, str) and name and not (len(name) <= 15 and _PORT_NAME.fullmatch(name)):
        hint = "use at most 15 lower-case letters, digits and '-', a letter among them"
        yield Violation(("name",), "format", f"'{name}' is no name of a port", hint)


def _probe(data: Data, version: str) -> Iterator[Violation]:
    yield from _exactly_one(data, PROBE_HANDLERS, "a handler")
    for key in ("failureThreshold", "initialDelaySeconds", "periodSeconds", "successThreshold", "timeoutSeconds"):
        yield from _between(data, key, 0, 2**31 - 1)


def _lifecycle_handler(data: Data, version: str) -> Iterator[Violation]:
    yield from _exactly_one(data, LIFECYCLE_HANDLERS, "a handler")


def _port(data: Data, version: str) -> Iterator[Violation]:
    yield from _between(data, "port", 1, 65535)
    port = data.get("port")
    if isinstance(port, str) and not (len(port) <= 15 and _PORT_NAME.fullmatch(port)):
        yield Violation(
            ("port",), "format", f"'{port}' is no name of a port", "write a number without quotes, or a name"
        )


def _toleration(data: Data, version: str) -> Iterator[Violation]:
    operator = data.get("operator") or "Equal"
    if not data.get("key") and operator != "Exists":
        yield Violation((), "format", "a toleration without a key needs operator: Exists", "set operator to Exists")
    if operator == "Exists" and data.get("value"):
        yield Violation(("value",), "format", "operator Exists takes no value", "remove value, or use Equal")
    if operator in ("Gt", "Lt") and int(version.split(".")[1]) < 35:
        yield Violation(("operator",), "choice", f"'{operator}' is not known in Kubernetes {version}", "use Equal")
    if data.get("tolerationSeconds") is not None and data.get("effect") != "NoExecute":
        yield Violation(("tolerationSeconds",), "format", "tolerationSeconds needs effect: NoExecute", "set the effect")


def _requirement(data: Data, version: str) -> Iterator[Violation]:
    operator, values = data.get("operator"), data.get("values")
    many = values if isinstance(values, list) else []
    if operator in ("In", "NotIn") and not many:
        yield Violation((), "missing", f"operator {operator} needs values", "add values")
    elif operator in ("Exists", "DoesNotExist") and many:
        yield Violation(("values",), "format", f"operator {operator} takes no values", "remove values")
    elif operator in ("Gt", "Lt") and len(many) != 1:
        yield Violation((), "format", f"operator {operator} needs exactly one value", "give one whole number as text")


def _weight(data: Data, version: str) -> Iterator[Violation]:
    yield from _between(data, "weight", 1, 100)


def _affinity_term(data: Data, version: str) -> Iterator[Violation]:
    if data.get("topologyKey") == "":
        hint = "use a node label such as kubernetes.io/hostname"
        yield Violation(("topologyKey",), "format", "topologyKey is empty", hint)


def _node_selector(data: Data, version: str) -> Iterator[Violation]:
    if data.get("nodeSelectorTerms") == []:
        yield Violation(("nodeSelectorTerms",), "missing", "nodeSelectorTerms is empty", "add a term")


def _profile(data: Data, version: str) -> Iterator[Violation]:
    local = data.get("localhostProfile")
    if data.get("type") == "Localhost" and not local:
        yield Violation((), "missing", "type Localhost needs localhostProfile", "name the profile's file")
    elif local and data.get("type") != "Localhost":
        yield Violation(("localhostProfile",), "format", "localhostProfile needs type: Localhost", "set the type")


def _security_context(data: Data, version: str) -> Iterator[Violation]:
    for key in ("runAsUser", "runAsGroup", "fsGroup"):
        yield from _between(data, key, 0, 2**31 - 1)
    if data.get("privileged") is True and data.get("allowPrivilegeEscalation") is False:
        message = "a privileged container always allows privilege escalation"
        yield Violation(("allowPrivilegeEscalation",), "format", message, "remove one of the two")


def _claim(data: Data, version: str) -> Iterator[Violation]:
    yield from _named(data, "claimName")


def _path_and_server(data: Data, version: str) -> Iterator[Violation]:
    yield from _named(data, "server", "path")


def _host_path(data: Data, version: str) -> Iterator[Violation]:
    yield from _named(data, "path")
    if ".." in str(data.get("path")).split("/"):
        yield Violation(("path",), "format", "path must not contain '..'", "write the path in full")


def _file_mode(data: Data, version: str) -> Iterator[Violation]:
    yield from _between(data, "defaultMode", 0, 0o777)


def _key_to_path(data: Data, version: str) -> Iterator[Violation]:
    yield from _named(data, "key", "path")
    yield from _between(data, "mode", 0, 0o777)
    path = str(data.get("path"))
    if path.startswith("/") or ".." in path.split("/"):
        yield Violation(("path",), "format", "path must stay inside the volume", "write a relative path")


RULES: dict[str, Rule] = {
    "AppArmorProfile": _profile,
    "ConfigMapEnvSource": _reference,
    "ConfigMapKeySelector": _key_reference,
    "ConfigMapVolumeSource": _file_mode,
    "Container": _container,
    "ContainerPort": _container_port,
    "EnvFromSource": _env_from,
    "EnvVar": _env_var,
    "EnvVarSource": _env_var_source,
    "GRPCAction": _port,
    "HTTPGetAction": _port,
    "HostPathVolumeSource": _host_path,
    "KeyToPath": _key_to_path,
    "LabelSelectorRequirement": _requirement,
    "LifecycleHandler": _lifecycle_handler,
    "LocalObjectReference": _reference,
    "NFSVolumeSource": _path_and_server,
    "NodeSelector": _node_selector,
    "NodeSelectorRequirement": _requirement,
    "PersistentVolumeClaimVolumeSource": _claim,
    "PodAffinityTerm": _affinity_term,
    "PodSecurityContext": _security_context,
    "PreferredSchedulingTerm": _weight,
    "Probe": _probe,
    "SeccompProfile": _profile,
    "SecretEnvSource": _reference,
    "SecretKeySelector": _key_reference,
    "SecretVolumeSource": _file_mode,
    "SecurityContext": _security_context,
    "TCPSocketAction": _port,
    "Toleration": _toleration,
    "Volume": _volume,
    "VolumeMount": _volume_mount,
    "WeightedPodAffinityTerm": _weight,
}
