"""The values of another chart, read as Helm reads them: the file over that chart's defaults."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path as FilePath
from typing import Any, Final

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.conversion.charts import Chart
from mlflow_tui.config_model.json_data import copied, look_up, merge, scalar_text
from mlflow_tui.config_model.path import Path, format_path

FACTS: Final = FilePath(__file__).parent / "facts"
"""For each chart: the MLflow of its version that was read, and the keys of its values with their defaults."""
_MISSING = object()


@cache
def _facts(chart: Chart) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((FACTS / f"{chart.value}.json").read_text(encoding="utf-8"))
    return found


def chart_defaults(chart: Chart) -> Mapping[str, Any]:
    """The chart's own values. Not to be changed."""
    found: Mapping[str, Any] = _facts(chart)["defaults"]
    return found


def chart_mlflow(chart: Chart) -> str:
    """The version of MLflow that the chart runs without being told."""
    return str(_facts(chart)["mlflow"])


def key_path(key: str) -> Path:
    """`a.b.c` as a path; no key of these charts has a dot in it."""
    return tuple(key.split("."))


@dataclass(frozen=True, slots=True)
class WrongShape:
    """A key that is given as something that the chart cannot read there."""

    path: Path
    expected: str


@dataclass(frozen=True)
class Foreign:
    """Values of another chart for one release. Keys are written with dots."""

    chart: Chart
    given: Mapping[str, Any] = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    release: Release
    wrong: tuple[WrongShape, ...] = ()

    def has(self, *keys: str) -> bool:
        """Whether the file gives any of the keys, or something below it."""
        return any(look_up(self.given, key_path(key), _MISSING) is not _MISSING for key in keys)

    def value(self, key: str) -> Any:
        """The value as it holds; None where nothing gives one."""
        return look_up(self.values, key_path(key))

    def on(self, key: str) -> bool:
        """Whether a template's `if` takes the value for true: all that is not empty, 0, null or false."""
        return bool(self.value(key))

    def text(self, key: str) -> str:
        """The value as a template prints it; empty for null."""
        value = self.value(key)
        return "" if value is None or isinstance(value, Mapping | list) else scalar_text(value)

    def items(self, key: str) -> list[Any]:
        value = self.value(key)
        return list(value) if isinstance(value, list) else []

    def maps(self, key: str) -> list[dict[str, Any]]:
        """The items of a list that are maps."""
        return [one for one in self.items(key) if isinstance(one, dict)]

    def mapping(self, key: str) -> dict[str, Any]:
        value = self.value(key)
        return {name: one for name, one in value.items() if one is not None} if isinstance(value, Mapping) else {}


def read(chart: Chart, given: Mapping[str, Any], release: Release) -> Foreign:
    """The values `given` over the chart's defaults. What has the wrong shape is left out and named in `wrong`."""
    defaults = chart_defaults(chart)
    wrong: list[WrongShape] = []
    kept = _fitting(given, defaults, (), wrong)
    values = _without_nulls(merge(defaults, kept))
    return Foreign(chart, kept, values, release, tuple(wrong))


def _fitting(given: Mapping[str, Any], defaults: Mapping[str, Any], path: Path, wrong: list[WrongShape]) -> Any:
    """The values without those that are a scalar where the chart has a map or a list, and the like."""
    kept: dict[str, Any] = {}
    for key, value in given.items():
        usual, here = defaults.get(key), (*path, key)
        expected = _expected(usual, value)
        if expected:
            wrong.append(WrongShape(here, expected))
        elif isinstance(value, Mapping) and isinstance(usual, Mapping) and usual:
            kept[key] = _fitting(value, usual, here, wrong)
        else:
            kept[key] = copied(value)
    return kept


def _expected(usual: Any, value: Any) -> str:
    """What the chart has there, if `value` is something else; empty where it fits."""
    if value is None or usual is None:
        return ""
    if isinstance(usual, Mapping):
        return "" if isinstance(value, Mapping) else "a map"
    if isinstance(usual, list):
        return "" if isinstance(value, list) else "a list"
    return "a plain value" if isinstance(value, Mapping | list) else ""


def _without_nulls(data: Mapping[str, Any]) -> dict[str, Any]:
    """A null takes the default away, as in Helm; inside lists it stays."""
    return {
        key: _without_nulls(value) if isinstance(value, Mapping) else value
        for key, value in data.items()
        if value is not None
    }


def default_keys(chart: Chart) -> Iterator[str]:
    """Every key of the chart's values, maps that are not empty opened."""
    yield from (format_path(path) for path in _leaves(chart_defaults(chart), ()))


def _leaves(data: Mapping[str, Any], path: Path) -> Iterator[Path]:
    for key, value in data.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key)
