"""MT2xx: credentials of the artifact stores, and the URIs that need them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.credentials import SECRETS
from mlflow_tui.config_model.mlflow.server_arguments import rewritten
from mlflow_tui.config_model.mlflow.store_uris import MEANT_SCHEMES, meant_scheme, scheme
from mlflow_tui.config_model.path import format_path
from mlflow_tui.config_model.problem import Fix, SetValue, Severity

_READS = ("image", "trackingServer", "artifactStore", "backendStore", "serviceAccount", "extraEnv", "extraEnvFrom")
_SCHEMES: Mapping[str, tuple[str, ...]] = {
    "s3": ("s3",),
    "gcp": ("gs",),
    "azure": ("wasb", "wasbs", "abfs", "abfss"),
    "oss": ("oss",),
}
_CREDENTIALS = {
    "s3": ("AWS_",),
    "gcp": ("GOOGLE_", "GCLOUD_"),
    "azure": ("AZURE_",),
    "oss": ("MLFLOW_OSS_",),
}
"""What the names of the variables begin with that can hold a store's credentials."""


@check("MT220", Severity.ERROR, "OSS is enabled without an endpoint.", reads=("artifactStore",))
def oss_endpoint(context: Context) -> Iterator[Finding]:
    oss = context.values.artifact_store.oss
    if oss.enabled and not oss.endpoint:
        yield Finding(
            "artifactStore.oss.endpoint",
            "artifactStore.oss.endpoint must be specified when OSS is the artifact store",
            hint="set artifactStore.oss.endpoint, for example to oss-cn-beijing-internal.aliyuncs.com",
        )


@check("MT210", Severity.WARNING, "A store is enabled that no artifact URI uses.", reads=_READS)
def unused_store(context: Context) -> Iterator[Finding]:
    used = _schemes(context)
    if used is None:
        return
    for store, schemes in _SCHEMES.items():
        key = f"artifactStore.{store}.enabled"
        if _enabled(context, store) and not used.intersection(schemes):
            yield Finding(
                key,
                f"no artifact goes there: neither the artifacts destination nor the default artifact root is a "
                f"{schemes[0]}:// URI",
                hint=f"set trackingServer.artifactsDestination or trackingServer.defaultArtifactRoot to {schemes[0]}://…",
            )


@check("MT211", Severity.WARNING, "An artifact URI names a store that is off.", reads=_READS)
def store_is_off(context: Context) -> Iterator[Finding]:
    values = context.values
    if values.extra_env_from or values.service_account.annotations or not values.service_account.create:
        return
    names = [str(variable.get("name")) for variable in values.extra_env]
    for given in context.server.artifact_uris:
        kind = meant_scheme(given.text or "")
        store = next((store for store, schemes in _SCHEMES.items() if kind in schemes), None)
        if store is None or _enabled(context, store):
            continue
        if any(name.startswith(_CREDENTIALS[store]) for name in names):
            continue
        ready = store != "oss" or values.artifact_store.oss.endpoint
        yield Finding(
            given.path,
            f"the server gets no credentials for {kind}:// from this file: artifactStore.{store} is off, and its "
            "service account has no cloud role",
            hint=f"turn artifactStore.{store}.enabled on and name its Secret, or annotate the service account",
            fix=Fix(f"turn artifactStore.{store} on", (SetValue(("artifactStore", store, "enabled"), True),))
            if ready
            else None,
        )


def _enabled(context: Context, store: str) -> bool:
    return bool(getattr(context.values.artifact_store, store).enabled)


def _schemes(context: Context) -> set[str] | None:
    """The schemes of the artifact URIs; None where one cannot be seen here."""
    given = context.server.artifact_uris
    if any(not one.known or "$(" in (one.text or "") for one in given):
        return None
    return {meant_scheme(one.text or "") for one in given}


_NOT_A_STORE = ("", "file", "runs", "models")
"""Paths, and schemes that lead to a store by another name."""
_OF_PLUGINS = ("oss",)
_AZURE = "wasbs://CONTAINER@ACCOUNT.blob.core.windows.net/PATH"


@check("MT241", Severity.WARNING, "MLflow has no artifact store for this URI.", reads=_READS)
def unknown_store(context: Context) -> Iterator[Finding]:
    for given in context.server.artifact_uris:
        text = given.text or ""
        kind = scheme(text)
        known = [one for one in context.mlflow.artifact_schemes if one not in _NOT_A_STORE]
        if kind in ("", "file", *known, *_OF_PLUGINS) or "$(" in text:
            continue
        meant = MEANT_SCHEMES.get(kind, "")
        guess = f" (did you mean {meant}:?)" if meant else ""
        hint = f"write it like {_AZURE}" if kind.startswith(("abfs", "az")) else f"it takes {', '.join(known)}"
        fixed = rewritten(context.values, given, f"{meant}{text[len(kind) :]}")
        yield Finding(
            given.path,
            f"artifacts fail: MLflow {context.mlflow.version} knows no store for {kind}: URIs{guess}",
            hint=f"{hint}; others need an image with a plugin",
            fix=Fix(f"write {meant}:", (SetValue(given.path, fixed),)) if meant else None,
        )


@check(
    "MT209",
    Severity.WARNING,
    "An existing Secret and the content of a created one are both given.",
    reads=("backendStore", "artifactStore", "trackingServer"),
)
def both_secrets(context: Context) -> Iterator[Finding]:
    for secret in SECRETS:
        existing = format_path(secret.existing)
        name = context.given_value(existing)
        for setting in (path for key in secret.keys for path in key.settings):
            created = format_path(setting)
            if name and context.given_value(created):
                message = f"has no effect: the existing Secret {name} is used, and none is created"
                yield Finding(created, message, hint=f"remove it, or {existing}", fix=context.removal(created))
