"""What the official chart makes beside the Deployment: routes, jobs, policies, rights, external secrets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.conversion.foreign import Foreign
from mlflow_tui.config_model.conversion.table import (
    Add,
    Give,
    Row,
    Statement,
    added,
    below,
    differs,
    nothing,
    person,
    row,
)
from mlflow_tui.config_model.conversion.tables.official_names import account, fullname

_RBAC = "rbac.authorization.k8s.io"


@row("httpRoute.matches")
def _matches(foreign: Foreign) -> Iterator[Statement]:
    matches = foreign.maps("httpRoute.matches")
    path = matches[0].get("path") if len(matches) == 1 and set(matches[0]) == {"path"} else None
    if not matches:
        return
    if isinstance(path, dict) and path.get("type", "PathPrefix") == "PathPrefix":
        yield Give("httpRoute.path", path.get("value", "/"))
    else:
        yield person(
            "httpRoute.matches",
            "an HTTPRoute here matches one path prefix",
            "set httpRoute.path, or give an HTTPRoute of your own in extraObjects",
            "route",
        )


@row("garbageCollection.olderThan")
def _older_than(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("garbageCollection.olderThan"):
        yield Give("garbageCollection.olderThan", foreign.text("garbageCollection.olderThan"))
    elif foreign.on("garbageCollection.enabled"):
        yield Give("garbageCollection.olderThan", "30d")
        message = "without an age that chart removes all that was deleted; here it stays for 30 days"
        yield differs("garbageCollection.olderThan", message)


@row("garbageCollection.allWorkspaces")
def _all_workspaces(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("garbageCollection.allWorkspaces"):
        yield Give("garbageCollection.extraArgs", ["--all-workspaces"])


@row("networkPolicy.enabled", "networkPolicy.additionalEgressRules")
def _network_policy(foreign: Foreign) -> Iterator[Statement]:
    on = foreign.on("networkPolicy.enabled")
    if on or foreign.has("networkPolicy.enabled"):
        yield Give("networkPolicy.enabled", on, ("networkPolicy.enabled",))
    if on:
        yield Give("networkPolicy.ingressFrom", [{"podSelector": {}}, {"namespaceSelector": {}}])
        further = foreign.items("networkPolicy.additionalEgressRules")
        yield Give("networkPolicy.egress", [*(_ports(*ports) for ports in _EGRESS), *further])


_EGRESS = (
    (("UDP", 53), ("TCP", 53), ("UDP", 5353), ("TCP", 5353)),
    (("TCP", 443), ("TCP", 6443)),
    (("TCP", 5432),),
    (("TCP", 3306),),
    (("TCP", 9000), ("TCP", 8333), ("TCP", 8334)),
)
"""What the pods may reach there: DNS, HTTPS and the API server, PostgreSQL, MySQL, object stores."""


def _ports(*ports: tuple[str, int]) -> dict[str, Any]:
    return {"ports": [{"protocol": protocol, "port": port} for protocol, port in ports]}


@row(
    "externalSecrets.enabled",
    "externalSecrets.apiVersion",
    "externalSecrets.provider",
    "externalSecrets.refreshInterval",
    "externalSecrets.secretName",
    "externalSecrets.template",
    "externalSecrets.data",
)
def _external_secrets(foreign: Foreign) -> Iterator[Statement]:
    if not foreign.on("externalSecrets.enabled"):
        return
    name, api = fullname(foreign), foreign.text("externalSecrets.apiVersion")
    store = {
        "apiVersion": api,
        "kind": "SecretStore",
        "metadata": {"name": name},
        "spec": {"provider": foreign.mapping("externalSecrets.provider")},
    }
    target: dict[str, Any] = {"name": foreign.text("externalSecrets.secretName") or name, "creationPolicy": "Owner"}
    if template := foreign.mapping("externalSecrets.template"):
        target["template"] = template
    secret = {
        "apiVersion": api,
        "kind": "ExternalSecret",
        "metadata": {"name": f"{name}-externalsecret"[:63].removesuffix("-")},
        "spec": {
            "refreshInterval": foreign.text("externalSecrets.refreshInterval"),
            "secretStoreRef": {"name": name, "kind": "SecretStore"},
            "target": target,
            "data": foreign.items("externalSecrets.data"),
        },
    }
    yield Add("extraObjects", added(store, secret))


def _rights(key: str, kind: str) -> Row:
    """Rules of a Role or a ClusterRole, and the binding that gives them to the pods."""

    def convert(foreign: Foreign) -> Iterator[Statement]:
        rules = foreign.items(key)
        if not rules:
            return
        name, namespace = fullname(foreign), foreign.release.namespace
        subject = {"kind": "ServiceAccount", "name": account(foreign), "namespace": namespace or _NAMESPACE}
        role = {"apiVersion": f"{_RBAC}/v1", "kind": kind, "metadata": {"name": name}, "rules": rules}
        binding = {
            "apiVersion": f"{_RBAC}/v1",
            "kind": f"{kind}Binding",
            "metadata": {"name": name},
            "roleRef": {"apiGroup": _RBAC, "kind": kind, "name": name},
            "subjects": [subject],
        }
        yield Add("extraObjects", added(role, binding))
        if not namespace:
            yield person(
                key,
                f"the {kind}Binding names the namespace of the account, which the values do not tell",
                f"replace {_NAMESPACE} in extraObjects, or convert with -n NAMESPACE",
            )

    return Row((key,), convert)


_NAMESPACE = "default"


@row("migrations.enabled")
def _migrations(foreign: Foreign) -> Iterator[Statement]:
    if foreign.on("migrations.enabled"):
        yield Give("backendStore.databaseUpgrade", True)
        yield Give("backendStore.databaseUpgradeJob", True)


@row("migrations.extraEnv")
def _migration_variables(foreign: Foreign) -> Iterator[Statement]:
    if foreign.items("migrations.extraEnv"):
        yield person(
            "migrations.extraEnv",
            "the upgrade job has the variables of the server",
            "move what the upgrade needs to extraEnv",
        )


ROWS: tuple[Row, ...] = (
    *below("garbageCollection", "enabled", "schedule", "resources", when="garbageCollection.enabled"),
    _older_than,
    _all_workspaces,
    *below("httpRoute", "enabled", "annotations", "parentRefs", "hostnames", "filters", when="httpRoute.enabled"),
    _matches,
    nothing("an HTTPRoute here is of gateway.networking.k8s.io/v1", "httpRoute.apiVersion"),
    _network_policy,
    _external_secrets,
    _rights("namespace_rbac.extraRules", "Role"),
    _rights("cluster_rbac.extraRules", "ClusterRole"),
    _migrations,
    _migration_variables,
    nothing(
        "the upgrade job here sets it itself",
        "migrations.hookWeight",
        "migrations.backoffLimit",
        "migrations.activeDeadlineSeconds",
    ),
    nothing("the upgrade job has those of the server", "migrations.resources", "migrations.extraVolumeMounts"),
)
