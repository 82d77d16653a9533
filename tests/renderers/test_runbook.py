"""The plan of a move: nothing is deleted before it is kept, and all that a person has to do is in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.conversion.charts import Chart
from mlflow_tui.config_model.conversion.converting import convert
from mlflow_tui.config_model.conversion.entry import Outcome
from mlflow_tui.config_model.conversion.move import Move, plan_move
from mlflow_tui.config_model.document import Document
from mlflow_tui.renderers.runbook import markdown, text

DATA = Path(__file__).parent / "conversions"
CASES: list[tuple[Chart, str, dict[str, Any]]] = [
    (chart, name, case)
    for chart in Chart
    for name, case in json.loads((DATA / f"{chart.value}.json").read_text(encoding="utf-8")).items()
]
RELEASE = Release("mlflow", "ml")


def planned(chart: Chart, values: str) -> Move:
    document = Document(values)
    return plan_move(document.data, convert(document, chart, RELEASE), RELEASE, "values.yaml")


@pytest.mark.parametrize(("chart", "case"), [(chart, case) for chart, _, case in CASES])
def test_no_claim_is_left_behind_and_nothing_is_lost(chart: Chart, case: dict[str, Any]) -> None:
    move = planned(chart, case["values"])
    commands = [command for step in move.steps for command in step.commands]
    assert not any("helm uninstall" in command for command in commands)
    first = next(at for at, command in enumerate(commands) if "delete" in command or "--replicas=0" in command)
    kept = " ".join(commands[:first])
    facts = case["facts"]
    claims = {str(facts["claim"][0])} if "claim" in facts else set()
    for mount in (value for key, value in facts.items() if key.startswith("mount ")):
        claims |= {mount[0]["persistentVolumeClaim"]["claimName"]} if "persistentVolumeClaim" in mount[0] else set()
    given = {one["name"]: one for one in Document(case["values"]).data.get("extraVolumes") or ()}
    claims -= {one["persistentVolumeClaim"]["claimName"] for one in given.values() if "persistentVolumeClaim" in one}
    for claim in claims:
        assert f"get pvc {claim} " in kept
    assert "helm-mlflow.yaml" in kept
    assert any(change.what == "Deployment and Service" and change.there == facts["name"] for change in move.changes)


@pytest.mark.parametrize(("chart", "case"), [(chart, case) for chart, _, case in CASES])
def test_both_forms_have_every_step_and_no_secret(chart: Chart, case: dict[str, Any]) -> None:
    move = planned(chart, case["values"])
    shown = (text(move), markdown(move))
    for step in (*move.steps, *move.back):
        for form in shown:
            assert step.title in form
            assert all(command in form for command in step.commands)
    for secret in ("s3cretpass", "Pa33w0rd!", "a-long-password", "pa55:word", "0123456789abcdef"):
        assert all(secret not in form for form in shown)


def test_what_a_person_has_to_do_comes_before_the_server_stops() -> None:
    values = "auth: {enabled: true, existingAdminSecret: {name: boss}}\nbackendStore: {defaultSqlitePath: /a.db}\n"
    move = planned(Chart.COMMUNITY, values)
    commands = [command for step in move.steps for command in step.commands]
    done = convert(Document(values), Chart.COMMUNITY, RELEASE)
    needed = [entry.command for entry in done.entries if entry.outcome is Outcome.PERSON and entry.command]
    assert needed
    stops = next(at for at, command in enumerate(commands) if "--replicas=0" in command)
    for command in needed:
        assert commands.index(f"{command} -n ml") < stops
