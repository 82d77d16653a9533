"""Commented values files to start from, one for each common way to run MLflow on Kubernetes.

Each is a whole values file that passes the checks, for the newest MLflow whose server the tests start. What a person
must replace stands in a comment beside it; passwords and keys stay out of it, in Secrets whose `kubectl create secret`
line the comment gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Preset:
    """A starting file: its stable `name`, a `title` for lists, and a `summary` of what it gives and needs."""

    name: str
    title: str
    summary: str


PRESETS: tuple[Preset, ...] = (
    Preset(
        "quickstart",
        "SQLite and files on one volume",
        "one replica of the official image; it makes its own claim, and needs nothing else",
    ),
    Preset(
        "basic-auth",
        "As quickstart, with user names and passwords",
        "one replica behind basic authentication; its users live on the volume; needs an image with Flask-WTF",
    ),
    Preset(
        "postgres-s3-iam",
        "PostgreSQL and Amazon S3 by IAM role",
        "a server that passes artifacts on to a bucket; no access key anywhere, the service account has a role",
    ),
    Preset(
        "postgres-s3-keys",
        "PostgreSQL and Amazon S3 by access key",
        "a server that passes artifacts on to a bucket, with an access key from a Secret",
    ),
    Preset(
        "minio-ca",
        "PostgreSQL and MinIO with a certificate authority of your own",
        "S3-compatible storage in your own network, its endpoint, keys and CA certificate",
    ),
    Preset(
        "postgres-gcs",
        "PostgreSQL and Google Cloud Storage",
        "clients reach the bucket themselves; the server has a service account key from a Secret",
    ),
    Preset(
        "postgres-azure",
        "PostgreSQL and Azure Blob Storage",
        "a server that passes artifacts on to a container of a storage account",
    ),
    Preset(
        "mysql-oss",
        "MySQL and Alibaba Cloud OSS",
        "for ACK, with an AccessKey from a Secret, and the lines for a RAM role (RRSA)",
    ),
    Preset(
        "artifacts-only",
        "A server for artifacts alone",
        "takes uploads and downloads off a busy tracking server; no database, an IAM role for the bucket",
    ),
)


def load_preset(name: str) -> str:
    """The text of the preset `name`, comments and all; KeyError where there is not one of that name."""
    if name not in {preset.name for preset in PRESETS}:
        raise KeyError(name)
    return resources.files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
