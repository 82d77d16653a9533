"""MT4xx: what works, and lets in or shows more than it should."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from mlflow_tui.config_model.catalogue import by_path
from mlflow_tui.config_model.chart import APP_VERSION
from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.credentials import SECRETS
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.mlflow import NEWEST_TESTED, Certainty
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.placeholders import is_filled_in
from mlflow_tui.config_model.problem import DeleteKey, Fix, SetValue, Severity
from mlflow_tui.config_model.secrecy import has_password, secret_paths
from mlflow_tui.config_model.values import Values
from mlflow_tui.config_model.values.authentication import BasicAuthSecret

_SECRETS = ("trackingServer", "backendStore", "artifactStore")
_CONTEXTS = ("podSecurityContext", "securityContext")

_DEFAULT_PASSWORD = BasicAuthSecret().admin_password
"""Which everybody knows already: MT215 tells of it."""


@check("MT401", Severity.WARNING, "A credential stands in plain text in the file.", reads=_SECRETS)
def plaintext_credential(context: Context) -> Iterator[Finding]:
    for key, existing in _existing_instead().items():
        value = str(context.given_value(key) or "")
        if not value or value == _DEFAULT_PASSWORD:
            continue
        if key.endswith("Uri") and not has_password(value):
            continue
        yield Finding(
            key,
            "anyone who can read this file, its repository or the release has the credential",
            hint=f"make a Secret with kubectl and name it in {existing}",
        )


@cache
def _existing_instead() -> Mapping[str, str]:
    """Where credentials can stand in the file, and the key that names a Secret instead."""
    return {
        format_path(path): format_path(secret.existing)
        for secret in SECRETS
        for key in secret.keys
        for path in key.settings
        if by_path()[path].secret and not key.is_id
    }


@check("MT402", Severity.WARNING, "Everyone who reaches the Ingress has access.", reads=("ingress", "trackingServer"))
def open_ingress(context: Context) -> Iterator[Finding]:
    ingress = context.values.ingress
    if (
        ingress.enabled
        and not ingress.tls
        and not context.values.tracking_server.basic_auth.enabled
        and not _guarded(context)
    ):
        yield Finding(
            "ingress.tls",
            "the Ingress has no TLS and no login: anyone who reaches it reads and changes everything",
            hint="name a certificate in ingress.tls, and turn trackingServer.basicAuth on",
        )


@check("MT403", Severity.WARNING, "Passwords cross the network in plain text.", reads=("ingress", "trackingServer"))
def passwords_without_tls(context: Context) -> Iterator[Finding]:
    ingress = context.values.ingress
    if (
        ingress.enabled
        and not ingress.tls
        and context.values.tracking_server.basic_auth.enabled
        and not _guarded(context)
    ):
        message = "user names and passwords cross the network in plain text: the Ingress has no TLS"
        yield Finding("ingress.tls", message, hint="name a certificate in ingress.tls")


_TLS_ANNOTATIONS = (
    "certificate-arn",
    "ssl-redirect",
    "auth-url",
    "auth-type",
    "pre-shared-cert",
    "managed-certificates",
)


def _guarded(context: Context) -> bool:
    """Whether annotations hand TLS or the login to the controller."""
    return any(mark in key for key in context.values.ingress.annotations for mark in _TLS_ANNOTATIONS)


def _contexts(values: Values) -> Iterator[tuple[Path, dict[str, Any], bool]]:
    """Security contexts of containers with their places, and whether they are the server's."""
    yield ("securityContext",), values.security_context, True
    for key, containers in (
        ("extraContainers", values.extra_containers),
        ("extraInitContainers", values.extra_init_containers),
    ):
        for index, container in enumerate(containers):
            given = container.get("securityContext")
            if isinstance(given, dict):
                yield (key, index, "securityContext"), given, False


@check(
    "MT404", Severity.WARNING, "A container runs as root.", reads=(*_CONTEXTS, "extraContainers", "extraInitContainers")
)
def root(context: Context) -> Iterator[Finding]:
    values = context.values
    pod = values.pod_security_context
    places = [(("podSecurityContext",), pod), *((path, given) for path, given, _ in _contexts(values))]
    explicit = False
    for path, given in places:
        for key, wrong in (("runAsUser", 0), ("runAsNonRoot", False)):
            if key in given and given[key] == wrong and given[key] is not True:
                explicit = True
                message = "the container runs as root: an attacker who escapes it is root on the node"
                yield Finding((*path, key), message, hint="set runAsNonRoot: true and runAsUser, for example 1000")
    merged = {**pod, **values.security_context}
    if merged and not explicit and not merged.get("runAsNonRoot") and not merged.get("runAsUser"):
        message = "the server may run as root, as the official image does"
        place = ("podSecurityContext", "runAsNonRoot")
        yield Finding(place, message, hint="set runAsNonRoot: true and runAsUser, for example 1000")


