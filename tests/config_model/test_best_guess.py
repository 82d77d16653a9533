"""All that is wrong with a document is told at once: what breaks the schema, and what the checks find besides."""

import random
from copy import deepcopy
from typing import Any

import pytest

from mlflow_tui.config_model.catalogue import leaves
from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import EMPTY_VALUES, Kind, Setting
from tests.config_model.checks.cases import CASES
from tests.strategies import put

OSS_WITHOUT_ENDPOINT = "artifactStore: {oss: {enabled: true}}\n"


def codes(text: str) -> set[str]:
    loaded = load(text)
    return {problem.code for problem in evaluate_values([Layer("values.yaml", loaded.data, loaded)]).problems}


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("replicaCount: -1\n", "MT104"),
        ("imagge: {tag: v1}\n", "MT102"),
        ("nobodyKnows: 1\n", "MT102"),
        ("service: 5\n", "MT103"),
        ("service: {type: Nothing}\n", "MT101"),
        ("ingress: {hosts: [{host: a.example, path: /}]}\n", "MT102"),
        ("nameOverride: yes\n", "MT105"),
        ("replicaCount: null\n", "MT107"),
        ("tolerations: [{operater: Exists}]\n", "MT301"),
    ],
)
def test_an_error_of_the_schema_hides_no_other_one(broken: str, code: str) -> None:
    assert {code, "MT220"} <= codes(broken + OSS_WITHOUT_ENDPOINT)


def test_what_may_come_of_the_error_alone_is_not_said() -> None:
    # A database, and no root: that is an error in one mode only, and which one is meant is not known.
    database = "backendStore: {createSecret: {backendStoreUri: 'postgresql://u:p@db/mlflow'}}\n"
    assert "MT201" in codes(database)
    assert "MT201" not in codes(database + "trackingServer: {mode: [1]}\n")
    assert "MT201" not in codes(database + "trackingServer: {mode: serve-artefacts}\n")


def test_an_unknown_key_without_a_likely_meaning_takes_nothing_else_along() -> None:
    assert "MT220" in codes("artifactStore: {oss: {enabled: true, zzzz: 1}}\n")


def test_values_with_errors_are_never_rendered() -> None:
    loaded = load("replicaCount: -1\n")
    assert evaluate_values([Layer("values.yaml", loaded.data, loaded)]).values is None


@pytest.mark.parametrize("mode", ["serve", "nothing-like-it", "[1]", "5"])
def test_a_wrong_mode_hides_no_wrong_database(mode: str) -> None:
    database = "backendStore: {createSecret: {backendStoreUri: 'postgres://u:p@db/mlflow'}}\n"
    assert {"MT207"} <= codes(f"trackingServer: {{mode: {mode}}}\n{database}")


@pytest.mark.parametrize(
    "broken",
    [
        "extraEnv: [{name: MLFLOW_S3_ENDPOINT, value: x}, {name: A, vlaue: x}]\n",
        "extraEnv: [{name: MLFLOW_S3_ENDPOINT, value: x}, {name: A, value: x, valueFrom: 5}]\n",
        "extraEnv: [{name: MLFLOW_S3_ENDPOINT, value: x}]\ntrackingServer: hello\n",
    ],
)
def test_one_wrong_item_hides_nothing_about_the_others(broken: str) -> None:
    sound = codes("extraEnv: [{name: MLFLOW_S3_ENDPOINT, value: x}]\n")
    assert sound
    assert sound <= codes(broken)


def test_a_variable_that_may_be_the_one_is_not_missed() -> None:
    store = "trackingServer: {mode: serve-artifacts, artifactsDestination: 's3://b'}\n"
    assert "MT211" in codes(store)
    assert "MT211" not in codes(store + "extraEnv: 5\nserviceAccount: {annotations: 5}\n")


WRONG: dict[Kind, Any] = {
    **dict.fromkeys((Kind.SWITCH, Kind.CHOICE, Kind.INTEGER, Kind.OPTIONAL_INTEGER), "nothing-like-it"),
    **{kind: [["a"]] for kind in (Kind.TEXT, Kind.MULTILINE, Kind.COUNT_OR_SHARE)},
    **dict.fromkeys((Kind.STRING_MAP, Kind.STRING_LIST, Kind.OBJECT_LIST, Kind.OBJECT), 5),
}
"""For each kind a value that nobody can guess the meaning of."""


def right(setting: Setting) -> list[Any]:
    """Values of the setting that are all that can be told apart, and some more."""
    match setting.kind:
        case Kind.SWITCH:
            return [True, False]
        case Kind.CHOICE:
            return list(setting.choices)
        case Kind.INTEGER:
            numbers = (setting.minimum, setting.default, setting.default + 1, 7, setting.maximum)
            return [number for number in numbers if number is not None]
        case Kind.OPTIONAL_INTEGER:
            return [None, setting.minimum, setting.declaration.example, 7, setting.maximum]
        case Kind.COUNT_OR_SHARE:
            return [None, 0, 1, 2, "50%", "100%"]
        case Kind.TEXT | Kind.MULTILINE:
            return ["", "some-text", setting.declaration.example or "a"]
        case _:
            empty = EMPTY_VALUES[setting.kind]
            return [empty, setting.declaration.example or empty]


def found(data: dict[str, Any], path: Path, value: Any) -> set[tuple[str, Path, str]]:
    """What the checks find, besides the schema, with another value at the path, and not about it."""
    data = deepcopy(data)
    put(data, path, value)
    problems = evaluate_values([Layer("values.yaml", data)]).problems
    return {
        one.identity
        for one in problems
        if not one.code.startswith("MT1") and one.path != path[: len(one.path)] and path != one.path[: len(path)]
    }


@pytest.mark.parametrize("code", sorted(CASES))
def test_what_is_found_whatever_a_setting_says_is_found_when_it_is_broken(code: str) -> None:
    dice = random.Random(code)
    for text, _ in CASES[code].found[:3]:
        if len(text) > 10_000:
            continue
        data = load(text).data
        touched = [one for one in leaves() if one.path[0] in data]
        for setting in dice.sample(touched, min(5, len(touched))) + dice.sample(leaves(), 2):
            broken = found(data, setting.path, WRONG[setting.kind])
            with_each = [found(data, setting.path, value) for value in right(setting)]
            assert set.intersection(*with_each) <= broken, setting.key
            assert broken <= found(data, setting.path, setting.default), setting.key
