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
_READS = ("metrics", "trackingServer", "backendStore", "extraEnv", "extraEnvFrom", "image")


def is_official(image: Image) -> bool:
    """Whether it is MLflow's own image, which holds `pip install mlflow` and nothing else."""
    return image.repository == "mlflow/mlflow" and image.registry in ("ghcr.io", "docker.io", "")


_CLOUDS_IN_FULL = ("boto3", "google-cloud-storage")


def _of_full_image(context: Context) -> frozenset[str]:
    """The packages of MLflow's own image whose tag ends in `-full`: the extra `db`, and what two clouds need.

    None where the tag is another. What later ones have besides, a tag does not tell.
    """
    databases = context.mlflow.extras.get("db", ())
    if "-full" not in context.values.image.tag or not databases:
        return frozenset()
    return frozenset((*(one.removesuffix("-binary") for one in databases), *_CLOUDS_IN_FULL))


@check("MT212", Severity.WARNING, "The official image lacks a driver.", reads=_READS)
def missing_driver(context: Context) -> Iterator[Finding]:
    if not is_official(context.values.image):
        return
    needed: dict[str, str] = {}
    for driver, effect in (
        *_for_databases(context),
        *_for_artifacts(context),
        *_for_metrics(context),
        *_for_login(context),
    ):
        needed.setdefault(driver, effect)
    full = _of_full_image(context)
    for driver, effect in needed.items():
        if driver.lower() in full:
            continue
        holds = "may hold no such package" if full else "holds MLflow alone"
        yield Finding(
            "image.tag" if full else "image.repository",
            f"the official image {holds}: without {driver} {effect}",
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
    given = context.server.metrics_directory
    if given is not None and given.path != ("extraEnvFrom",):
        yield "prometheus-flask-exporter", "the server does not start with --expose-prometheus"


def _for_login(context: Context) -> Iterator[tuple[str, str]]:
    if context.server.asks_login:
        for module in context.mlflow.basic_auth.packages:
            yield module.replace("_", "-"), "the server does not start with basic authentication"


def _text(given: OptionValue | None) -> str:
    return (given.text or "") if given is not None else ""
