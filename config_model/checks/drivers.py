"""MT212: what the official image of MLflow lacks."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow.database_urls import package
from mlflow_tui.config_model.mlflow.server_arguments import OptionValue
from mlflow_tui.config_model.mlflow.store_uris import meant_dialect, meant_scheme
from mlflow_tui.config_model.problem import Severity
from mlflow_tui.config_model.values.image import Image

_STORES = {
    "s3": "boto3",
    "gs": "google-cloud-storage",
    "wasbs": "azure-storage-blob",
    "oss": "aliyunstoreplugin",
    "sftp": "pysftp",
    "hdfs": "Hadoop's libhdfs",
}
"""What MLflow needs for artifacts of a scheme, and `pip install mlflow` does not bring."""
_READS = ("trackingServer", "backendStore", "extraEnv", "extraEnvFrom", "image")


def is_official(image: Image) -> bool:
    """Whether it is MLflow's own image, which holds `pip install mlflow` and nothing else."""
    return image.repository == "mlflow/mlflow" and image.registry in ("ghcr.io", "docker.io", "")


@check("MT212", Severity.WARNING, "The official image lacks a driver.", reads=_READS)
def missing_driver(context: Context) -> Iterator[Finding]:
    if not is_official(context.values.image):
        return
    needed: dict[str, str] = {}
    for driver, effect in (*_for_databases(context), *_for_artifacts(context), *_for_metrics(context)):
        needed.setdefault(driver, effect)
    for driver, effect in needed.items():
        yield Finding(
            "image.repository",
            f"the official image holds MLflow alone: without {driver} {effect}",
            hint=f"name an image that has {driver}",
        )


def _for_databases(context: Context) -> Iterator[tuple[str, str]]:
    auth = context.values.tracking_server.basic_auth
    users = auth.create_secret.database_uri if auth.enabled and not auth.existing_secret else ""
    backend, registry = context.server.backend, context.server.option("--registry-store-uri")
    for uri in (_text(backend), _text(registry), users):
        if needed := package(uri):
            yield needed, f"the server does not start with {meant_dialect(uri)}: URIs"


def _for_artifacts(context: Context) -> Iterator[tuple[str, str]]:
    for given in context.server.artifact_uris:
        if (kind := meant_scheme(_text(given))) in _STORES:
            yield _STORES[kind], f"artifacts fail with {kind}: URIs"


def _for_metrics(context: Context) -> Iterator[tuple[str, str]]:
    given = context.server.option("--expose-prometheus")
    if given is not None and given.path != ("extraEnvFrom",):
        yield "prometheus-flask-exporter", "the server does not start with --expose-prometheus"


def _text(given: OptionValue | None) -> str:
    return (given.text or "") if given is not None else ""