@check(
    "MT405",
    Severity.WARNING,
    "The root filesystem is writable.",
    reads=("securityContext", "extraContainers", "extraInitContainers"),
)
def writable_root_filesystem(context: Context) -> Iterator[Finding]:
    for path, given, server in _contexts(context.values):
        place = (*path, "readOnlyRootFilesystem")
        if given.get("readOnlyRootFilesystem") is False or (server and given and "readOnlyRootFilesystem" not in given):
            message = "an attacker in the container can change its programs: its root filesystem is writable"
            hint = "set readOnlyRootFilesystem: true, and mount an emptyDir at /tmp"
            yield Finding(place, message, hint=hint)


_DANGEROUS = ("ALL", "SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE", "NET_ADMIN", "DAC_READ_SEARCH", "SYS_RAWIO")


@check(
    "MT406",
    Severity.WARNING,
    "A container is privileged.",
    reads=("securityContext", "extraContainers", "extraInitContainers"),
)
def privileges(context: Context) -> Iterator[Finding]:
    for path, given, _ in _contexts(context.values):
        for key in ("privileged", "allowPrivilegeEscalation"):
            if given.get(key) is True:
                place = (*path, key)
                message = "MLflow needs no privileges; an attacker in the container would have them"
                fix = Fix("set it to false", (SetValue(place, False),))
                yield Finding(place, message, hint="set it to false", fix=fix)
        added = look_up(given, ("capabilities", "add"))
        for index, name in enumerate(added if isinstance(added, list) else ()):
            if str(name).removeprefix("CAP_") in _DANGEROUS:
                place = (*path, "capabilities", "add", index)
                message = f"{name} lets an attacker in the container take over the node"
                yield Finding(place, message, hint="remove it", fix=Fix("remove it", (DeleteKey(place),)))


_MOVING = ("latest", "main", "master", "nightly", "edge", "dev")


@check("MT407", Severity.WARNING, "The image tag is mutable.", reads=("image",))
def moving_tag(context: Context) -> Iterator[Finding]:
    image = context.values.image
    word, full = image.tag.removesuffix("-full"), "-full" if image.tag.endswith("-full") else ""
    if word in _MOVING and not image.digest:
        official = image.repository == "mlflow/mlflow"
        told = image.reading.certainty is Certainty.SURE
        fixed_tag = f"v{image.reading.version if told else NEWEST_TESTED}{full}"
        yield Finding(
            "image.tag",
            f"{image.tag!r} is mutable: a restart may pull a newer MLflow, which refuses the database",
            hint="name a version",
            fix=Fix(f"use {fixed_tag}", (SetValue(("image", "tag"), fixed_tag),)) if official else None,
        )


@check("MT408", Severity.WARNING, "A custom image has no tag.", reads=("image",))
def no_tag(context: Context) -> Iterator[Finding]:
    image = context.values.image
    last = image.repository.rpartition("/")[2]  # a colon before it is that of a registry's port
    if any(one in last for one in ":@") or is_filled_in(("image", "repository"), image.repository):
        return  # it may have the tag in it, of which MT324 tells
    if not image.tag and not image.digest and image.repository != "mlflow/mlflow":
        message = f"no tag is set: {image.repository}:v{APP_VERSION} is asked for, which your registry may not have"
        yield Finding("image.tag", message, hint="set image.tag to the tag of your image")


@check(
    "MT409",
    Severity.WARNING,
    "A variable holds a credential in plain text.",
    reads=("extraEnv", "extraContainers", "extraInitContainers"),
)
def secret_variable(context: Context) -> Iterator[Finding]:
    for path in _looking_secret(context, {"extraEnv": context.values.extra_env}):
        if "env" in path or path[0] == "extraEnv":
            message = "looks like a credential: it stands in this file and in the pod's description in plain text"
            yield Finding(path, message, hint="put it into a Secret, and name it with valueFrom.secretKeyRef")


@check(
    "MT410",
    Severity.WARNING,
    "An argument holds a credential in plain text.",
    reads=("trackingServer", "extraContainers", "extraInitContainers"),
)
def secret_argument(context: Context) -> Iterator[Finding]:
    extra_args = {"extraArgs": context.values.tracking_server.extra_args}
    for path in _looking_secret(context, {"trackingServer": extra_args}):
        if path[-2] in ("extraArgs", "args", "command"):
            message = "looks like a credential: it stands in this file, in the pod's description and in its processes"
            yield Finding(path, message, hint="put it into a Secret, and pass it as an environment variable")


def _looking_secret(context: Context, part: Mapping[str, Any]) -> Iterator[Path]:
    """Secret values of `part` and the extra containers, whose names or forms tell that they are."""
    values = context.values
    free = {**part, "extraContainers": values.extra_containers, "extraInitContainers": values.extra_init_containers}
    return (path for path in secret_paths(free) if any(isinstance(part, int) for part in path))
