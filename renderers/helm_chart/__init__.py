"""The Helm chart: templates that are data, and the parts that the model's declarations generate.

For the same values `helm template` over it gives the objects that `renderers.manifests` gives, but for the differences
of the two flavours: the managed-by label, `helm.sh/chart`, the namespace, and the connection test.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from mlflow_tui.config_model.catalogue import catalogue
from mlflow_tui.config_model.chart import APP_VERSION, CHART_NAME, CHART_VERSION
from mlflow_tui.config_model.setting import EMPTY_VALUES, Kind, Setting
from mlflow_tui.renderers.helm_chart.mlflow_facts import facts_template
from mlflow_tui.renderers.helm_chart.readme import readme
from mlflow_tui.renderers.helm_chart.values_file import values_file
from mlflow_tui.renderers.json_schema import values_schema
from mlflow_tui.renderers.yaml_text import text

__all__ = ["chart"]

_IMAGE_TAG = "__IMAGE_TAG__"
_KUBE_VERSIONS = ">=1.19.0-0 || >=0.0.0-0 <0.0.1-0"
"""From 1.19 on, releases to come included; a Kubernetes that somebody built without a version says 0.0.0-master."""


def chart() -> Mapping[str, str]:
    """The chart's files by their path in its folder, the same text every time."""
    return {
        "Chart.yaml": _chart_yaml(),
        "values.yaml": values_file(),
        "values.schema.json": json.dumps(values_schema(), indent=2, ensure_ascii=False) + "\n",
        "README.md": readme(),
        ".helmignore": ".git/\n*.tgz\n*.swp\n",
        "templates/_shape.tpl": _shape_template(),
        "templates/_mlflow-facts.tpl": facts_template(),
        **_templates(),
    }


def _chart_yaml() -> str:
    return text(
        {
            "apiVersion": "v2",
            "name": CHART_NAME,
            "description": "MLflow tracking server, with its stores, authentication and ingress",
            "type": "application",
            "version": CHART_VERSION,
            "appVersion": APP_VERSION,
            "kubeVersion": _KUBE_VERSIONS,
            "icon": "https://mlflow.org/img/mlflow-black.svg",
            "home": "https://mlflow.org",
            "keywords": ["mlflow", "machine-learning", "experiment-tracking"],
        }
    )


def _templates() -> dict[str, str]:
    folder = files(__name__) / "templates"
    found = {f"templates/{one.name}": one.read_text("utf-8") for one in folder.iterdir() if one.is_file()}
    tests = {f"templates/tests/{one.name}": one.read_text("utf-8") for one in (folder / "tests").iterdir()}
    every = dict(sorted({**found, **tests}.items()))
    return {name: content.replace(_IMAGE_TAG, f"v{APP_VERSION}") for name, content in every.items()}


def _shape_template() -> str:
    """What `mlflow.values` fills up: for each key its empty value, for each section its keys and its defaults."""
    shape: dict[str, Any] = {}
    for setting in catalogue():
        parent = shape
        for part in setting.path[:-1]:
            parent = parent[str(part)]["section"]
        parent[str(setting.path[-1])] = _shape(setting)
    about = "{{/* The chart's keys: the empty value of each that has one; of a section its keys and its defaults. */}}"
    body = json.dumps(shape, indent=1, ensure_ascii=False)
    return f'{about}\n{{{{- define "mlflow.shape" -}}}}\n{body}\n{{{{- end }}}}\n'


def _shape(setting: Setting) -> dict[str, Any]:
    if setting.kind is Kind.SECTION:
        return {"default": setting.default, "section": {}}
    return {"empty": EMPTY_VALUES[setting.kind]} if setting.kind in EMPTY_VALUES else {}
