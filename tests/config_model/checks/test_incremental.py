"""Checks that are run again only where something has changed, and how long all of them take."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.checks import CHECKS, Check, Context, Finding, declared
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer, merge
from mlflow_tui.renderers.evaluation import evaluate
from mlflow_tui.tui.session import Session
from tests.config_model.checks.cases import CASES

TEXTS = [text for case in CASES.values() for text, _ in case.found if len(text) < 10_000]
TEXTS += [text for case in CASES.values() for text in case.quiet]
LAYERS = [load(text).data for text in TEXTS]


def evaluated(data: dict[str, Any], previous: Evaluation | None = None) -> Evaluation:
    return evaluate([Layer("values.yaml", data)], None, previous)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(LAYERS), st.booleans()), min_size=2, max_size=6))
def test_after_any_edits_the_result_is_that_of_all_checks(edits: list[tuple[dict[str, Any], bool]]) -> None:
    data: dict[str, Any] = {}
    evaluation = None
    for layer, keeps in edits:
        data = merge(data, layer) if keeps else layer
        evaluation = evaluated(data, evaluation)
        assert evaluation.problems == evaluated(data).problems


def test_each_single_case_gives_the_same_after_every_other_one() -> None:
    evaluation = None
    for layer in LAYERS:
        evaluation = evaluated(layer, evaluation)
        assert evaluation.problems == evaluated(layer).problems


def test_each_check_declares_keys_of_the_chart() -> None:
    known = set(key_order(()))
    assert [one.code for one in declared() if not set(one.reads) <= known] == []


def test_what_has_not_changed_is_not_checked_again() -> None:
    first = evaluated({"image": {"tag": "latest"}})
    second = evaluated({"image": {"tag": "latest"}, "replicaCount": 2}, first)
    assert first.checked is not None
    assert second.checked is not None
    assert second.checked.found["MT407"] is first.checked.found["MT407"]
    assert second.checked.found["MT213"] is not first.checked.found["MT213"]


def test_only_the_checks_whose_keys_changed_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def counted(one: Check) -> Check:
        def function(context: Context) -> list[Finding]:
            ran.append(one.code)
            return list(one.function(context))

        return replace(one, function=function)

    for one in declared():
        monkeypatch.setitem(CHECKS, one.code, counted(one))
    session = Session(Document("image: {tag: latest}\n"))
    assert session.view.evaluation.errors == ()
    assert ran == [one.code for one in declared()]
    for path, value in ((("replicaCount",), 2), (("ingress", "enabled"), True), (("podAnnotations",), {"a": "b"})):
        ran.clear()
        session.set(path, value)
        assert session.view.evaluation.errors == ()
        assert ran == [one.code for one in declared() if path[0] in one.reads]
        assert 0 < len(ran) < len(declared()) / 2
    ran.clear()
    assert session.view.evaluation.errors == ()
    assert ran == []


def test_another_version_of_mlflow_has_every_check_run_again() -> None:
    first = evaluated({"image": {"tag": "v2.14.1"}})
    same = evaluated({"image": {"tag": "2.14.1-r3"}}, first)
    other = evaluated({"image": {"tag": "v3.17.2"}}, first)
    assert first.checked is not None
    assert same.checked is not None
    assert other.checked is not None
    assert same.checked.found["MT213"] is first.checked.found["MT213"]
    assert all(other.checked.found[code] is not found for code, found in first.checked.found.items() if found)
    assert other.checked.mlflow == (3, 17, 2)


@pytest.mark.parametrize("image", [{"tagg": "v3.17.2"}, {"mlflowVerison": "3.17.2"}, {"tag": ["v3.17.2"]}])
def test_what_holds_for_one_version_alone_is_not_said_while_the_version_is_in_doubt(image: dict[str, Any]) -> None:
    """By a check that does not read the image itself: MLflow 2.14.1 has no such option, and 3.17.2 has."""
    arguments = {"trackingServer": {"extraArgs": ["--uvicorn-opts=--reload"]}}
    assert "MT250" in [one.code for one in evaluated({"image": {"tag": "v2.14.1"}, **arguments}).problems]
    assert not {"MT226", "MT250"} & {one.code for one in evaluated({"image": image, **arguments}).problems}
