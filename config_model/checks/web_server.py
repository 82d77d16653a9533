"""MT228, MT230, MT251, MT252, MT253: the program that serves MLflow's app, and the options that select and exclude it.

Source: `mlflow.cli.server` and `mlflow.server._run_server`.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow.behaviours import (
    DEV_EXCLUDES_APP,
    SECURITY_ARGUMENTS_EXCLUDE_FLASK,
    UVICORN_DEFAULT,
    WAITRESS_REFUSED,
)
from mlflow_tui.config_model.path import format_path
from mlflow_tui.config_model.problem import DeleteKey, Fix, Severity

_READS = ("image", "trackingServer", "extraEnv", "extraEnvFrom")
_GUNICORN, _WAITRESS, _UVICORN = "--gunicorn-opts", "--waitress-opts", "--uvicorn-opts"
_SECURITY = ("--allowed-hosts", "--cors-allowed-origins", "--disable-security-middleware")


@check("MT228", Severity.ERROR, "`--waitress-opts` is for Windows.", reads=_READS)
def waitress(context: Context) -> Iterator[Finding]:
    argument = context.server.argument(_WAITRESS)
    if argument is None or argument.value is None:
        return
    refused = WAITRESS_REFUSED.holds(context.mlflow.version)
    why = "gunicorn serves, and --waitress-opts is refused" if refused else "--waitress-opts wants a program not there"
    yield Finding(
        argument.path,
        f"the server does not start: on Linux {why}",
        hint=f"use {_GUNICORN if refused else _UVICORN}",
        fix=Fix("remove it", (DeleteKey(argument.path),)) if argument.index == argument.last else None,
    )


@check("MT230", Severity.ERROR, "`--dev` excludes other options.", reads=_READS)
def dev_with_others(context: Context) -> Iterator[Finding]:
    server = context.server
    if (dev := server.argument("--dev")) is None:
        return
    excluded = [_GUNICORN]
    if DEV_EXCLUDES_APP.holds(context.mlflow.version):
        excluded += [_UVICORN, "--app-name"]
    others = [one for one in excluded if server.given(one) is not None]
    if "--app-name" in excluded and context.values.tracking_server.basic_auth.enabled:
        others.append("--app-name, which basic authentication gives")
    if others:
        yield Finding(
            dev.path,
            f"the server exits at once: --dev cannot be used with {others[0]}",
            hint="remove one of them",
            fix=Fix("remove --dev", (DeleteKey(dev.path),)),
        )


@check("MT251", Severity.ERROR, "Two programs are to serve MLflow.", reads=_READS)
def two_programs(context: Context) -> Iterator[Finding]:
    if not UVICORN_DEFAULT.holds(context.mlflow.version):
        return
    given = [(one, found) for one in (_UVICORN, _GUNICORN) if (found := context.server.given(one)) is not None]
    if len(given) > 1:
        (one, _), (other, found) = given
        yield Finding(
            found.path,
            f"the server exits at once: {other} cannot be used with {one}",
            hint=f"remove {other}: uvicorn is what MLflow {context.mlflow.version} is made for",
        )


@check("MT252", Severity.ERROR, "An option of the host check excludes gunicorn.", reads=_READS)
def security_argument_beside_gunicorn(context: Context) -> Iterator[Finding]:
    server = context.server
    gunicorn = server.given(_GUNICORN)
    if gunicorn is None or not SECURITY_ARGUMENTS_EXCLUDE_FLASK.holds(context.mlflow.version):
        return
    for option in _SECURITY:
        if (argument := server.argument(option)) is not None:
            variable = context.mlflow.server[option].variable
            yield Finding(
                argument.path,
                f"the server exits at once: as an argument {option} cannot be used with {_GUNICORN}",
                hint=f"set the variable {variable} in extraEnv instead, or remove {format_path(gunicorn.path)}",
            )


@check("MT253", Severity.WARNING, "`--gunicorn-opts` selects a server without all of MLflow.", reads=_READS)
def gunicorn_selected(context: Context) -> Iterator[Finding]:
    version = context.mlflow.version
    given = context.server.given(_GUNICORN)
    if given is None or not UVICORN_DEFAULT.holds(version):
        return
    yield Finding(
        given.path,
        f"gunicorn serves instead of uvicorn, and MLflow {version} answers 404 there for OTLP traces, the AI gateway "
        "and jobs",
        hint=f"remove it, or give what is meant to uvicorn with {_UVICORN}",
    )
