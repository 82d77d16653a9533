"""From a pod template back to the values that rendered to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mlflow_tui.config_model.chart import APP_VERSION, SELECTOR_LABELS
from mlflow_tui.config_model.credentials import BACKEND_STORE, BASIC_AUTH, FLASK, GCS, S3_CA, SECRETS, ChartSecret
from mlflow_tui.config_model.database_upgrade import CONTAINER
from mlflow_tui.config_model.mlflow import reading_of
from mlflow_tui.config_model.values.metrics import METRICS_VOLUME
from mlflow_tui.delivery.live.from_claim import taken_out

Data = dict[str, Any]

_PREFIX = "--static-prefix"
_MOUNTED = {secret.mount.volume: secret for secret in SECRETS if secret.mount is not None}
"""The Secret behind each volume of the chart."""

_STORES = {one.name: one for one in SECRETS if one.is_environment and one is not BACKEND_STORE}
"""Stores whose existing Secret is an environment, in their order."""


class Pod:
    """The template of the release `fullname`, taken apart, where `image.mlflowVersion` is `version`.

    `job` is the container of the Job that upgrades the database, if there is one.
    """

    def __init__(
        self,
        template: Mapping[str, Any],
        fullname: str,
        keys_of: Callable[[str], set[str]],
        version: str,
        job: Mapping[str, Any] | None,
    ) -> None:
        self._version = version
        self._metadata = template.get("metadata") or {}
        self._spec = template["spec"]
        self._server = self._spec["containers"][0]
        self._fullname = fullname
        self._keys_of = keys_of
        first: Mapping[str, Any] = next(iter(self._spec.get("initContainers") or ()), {})
        self._upgrades_itself = first.get("name") == CONTAINER
        self._upgrade = first if self._upgrades_itself else job

    @property
    def service_account(self) -> str:
        return str(self._spec.get("serviceAccountName", "default"))

    def values(self) -> Data:
        annotations = dict(self._metadata.get("annotations") or {})
        annotations.pop("checksum/config", None)
        labels = dict(self._metadata.get("labels") or {})
        inits = list(self._spec.get("initContainers") or ())
        secrets, volumes = self._volumes()
        tracking, metrics = self._tracking()
        mounted = len(secrets) + metrics["enabled"]
        mounts = list(self._server.get("volumeMounts") or ())[mounted:]
        persistence = taken_out(volumes, mounts, self._fullname)
        image = self._image()
        secrets, variables = self._variables(secrets, image)
        by_key, variables = self._backend_by_key(variables)
        tracking["basicAuth"] = {
            "enabled": BASIC_AUTH in secrets,
            **self._existing(secrets, BASIC_AUTH),
            **self._existing(secrets, FLASK),
        }
        return {
            "image": image,
            "trackingServer": tracking,
            "metrics": metrics,
            "backendStore": {
                "databaseUpgrade": self._upgrades_itself,
                **(by_key or {"existingSecret": self._backend()}),
            },
            "artifactStore": self._stores(secrets),
            "resources": self._server.get("resources") or {},
            "podAnnotations": annotations,
            "podLabels": {key: value for key, value in labels.items() if key not in SELECTOR_LABELS},
            "podSecurityContext": self._spec.get("securityContext") or {},
            "securityContext": self._server.get("securityContext") or {},
            "nodeSelector": self._spec.get("nodeSelector") or {},
            "tolerations": self._spec.get("tolerations") or [],
            "affinity": self._spec.get("affinity") or {},
            "topologySpreadConstraints": [
                self._spread(one, labels) for one in self._spec.get("topologySpreadConstraints") or ()
            ],
            "priorityClassName": self._spec.get("priorityClassName", ""),
            "terminationGracePeriodSeconds": self._spec.get("terminationGracePeriodSeconds"),
            "hostAliases": self._spec.get("hostAliases") or [],
            "lifecycle": self._server.get("lifecycle") or {},
            "extraEnv": variables,
            "extraEnvFrom": self._extra_sources(),
            "extraVolumes": volumes,
            "extraVolumeMounts": mounts,
            **persistence,
            "extraContainers": list(self._spec["containers"][1:]),
            "extraInitContainers": inits[1:] if self._upgrades_itself else inits,
        }

    @property
    def mounts_token(self) -> bool:
        return self._spec.get("automountServiceAccountToken") is not False

    @staticmethod
    def _spread(constraint: Mapping[str, Any], labels: Mapping[str, str]) -> Data:
        """Without the selector that the chart gives it."""
        own = {"matchLabels": {key: labels.get(key) for key in SELECTOR_LABELS}}
        return {key: value for key, value in constraint.items() if key != "labelSelector" or value != own}

    def _image(self) -> Data:
        registry, _, rest = self._server["image"].partition("/")
        name, _, digest = rest.partition("@")
        repository, _, tag = name.partition(":")
        if tag and digest:
            tag, digest = f"{tag}@{digest}", ""
        return {
            "registry": registry,
            "repository": repository,
            "tag": "" if tag == f"v{APP_VERSION}" else tag,
            "digest": digest,
            "pullPolicy": self._server["imagePullPolicy"],
            "pullSecrets": list(self._spec.get("imagePullSecrets") or ()),
            "mlflowVersion": self._version,
        }

    def _tracking(self) -> tuple[Data, Data]:
        """The settings of the server and of its metrics that are arguments."""
        arguments = list(self._server["args"])[1:]
        found: Data = {"mode": arguments.pop(0).removeprefix("--")}
        for option, key in (
            ("--default-artifact-root=", "defaultArtifactRoot"),
            ("--artifacts-destination=", "artifactsDestination"),
            ("--host=", "host"),
            ("--port=", "port"),
            ("--workers=", "workers"),
        ):
            if arguments and arguments[0].startswith(option):
                text = arguments.pop(0).removeprefix(option)
                found[key] = int(text) if key in ("port", "workers") else text
        if arguments and arguments[0] != f"{_PREFIX}=" and self._gives_prefix_once(arguments):
            found["staticPrefix"] = arguments.pop(0).partition("=")[2]
        mounted = {one.get("name") for one in self._spec.get("volumes") or ()}
        metrics: Data = {"enabled": False}
        if METRICS_VOLUME in mounted:
            metrics = {"enabled": True, "multiprocDirectory": arguments.pop(0).partition("=")[2]}
        if arguments[:1] == ["--app-name=basic-auth"] and BASIC_AUTH.mount is not None:
            # Without the file it is an argument of the person's own.
            arguments = arguments[BASIC_AUTH.mount.volume in mounted :]
        return {**found, "extraArgs": arguments}, metrics

    def _gives_prefix_once(self, arguments: Sequence[str]) -> bool:
        """Whether the first argument is the static prefix, and nothing after it gives one: a setting would, too."""
        given = [one for one in arguments if one.partition("=")[0] == _PREFIX]
        variables = {one["name"] for one in self._server.get("env") or ()}
        return arguments[0].startswith(f"{_PREFIX}=") and len(given) == 1 and "MLFLOW_STATIC_PREFIX" not in variables

    def _volumes(self) -> tuple[dict[ChartSecret, str], list[Any]]:
        """The Secrets of the chart that are mounted, with their names, and the other volumes."""
        secrets: dict[ChartSecret, str] = {}
        volumes = list(self._spec.get("volumes") or ())
        while volumes and (secret := _MOUNTED.get(volumes[0]["name"])) and secret not in secrets:
            secrets[secret] = volumes.pop(0)["secret"]["secretName"]
        return secrets, [one for one in volumes if one["name"] != METRICS_VOLUME]

    def _variables(self, secrets: Mapping[ChartSecret, str], image: Data) -> tuple[dict[ChartSecret, str], list[Any]]:
        """The mounted Secrets and that of the secret key, and the variables that are none of theirs."""
        variables = list(self._server.get("env") or ())
        others = variables[len(secrets) :]
        if BASIC_AUTH not in secrets or not FLASK.is_taken_by(reading_of({"image": image}).version):
            return dict(secrets), others
        # It follows the path of basic_auth.ini, which is the first of all.
        key = FLASK.keys[0].name
        given = variables[1] if len(variables) > 1 else {}
        reference = (given.get("valueFrom") or {}).get("secretKeyRef") or {}
        if given.get("name") != key or reference != {"name": reference.get("name"), "key": key}:
            return dict(secrets), others
        return {**secrets, FLASK: reference["name"]}, others[1:]

    def _backend_by_key(self, variables: list[Any]) -> tuple[Data, list[Any]]:
        """The backend store where one key of a Secret gives it, which comes first, and the other variables."""
        given = variables[0] if variables else {}
        reference = (given.get("valueFrom") or {}).get("secretKeyRef") or {}
        if given.get("name") != BACKEND_STORE.keys[0].name or set(reference) != {"name", "key"}:
            return {}, variables
        if self._server["args"][1] == "--artifacts-only" or self._backend():
            return {}, variables
        return {"existingSecret": reference["name"], "existingSecretKey": reference["key"]}, variables[1:]

    def _existing(self, secrets: Mapping[ChartSecret, str], secret: ChartSecret) -> Data:
        name = secrets.get(secret, "")
        return {str(secret.existing[-1]): "" if name == f"{self._fullname}-{secret.suffix}" else name}

    def _stores(self, secrets: Mapping[ChartSecret, str]) -> Data:
        found: Data = {}
        for secret in (GCS, S3_CA):
            if secret in secrets:
                found[str(secret.section[-1])] = {"enabled": True, **self._existing(secrets, secret)}
        for store, name in self._store_secrets().items():
            found[store] = {**found.get(store, {}), "enabled": True, "existingSecret": name}
        return found

    # The environment's sources, in the order of the manifest contract: the backend's Secret, what the chart made,
    # the extra ones, those of the stores.

    def _sources(self) -> list[Data]:
        return list(self._server.get("envFrom") or ())

    def _made(self, source: Mapping[str, Any]) -> bool:
        names = (f"{self._fullname}-env-configmap", f"{self._fullname}-env-secret")
        return any((source.get(kind) or {}).get("name") in names for kind in ("configMapRef", "secretRef"))

    def _backend(self) -> str:
        """The name of the backend store's existing Secret; empty if there is none."""
        sources = self._sources()
        name = _secret_name(sources[0]) if sources else ""
        if not name or self._made(sources[0]) or self._server["args"][1] == "--artifacts-only":
            return ""
        # What stands before the chart's own can only be the backend's.
        before = any(self._made(one) for one in sources)
        return name if before or BACKEND_STORE.keys[0].name in self._keys_of(name) else ""

    def _store_secrets(self) -> dict[str, str]:
        """The stores' existing Secrets: at the end, each recognised by its keys."""
        found: dict[str, str] = {}
        names = [_secret_name(one) for one in self._tail()]
        for store, secret in reversed(_STORES.items()):
            if names and names[-1] and any(key.name in self._keys_of(names[-1]) for key in secret.keys):
                found[store] = names.pop()
        # The container that upgrades the database has all sources but these, which tells how many there are even where
        # no key can be read.
        if self._upgrade is not None and not found:
            count = len(self._sources()) - len(self._upgrade.get("envFrom") or ())
            found = dict(zip(_STORES, names[len(names) - count :] if count else [], strict=False))
        return found

    def _tail(self) -> list[Data]:
        """The sources after the backend's and the chart's own."""
        sources = [one for one in self._sources() if not self._made(one)]
        return sources[1:] if self._backend() else sources

    def _extra_sources(self) -> list[Data]:
        tail = self._tail()
        return tail[: len(tail) - len(self._store_secrets())]


def _secret_name(source: Mapping[str, Any]) -> str:
    """The Secret that a source of the environment is, if it is a whole one without a prefix."""
    return str(source["secretRef"].get("name", "")) if set(source) == {"secretRef"} else ""
