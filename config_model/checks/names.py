"""MT31x: the names that the objects would get."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.credentials import SECRETS
from mlflow_tui.config_model.path import format_path
from mlflow_tui.config_model.problem import Severity

_LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
DNS_1123_SUBDOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*")
DNS_1035_LABEL = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
LABEL_VALUE = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?")
MAX_RELEASE = 53
"""Helm's limit, which leaves room for suffixes in 63 characters."""


def _is_subdomain(name: str) -> bool:
    return len(name) <= 253 and DNS_1123_SUBDOMAIN.fullmatch(name) is not None


@check("MT310", Severity.ERROR, "The release name is one that Helm would refuse.", reads=())
def release_name(context: Context) -> Iterator[Finding]:
    name = context.release.name
    if len(name) <= MAX_RELEASE and DNS_1123_SUBDOMAIN.fullmatch(name):
        return
    yield Finding(
        (),
        f"the release name {name!r} is not allowed: at most {MAX_RELEASE} characters, lower-case letters, digits, "
        "'-' and '.', beginning and ending with a letter or digit",
        hint="give another name with --release",
    )


@check("MT311", Severity.ERROR, "The full name cannot name a Service.", reads=("nameOverride", "fullnameOverride"))
def full_name(context: Context) -> Iterator[Finding]:
    fullname = context.names.fullname
    if DNS_1035_LABEL.fullmatch(fullname):
        return
    values = context.values
    path: tuple[str, ...] = ()
    remedy = "give another name with --release, or set fullnameOverride"
    if values.fullname_override:
        path, remedy = ("fullnameOverride",), "change fullnameOverride, for example to 'mlflow'"
    elif values.name_override and values.name_override not in context.release.name:
        path, remedy = ("nameOverride",), "change nameOverride, or set fullnameOverride"
    yield Finding(
        path,
        f"the full name {fullname!r} cannot name a Service: it must begin with a lower-case letter, hold lower-case "
        "letters, digits and '-' alone, and end with a letter or digit",
        hint=remedy,
    )


@check("MT312", Severity.ERROR, "The name cannot be the value of a label.", reads=("nameOverride",))
def label_value(context: Context) -> Iterator[Finding]:
    name = context.names.name
    if name and LABEL_VALUE.fullmatch(name):
        return
    yield Finding(
        ("nameOverride",),
        f"{name!r} cannot be the label app.kubernetes.io/name: letters, digits, '-', '_' and '.' alone, beginning and "
        "ending with a letter or digit",
        hint="change nameOverride",
    )


@check(
    "MT313",
    Severity.ERROR,
    "A name of an object breaks Kubernetes' rules.",
    reads=("serviceAccount", "backendStore", "artifactStore", "trackingServer", "ingress", "persistence"),
)
def object_names(context: Context) -> Iterator[Finding]:
    values = context.values
    named = {
        "serviceAccount.name": values.service_account.name,
        **{format_path(secret.existing): values.at(secret.existing) for secret in SECRETS},
        "ingress.className": values.ingress.class_name,
        "persistence.existingClaim": values.persistence.existing_claim,
        "persistence.storageClassName": values.persistence.storage_class_name,
    }
    for path, name in named.items():
        if name and not _is_subdomain(name):
            yield Finding(
                path,
                f"{name!r} is not a valid Kubernetes object name: at most 253 characters, lower-case letters, digits, "
                "'-' and '.', beginning and ending with a letter or digit",
                hint="write the name as `kubectl get` shows it",
            )


_PORT_NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")


@check("MT314", Severity.ERROR, "The name of the Service's port breaks Kubernetes' rules.", reads=("service",))
def port_name(context: Context) -> Iterator[Finding]:
    name = context.values.service.name
    if name and (len(name) > 63 or not _PORT_NAME.fullmatch(name)):
        yield Finding(
            "service.name",
            f"{name!r} is not a valid port name: at most 63 characters, lower-case letters, digits and '-'",
            hint="use a name such as 'http'",
        )
