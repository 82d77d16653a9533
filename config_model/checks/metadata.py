"""MT3xx: annotations and node selectors, as Kubernetes wants them written."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.kubernetes import names
from mlflow_tui.config_model.problem import Severity

_LARGEST_ANNOTATIONS = 256 * 1024
_LARGEST_SECRET = 1024 * 1024


@check(
    "MT315",
    Severity.ERROR,
    "An annotation breaks Kubernetes' rules.",
    reads=(
        *("podAnnotations", "deploymentAnnotations", "service", "ingress", "serviceAccount"),
        *("persistence", "httpRoute"),
    ),
)
def annotation_keys(context: Context) -> Iterator[Finding]:
    values = context.values
    for path, given, used in (
        (("serviceAccount", "annotations"), values.service_account.annotations, values.service_account.create),
        (("service", "annotations"), values.service.annotations, True),
        (("ingress", "annotations"), values.ingress.annotations, values.ingress.enabled),
        (("httpRoute", "annotations"), values.http_route.annotations, values.http_route.enabled),
        (("persistence", "annotations"), values.persistence.annotations, values.persistence.makes_claim),
        (("podAnnotations",), values.pod_annotations, True),
        (("deploymentAnnotations",), values.deployment_annotations, True),
    ):
        if not used:
            continue
        for key in given:
            if wrong := names.annotation_key(key):
                yield Finding((*path, key), f"{key!r} is not a valid annotation key: {wrong}", "change the key")
        if sum(len(key.encode()) + len(value.encode()) for key, value in given.items()) > _LARGEST_ANNOTATIONS:
            yield Finding(path, "the annotations are larger than the 256 KiB that Kubernetes takes", "shorten them")


@check("MT316", Severity.ERROR, "A node selector breaks Kubernetes' rules.", reads=("nodeSelector",))
def node_selector(context: Context) -> Iterator[Finding]:
    for key, value in context.values.node_selector.items():
        if wrong := names.label_key(key):
            yield Finding(("nodeSelector", key), f"{key!r} is not a valid label key: {wrong}", "change the key")
        elif wrong := names.label_value(value):
            yield Finding(("nodeSelector", key), f"{value!r} is no value of a label: {wrong}", "change the value")


@check("MT325", Severity.ERROR, "A Secret is larger than Kubernetes takes.", reads=("artifactStore",))
def secret_size(context: Context) -> Iterator[Finding]:
    stores = context.values.artifact_store
    for key, text in (
        ("artifactStore.gcp.createSecret.keyFile", stores.gcp.create_secret.key_file if stores.gcp.enabled else ""),
        ("artifactStore.s3.createCaSecret.caBundle", stores.s3.create_ca_secret.ca_bundle if stores.s3.enabled else ""),
    ):
        if len(text.encode()) > _LARGEST_SECRET:
            yield Finding(key, "is larger than 1 MiB, and Kubernetes refuses the Secret", "use a shorter file")
