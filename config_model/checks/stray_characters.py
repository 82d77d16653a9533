"""MT244: characters in URIs and paths that nobody sees, and that every reader takes for a part of the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlflow_tui.config_model.checks.backend_store import databases
from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow.server_arguments import OptionValue, rewritten
from mlflow_tui.config_model.problem import Fix, SetValue, Severity

_NAMES = re.compile(r"_(URI|URL|PATH|DIR|ENDPOINT|ROOT|DESTINATION|PREFIX|BUNDLE|CREDENTIALS|PROMETHEUS)$")
_CONTENT = ("-----BEGIN", "{")
"""What begins the content of a file, which has lines: MT233 tells of one in place of a path."""


@check(
    "MT244",
    Severity.ERROR,
    "A URI or a path has a line break, an invisible character, or a space at an end.",
    reads=(
        "trackingServer",
        "metrics",
        "backendStore",
        "artifactStore",
        "extraEnv",
        "extraEnvFrom",
        "extraVolumeMounts",
        "ingress",
    ),
)
def stray_characters(context: Context) -> Iterator[Finding]:
    for given in {one.path: one for one in _names(context)}.values():
        text = given.text or ""
        what = _stray(text)
        if not what or text.lstrip().startswith(_CONTENT):
            continue
        clean = _without_ends(text)
        fixed = rewritten(context.values, given, clean)
        fix = Fix(f"remove {what}", (SetValue(given.path, fixed),)) if clean and clean.isprintable() else None
        yield Finding(
            given.path,
            f"has {what}, which is taken for a part of the name: nothing of that name is there",
            hint="write it on one line, with > or | neither before nor in it",
            fix=fix,
        )


def _stray(text: str) -> str:
    """What stands in the text and should not, in words; empty where nothing does."""
    inner = _without_ends(text)
    if any(one in inner for one in _BREAKS):
        return "a line break in it"
    if not inner.isprintable():
        return "an invisible character in it"
    if any(one in text for one in _BREAKS):
        return "a line break at its end" if text[:1] not in _BREAKS else "a line break before it"
    if not text.isprintable():
        return "an invisible character at an end"
    return "" if text == inner else "a space at an end"


_BREAKS = ("\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")


def _without_ends(text: str) -> str:
    stray = "".join({one for one in text if one.isspace() or not one.isprintable()})
    return text.strip(stray) if stray else text


def _names(context: Context) -> Iterator[OptionValue]:
    """The URIs and paths of the values, as far as they are given."""
    values, server = context.values, context.server
    users = values.tracking_server.basic_auth.create_secret.database_uri
    for given in databases(context):
        if given.text != users or (len(users.splitlines()) < 2 and users == users.strip()):
            yield given  # MT221 tells of what basic_auth.ini cannot hold
    yield from server.artifact_uris
    yield from (found for found in (server.static_prefix, server.metrics_directory) if found is not None)
    if values.artifact_store.oss.enabled:
        yield OptionValue.of(values.artifact_store.oss.endpoint, ("artifactStore", "oss", "endpoint"))
    for index, variable in enumerate(values.extra_env):
        if _NAMES.search(str(variable.get("name"))) and isinstance(text := variable.get("value"), str):
            yield OptionValue.of(text, ("extraEnv", index, "value"))
    for index, mount in enumerate(values.extra_volume_mounts):
        for key in ("mountPath", "subPath"):
            if isinstance(text := mount.get(key), str):
                yield OptionValue.of(text, ("extraVolumeMounts", index, key))
    for number, host in enumerate(values.ingress.hosts if values.ingress.enabled else ()):
        for index, path in enumerate(host.paths):
            yield OptionValue.of(path.path, ("ingress", "hosts", number, "paths", index, "path"))
