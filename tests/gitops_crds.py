"""The kinds that the exports make, as far as they use them, for a real API server to check with field validation.

Condensed from the definitions that the projects publish: `manifests/crds` of argoproj/argo-cd, `config/crd/bases` of
fluxcd/helm-controller and fluxcd/source-controller, `config/crds/bases` of external-secrets/external-secrets. A field
that is not listed is one that no export may use before it is looked up there.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TRUE_OR_FALSE: Schema = {"type": "boolean"}
ANYTHING: Schema = {"x-kubernetes-preserve-unknown-fields": True}
DURATION: Schema = {"type": "string", "pattern": r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$"}
NAMESPACE: Schema = {"type": "string", "minLength": 1, "maxLength": 63}
OBJECT_NAME: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": 253,
    "pattern": r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _map(required: str = "", **properties: Schema) -> Schema:
    schema: Schema = {"type": "object", "properties": properties}
    return {**schema, "required": required.split()} if required else schema


_APPLICATION = _map(
    "destination project",
    project=TEXT,
    source=_map(
        "repoURL",
        repoURL=TEXT,
        targetRevision=TEXT,
        path=TEXT,
        helm=_map(releaseName=TEXT, valueFiles=_list(TEXT)),
    ),
    destination=_map(server=TEXT, namespace=TEXT),
    syncPolicy=_map(syncOptions=_list(TEXT)),
)
_APPLICATION_SET = _map(
    "generators template",
    goTemplate=TRUE_OR_FALSE,
    goTemplateOptions=_list(TEXT),
    generators=_list(_map(list=_map("elements", elements=_list(ANYTHING)))),
    template=_map("metadata spec", metadata=_map(name=TEXT), spec=_APPLICATION),
)
_HELM_RELEASE = _map(
    "interval",
    interval=DURATION,
    releaseName={"type": "string", "minLength": 1, "maxLength": 53},
    targetNamespace=NAMESPACE,
    storageNamespace=NAMESPACE,
    chart=_map(
        "spec",
        spec=_map(
            "chart sourceRef",
            chart={"type": "string", "minLength": 1, "maxLength": 2048},
            reconcileStrategy={"type": "string", "enum": ["ChartVersion", "Revision"]},
            sourceRef=_map(
                "name",
                kind={"type": "string", "enum": ["HelmRepository", "GitRepository", "Bucket"]},
                name={"type": "string", "minLength": 1, "maxLength": 253},
            ),
        ),
    ),
    install=_map(createNamespace=TRUE_OR_FALSE),
    values=ANYTHING,
)
_GIT_REPOSITORY = _map(
    "interval url",
    interval=DURATION,
    url={"type": "string", "pattern": "^(http|https|ssh)://.*$"},
    ref=_map(branch=TEXT),
)
_EXTERNAL_SECRET = _map(
    refreshInterval=TEXT,
    secretStoreRef=_map(kind={"type": "string", "enum": ["SecretStore", "ClusterSecretStore"]}, name=OBJECT_NAME),
    target=_map(name=OBJECT_NAME, creationPolicy={"type": "string", "enum": ["Owner", "Orphan", "Merge", "None"]}),
    data=_list(
        _map(
            "remoteRef secretKey",
            secretKey={"type": "string", "minLength": 1, "maxLength": 253, "pattern": "^[-._a-zA-Z0-9]+$"},
            remoteRef=_map("key", key=TEXT, property=TEXT),
        )
    ),
)


def _definition(group: str, version: str, kind: str, plural: str, spec: Schema) -> dict[str, Any]:
    root: Schema = {
        "type": "object",
        "required": ["spec"],
        "properties": {"apiVersion": TEXT, "kind": TEXT, "metadata": {"type": "object"}, "spec": spec},
    }
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}"},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"kind": kind, "plural": plural, "singular": kind.lower(), "listKind": f"{kind}List"},
            "versions": [{"name": version, "served": True, "storage": True, "schema": {"openAPIV3Schema": root}}],
        },
    }


DEFINITIONS = (
    _definition("argoproj.io", "v1alpha1", "Application", "applications", _APPLICATION),
    _definition("argoproj.io", "v1alpha1", "ApplicationSet", "applicationsets", _APPLICATION_SET),
    _definition("helm.toolkit.fluxcd.io", "v2", "HelmRelease", "helmreleases", _HELM_RELEASE),
    _definition("source.toolkit.fluxcd.io", "v1", "GitRepository", "gitrepositories", _GIT_REPOSITORY),
    _definition("external-secrets.io", "v1", "ExternalSecret", "externalsecrets", _EXTERNAL_SECRET),
)


def schema_of(kind: str) -> Schema:
    """The schema of the objects of a kind."""
    (definition,) = [one for one in DEFINITIONS if one["spec"]["names"]["kind"] == kind]
    schema: Schema = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    return schema


def closed(schema: Schema) -> Schema:
    """The schema without room for fields that it does not list, as an API server takes it with strict validation."""
    if "properties" in schema:
        properties = {name: closed(one) for name, one in schema["properties"].items()}
        return {**schema, "properties": properties, "additionalProperties": False}
    return {**schema, "items": closed(schema["items"])} if "items" in schema else schema
