"""Credentials out of the values: what a GitOps export has instead are the names of Secrets that people make.

What the chart would put into a Secret goes into an existing one with the same keys; a variable with a credential refers
to a key of one; an argument with a credential refers to such a variable, which Kubernetes expands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from mlflow_tui.config_model.catalogue import by_path
from mlflow_tui.config_model.chart import Release, names
from mlflow_tui.config_model.credentials import BACKEND_STORE, S3_CA, SECRETS, ChartSecret
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.json_data import discard, look_up, put
from mlflow_tui.config_model.layers import Layer, merged, same
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.secrecy import forms, has_password, passwords, secret_paths, without_passwords
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.exports.comments import without_secret_comments
from mlflow_tui.renderers.exports.exported import ExportRefused, Stage
from mlflow_tui.renderers.exports.inline_credentials import inline_paths, take_out
from mlflow_tui.renderers.exports.layer_files import LayerFile, layer_files, rewritten
from mlflow_tui.renderers.manifests.secrets import content
from mlflow_tui.renderers.yaml_text import text


@dataclass(frozen=True, slots=True)
class ExistingSecret:
    """A Secret that the exported values name and that is not in the export.

    `content` is what it has to hold; `mounted` tells that its keys are files, else they are variables.
    """

    name: str
    content: Mapping[str, str] = field(repr=False)
    mounted: bool = False


@dataclass(frozen=True, slots=True)
class WithoutCredentials:
    """Values of a stage that mean the same once the `secrets` exist: as files, one a layer, and as they evaluate."""

    name: str
    files: tuple[LayerFile, ...]
    secrets: tuple[ExistingSecret, ...]
    evaluation: Evaluation = field(repr=False)


def _taken(values: Values, secret: ChartSecret) -> dict[str, str]:
    """What the created Secret holds that nobody but the server may read; empty where there is nothing of the kind."""
    if secret is S3_CA:
        return {}
    taken = content(values, secret)
    return {} if secret is BACKEND_STORE and all(map(is_local, taken.values())) else taken


def is_local(uri: str) -> bool:
    """Whether a backend store URI is a file's or a folder's, and holds no credential."""
    return ("://" not in uri or uri.startswith(("sqlite:", "file:"))) and not has_password(uri)


def without_credentials(stages: Sequence[Stage]) -> list[WithoutCredentials]:
    """The values of each stage with no credential in them. A layer that stages share is the same file for all.

    Raises ExportRefused where a credential stands that can neither be named nor referred to.
    """
    groups = [[secret for secret in SECRETS if _taken(_values(stage), secret)] for stage in stages]
    everywhere = [secret for secret in SECRETS if all(secret in found for found in groups)]
    known = _known(stages)
    return [_stage_without(stage, found, everywhere, known) for stage, found in zip(stages, groups, strict=True)]


def without_inline_credentials(stages: Sequence[Stage]) -> list[WithoutCredentials]:
    """As `without_credentials`, but what the chart puts into Secrets of its own stays in the values."""
    known = _known(stages)
    return [_stage_without(stage, (), None, known) for stage in stages]


def _values(stage: Stage) -> Values:
    assert stage.evaluation.values is not None
    return stage.evaluation.values


def _stage_without(
    stage: Stage, groups: Iterable[ChartSecret], everywhere: Collection[ChartSecret] | None, known: Collection[str]
) -> WithoutCredentials:
    """`everywhere`: the groups of all stages, whose settings may go as a whole; None leaves what is declared secret."""
    prefix = secret_prefix(stage.evaluation.release)
    values = _values(stage)
    found = [ExistingSecret(f"{prefix}-{one.name}", _taken(values, one), one.mount is not None) for one in groups]
    inline = f"{prefix}-environment"
    taken = take_out(merged(stage.evaluation.layers), inline)
    if taken.content:
        found.append(ExistingSecret(inline, taken.content))
    files = layer_files(stage.evaluation.layers, stage.name)
    changed = [take_out(one.data, inline).data for one in files]
    if taken.variables:
        changed[-1]["extraEnv"] = [*(merged(_layers(changed)).get("extraEnv") or []), *taken.variables]
    if everywhere is not None:
        changed = [_without_declared(one, everywhere) for one in changed]
    for group in groups:
        put(changed[-1], group.existing, f"{prefix}-{group.name}")
    told = [_file(one, data, known) for one, data in zip(files, changed, strict=True)]
    evaluation = _evaluated(stage, told)
    for one in (*(file.data for file in told), evaluation.data):
        _refuse_credentials(one, declared=everywhere is not None)
    return WithoutCredentials(stage.name, tuple(told), tuple(found), evaluation)


def secret_prefix(release: Release) -> str:
    """How the Secrets of a release begin: as its objects do where nobody names them otherwise."""
    return names(Values(), release).fullname


def _layers(datas: Iterable[dict[str, Any]]) -> list[Layer]:
    return [Layer("", data) for data in datas]


def _without_declared(data: dict[str, Any], whole: Collection[ChartSecret]) -> dict[str, Any]:
    """Without the secret settings, and without all of the groups that are `whole`ly in Secrets elsewhere."""
    left = deepcopy(data)
    for path in list(secret_paths(left)):
        if path in by_path() and not (path[0] == "backendStore" and is_local(str(look_up(left, path)))):
            discard(left, path, prune=True)
    for group in whole:
        discard(left, group.created, prune=True)
    return left


def _known(stages: Iterable[Stage]) -> frozenset[str]:
    return frozenset(_telling(layer.data for stage in stages for layer in stage.evaluation.layers))


def _telling(datas: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of the credentials in the values that are long enough to be looked for in comments."""
    for data in datas:
        for path in (*secret_paths(data), *inline_paths(data)):
            value = str(look_up(data, path))
            if not (path[0] == "backendStore" and is_local(value)):
                parts = [*value.splitlines(), *(form for one in passwords(value) for form in forms(one))]
                yield from (part.strip() for part in parts if len(part.strip()) > 5)


