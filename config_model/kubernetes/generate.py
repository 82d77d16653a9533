"""Makes schema.json and descriptions.json from the published schemas, as `kubernetes-validate` carries them.

    python -m mlflow_tui.config_model.kubernetes.generate

Needs that package, which is a development dependency: nothing at run time does. Only what is reachable from the kinds
that are rendered is kept, and each field has the versions that know it, where not all do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from mlflow_tui.config_model.kubernetes.versions import VERSIONS

Definitions = Mapping[str, Any]

ROOTS = (
    "io.k8s.api.core.v1.ServiceAccount",
    "io.k8s.api.core.v1.Secret",
    "io.k8s.api.core.v1.ConfigMap",
    "io.k8s.api.core.v1.Service",
    "io.k8s.api.apps.v1.Deployment",
    "io.k8s.api.networking.v1.Ingress",
    "io.k8s.api.core.v1.Pod",
    "io.k8s.api.core.v1.Namespace",
    "io.k8s.api.core.v1.PersistentVolumeClaim",
    "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
    "io.k8s.api.policy.v1.PodDisruptionBudget",
    "io.k8s.api.networking.v1.NetworkPolicy",
    "io.k8s.api.batch.v1.Job",
    "io.k8s.api.batch.v1.CronJob",
)
LEFT_OUT = ("status", "managedFields")
"""Fields that the cluster writes, and nobody else."""

_SCALARS = {"Quantity", "IntOrString", "Time", "MicroTime", "FieldsV1"}
HERE = Path(__file__).parent


def main() -> None:
    """Writes both files beside this one."""
    schema, descriptions = generated()
    (HERE / "schema.json").write_text(schema, encoding="utf-8")
    (HERE / "descriptions.json").write_text(descriptions, encoding="utf-8")


def generated() -> tuple[str, str]:
    """The text of schema.json and of descriptions.json: JSON with a definition a line."""
    merged: dict[str, dict[str, Any]] = {}
    descriptions: dict[str, dict[str, str]] = {}
    for version in VERSIONS:
        definitions = published(version)
        for name in sorted(_reachable(definitions)):
            short = _short(name)
            one = merged.setdefault(short, {"fields": {}, "required": {}})
            definition = definitions[name]
            for field, about in _fields(definition):
                _note(one["fields"].setdefault(field, []), _type(about, definitions), version)
                descriptions.setdefault(short, {})[field] = about.get("description", "")
            for field in definition.get("required", ()):
                one["required"].setdefault(field, []).append(version)
    lines = {name: _compact(one) for name, one in sorted(merged.items())}
    return _written(lines), _written({name: descriptions.get(name, {}) for name in lines})


def published(version: str) -> Definitions:
    """The definitions of a version, by their full names."""
    file = files("kubernetes_validate") / "kubernetes-json-schema" / f"v{version}.0-local" / "_definitions.json"
    found: Definitions = json.loads(file.read_text(encoding="utf-8"))["$defs"]
    return found


def _reachable(definitions: Definitions) -> set[str]:
    found: set[str] = set()
    # Namespace is in no set of definitions before some version: what is not there is not needed there.
    waiting = [name for name in ROOTS if name in definitions]
    while waiting:
        name = waiting.pop()
        if name in found or _short(name) in _SCALARS:
            continue
        found.add(name)
        for _, about in _fields(definitions[name]):
            waiting.extend(_references(about))
    return found


def _fields(definition: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, about in sorted(definition.get("properties", {}).items()):
        if name not in LEFT_OUT:
            yield name, about


def _references(about: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in about:
        yield about["$ref"].rpartition("/")[2]
    for part in ("items", "additionalProperties"):
        if isinstance(about.get(part), Mapping):
            yield from _references(about[part])


def _type(about: Mapping[str, Any], definitions: Definitions) -> str:
    """`string`, `Container`, `[EnvVar]` for a list, `{string}` for a map, `object` for a free map."""
    if "$ref" in about:
        name = about["$ref"].rpartition("/")[2]
        target = definitions[name]
        if _short(name) in _SCALARS or target.get("properties"):
            return _short(name)
        return _type(target, definitions)
    kinds = about.get("type", "object")
    kind = next((one for one in kinds if one != "null"), "object") if isinstance(kinds, list) else kinds
    if kind == "array":
        return f"[{_type(about['items'], definitions)}]"
    if kind == "object" and isinstance(about.get("additionalProperties"), Mapping):
        return f"{{{_type(about['additionalProperties'], definitions)}}}"
    return str(kind)


def _note(variants: list[list[str]], kind: str, version: str) -> None:
    """Adds a version to the variants of a field: `[type, first version, last version]`."""
    if variants and variants[-1][0] == kind and VERSIONS.index(variants[-1][2]) == VERSIONS.index(version) - 1:
        variants[-1][2] = version
    else:
        variants.append([kind, version, version])


def _compact(one: Mapping[str, Any]) -> dict[str, Any]:
    compact: dict[str, Any] = {"fields": {name: _variants(found) for name, found in sorted(one["fields"].items())}}
    required = {
        name: "" if len(versions) == len(VERSIONS) else versions for name, versions in sorted(one["required"].items())
    }
    if required:
        compact["required"] = required
    return compact


def _variants(variants: list[list[str]]) -> Any:
    everywhere = len(variants) == 1 and variants[0][1:] == [VERSIONS[0], VERSIONS[-1]]
    return variants[0][0] if everywhere else variants


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _written(lines: Mapping[str, Any]) -> str:
    rows = ",\n".join(
        f"{json.dumps(name)}:{json.dumps(one, separators=(',', ':'), ensure_ascii=False)}"
        for name, one in lines.items()
    )
    return f"{{\n{rows}\n}}\n"


if __name__ == "__main__":
    main()
