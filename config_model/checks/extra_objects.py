"""MT420 to MT422: the extra objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.kubernetes.kinds import API_VERSIONS, is_object
from mlflow_tui.config_model.own_objects import own_objects
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import Severity

_KEY = "extraObjects"
_NEEDED: tuple[Path, ...] = (("apiVersion",), ("kind",), ("metadata", "name"))


@check("MT420", Severity.ERROR, "An extra object is not a Kubernetes object.", reads=(_KEY,))
def no_object(context: Context) -> Iterator[Finding]:
    for index, one in enumerate(context.values.extra_objects):
        if is_object(one):
            continue
        missing = [".".join(map(str, path)) for path in _NEEDED if not isinstance(look_up(one, path), str)]
        missing += [".".join(map(str, path)) for path in _NEEDED if look_up(one, path) == ""]
        what = f"{' and '.join(missing)} is missing" if missing else "metadata.labels is not a map"
        yield Finding((_KEY, index), f"cannot be applied: {what}", hint="write the whole object, as for kubectl apply")


_MAKE_OBJECTS = (
    *("nameOverride", "fullnameOverride", "image", "trackingServer", "backendStore", "artifactStore", "serviceAccount"),
    *("ingress", "persistence", "autoscaling", "podDisruptionBudget", "networkPolicy", "httpRoute", "metrics"),
    *("garbageCollection", "extraEnv"),
)


@check("MT421", Severity.ERROR, "Two objects of the release have one name.", reads=(_KEY, *_MAKE_OBJECTS))
def duplicate_object(context: Context) -> Iterator[Finding]:
    own = set(own_objects(context.values, context.names))
    seen: dict[tuple[object, ...], int] = {}
    for index, one in enumerate(context.values.extra_objects):
        if not is_object(one):
            continue
        kind, name = one["kind"], one["metadata"]["name"]
        path = (_KEY, index, "metadata", "name")
        same = (_group(one), kind, name, one["metadata"].get("namespace"))
        if (kind, name) in own and one["apiVersion"] == API_VERSIONS.get(kind):
            message = f"the chart makes a {kind} {name!r} itself: one overwrites the other"
            yield Finding(path, message, hint="give it another name")
        elif same in seen:
            message = f"there is a {kind} {name!r} already, at {_KEY}[{seen[same]}]: one overwrites the other"
            yield Finding(path, message, hint="give it another name, or keep one of them")
        seen.setdefault(same, index)


def _group(one: dict[str, Any]) -> str:
    """The API group, whose versions show the same objects."""
    return str(one["apiVersion"]).rpartition("/")[0]


@check("MT422", Severity.WARNING, "An extra object holds a credential.", reads=(_KEY,))
def secret_in_the_file(context: Context) -> Iterator[Finding]:
    for index, one in enumerate(context.values.extra_objects):
        if one.get("kind") == "Secret" and (one.get("data") or one.get("stringData")):
            group = "data" if one.get("data") else "stringData"
            yield Finding(
                (_KEY, index, group),
                "anyone who can read this file, its repository or the release has the credential",
                hint="make the Secret with kubectl, or let an operator make it",
            )
