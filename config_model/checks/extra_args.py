"""MT2xx: `trackingServer.extraArgs`, as the command line of MLflow takes them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.checks.drivers import is_official
from mlflow_tui.config_model.mlflow import since
from mlflow_tui.config_model.mlflow.behaviours import PREFIX_WITHOUT_BRACES
from mlflow_tui.config_model.mlflow.server_arguments import EXTRA_ARGS, Argument, has_space, rewritten
from mlflow_tui.config_model.problem import DeleteKey, Fix, SetValue, Severity
from mlflow_tui.config_model.secrecy import has_password

_READS = ("image", "trackingServer")
_WITH_ENVIRONMENT = ("image", "trackingServer", "backendStore", "extraEnv", "extraEnvFrom")


@check("MT216", Severity.ERROR, "An extra argument has a space where `=` is expected.", reads=_READS)
def space_in_argument(context: Context) -> Iterator[Finding]:
    items = context.values.tracking_server.extra_args
    for argument in context.server.arguments:
        item = items[argument.index]
        if not has_space(item):
            continue
        option, _, value = item.strip().partition(" ")
        path, value = argument.path, value.strip()
        if not value:
            fix: Fix | None = Fix("remove the space", (SetValue(path, option),))
        elif value.startswith("-") or option not in context.mlflow.valued_options:
            fix = None
        else:
            fix = Fix(f"write {option} and its value with =", (SetValue(path, f"{option}={value}"),))
        yield Finding(
            path,
            f"the server exits at once (no such option): the whole item, space included, is taken for the name of an "
            f"option, not {option}{' with a value' if value else ''}",
            hint="write --option=value, or two items",
            fix=fix,
        )


_SETTINGS = {
    "--host": "trackingServer.host",
    "--port": "trackingServer.port",
    "--workers": "trackingServer.workers",
    "--default-artifact-root": "trackingServer.defaultArtifactRoot",
    "--artifacts-destination": "trackingServer.artifactsDestination",
    "--serve-artifacts": "trackingServer.mode",
    "--no-serve-artifacts": "trackingServer.mode",
    "--artifacts-only": "trackingServer.mode",
    "--app-name": "trackingServer.basicAuth.enabled",
    "--backend-store-uri": "backendStore.createSecret.backendStoreUri",
}
"""Options that have a setting of their own."""


@check("MT217", Severity.WARNING, "An extra argument repeats one that a setting or another item gives.", reads=_READS)
def repeated_argument(context: Context) -> Iterator[Finding]:
    arguments = context.server.arguments
    seen: set[str] = set()
    for argument in arguments:
        setting = _SETTINGS.get(argument.name)
        if setting is not None:
            effect = _EFFECTS.get(argument.name, "this one wins, and the setting says something that is not so")
            if argument.name == "--app-name" and not context.values.tracking_server.basic_auth.enabled:
                effect = _effect_of_app(context)
            message = f"{argument.name} is what {setting} is for: {effect}"
            fix = _moved(context, argument, setting)
            yield Finding(argument.path, message, hint=f"set {setting} instead", fix=fix)
        elif argument.name in seen and argument.name in (*context.mlflow.valued_options, *context.mlflow.switches):
            yield Finding(
                argument.path, f"{argument.name} is given twice: the last one wins", hint="remove one of them"
            )
        seen.add(argument.name)


def _effect_of_app(context: Context) -> str:
    password = context.mlflow.basic_auth.packaged_password
    known = f"anybody logs in with admin and {password}" if password else "that has no password"
    return f"without it MLflow takes its own basic_auth.ini, and {known}"


_EFFECTS = {
    "--port": "the server listens there, while the probes and the Service ask the other port",
    "--backend-store-uri": "with its password it stands in the pod's description for everybody to read",
}


def _may_move_backend(context: Context) -> bool:
    """Whether nothing else names a backend store, that would go over the setting."""
    existing = context.values.backend_store.existing_secret
    return not existing and context.server.variable("MLFLOW_BACKEND_STORE_URI") is None


def _moved(context: Context, argument: Argument, setting: str) -> Fix | None:
    """The fix that gives the setting the argument's value, and takes the argument out."""
    value: str | int | bool | None = argument.value
    if argument.name in ("--port", "--workers"):
        if not re.fullmatch(r"[1-9]\d{0,4}", argument.value or ""):
            return None
        value = int(argument.value or 0)
    elif argument.name == "--artifacts-only" or (
        setting == "trackingServer.mode" and context.values.tracking_server.mode == "artifacts-only"
    ):
        return None  # what is set for one mode loses its effect in another
    elif setting == "trackingServer.mode":
        value = argument.name.removeprefix("--")
    elif argument.name == "--app-name":
        return None  # the setting wants users and a password too
    elif argument.name == "--backend-store-uri" and (
        has_password(str(value)) or context.server.artifacts_only or not _may_move_backend(context)
    ):
        return None
    if value is None or value == "":
        return None
    removed = tuple(DeleteKey((*EXTRA_ARGS, index)) for index in range(argument.last, argument.index - 1, -1))
    return Fix(f"set {setting} instead", (*removed, SetValue(tuple(setting.split(".")), value)))


