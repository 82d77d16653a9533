"""MT2xx: what MLflow 2.14.1 does with the settings."""

from __future__ import annotations

from collections.abc import Iterator

from config_model.checks.registry import Context, Finding, check
from config_model.problem import Fix, SetValue, Severity


@check("MT218", Severity.WARNING, "`MLFLOW_S3_ENDPOINT` is read by nothing; the variable is `MLFLOW_S3_ENDPOINT_URL`.")
def s3_endpoint_variable(context: Context) -> Iterator[Finding]:
    for index, variable in enumerate(context.values.extra_env):
        if variable.get("name") == "MLFLOW_S3_ENDPOINT":
            path = ("extraEnv", index, "name")
            yield Finding(
                path,
                "nothing reads MLFLOW_S3_ENDPOINT: artifacts would go to Amazon's own S3",
                fix=Fix("rename it to MLFLOW_S3_ENDPOINT_URL", (SetValue(path, "MLFLOW_S3_ENDPOINT_URL"),)),
            )


@check("MT220", Severity.ERROR, "OSS is enabled without an endpoint.")
def oss_endpoint(context: Context) -> Iterator[Finding]:
    oss = context.values.artifact_store.oss
    if oss.enabled and not oss.endpoint:
        yield Finding(
            "artifactStore.oss.endpoint",
            "artifactStore.oss.endpoint must be specified when OSS is the artifact store",
            hint="set artifactStore.oss.endpoint, for example to oss-cn-beijing-internal.aliyuncs.com",
        )


@check("MT221", Severity.ERROR, "A value cannot be written into basic_auth.ini.")
def basic_auth_value(context: Context) -> Iterator[Finding]:
    auth = context.values.tracking_server.basic_auth
    if not auth.enabled or auth.existing_secret:
        return
    for key, value in auth.create_secret.model_dump(by_alias=True).items():
        if (reason := _not_an_ini_value(value)) is not None:
            yield Finding(f"trackingServer.basicAuth.createSecret.{key}", f"the value {reason}", hint=_INI_HINT)


_INI_HINT = "basic_auth.ini holds one line a value, without spaces at its ends"


def _not_an_ini_value(value: str) -> str | None:
    if not value:
        return "is empty, and MLflow does not start without it"
    if len(value.splitlines()) > 1 or value != value.rstrip("\r\n"):
        return "has a line break, which basic_auth.ini cannot hold"
    if value != value.strip():
        return "begins or ends with a space, which MLflow would drop when it reads basic_auth.ini"
    return None
