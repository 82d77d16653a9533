"""Files that are named as values and are something else, or that another program has to edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from mlflow_tui.config_model.conversion.charts import Chart, chart_of
from mlflow_tui.config_model.helm_yaml import Loaded, UnreadableYaml
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path, format_path

Data = Mapping[str, Any]


class Recognised(NamedTuple):
    """What a file is, with its article, and the key that tells; where its values are, if it has any, as a sentence."""

    what: str
    key: str
    values: str = ""


class OtherChart(UnreadableYaml):
    """Values of another MLflow chart, which `convert` reads."""

    def __init__(self, chart: Chart, line: int | None, column: int | None) -> None:
        super().__init__(f"these are values of {chart.title}, not of this one.", line, column, CONVERT)
        self.chart = chart


CONVERT: Final = "convert them: mlflow-tui convert VALUES -o FILE"


def refuse_other_files(loaded: Loaded) -> None:
    """Raises UnreadableYaml for what is no values file: a manifest, a Chart.yaml, a kustomization and the like.

    Raises OtherChart for the values of another MLflow chart.
    """
    refuse_what_is_no_values_file(loaded)
    if (other := chart_of(loaded.data)) is not None:
        chart, key = other
        place = loaded.keys.get((key,))
        raise OtherChart(chart, place.line if place else None, place.column if place else None)


def refuse_what_is_no_values_file(loaded: Loaded) -> None:
    """As `refuse_other_files`, of whatever chart the values are."""
    found = recognised(loaded.data)
    if found is None:
        return
    place = loaded.keys.get((found.key,))
    values = f"; {found.values}" if found.values else ""
    hint = "copy them into a file of their own, and name that" if found.values else "name the values file instead"
    line, column = (place.line, place.column) if place is not None else (None, None)
    raise UnreadableYaml(f"this is {found.what}, not a values file{values}.", line, column, hint)


def recognised(data: Data) -> Recognised | None:
    """What the data is if it is not values; None where nothing tells."""
    if isinstance(data.get("apiVersion"), str) and isinstance(data.get("kind"), str):
        return _manifest(data)
    return next((Recognised(what, key) for what, key, fits in _FORMS if key in data and fits(data)), None)


def is_encrypted_by_sops(data: Data) -> bool:
    """Whether SOPS has encrypted the file: any other edit would break the code that it authenticates the file with."""
    return isinstance(stamp := data.get("sops"), Mapping) and "mac" in stamp


def sops_refusal(name: str) -> tuple[str, str]:
    """Why the file `name` is not edited, and what does edit it."""
    return f"{name} is encrypted by SOPS: another edit would break its MAC", f"sops edit {name}"


_FLUX = ".toolkit.fluxcd.io/"
_ARGOCD = ("Application", "ApplicationSet", "AppProject")


def _manifest(data: Data) -> Recognised:
    group, kind = f"{data['apiVersion']}", f"{data['kind']}"
    if group.startswith("argoproj.io/") and kind in _ARGOCD:
        return Recognised(f"an Argo CD {kind}", "kind", _values_of(data, tuple(_helm_sources(data))))
    if _FLUX in group:
        places = [("spec", "values"), ("spec", "valuesFrom")] if kind == "HelmRelease" else []
        return Recognised(f"a Flux {kind}", "kind", _values_of(data, tuple(places)))
    if group.startswith("helm.cattle.io/"):
        places = [("spec", "valuesContent"), ("spec", "set")]
        return Recognised(f"a {kind} of K3s", "kind", _values_of(data, tuple(places)))
    if group.startswith("kustomize.config.k8s.io/"):
        return Recognised("a kustomization", "kind")
    if kind == "Config" and "clusters" in data:
        return Recognised("a kubeconfig", "kind")
    return Recognised(f"a Kubernetes manifest ({kind})", "kind")


_HELM_KEYS = ("valuesObject", "values", "valueFiles", "parameters")


def _helm_sources(data: Data) -> Iterator[Path]:
    """Where an Application, or the template of an ApplicationSet, may hold values for Helm."""
    for spec in (("spec",), ("spec", "template", "spec")):
        sources = look_up(data, (*spec, "sources"))
        several = [("sources", index) for index in range(len(sources) if isinstance(sources, list) else 0)]
        for source in (("source",), *several):
            yield from ((*spec, *source, "helm", key) for key in _HELM_KEYS)


def _values_of(data: Data, places: tuple[Path, ...]) -> str:
    """The sentence that says which of the places hold values."""
    found = [place for place in places if look_up(data, place)]
    return f"its values are in {' and '.join(format_path(place) for place in found)}" if found else ""


_KUSTOMIZATION = frozenset(
    (
        *("resources", "bases", "components", "crds", "generators", "transformers", "validators"),
        *("patches", "patchesStrategicMerge", "patchesJson6902", "replacements", "replicas", "images"),
        *("configMapGenerator", "secretGenerator", "generatorOptions", "helmCharts", "helmGlobals", "openapi"),
        *("namespace", "namePrefix", "nameSuffix", "labels", "commonLabels", "commonAnnotations", "sortOptions"),
        *("buildMetadata", "configurations", "vars", "metadata"),
    )
)


def _is_kustomization(data: Data) -> bool:
    lists = [key for key, value in data.items() if isinstance(value, list)]
    return bool(lists) and data.keys() <= _KUSTOMIZATION


def _is_chart(data: Data) -> bool:
    return isinstance(data.get("name"), str) and "version" in data


def _is_list_of(key: str, *having: str) -> Callable[[Data], bool]:
    def fits(data: Data) -> bool:
        items = data[key]
        maps = isinstance(items, list) and bool(items) and all(isinstance(item, Mapping) for item in items)
        return maps and all(name in item for item in items for name in having)

    return fits


def _is_map_of_maps(key: str) -> Callable[[Data], bool]:
    def fits(data: Data) -> bool:
        entries = data[key]
        return isinstance(entries, Mapping) and bool(entries) and all(isinstance(e, Mapping) for e in entries.values())

    return fits


def _is_workflow(data: Data) -> bool:
    return isinstance(data["jobs"], Mapping) and ("true" in data or "on" in data)


_FORMS: Final[tuple[tuple[str, str, Callable[[Data], bool]], ...]] = (
    ("an index of a Helm repository", "entries", lambda data: "apiVersion" in data),
    ("a Chart.yaml", "apiVersion", _is_chart),
    ("a Chart.lock", "digest", lambda data: "dependencies" in data),
    ("a list of dependencies of a chart", "dependencies", _is_list_of("dependencies", "name", "version")),
    ("a helmfile", "releases", _is_list_of("releases", "name", "chart")),
    ("a Compose file", "services", _is_map_of_maps("services")),
    ("a JSON Schema", "$schema", lambda data: "properties" in data or "$ref" in data),
    ("a GitHub Actions workflow", "jobs", _is_workflow),
    *(("a kustomization", key, _is_kustomization) for key in sorted(_KUSTOMIZATION)),
)
"""Files without `apiVersion` and `kind`: what they are, the key that tells, and what else has to hold."""
