"""What values make run: each part of their objects, under a name that stays when others are added or removed."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mlflow_tui.config_model.mlflow import Facts
from mlflow_tui.config_model.mlflow.server_arguments import parse_arguments
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.manifests.origin import origin


class Part(NamedTuple):
    """A part of an object: its value, and the path of the setting that made it."""

    value: Any
    made_by: Path


def what_runs(values: Values) -> dict[Path, Part]:
    """Every part of the objects. Of several variables of one name it is the last, as in the container; of several
    arguments of one option too, as in the server.
    """
    parts: dict[Path, Part] = {}
    for manifest in render(values):
        name = (manifest["kind"], manifest["metadata"]["name"])
        for place, path, value in _leaves(manifest, values.image.mlflow):
            if str(place[-1]).startswith("checksum/"):
                continue  # that of an object which is looked at itself
            parts[(*name, *place)] = Part(value, origin(values, manifest, path))
    return parts


_NAMED = {"containers": "name", "initContainers": "name", "env": "name", "volumes": "name", "volumeMounts": "mountPath"}


def _leaves(value: Any, facts: Facts, place: Path = (), path: Path = ()) -> Iterator[tuple[Path, Path, Any]]:
    """The leaves with the names of their places, and their paths."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves(inner, facts, (*place, key), (*path, key))
    elif isinstance(value, list) and path[-1] == "args" and value[:1] == ["server"]:
        for one in parse_arguments(value[1:], facts):
            yield (*place, one.name), (*path, one.last + 1), one.value
    elif isinstance(value, list) and path[-1] in _NAMED:
        named = {str(item.get(_NAMED[str(path[-1])])): (index, item) for index, item in enumerate(value)}
        for name, (index, item) in named.items():
            yield from _leaves(item, facts, (*place, name), (*path, index))
    elif isinstance(value, list) and path[-1] == "envFrom":
        for index, item in enumerate(value):
            yield (*place, str(item)), (*path, index), item
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _leaves(inner, facts, (*place, index), (*path, index))
    else:
        yield place, path, value
