"""From any Deployment that runs `mlflow server` to values of this chart, and what cannot be known."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from mlflow_tui.config_model.conversion.entry import Entry, Outcome
from mlflow_tui.config_model.json_data import put

Data = dict[str, Any]
Manifest = Mapping[str, Any]

_URI: Final = "MLFLOW_BACKEND_STORE_URI"
_MODES: Final = ("serve-artifacts", "no-serve-artifacts", "artifacts-only")
_SETTINGS: Final = {
    "host": "host",
    "h": "host",
    "port": "port",
    "p": "port",
    "workers": "workers",
    "w": "workers",
    "default-artifact-root": "defaultArtifactRoot",
    "artifacts-destination": "artifactsDestination",
    "static-prefix": "staticPrefix",
}
"""Options of the server that are settings here."""
_SWITCHES: Final = frozenset(("dev", "enable-workspaces", "disable-security-middleware", "artifacts-presigned-only"))
_POD: Final = {
    "nodeSelector": "nodeSelector",
    "tolerations": "tolerations",
    "affinity": "affinity",
    "podSecurityContext": "securityContext",
    "priorityClassName": "priorityClassName",
    "topologySpreadConstraints": "topologySpreadConstraints",
    "hostAliases": "hostAliases",
}
_MLFLOW_WORKERS: Final = 4
"""What `mlflow server` starts where nobody says how many."""


def arguments_of(container: Mapping[str, Any]) -> list[str] | None:
    """The words behind `mlflow server`, also where a shell starts it; None for a container that does not run it."""
    words = [str(one) for one in (*(container.get("command") or ()), *(container.get("args") or ()))]
    if words and words[0].rsplit("/", 1)[-1] in ("sh", "bash") and len(words) > 1:
        try:
            words = shlex.split(words[-1].replace("\\\n", " "), comments=True)
        except ValueError:
            return None
    for at in range(len(words) - 1):
        if words[at].rsplit("/", 1)[-1] == "mlflow" and words[at + 1] in ("server", "ui"):
            return words[at + 2 :]
    return None


def server_of(deployment: Manifest) -> Mapping[str, Any] | None:
    """The container that runs the server."""
    containers = deployment["spec"]["template"]["spec"].get("containers") or ()
    return next((one for one in containers if arguments_of(one) is not None), None)


def values_of_server(deployment: Manifest, others: Sequence[Manifest]) -> tuple[Data, tuple[Entry, ...]]:
    """What the Deployment, and among `others` its Service and its Ingress, say. The Deployment has a server."""
    made = _Server(deployment)
    made.read()
    service = _service_of(deployment, others)
    if service is not None:
        made.service(service)
        for one in others:
            if one["kind"] == "Ingress" and _leads_to(one, service["metadata"]["name"]):
                made.ingress(one)
    else:
        made.tell("service", "no Service leads to the pods", "say in service how they are to be reached")
    return made.data, tuple(made.entries)


class _Server:
    """Puts the values of one Deployment together."""

    def __init__(self, deployment: Manifest) -> None:
        self._deployment = deployment
        self._pod: Mapping[str, Any] = deployment["spec"]["template"]["spec"]
        found = server_of(deployment)
        assert found is not None
        self._server = found
        self.data: Data = {}
        self.entries: list[Entry] = []
        self._uri_of_variables = ""

    def tell(self, key: str, message: str, fix: str) -> None:
        self.entries.append(Entry(Outcome.PERSON, tuple(key.split(".")), message=message, fix=fix))

    def read(self) -> None:
        self.data["fullnameOverride"] = self._deployment["metadata"]["name"]
        self.data["replicaCount"] = self._deployment["spec"].get("replicas", 1)
        self._image()
        self._arguments(arguments_of(self._server) or [])
        self._environment()
        self._volumes()
        for key, of in _POD.items():
            self._take(key, self._pod.get(of))
        for key in ("resources", "securityContext", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"):
            self._take(key, self._server.get(key))
        for probe in ("livenessProbe", "readinessProbe"):
            if probe not in self._server:
                self.data[probe] = {"enabled": False}
        self._take("strategy", self._deployment["spec"].get("strategy"))
        self._take("podAnnotations", self._deployment["spec"]["template"].get("metadata", {}).get("annotations"))
        self._take("extraContainers", [one for one in self._pod["containers"] if one is not self._server])
        self._take("extraInitContainers", self._pod.get("initContainers"))
        self.data["serviceAccount"] = {"create": False, "name": self._pod.get("serviceAccountName", "default")}
        if self._pod.get("automountServiceAccountToken") is False:
            self.data["serviceAccount"]["automount"] = False

    def _take(self, key: str, value: Any) -> None:
        if value:
            self.data[key] = value

    def _image(self) -> None:
        name, _, digest = str(self._server["image"]).partition("@")
        head, _, tag = name.rpartition(":")
        if not head or "/" in tag:
            head, tag = name, ""
        host, slash, rest = head.partition("/")
        is_host = slash and ("." in host or ":" in host or host == "localhost")
        repository = rest if is_host else head if slash else f"library/{head}"
        image: Data = {"registry": host if is_host else "docker.io", "repository": repository}
        image["tag"] = tag or "latest"
        if digest:
            image["digest"] = digest
        if policy := self._server.get("imagePullPolicy"):
            image["pullPolicy"] = policy
        if secrets := self._pod.get("imagePullSecrets"):
            image["pullSecrets"] = secrets
        self.data["image"] = image

    def _arguments(self, words: Sequence[str]) -> None:
        tracking: Data = {"mode": "serve-artifacts", "workers": _MLFLOW_WORKERS}
        further: list[str] = []
        for name, value in _options(words):
            option = name.lstrip("-")
            if option in _MODES:
                tracking["mode"] = option
            elif option in _SETTINGS and value is not None:
                tracking[_SETTINGS[option]] = int(value) if value.isdigit() else value
            elif option == "backend-store-uri" and value is not None:
                self._backend(value)
            else:
                further.append(name if value is None else f"{name}={value}")
        tracking.setdefault("host", "127.0.0.1")
        if further:
            tracking["extraArgs"] = further
        self.data["trackingServer"] = tracking

    def _backend(self, uri: str) -> None:
        if "$(" in uri or "${" in uri or uri.startswith("$"):
            self._uri_of_variables = uri
        else:
            put(self.data, ("backendStore", "createSecret", "backendStoreUri"), uri)

    def _environment(self) -> None:
        variables = []
        for one in self._server.get("env") or ():
            reference = (one.get("valueFrom") or {}).get("secretKeyRef") or {}
            if one["name"] == _URI and reference.get("name") and not self._uri_of_variables:
                put(self.data, ("backendStore", "existingSecret"), reference["name"])
                if reference.get("key") != _URI:
                    put(self.data, ("backendStore", "existingSecretKey"), reference["key"])
            else:
                variables.append(one)
        if uri := self._uri_of_variables:
            # A shell writes ${NAME} or $NAME where Kubernetes writes $(NAME).
            written = _as_reference(uri)
            if written is None:
                self.tell("backendStore", "the URI is put together by a shell", "set backendStore by hand")
            elif written != f"$({_URI})":
                variables.append({"name": _URI, "value": written})
        self._take("extraEnv", variables)
        self._take("extraEnvFrom", self._server.get("envFrom"))

    def _volumes(self) -> None:
        mounts = list(self._server.get("volumeMounts") or ())
        volumes = list(self._pod.get("volumes") or ())
        claims = [one for one in volumes if "persistentVolumeClaim" in one]
        own = [one for one in mounts if claims and one["name"] == claims[0]["name"]]
        if len(claims) == 1 and len(own) == 1 and set(own[0]) == {"name", "mountPath"}:
            claim = claims[0]["persistentVolumeClaim"]["claimName"]
            self.data["persistence"] = {"enabled": True, "existingClaim": claim, "mountPath": own[0]["mountPath"]}
            mounts.remove(own[0])
            volumes.remove(claims[0])
        self._take("extraVolumes", volumes)
        self._take("extraVolumeMounts", mounts)

    def service(self, service: Manifest) -> None:
        spec, metadata = service["spec"], service["metadata"]
        port = (spec.get("ports") or [{}])[0]
        found: Data = {"type": spec.get("type", "ClusterIP"), "port": port.get("port", 5000)}
        found["name"] = port.get("name", "")
        if metadata.get("annotations"):
            found["annotations"] = metadata["annotations"]
        self.data["service"] = found
        if metadata["name"] != self._deployment["metadata"]["name"]:
            message = f"the Service is called {metadata['name']}, and here like the Deployment"
            self.tell(
                "fullnameOverride", message, "tell the clients of the new name, or give a Service in extraObjects"
            )
        if len(spec.get("ports") or ()) > 1:
            self.tell("service.port", "the Service has several ports, here the first", "give another in extraObjects")

    def ingress(self, ingress: Manifest) -> None:
        spec = ingress["spec"]
        hosts = [
            {
                "host": rule.get("host", ""),
                "paths": [
                    {"path": one.get("path", "/"), "pathType": one.get("pathType", "ImplementationSpecific")}
                    for one in (rule.get("http") or {}).get("paths") or ()
                ],
            }
            for rule in spec.get("rules") or ()
        ]
        found: Data = {"enabled": True, "className": spec.get("ingressClassName", ""), "hosts": hosts}
        for key, value in (("annotations", ingress["metadata"].get("annotations")), ("tls", spec.get("tls"))):
            if value:
                found[key] = value
        self.data["ingress"] = found


def _options(words: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """The options with their values, also where a value is a word of its own."""
    at = 0
    while at < len(words):
        name, mark, value = words[at].partition("=")
        at += 1
        if mark:
            yield name, value
        elif name.lstrip("-") in (*_MODES, *_SWITCHES) or at >= len(words) or words[at].startswith("-"):
            yield name, None
        else:
            yield name, words[at]
            at += 1


def _as_reference(uri: str) -> str | None:
    """The text with the variables of a shell written as Kubernetes writes them; None for other things of a shell."""
    written = re.sub(r"\$\{(\w+)\}|\$(\w+)", lambda found: f"$({found[1] or found[2]})", uri)
    return None if "${" in written or "`" in written else written


def _service_of(deployment: Manifest, others: Sequence[Manifest]) -> Manifest | None:
    """The Service whose selector chooses the pods; of several the one that is called like the Deployment."""
    labels = (deployment["spec"]["template"].get("metadata") or {}).get("labels") or {}
    found = [
        one
        for one in others
        if one["kind"] == "Service"
        and (selector := one["spec"].get("selector"))
        and all(labels.get(key) == value for key, value in selector.items())
    ]
    name = deployment["metadata"]["name"]
    return min(found, key=lambda one: one["metadata"]["name"] != name) if found else None


def _leads_to(ingress: Manifest, service: str) -> bool:
    paths = [
        path for rule in ingress["spec"].get("rules") or () for path in (rule.get("http") or {}).get("paths") or ()
    ]
    return any(((path.get("backend") or {}).get("service") or {}).get("name") == service for path in paths)