@check("MT226", Severity.WARNING, "An extra argument is not an option of `mlflow server`.", reads=_READS)
def unknown_argument(context: Context) -> Iterator[Finding]:
    items = context.values.tracking_server.extra_args
    for argument in context.server.arguments:
        if has_space(items[argument.index]) or "$(" in argument.name:
            continue
        valued, switches = context.mlflow.valued_options, context.mlflow.switches
        options = (*valued, *switches)
        if argument.name in switches and argument.value is not None:
            message = f"{argument.name} takes no value, and with one the server exits at once"
            fix = Fix(f"write {argument.name} alone", (SetValue(argument.path, argument.name),))
            yield Finding(argument.path, message, hint="leave the value out", fix=fix if _is_true(argument) else None)
        elif argument.name in valued and argument.value is None:
            message = f"{argument.name} has no value: the server exits at once"
            yield Finding(argument.path, message, hint=f"write {argument.name}=value")
        elif argument.name not in options and since("server", argument.name) is None:
            near = next(iter(difflib.get_close_matches(argument.name, options, n=1, cutoff=0.7)), "")
            guess = f" (did you mean {near}?)" if near else ""
            shown = repr(argument.name) if argument.name.startswith("-") else "this item"
            message = (
                f"{shown} is not an option of `mlflow server` {context.mlflow.version}, which then exits at once{guess}"
            )
            hint = f"the options are {', '.join(sorted(options))}"
            yield Finding(argument.path, message, hint)


@check("MT250", Severity.ERROR, "An extra argument is an option of another version of MLflow.", reads=_READS)
def argument_of_another_version(context: Context) -> Iterator[Finding]:
    items = context.values.tracking_server.extra_args
    for argument in context.server.arguments:
        known = argument.name in (*context.mlflow.valued_options, *context.mlflow.switches)
        if known or has_space(items[argument.index]):
            continue
        if (first := since("server", argument.name)) is not None:
            yield Finding(
                argument.path,
                f"the server exits at once: MLflow {context.mlflow.version} has no option {argument.name}",
                hint=f"remove it; MLflow has it since {first}",
                fix=Fix(f"remove {argument.name}", (DeleteKey(argument.path),)) if argument.value is not None else None,
            )


def _is_true(argument: Argument) -> bool:
    return str(argument.value).lower() in ("1", "true", "yes", "on")


@check("MT227", Severity.ERROR, "`--app-name` does not name an app.", reads=_READS)
def unknown_app(context: Context) -> Iterator[Finding]:
    argument = context.server.argument("--app-name")
    if argument is None or argument.value is None or argument.value in context.mlflow.apps or "$(" in argument.value:
        return
    # An image of one's own may bring apps of its own, whose names are those of entry points.
    if ":" in argument.value or not argument.value or is_official(context.values.image):
        fix = Fix("remove it", (DeleteKey(argument.path),)) if argument.index == argument.last else None
        message = f"the server exits at once: {argument.value!r} is not 'basic-auth'"
        yield Finding(argument.path, message, hint="leave it out: MLflow's own app is the default", fix=fix)


@check("MT229", Severity.ERROR, "The static prefix is not written as `/prefix`.", reads=_WITH_ENVIRONMENT)
def static_prefix(context: Context) -> Iterator[Finding]:
    prefix = context.server.static_prefix
    if prefix is None or prefix.text is None or "$(" in prefix.text:
        return
    if PREFIX_WITHOUT_BRACES.holds(context.mlflow.version) and {*"{}"} & {*prefix.text}:
        message = f"the server exits at once: MLflow {context.mlflow.version} takes no '{{' or '}}' in a static prefix"
        yield Finding(prefix.path, message, hint="write it like /mlflow")
    elif not prefix.text.startswith("/") or prefix.text.endswith("/"):
        fixed = f"/{prefix.text.strip('/')}"
        yield Finding(
            prefix.path,
            "the server exits at once: the static prefix must begin with '/' and must not end with it",
            hint="write it like /mlflow",
            fix=Fix(f"write {fixed}", (SetValue(prefix.path, rewritten(context.values, prefix, fixed)),))
            if fixed != "/"
            else None,
        )
