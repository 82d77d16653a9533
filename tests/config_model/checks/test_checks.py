"""Each check: what it finds, where, and what it leaves alone."""

import re

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.checks import declared, described
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.path import format_path
from mlflow_tui.config_model.problem import SetValue
from tests.config_model.checks.cases import CASES


def evaluated(text: str, release: Release | None = None) -> Evaluation:
    loaded = load(text)
    return evaluate_values([Layer("values.yaml", loaded.data, loaded, text=text)], release)


def findings(text: str, code: str, release: Release) -> list[str]:
    return [format_path(one.path) for one in evaluated(text, release).problems if one.code == code]


@pytest.mark.parametrize("code", CASES)
def test_the_check_finds_what_is_wrong_where_it_is(code: str) -> None:
    for text, key in CASES[code].found:
        assert key in findings(text, code, CASES[code].release), text


@pytest.mark.parametrize("code", CASES)
def test_the_check_leaves_alone_what_is_right(code: str) -> None:
    for text in CASES[code].quiet:
        assert findings(text, code, CASES[code].release) == [], text


def test_each_declared_check_has_cases() -> None:
    assert [one.code for one in declared()] == list(CASES)


@pytest.mark.parametrize("code", CASES)
def test_the_values_of_a_case_break_the_schema_nowhere(code: str) -> None:
    for text in [text for text, _ in CASES[code].found] + list(CASES[code].quiet):
        schema = [one for one in evaluated(text, CASES[code].release).errors if re.match("MT1|MT30", one.code)]
        assert schema == [], text


@pytest.mark.parametrize("code", CASES)
def test_a_finding_is_a_sentence_and_says_how_to_mend_it(code: str) -> None:
    for text, _ in CASES[code].found:
        for problem in evaluated(text, CASES[code].release).problems:
            assert problem.message
            assert not problem.message.endswith(".")
            assert problem.remedy


def test_codes_stand_in_their_range_with_a_summary() -> None:
    for code, (_, summary) in described().items():
        assert re.fullmatch(r"MT[0-4]\d\d", code)
        assert summary.endswith(".")


SECRETS = (
    "backendStore: {createSecret: {backendStoreUri: 'postgres://u:hunter2%@h/d'}}",
    "trackingServer: {mode: serve-artifacts, extraArgs: ['--backend-store-uri=postgresql://u:hunter2@h/d', 'hunter2']}",
    "trackingServer: {extraArgs: ['--backend-store-uri postgresql://u:hunter2@h/d']}",
    "trackingServer: {basicAuth: {enabled: true, createSecret: {adminPassword: ' hunter2'}}}",
    "extraEnv: [{name: TOKEN, value: hunter2}, {name: MLFLOW_BACKEND_STORE_URI, value: 'x://u:hunter2@h'}]",
)


@pytest.mark.parametrize("text", SECRETS)
def test_no_message_tells_a_secret(text: str) -> None:
    problems = evaluated(text).problems
    assert problems
    for problem in problems:
        assert "hunter2" not in f"{problem.message} {problem.remedy} {problem.hint}", problem


def test_a_word_that_yaml_takes_for_a_boolean_is_quoted_as_it_was_written() -> None:
    (problem,) = evaluated("image:\n  tag: Yes\n").errors
    assert problem.code == "MT105"
    assert problem.fix is not None
    assert problem.fix.edits == (SetValue(("image", "tag"), "Yes"),)


@pytest.mark.parametrize("number", ["2.10", "010", "1e3", "0x1F", "+5"])
def test_a_number_for_a_text_is_quoted_as_it_was_written(number: str) -> None:
    (problem,) = [one for one in evaluated(f"image:\n  tag: {number}\n").errors if one.code == "MT103"]
    assert problem.fix is not None
    assert problem.fix.edits == (SetValue(("image", "tag"), number),)


def test_a_word_that_is_wrong_in_quotes_too_is_told_of_at_once() -> None:
    assert [one.code for one in evaluated("service:\n  name: Yes\n").errors] == ["MT105", "MT314"]


def test_a_misplaced_key_is_not_moved_over_a_value() -> None:
    text = "artifactStore: {defaultArtifactRoot: /a}\ntrackingServer: {defaultArtifactRoot: /b}\n"
    (problem,) = evaluated(text).errors
    assert problem.fix is None
