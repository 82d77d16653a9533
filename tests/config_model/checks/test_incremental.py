"""Checks that are run again only where something has changed, and how long all of them take."""

import time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config_model.checks import declared
from config_model.evaluation import Evaluation, evaluate
from config_model.helm_yaml import load
from config_model.layers import Layer, merge
from config_model.setting import key_order
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


def test_thousands_of_variables_are_checked_at_once() -> None:
    variables = [{"name": f"NAME_{number}", "value": str(number)} for number in range(5000)]
    before = evaluated({"extraEnv": variables})
    assert before.values is not None
    from config_model.chart import Release, names
    from config_model.checks import Context, run

    context = Context(before.values, {"extraEnv": variables}, Release(), names(before.values, Release()))
    taken = []
    for _ in range(3):
        start = time.process_time()
        run(context)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.1
