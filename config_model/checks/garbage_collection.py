"""MT276 to MT282: the collection of what has been deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.garbage_collection import collects
from mlflow_tui.config_model.mlflow.mounted_paths import on_volume
from mlflow_tui.config_model.mlflow.server_arguments import EXTRA_ARGS
from mlflow_tui.config_model.mlflow.store_uris import local_path
from mlflow_tui.config_model.problem import DeleteKey, Fix, SetValue, Severity

_KEY = "garbageCollection"
_READS = (_KEY, "image", "trackingServer", "backendStore", "extraEnv", "extraEnvFrom")
_STORAGE = (*_READS, "extraVolumes", "extraVolumeMounts", "persistence")
_OFF = Fix("turn it off", (SetValue((_KEY, "enabled"), False),))


@check("MT276", Severity.ERROR, "The collection has no backend store.", reads=_STORAGE)
def no_store(context: Context) -> Iterator[Finding]:
    if not collects(context.values):
        return
    backend = context.server.backend
    if backend is None or backend.path[: len(EXTRA_ARGS)] == EXTRA_ARGS:
        what = "no variable gives it MLFLOW_BACKEND_STORE_URI"
    elif backend.text is None or (folder := local_path(backend.text)) is None or on_volume(context.values, folder):
        return
    else:
        what = "the backend store is in the container of the server"
    hint = "name a database in backendStore, or turn garbageCollection off"
    yield Finding(f"{_KEY}.enabled", f"the collection finds no runs: {what}", hint=hint, fix=_OFF)


_AGE = re.compile(r"((?P<d>[.\d]+?)d)?((?P<h>[.\d]+?)h)?((?P<m>[.\d]+?)m)?((?P<s>[.\d]+?)s)?", re.ASCII)
"""As `mlflow gc` reads it."""


@check("MT277", Severity.ERROR, "The collection removes what was deleted a moment ago.", reads=_READS)
def no_age(context: Context) -> Iterator[Finding]:
    if not collects(context.values):
        return
    given = context.values.garbage_collection.older_than
    fix = Fix("write 30d", (SetValue((_KEY, "olderThan"), "30d"),))
    found = _AGE.fullmatch(given)
    try:
        age = sum(float(part) for part in found.groupdict().values() if part) if found is not None else None
    except ValueError:
        age = None
    if age is None:
        message = f"{given!r} is not an age that `mlflow gc` takes: it fails each time"
        yield Finding(f"{_KEY}.olderThan", message, hint="write it like 30d or 12h30m", fix=fix)
    elif not age:
        said = f"an age of {given!r}" if given else "no age"
        message = f"{said} removes every deleted run at once: nobody can restore what was deleted by mistake"
        yield Finding(f"{_KEY}.olderThan", message, hint="write how long it can be restored: 30d", fix=fix)


@check("MT278", Severity.WARNING, "The collection does not reach the artifacts.", reads=_STORAGE)
def artifacts_out_of_reach(context: Context) -> Iterator[Finding]:
    server = context.server
    if not collects(context.values) or server.serves_artifacts:
        return  # the server itself is asked for what it serves
    root = server.artifact_root
    folder = local_path(root.text) if root is not None and root.text else None
    if folder is not None and not on_volume(context.values, folder):
        yield Finding(
            f"{_KEY}.enabled",
            f"the artifacts of removed runs stay: {root.text if root else folder} is a folder that the collection "
            "does not have",
            hint="keep artifacts in a storage, or in a folder on a volume",
        )


@check("MT279", Severity.WARNING, "The collection has no login for the server.", reads=_READS)
def no_login(context: Context) -> Iterator[Finding]:
    server = context.server
    if not collects(context.values) or not server.asks_login or not server.serves_artifacts:
        return
    if not any(server.may_set(name) for name in ("MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_TOKEN")):
        yield Finding(
            f"{_KEY}.enabled",
            "the collection asks the server to delete artifacts and gets 401: it has no name and password",
            hint="give MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD of an administrator from a Secret in "
            "extraEnv",
        )


@check("MT280", Severity.ERROR, "`mlflow gc` has no such option.", reads=_READS)
def unknown_option(context: Context) -> Iterator[Finding]:
    if not collects(context.values):
        return
    known = context.mlflow.gc
    for index, argument in _options(context):
        name = argument.partition("=")[0]
        if name not in known and name != "--help":
            message = f"`mlflow gc` of MLflow {context.mlflow.version} has no option {name}, and fails each time"
            path = (_KEY, "extraArgs", index)
            yield Finding(path, message, hint="remove it", fix=Fix(f"remove {name}", (DeleteKey(path),)))


_OWN = {
    "--older-than": f"{_KEY}.olderThan",
    "--backend-store-uri": "backendStore",
    "--artifacts-destination": "trackingServer.artifactsDestination",
    "--tracking-uri": "the Service",
}


@check("MT281", Severity.ERROR, "An argument of the collection stands against a setting.", reads=_READS)
def option_given_twice(context: Context) -> Iterator[Finding]:
    """What is collected, and how old it is, must not be told in two places: the last one wins."""
    for index, argument in _options(context) if collects(context.values) else ():
        name = argument.partition("=")[0]
        if name in _OWN and name in context.mlflow.gc:
            message = f"{name} is given by {_OWN[name]} already: other runs are removed than the settings say"
            hint = "remove it here, and change the setting"
            yield Finding((_KEY, "extraArgs", index), message, hint=hint)


def _options(context: Context) -> Iterator[tuple[int, str]]:
    """The arguments that are options, with their places, without those that are the value of the one before."""
    taken = False
    for index, argument in enumerate(context.values.garbage_collection.extra_args):
        if not taken and argument.startswith("--"):
            option = context.mlflow.gc.get(argument)
            taken = option is not None and not option.is_switch
            yield index, argument
        else:
            taken = False


@check("MT282", Severity.WARNING, "An artifacts-only server has no runs to collect.", reads=_READS)
def nothing_to_collect(context: Context) -> Iterator[Finding]:
    if context.values.garbage_collection.enabled and not collects(context.values):
        key = f"{_KEY}.enabled"
        yield Finding(key, "has no effect: an artifacts-only server has no runs", hint="remove it", fix=_OFF)
