"""The values of what runs beside those of a file, without differences that no cluster could show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from mlflow_tui.config_model.effective import defaults
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.layers import Layer, merge
from mlflow_tui.config_model.path import Path
from mlflow_tui.delivery.apply.upgrade_job import is_upgrade
from mlflow_tui.delivery.live.live_values import LiveValues
from mlflow_tui.delivery.revisions import service_without_defaults, without_defaults
from mlflow_tui.renderers.manifests import Manifest, render

_MISSING = object()
_WAYS_TO_MOUNT = ("persistence", "extraVolumes", "extraVolumeMounts")


def comparable(live: LiveValues, evaluation: Evaluation) -> dict[str, Any]:
    """The live values, defaults included, to compare with `evaluation.data`.

    Read back from objects, a value that renders to nothing, such as the host of an Ingress that is off, cannot be
    known: it is then taken from the evaluation, if the objects would be the same.
    """
    data = merge(defaults(), live.data)
    rendered = _rendered(data, evaluation)
    if live.exact or rendered is None:
        return data
    # A claim of yours may be mounted in two ways, which render to the same pod.
    tried = {**data, **{key: evaluation.data[key] for key in _WAYS_TO_MOUNT}}
    if _rendered(tried, evaluation) == rendered:
        data = tried
    # One option may be given by two settings, which then are the same only together.
    sections = [(key,) for key in evaluation.data if data.get(key) != evaluation.data[key]]
    for path in [*sections, *_differences(data, evaluation.data, ())]:
        tried = _with(data, path, evaluation.data)
        if _rendered(tried, evaluation) == rendered:
            data = tried
    return data


def _rendered(data: Mapping[str, Any], evaluation: Evaluation) -> list[Manifest] | None:
    """The objects that last, without what the API server would add to them anyway."""
    values = evaluate_values([Layer("live", dict(data))], evaluation.release).values
    if values is None:
        return None
    return [_plain(one) for one in render(values, evaluation.release) if not is_upgrade(one)]


def _plain(one: Manifest) -> Manifest:
    if one["kind"] == "Service":
        return {**one, "spec": service_without_defaults(one["spec"])}
    if one["kind"] != "Deployment":
        return one
    return {**one, "spec": {**one["spec"], "template": without_defaults(one["spec"]["template"])}}


def _differences(one: Any, other: Any, path: Path) -> Iterator[Path]:
    """The smallest parts that differ; a list is one part."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in (*one, *(key for key in other if key not in one)):
            yield from _differences(one.get(key, _MISSING), other.get(key, _MISSING), (*path, key))
    elif one is _MISSING or other is _MISSING or one != other:
        yield path


def _with(data: Mapping[str, Any], path: Path, source: Mapping[str, Any]) -> dict[str, Any]:
    """The data with what the source has at the path, which may be nothing."""
    copy = deepcopy(dict(data))
    here: Any = copy
    there: Any = source
    for part in path[:-1]:
        here = here.setdefault(part, {})
        there = there.get(part, {})
    if path[-1] in there:
        here[path[-1]] = deepcopy(there[path[-1]])
    else:
        here.pop(path[-1], None)
    return copy
