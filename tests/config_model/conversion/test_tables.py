"""Every key of the other charts has its place in their tables, and the tables name no other keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any

import pytest

from mlflow_tui.config_model.conversion.charts import Chart, chart_of
from mlflow_tui.config_model.conversion.converting import convert
from mlflow_tui.config_model.conversion.entry import Outcome
from mlflow_tui.config_model.conversion.foreign import chart_defaults
from mlflow_tui.config_model.conversion.rows import ROWS
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path

_MISSING = object()
OF_CHARTS_WITHIN = (
    "postgresql.nameOverride",
    "postgresql.fullnameOverride",
    "minio.nameOverride",
    "minio.fullnameOverride",
)
"""Keys that Bitnami's tables read of charts within the chart, whose own values give them."""


def leaves(data: Mapping[str, Any], path: Path = ()) -> Iterator[Path]:
    for key, value in data.items():
        if isinstance(value, Mapping) and value:
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key)


KEYS = [(chart, path) for chart in Chart for path in leaves(chart_defaults(chart))]


def test_the_lists_of_keys_are_whole() -> None:
    counted = {chart: sum(of is chart for of, _ in KEYS) for chart in Chart}
    assert counted[Chart.OFFICIAL] > 90
    assert counted[Chart.COMMUNITY] > 200
    assert counted[Chart.BITNAMI] > 300


@pytest.mark.parametrize("chart", Chart)
def test_every_key_of_the_chart_is_in_its_table(chart: Chart) -> None:
    known = {path for row in ROWS[chart] for path in row.paths}
    missing = [path for of, path in KEYS if of is chart and not any(path[:n] in known for n in range(1, len(path) + 1))]
    assert missing == []


@pytest.mark.parametrize("chart", Chart)
def test_the_table_names_no_key_that_the_chart_has_not(chart: Chart) -> None:
    defaults = chart_defaults(chart)
    for row in ROWS[chart]:
        for key, path in zip(row.reads, row.paths, strict=True):
            assert look_up(defaults, path, _MISSING) is not _MISSING or key in OF_CHARTS_WITHIN, key


@pytest.mark.parametrize("chart", Chart)
def test_a_file_with_every_key_has_an_entry_for_each(chart: Chart) -> None:
    """The chart's own values.yaml, as many copy it whole."""
    document = Document()
    for key, value in chart_defaults(chart).items():
        document.set((key,), value)
    assert chart_of(document.data) is not None
    done = convert(document, chart)
    named = {entry.path for entry in done.entries if entry.given}
    for of, path in KEYS:
        if of is chart and look_up(document.data, path, _MISSING) is not _MISSING:
            assert any(path[:n] in named for n in range(1, len(path) + 1)), path


@pytest.mark.parametrize("chart", Chart)
def test_no_key_of_the_chart_alone_breaks_the_conversion(chart: Chart) -> None:
    """Each key given with its default, and with something of another type."""
    others = cycle((["x"], {"x": "y"}, "x", True, 7, None))
    for path in (path for of, path in KEYS if of is chart):
        for value in (look_up(chart_defaults(chart), path), next(others)):
            data: Any = value
            for step in reversed(path):
                data = {step: data}
            document = Document()
            document.set((path[0],), data[path[0]])
            done = convert(document, chart)
            if done.chart is None:
                continue  # this chart has the key, and the other has not
            assert any(path[: len(entry.path)] == entry.path[: len(path)] for entry in done.entries if entry.given), (
                path
            )


@pytest.mark.parametrize("chart", Chart)
def test_what_is_no_key_of_the_chart_and_what_has_the_wrong_type_is_named(chart: Chart) -> None:
    document = Document("bogus: {a: 1}\nresources: []\ntracking: 1\nserver: x\nbackendStore: 1\n")
    outcomes = {entry.path: entry.outcome for entry in convert(document, chart).entries if entry.given}
    assert outcomes["bogus",] is Outcome.NONE
    wrong = {Chart.OFFICIAL: "server", Chart.COMMUNITY: "backendStore", Chart.BITNAMI: "tracking"}[chart]
    assert outcomes[wrong,] is Outcome.PERSON
