"""A converted file gives the server that the other chart gives, but for what the report names.

The facts of the other charts are those of what real Helm rendered from their own templates, once, for each of these
values files (`tests.renderers.conversion_facts.facts_of`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.conversion.charts import Chart
from mlflow_tui.config_model.conversion.converting import Conversion, convert
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.renderers.evaluation import evaluate
from tests.renderers.conversion_facts import Facts, facts_of

DATA = Path(__file__).parent / "conversions"
CASES: dict[tuple[str, str], dict[str, Any]] = {
    (chart.value, name): case
    for chart in Chart
    for name, case in json.loads((DATA / f"{chart.value}.json").read_text(encoding="utf-8")).items()
}
ALWAYS = {"argument --no-serve-artifacts", "argument --serve-artifacts", "argument --workers"}
"""Arguments that this chart always gives; what they say is compared as a fact of its own."""

REFUSED: frozenset[tuple[str, str]] = frozenset()
"""Files that this chart refuses until a person did what the report says."""


def converted(chart: str, name: str) -> Conversion:
    return convert(Document(CASES[chart, name]["values"]), Chart(chart), Release("mlflow"))


def of_document(text: str) -> Facts | None:
    """The facts of a converted file; None while it has errors."""
    document = Document(text)
    evaluation = evaluate([Layer("values.yaml", document.data, document.loaded, text=text)], Release("mlflow"))
    return None if evaluation.manifests is None else facts_of(evaluation.manifests)


def test_there_are_at_least_forty_files_of_each_chart() -> None:
    for chart in Chart:
        assert sum(of == chart.value for of, _ in CASES) >= 40


@pytest.mark.parametrize(("chart", "name"), CASES)
def test_the_server_is_the_same_but_for_what_the_report_names(chart: str, name: str) -> None:
    done = converted(chart, name)
    facts = of_document(done.after)
    wanted = CASES[chart, name]["facts"]
    named = {fact for entry in done.entries for fact in entry.affects} | ALWAYS
    if facts is None:
        assert (chart, name) in REFUSED
        assert done.needs_a_person, "errors without a word of what to do"
        return
    differing = {key for key in facts.keys() | wanted.keys() if facts.get(key) != wanted.get(key)}
    assert {key: (wanted.get(key), facts.get(key)) for key in differing - named} == {}
