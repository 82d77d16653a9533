"""Checks that are run again only where something has changed, and how long all of them take."""

import time
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config_model.checks import CHECKS, Check, Context, Finding, declared
from config_model.document import Document
from config_model.evaluation import Evaluation
from config_model.helm_yaml import load
from config_model.kubernetes.validation import forget
from config_model.layers import Layer, merge
from config_model.setting import key_order
from renderers.evaluation import evaluate
from tests.config_model.checks.cases import CASES
from tui.session import Session

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


@pytest.mark.parametrize(
    "entries",
    [
        {"extraEnv": [{"name": f"NAME_{number}", "value": str(number)} for number in range(5000)]},
        {"podAnnotations": {f"example.com/name-{number}": str(number) for number in range(5000)}},
        {"tolerations": [{"key": f"key-{number}", "operator": "Exists"} for number in range(5000)]},
    ],
    ids=lambda entries: next(iter(entries)),
)
def test_thousands_of_entries_are_checked_at_once(entries: dict[str, Any]) -> None:
    """Within 100 ms, at first and after an edit; on a slow machine, within the time of one plain reading."""
    text = yaml.safe_dump(entries)
    reading, first, again = [], [], []
    for number in range(4):
        start = time.process_time()
        yaml.load(text, yaml.CSafeLoader)
        reading.append(time.process_time() - start)
        forget()
        layers = [Layer("values.yaml", entries)]
        start = time.process_time()
        evaluation = evaluate(layers)
        first.append(time.process_time() - start)
        assert evaluation.values is not None
        layers = [Layer("values.yaml", {**entries, "replicaCount": number + 2})]
        start = time.process_time()
        evaluate(layers, None, evaluation)
        again.append(time.process_time() - start)
    limit = max(0.1, min(reading))
    assert min(first) < limit
    assert min(again) < limit