def _file(original: LayerFile, data: dict[str, Any], known: Collection[str]) -> LayerFile:
    """The layer in the person's words; without any comment where one of them would tell a credential."""
    told = without_secret_comments(rewritten(original.text, data), known)
    if told is None or not same(load(told).data, data):
        told = text(data)
    return replace(original, data=data, text=told)


def _evaluated(stage: Stage, files: Sequence[LayerFile]) -> Evaluation:
    layers = [Layer(f"{one.name}.yaml", one.data, load(one.text), text=one.text) for one in files]
    evaluation = evaluate_values(layers, stage.evaluation.release)
    if evaluation.values is None:
        problem = evaluation.errors[0]
        raise ExportRefused(
            f"nothing is exported: without the credentials {problem.key} would be wrong: {problem.message}",
            "put the credentials into Secrets of your own, and name them in the values",
        )
    return evaluation


def _refuse_credentials(data: Mapping[str, Any], *, declared: bool) -> None:
    """The last look: no URL with a password may be left anywhere, in a layer that others overrule as little."""
    for path in secret_paths(data):
        if path[0] == "extraObjects":
            raise ExportRefused(
                f"nothing is exported: {format_path(path)} holds a credential",
                "make that object with kubectl, or have an operator make it, as from an ExternalSecret",
            )
    for path, value in _texts(data, ()):
        setting = by_path().get(path)
        if has_password(value) and (declared or setting is None or not setting.secret):
            raise ExportRefused(
                f"nothing is exported: {without_passwords(format_path(path))} holds a password that cannot be taken "
                "out of it",
                "write it without the password, or pass it by a variable from a Secret",
            )


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield (*path, key), str(key)
            yield from _texts(entry, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif isinstance(value, str):
        yield path, value
