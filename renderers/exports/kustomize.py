"""`kustomize`: a base, and an overlay for each further layer or environment.

The objects are those of `render`, but for the Secrets and the ConfigMap: Kustomize generates them, so that their names
change with their content and roll the pods, and the Secrets' content stays in files that git ignores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.renderers.exports.credentials import WithoutCredentials, without_inline_credentials
from mlflow_tui.renderers.exports.exported import Export, ExportRefused, Request, Stage
from mlflow_tui.renderers.exports.generators import Generated, entry, generated, generator_files
from mlflow_tui.renderers.exports.json_patch import operations
from mlflow_tui.renderers.exports.layer_files import is_set, names
from mlflow_tui.renderers.exports.secret_files import FOLDER
from mlflow_tui.renderers.manifests import Manifest, file_name
from mlflow_tui.renderers.manifests import render as render_manifests
from mlflow_tui.renderers.manifests.origin_of_objects import of_extra_object
from mlflow_tui.renderers.yaml_text import text

BASE = "base"


@dataclass(frozen=True, slots=True)
class _Content:
    """What a folder builds to: objects by the names of their files, and what is generated beside them."""

    objects: Mapping[str, Manifest] = field(default_factory=dict)
    generated: Mapping[str, Generated] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder with a kustomization.yaml: `below` is the folder under it, whose path from here is in `resources`."""

    path: str
    content: _Content
    below: _Content
    resources: tuple[str, ...]
    namespace: str | None


def render(request: Request) -> Export:
    """The folders, each with its kustomization.yaml, and the files that its Secrets are made from, or examples."""
    folders = list(_folders(request))
    files: dict[str, bytes] = {}
    private: set[str] = set()
    missing: list[str] = []
    for folder in folders:
        files.update((f"{folder.path}/{name}", content.encode()) for name, content in _kustomization(folder))
        for name, content, secret in generator_files(list(_own(folder).values()), with_secrets=request.with_secrets):
            files[f"{folder.path}/{name}"] = content.encode()
            if secret:
                private.add(f"{folder.path}/{name}")
            if name.endswith(".example") and not request.with_secrets:
                missing.append(f"{folder.path}/{name.removesuffix('.example')}")
    return Export(files, frozenset(private), tuple(_notes(folders, private, missing)))


def _notes(folders: Sequence[_Folder], private: set[str], missing: Sequence[str]) -> Iterator[str]:
    if private:
        yield f"the files in {FOLDER}/ hold credentials in plain text, for you alone; git ignores them"
    if missing:
        yield (
            f"no credential was written: make {', '.join(missing)}, as the file with .example behind its name shows "
            "(or export --with-secrets)"
        )
    yield f"then, in that folder: kubectl apply -k {folders[-1].path}"


def _folders(request: Request) -> Iterator[_Folder]:
    base, *overlays = without_inline_credentials(_stages(request))
    namespace = None if request.environments else base.evaluation.release.namespace
    below = _content(base, namespace)
    yield _Folder(BASE, below, _Content(), (), namespace)
    under = f"../../{BASE}"
    for stage in overlays:
        namespace = stage.evaluation.release.namespace
        content = _content(stage, namespace)
        yield _Folder(f"overlays/{stage.name}", content, below, (under,), namespace)
        # A further layer goes over all before it, an environment over the base alone.
        if not request.environments:
            below, under = content, f"../{stage.name}"


def _stages(request: Request) -> list[Stage]:
    if not request.environments:
        return list(_prefixes(request))
    if request.evaluation.values is None:
        problem = request.evaluation.errors[0]
        raise ExportRefused(
            f"nothing is exported: Kustomize needs a base, and without an environment {problem.key} is wrong: "
            f"{problem.message}",
            "give the files that all environments share what they need to be whole",
        )
    return [Stage(BASE, request.evaluation), *request.stages]


def _prefixes(request: Request) -> Iterator[Stage]:
    """The layers from the first, or the first few that are whole together, to all; `--set` belongs to the last."""
    evaluation = request.evaluation
    files = [layer for layer in evaluation.layers if not is_set(layer)]
    for number, name in enumerate(names([layer.name for layer in files]), start=1):
        last = number == len(files)
        found = evaluation if last else evaluate_values(files[:number], evaluation.release)
        if found.values is not None:
            yield Stage(name, found)


def _content(stage: WithoutCredentials, namespace: str | None) -> _Content:
    """The objects as they are in the namespace, which kustomization.yaml tells in their place."""
    evaluation = stage.evaluation
    assert evaluation.values is not None
    manifests = render_manifests(evaluation.values, replace(evaluation.release, namespace=namespace))
    for one in manifests:
        one["metadata"].pop("namespace", None)
    made = [one for one in manifests if of_extra_object(evaluation.values, one) is None]
    own = [one for one in made if one["kind"] in ("Secret", "ConfigMap")]
    objects = {file_name(one): one for one in manifests if one not in own}
    for one in objects.values():
        if one["kind"] == "Deployment":
            _without_checksum(one["spec"]["template"]["metadata"])
    return _Content(objects, generated(stage, made))


def _without_checksum(metadata: dict[str, Any]) -> None:
    """The hashes in the names of what is generated roll the pods; this one would tell of the credentials."""
    annotations = metadata.get("annotations", {})
    annotations.pop("checksum/config", None)
    if not annotations:
        metadata.pop("annotations", None)


def _own(folder: _Folder) -> dict[str, Generated]:
    """What the folder generates itself, because it is new or other than below."""
    return {name: one for name, one in folder.content.generated.items() if folder.below.generated.get(name) != one}


def _kustomization(folder: _Folder) -> Iterator[tuple[str, str]]:
    """The names and texts of kustomization.yaml and of the objects and patches that it names."""
    objects, below = folder.content.objects, folder.below.objects
    new = {name: one for name, one in objects.items() if name not in below}
    changed = {name: list(operations(before, objects[name])) for name, before in below.items() if name in objects}
    patches = {f"patch-{name}": one for name, one in changed.items() if one}
    yield from ((name, text(one)) for name, one in new.items())
    yield from ((name, text(one)) for name, one in patches.items())
    own = _own(folder)
    by_kind = {
        kind: [entry(one, replaces=one.name in folder.below.generated) for one in own.values() if one.kind == kind]
        for kind in ("ConfigMap", "Secret")
    }
    parts: dict[str, Any] = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "namespace": folder.namespace,
        "resources": [*folder.resources, *new],
        "configMapGenerator": by_kind["ConfigMap"],
        "secretGenerator": by_kind["Secret"],
        "patches": [
            *({"path": name, "target": _target(objects[name.removeprefix("patch-")])} for name in patches),
            *_deletions(folder),
        ],
    }
    yield "kustomization.yaml", text({key: part for key, part in parts.items() if part})


def _target(manifest: Manifest) -> dict[str, str]:
    return {"kind": manifest["kind"], "name": manifest["metadata"]["name"]}


def _deletions(folder: _Folder) -> Iterator[dict[str, Any]]:
    """What the folder below makes and this one does not."""
    gone = [_head(one) for name, one in folder.below.objects.items() if name not in folder.content.objects]
    gone += [
        {"apiVersion": "v1", "kind": one.kind, "metadata": {"name": name}}
        for name, one in folder.below.generated.items()
        if name not in folder.content.generated
    ]
    for head in gone:
        yield {"patch": text({"$patch": "delete", **head}), "target": _target(head)}


def _head(manifest: Manifest) -> Manifest:
    return {
        "apiVersion": manifest["apiVersion"],
        "kind": manifest["kind"],
        "metadata": {"name": manifest["metadata"]["name"]},
    }
