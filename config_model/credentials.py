"""The Secrets of the chart, each declared once: its settings, its keys, and how the server gets them.

The renderers, the checks, the exports, the import and the apply walk `SECRETS`; only the Helm templates say the same
again. Source of the keys, files and folders: the chart's documentation and its manifest contract.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlflow_tui.config_model.mlflow import Version
from mlflow_tui.config_model.mlflow.behaviours import SECRET_KEY_NEEDED
from mlflow_tui.config_model.path import Path

if TYPE_CHECKING:
    from mlflow_tui.config_model.values import Values

ARTIFACTS_ONLY = "artifacts-only"
"""The mode of a server that has no backend store."""


@dataclass(frozen=True, slots=True)
class SecretKey:
    """One key of a Secret: an environment variable of the server, or a mounted file.

    `settings` lead to what a created Secret holds there: one setting, or several that are lines of one file. `is_id`
    marks the name of an account, which lets nobody in without the key beside it.
    """

    name: str
    settings: tuple[Path, ...]
    is_id: bool = False


@dataclass(frozen=True, slots=True)
class Mount:
    """How the server gets a Secret as a file: `variable` holds the path of the file in `folder`."""

    volume: str
    folder: str
    variable: str


@dataclass(frozen=True, slots=True)
class ChartSecret:
    """A Secret that the chart creates from its values, or that `existing` names in its place.

    `suffix` ends the name of the created one, which several may share. `switch` is the setting that turns it on; None
    for the backend store, which every server but an artifacts-only one has. Without a `mount` its keys are environment
    variables: all of them, or where it is `by_reference`, variables that refer to one key each, and which `extraEnv`
    gives in their place. `any_key`: an existing Secret needs one of the keys, not all of them. `since` is the version
    of MLflow that first takes it; None for all. `other_key` names another key of the existing Secret, of which the
    server is then given that one alone.
    """

    name: str
    existing: Path
    created: Path
    suffix: str
    keys: tuple[SecretKey, ...]
    switch: Path | None
    mount: Mount | None = None
    any_key: bool = False
    by_reference: bool = False
    since: Version | None = None
    other_key: Path | None = None

    @property
    def is_environment(self) -> bool:
        """Whether all keys of it become variables of the server."""
        return self.mount is None and not self.by_reference

    @property
    def section(self) -> Path:
        """The settings of the store, or of the authentication, that the Secret belongs to."""
        return self.existing[:-1]

    def is_on(self, values: Values) -> bool:
        """Whether the server has a use for the Secret at all."""
        if not self.is_taken_by(values.image.reading.version):
            return False
        return bool(values.at(self.switch)) if self.switch else values.tracking_server.mode != ARTIFACTS_ONLY

    def is_taken_by(self, version: Version) -> bool:
        """Whether an MLflow of the version has a use for it."""
        return self.since is None or version >= self.since

    def existing_name(self, values: Values) -> str:
        """The name of the existing Secret that is used; empty where none is."""
        return str(values.at(self.existing)) if self._is_taken(values) else ""

    def single_key(self, values: Values) -> str:
        """The key of the existing Secret that alone is given to the server; empty where it has them all."""
        return str(values.at(self.other_key)) if self.other_key is not None and self.existing_name(values) else ""

    def keys_wanted(self, values: Values) -> tuple[str, ...]:
        """The keys that the server looks for in the existing Secret."""
        return (single,) if (single := self.single_key(values)) else tuple(key.name for key in self.keys)

    def content(self, values: Values) -> dict[SecretKey, tuple[str, ...]]:
        """What goes into the created Secret: for each key that is not empty, the values of its settings."""
        if not self._is_taken(values) or values.at(self.existing):
            return {}
        texts = {key: tuple(str(values.at(path)) for path in key.settings) for key in self.keys}
        return {key: given for key, given in texts.items() if any(given)}

    def is_used(self, values: Values) -> bool:
        """Whether there is a Secret for the server to use, existing or created."""
        return bool(self.existing_name(values) or self.content(values))

    def _is_taken(self, values: Values) -> bool:
        given = {variable.get("name") for variable in values.extra_env} if self.by_reference else set()
        return self.is_on(values) and not any(key.name in given for key in self.keys)


def _path(key: str) -> Path:
    return tuple(key.split("."))


def _secret(
    name: str, section: str, suffix: str, keys: Mapping[str, tuple[str, ...]], *, of: str = "", **more: Any
) -> ChartSecret:
    """Below `section`: `existingSecret`, and `createSecret` with the settings of each key, or `existing{of}Secret`."""
    created = _path(f"{section}.create{of}Secret")
    return ChartSecret(
        name=name,
        existing=_path(f"{section}.existing{of}Secret"),
        created=created,
        suffix=suffix,
        keys=tuple(
            SecretKey(key, tuple((*created, one) for one in settings), is_id=key.endswith("_ID"))
            for key, settings in keys.items()
        ),
        switch=None if section == "backendStore" else _path(f"{section}.enabled"),
        **more,
    )


ENVIRONMENT = "env-secret"
"""The suffix of the Secret whose keys are environment variables of the server."""

_INI = {
    "default_permission": "defaultPermission",
    "database_uri": "databaseUri",
    "admin_username": "adminUsername",
    "admin_password": "adminPassword",
    "authorization_function": "authorizationFunction",
}

BASIC_AUTH = _secret(
    "basic-auth",
    "trackingServer.basicAuth",
    "basic-auth-secret",
    {"basic_auth.ini": tuple(_INI.values())},
    mount=Mount("basic-auth", "/etc/mlflow", "MLFLOW_AUTH_CONFIG_PATH"),
)
BASIC_AUTH_FILE = BASIC_AUTH.keys[0].name
BASIC_AUTH_OPTIONS: Mapping[str, Path] = {option: (*BASIC_AUTH.created, key) for option, key in _INI.items()}
"""The options of basic_auth.ini in their order, and the setting of each."""

FLASK = _secret(
    "flask",
    "trackingServer.basicAuth",
    "flask-secret",
    {"MLFLOW_FLASK_SERVER_SECRET_KEY": ("secretKey",)},
    of="Flask",
    by_reference=True,
    since=SECRET_KEY_NEEDED.since,
)
BACKEND_STORE = _secret(
    "backend-store",
    "backendStore",
    ENVIRONMENT,
    {"MLFLOW_BACKEND_STORE_URI": ("backendStoreUri",)},
    other_key=_path("backendStore.existingSecretKey"),
)
S3 = _secret(
    "s3",
    "artifactStore.s3",
    ENVIRONMENT,
    {"AWS_ACCESS_KEY_ID": ("accessKeyId",), "AWS_SECRET_ACCESS_KEY": ("secretAccessKey",)},
)
GCS = _secret(
    "gcs",
    "artifactStore.gcp",
    "gcp-secret",
    {"keyfile.json": ("keyFile",)},
    mount=Mount("gcp-credentials", "/etc/mlflow-gcp", "GOOGLE_APPLICATION_CREDENTIALS"),
)
AZURE = _secret(
    "azure",
    "artifactStore.azure",
    ENVIRONMENT,
    {
        "AZURE_STORAGE_CONNECTION_STRING": ("azureStorageConnectionString",),
        "AZURE_STORAGE_ACCESS_KEY": ("azureStorageAccessKey",),
    },
    any_key=True,
)
OSS = _secret(
    "oss",
    "artifactStore.oss",
    ENVIRONMENT,
    {"MLFLOW_OSS_KEY_ID": ("accessKeyId",), "MLFLOW_OSS_KEY_SECRET": ("accessKeySecret",)},
)
S3_CA = _secret(
    "s3-ca",
    "artifactStore.s3",
    "s3-ca-secret",
    {"ca-bundle.crt": ("caBundle",)},
    of="Ca",
    mount=Mount("s3-ca-bundle", "/etc/mlflow-s3-ca", "AWS_CA_BUNDLE"),
)

SECRETS = (BASIC_AUTH, FLASK, BACKEND_STORE, S3, GCS, AZURE, OSS, S3_CA)
"""In the order of the manifest contract: of the mounts, the variables, and the existing Secrets in the environment."""

CONFIGURATION: Mapping[str, tuple[Path, Path]] = {
    "MLFLOW_OSS_ENDPOINT_URL": (_path("artifactStore.oss.enabled"), _path("artifactStore.oss.endpoint"))
}
"""Variables of the created ConfigMap: the switch and the setting of each."""


def mounted(values: Values) -> Iterator[tuple[ChartSecret, Mount]]:
    """The Secrets that the server has as files."""
    for secret in SECRETS:
        if secret.mount is not None and secret.is_used(values):
            yield secret, secret.mount


def setting_of_key(name: str) -> Path:
    """The setting, or the section of settings, that a key of a created Secret or ConfigMap comes from; () for none."""
    if name in CONFIGURATION:
        return CONFIGURATION[name][1]
    for secret in SECRETS:
        for key in secret.keys:
            if key.name == name:
                return key.settings[0] if len(key.settings) == 1 else secret.created
    return ()


def store_of_variable(name: str) -> tuple[ChartSecret, Path] | None:
    """The Secret and the setting that give the environment variable; None where no setting does."""
    for secret in SECRETS:
        for key in secret.keys:
            if key.name == name and secret.mount is None:
                return secret, key.settings[0]
    return None
