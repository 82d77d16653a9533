"""Names that a person gives, refused before they become part of a question to the cluster.

A label selector takes `a,!b` for two conditions: a release of that name would select what belongs to others.
"""

from __future__ import annotations

from mlflow_tui.config_model.checks.names import DNS_1123_SUBDOMAIN, MAX_RELEASE
from mlflow_tui.delivery.problem import WrongName

_MAX_NAMESPACE = 63


def checked_release(name: str) -> str:
    """The name, if Helm would take it. Raises WrongName."""
    if len(name) > MAX_RELEASE or not DNS_1123_SUBDOMAIN.fullmatch(name):
        raise WrongName(
            f"{name!r} is not a valid release name: lower-case letters, digits, '-' and '.', at most {MAX_RELEASE}",
            "give another name with --release",
        )
    return name


def checked_namespace(name: str) -> str:
    """The name, if Kubernetes would take it. Raises WrongName."""
    if len(name) > _MAX_NAMESPACE or "." in name or not DNS_1123_SUBDOMAIN.fullmatch(name):
        raise WrongName(
            f"{name!r} is not a valid namespace: lower-case letters, digits and '-', at most {_MAX_NAMESPACE}",
            "give another name with --namespace",
        )
    return name
