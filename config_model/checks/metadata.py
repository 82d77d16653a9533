"""MT3xx: annotations, node selectors and the image, as Kubernetes wants them written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from config_model.checks.registry import Context, Finding, check
from config_model.kubernetes import names
from config_model.problem import Severity

_LARGEST_ANNOTATIONS = 256 * 1024
_LARGEST_SECRET = 1024 * 1024


@check(
    "MT315",
    Severity.ERROR,
    "An annotation breaks Kubernetes' rules.",
    reads=("podAnnotations", "service", "ingress", "serviceAccount"),
)
def annotation_keys(context: Context) -> Iterator[Finding]:
    values = context.values
    for path, given, used in (
        (("serviceAccount", "annotations"), values.service_account.annotations, values.service_account.create),
        (("service", "annotations"), values.service.annotations, True),
        (("ingress", "annotations"), values.ingress.annotations, values.ingress.enabled),
        (("podAnnotations",), values.pod_annotations, True),
    ):
        if not used:
            continue
        for key in given:
            if wrong := names.annotation_key(key):
                yield Finding((*path, key), f"{key!r} is no key of an annotation: {wrong}", "change the key")
        if sum(len(key.encode()) + len(value.encode()) for key, value in given.items()) > _LARGEST_ANNOTATIONS:
            yield Finding(path, "the annotations are larger than the 256 KiB that Kubernetes takes", "shorten them")


@check("MT316", Severity.ERROR, "A node selector breaks Kubernetes' rules.", reads=("nodeSelector",))
def node_selector(context: Context) -> Iterator[Finding]:
    for key, value in context.values.node_selector.items():
        if wrong := names.label_key(key):
            yield Finding(("nodeSelector", key), f"{key!r} is no key of a label: {wrong}", "change the key")
        elif wrong := names.label_value(value):
            yield Finding(("nodeSelector", key), f"{value!r} is no value of a label: {wrong}", "change the value")


_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REPOSITORY = re.compile(rf"{_COMPONENT}(?:/{_COMPONENT})*")
_REGISTRY = re.compile(r"[A-Za-z0-9](?:[-.A-Za-z0-9]*[A-Za-z0-9])?(?::\d+)?(?:/[-._/a-z0-9]+)?")
_TAG = re.compile(r"[A-Za-z0-9_][-.A-Za-z0-9_]{0,127}")


@check("MT324", Severity.ERROR, "The image cannot be named so.", reads=("image",))
def image_name(context: Context) -> Iterator[Finding]:
    image = context.values.image
    wrong = "the pod never starts (InvalidImageName)"
    if image.registry and not _REGISTRY.fullmatch(image.registry):
        hint = "write a host, perhaps with a port, without https://"
        yield Finding("image.registry", f"{image.registry!r} is no registry: {wrong}", hint)
    if not _REPOSITORY.fullmatch(image.repository.partition("@")[0]):
        hint = "use lower-case letters, digits, '.', '_', '-' and '/'; the tag goes to image.tag"
        yield Finding("image.repository", f"{image.repository!r} is no repository: {wrong}", hint)
    if image.tag and not _TAG.fullmatch(image.tag.partition("@")[0]):
        hint = "use letters, digits, '.', '_' and '-'"
        yield Finding("image.tag", f"{image.tag!r} is no tag: {wrong}", hint)


@check("MT325", Severity.ERROR, "A Secret is larger than Kubernetes takes.", reads=("artifactStore",))
def secret_size(context: Context) -> Iterator[Finding]:
    stores = context.values.artifact_store
    for key, text in (
        ("artifactStore.gcp.createSecret.keyFile", stores.gcp.create_secret.key_file if stores.gcp.enabled else ""),
        ("artifactStore.s3.createCaSecret.caBundle", stores.s3.create_ca_secret.ca_bundle if stores.s3.enabled else ""),
    ):
        if len(text.encode()) > _LARGEST_SECRET:
            yield Finding(key, "is larger than 1 MiB, and Kubernetes refuses the Secret", "use a shorter file")
