"""Secrets that are created, sorted by name: environment, basic auth, secret key, GCS key, S3 CA."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

from mlflow_tui.config_model.credentials import BASIC_AUTH, BASIC_AUTH_OPTIONS, SECRETS, ChartSecret
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> list[Manifest]:
    contents: dict[str, dict[str, str]] = {}
    for secret in SECRETS:
        contents.setdefault(metadata.names.secret(secret.suffix), {}).update(content(values, secret))
    return [_manifest(metadata, name, texts) for name, texts in sorted(contents.items()) if texts]


def _manifest(metadata: Metadata, name: str, texts: Mapping[str, str]) -> Manifest:
    return {
        **metadata.manifest("v1", "Secret", name),
        "type": "Opaque",
        "data": {key: base64.b64encode(text.encode()).decode("ascii") for key, text in sorted(texts.items())},
    }


def content(values: Values, secret: ChartSecret) -> dict[str, str]:
    """The keys of the created Secret with their texts, for those that the values give."""
    return {
        key.name: _basic_auth(texts) if secret is BASIC_AUTH else texts[0]
        for key, texts in secret.content(values).items()
    }


def _basic_auth(texts: Sequence[str]) -> str:
    """basic_auth.ini, with each `%` doubled: MLflow reads the file with configparser's interpolation."""
    lines = zip(BASIC_AUTH_OPTIONS, texts, strict=True)
    body = "".join(f"{option} = {text.replace('%', '%%')}\n" for option, text in lines)
    return f"[mlflow]\n{body}"
