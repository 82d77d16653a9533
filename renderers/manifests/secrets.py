"""Secrets that are created, sorted by name: environment, basic auth, GCS key, S3 CA."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from config_model.values import Values
from renderers.manifests.metadata import Manifest, Metadata

BASIC_AUTH_FILE = "basic_auth.ini"
GCP_FILE = "keyfile.json"
S3_CA_FILE = "ca-bundle.crt"


def render(values: Values, metadata: Metadata) -> list[Manifest]:
    names = metadata.names
    contents = {
        names.env_secret: environment(values),
        names.basic_auth_secret: basic_auth(values),
        names.gcp_secret: gcp(values),
        names.s3_ca_secret: s3_ca(values),
    }
    return [_secret(metadata, name, content) for name, content in sorted(contents.items()) if content]


def _secret(metadata: Metadata, name: str, content: Mapping[str, str]) -> Manifest:
    return {
        **metadata.manifest("v1", "Secret", name),
        "type": "Opaque",
        "data": {key: base64.b64encode(text.encode()).decode("ascii") for key, text in sorted(content.items())},
    }


def environment(values: Values) -> dict[str, str]:
    """Variables of the server that must not be read by everybody; only those that are not empty."""
    stores, backend = values.artifact_store, values.backend_store
    content: dict[str, str] = {}
    if values.tracking_server.mode != "artifacts-only" and not backend.existing_secret:
        content["MLFLOW_BACKEND_STORE_URI"] = backend.create_secret.backend_store_uri
    if stores.s3.enabled and not stores.s3.existing_secret:
        content["AWS_ACCESS_KEY_ID"] = stores.s3.create_secret.access_key_id
        content["AWS_SECRET_ACCESS_KEY"] = stores.s3.create_secret.secret_access_key
    if stores.azure.enabled and not stores.azure.existing_secret:
        content["AZURE_STORAGE_CONNECTION_STRING"] = stores.azure.create_secret.azure_storage_connection_string
        content["AZURE_STORAGE_ACCESS_KEY"] = stores.azure.create_secret.azure_storage_access_key
    if stores.oss.enabled and not stores.oss.existing_secret:
        content["MLFLOW_OSS_KEY_ID"] = stores.oss.create_secret.access_key_id
        content["MLFLOW_OSS_KEY_SECRET"] = stores.oss.create_secret.access_key_secret
    return {key: text for key, text in content.items() if text}


def basic_auth(values: Values) -> dict[str, str]:
    """basic_auth.ini, with each `%` doubled: MLflow reads the file with configparser's interpolation."""
    auth = values.tracking_server.basic_auth
    if not auth.enabled or auth.existing_secret:
        return {}
    settings = auth.create_secret
    lines = {
        "default_permission": settings.default_permission,
        "database_uri": settings.database_uri,
        "admin_username": settings.admin_username,
        "admin_password": settings.admin_password,
        "authorization_function": settings.authorization_function,
    }
    body = "".join(f"{key} = {text.replace('%', '%%')}\n" for key, text in lines.items())
    return {BASIC_AUTH_FILE: f"[mlflow]\n{body}"}


def gcp(values: Values) -> dict[str, str]:
    """The key of a Google Cloud service account."""
    store = values.artifact_store.gcp
    if not store.enabled or store.existing_secret or not store.create_secret.key_file:
        return {}
    return {GCP_FILE: store.create_secret.key_file}


def s3_ca(values: Values) -> dict[str, str]:
    """The certificates that sign the storage's own."""
    store = values.artifact_store.s3
    if not store.enabled or store.existing_ca_secret or not store.create_ca_secret.ca_bundle:
        return {}
    return {S3_CA_FILE: store.create_ca_secret.ca_bundle}
