"""MT1xx: what the chart's schema refuses, and how it says so."""

from __future__ import annotations

from typing import Any

import pytest

from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.problem import Problem


def evaluated(text: str) -> Evaluation:
    loaded = load(text)
    return evaluate_values([Layer("values.yaml", loaded.data, loaded)])


def the_error(text: str) -> Problem:
    (error,) = evaluated(text).errors
    return error


@pytest.mark.parametrize(
    ("text", "code", "key", "line", "column", "says"),
    [
        ("trackingServer:\n  mode: serve\n", "MT101", "trackingServer.mode", 2, 3, "did you mean 'serve-artifacts'?"),
        ("service: {type: LoadBalancr}\n", "MT101", "service.type", 1, 11, "'LoadBalancer'"),
        ("image: {pullPolicy: always}\n", "MT101", "image.pullPolicy", 1, 9, "did you mean 'Always'?"),
        ("trackingServer:\n  wokers: 2\n", "MT102", "trackingServer.wokers", 2, 3, "trackingServer.workers"),
        ("replicas: 2\n", "MT102", "replicas", 1, 1, "replicaCount"),
        ("env: []\n", "MT102", "env", 1, 1, "extraEnv"),
        ("artifactStore:\n  defaultArtifactRoot: x\n", "MT102", "artifactStore.defaultArtifactRoot", 2, 3,
         "trackingServer.defaultArtifactRoot"),
        ("ingress: {enabled: true, hosts: [{hots: a}]}\n", "MT102", "ingress.hosts[0].hots", 1, 35, "host"),
        ('trackingServer: {workers: "4"}\n', "MT103", "trackingServer.workers", 1, 18, "expected an integer"),
        ("trackingServer: {workers: 1.5}\n", "MT103", "trackingServer.workers", 1, 18, "expected an integer"),
        ("ingress: {enabled: 1}\n", "MT103", "ingress.enabled", 1, 11, "expected a boolean"),
        ("podAnnotations: {a: 1}\n", "MT103", "podAnnotations.a", 1, 18, "expected a string"),
        ("nodeSelector: {a: 1}\n", "MT103", "nodeSelector.a", 1, 16, "expected a string"),
        ("trackingServer: {extraArgs: [1]}\n", "MT103", "trackingServer.extraArgs[0]", 1, 30, "expected a string"),
        ("trackingServer: {extraArgs: a}\n", "MT103", "trackingServer.extraArgs", 1, 18, "expected a list"),
        ("trackingServer: hello\n", "MT103", "trackingServer", 1, 1, "expected a map"),
        ("image: {pullSecrets: [login]}\n", "MT103", "image.pullSecrets[0]", 1, 23, "expected a map"),
        ("service: {port: 0}\n", "MT104", "service.port", 1, 11, "from 1 to 65535"),
        ("trackingServer: {port: 65536}\n", "MT104", "trackingServer.port", 1, 18, "from 1 to 65535"),
        ("replicaCount: -1\n", "MT104", "replicaCount", 1, 1, "from 0"),
        ("image: {tag: yes}\n", "MT105", "image.tag", 1, 9, "boolean true"),
        ("service:\n  annotations:\n    a: on\n", "MT105", "service.annotations.a", 3, 5, "boolean true"),
        ("replicaCount: null\n", "MT107", "replicaCount", 1, 1, "expected an integer"),
        ("service: {type: ~}\n", "MT107", "service.type", 1, 11, "expected a choice"),
        ("ingress: {enabled: }\n", "MT107", "ingress.enabled", 1, 11, "expected a boolean"),
    ],
)  # fmt: skip
def test_an_error_names_the_place_and_what_is_allowed(
    text: str, code: str, key: str, line: int, column: int, says: str
) -> None:
    error = the_error(text)
    assert (error.code, error.key, error.file, error.line, error.column) == (code, key, "values.yaml", line, column)
    assert says in f"{error.message} {error.remedy}"
    assert error.remedy


def test_all_errors_are_reported_together_in_the_order_of_the_file() -> None:
    errors = evaluated("replicaCount: x\ntrackingServer: {mode: x, workers: x, nope: 1}\nzzz: 1\n").errors
    assert [error.key for error in errors] == [
        "replicaCount",
        "trackingServer.mode",
        "trackingServer.workers",
        "trackingServer.nope",
        "zzz",
    ]


def test_a_secret_is_not_repeated_in_an_error() -> None:
    error = the_error("trackingServer: {basicAuth: {createSecret: {adminPassword: 20261123}}}\n")
    assert "20261123" not in f"{error.message} {error.remedy}"


def test_global_is_allowed() -> None:
    assert not evaluated("global: {anything: [1]}\n").problems


@pytest.mark.parametrize("key", ["x-labels", ".labels", "x-", "."])
def test_a_key_at_the_top_that_holds_an_anchor_is_allowed(key: str) -> None:
    found = evaluated(f"{key}: &labels {{team: ml}}\npodAnnotations: *labels\n")
    assert not found.problems
    assert found.value(("podAnnotations",)) == {"team": "ml"}


@pytest.mark.parametrize("text", ["enabled: true", "enabled: false", "enabled: null", "condition: mlflow.enabled"])
def test_what_helm_gives_to_a_dependency_is_allowed(text: str) -> None:
    found = evaluated(f"global: {{imageRegistry: r.example}}\n{text}\n")
    assert not found.problems
    assert found.values is not None


@pytest.mark.parametrize("text", ["service: {x-a: 1}", "service: {.a: 1}", "service: {condition: a}", "X-a: 1", "x: 1"])
def test_such_keys_are_unknown_elsewhere(text: str) -> None:
    assert the_error(text).code == "MT102"


def test_a_condition_that_helm_would_pass_over_is_an_error() -> None:
    assert the_error("enabled: 'false'\n").code == "MT103"


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("image: {registry: null}", ("image", "registry"), ""),
        ("service: {annotations: null}", ("service", "annotations"), {}),
        ("ingress: {hosts: null}", ("ingress", "hosts"), []),
        ("podAnnotations: {a: null, b: c}", ("podAnnotations",), {"b": "c"}),
        ("affinity: {nodeAffinity: null}", ("affinity",), {}),
        ("trackingServer: null", ("trackingServer", "workers"), 1),
        (
            "trackingServer: {basicAuth: null}",
            ("trackingServer", "basicAuth", "createSecret", "adminUsername"),
            "admin",
        ),
        ("artifactStore: {s3: {createSecret: null}}", ("artifactStore", "s3", "createSecret", "accessKeyId"), ""),
        ("global: null", ("global",), {}),
    ],
)
def test_null_is_the_empty_value_of_a_key(text: str, path: tuple[str, ...], value: Any) -> None:
    evaluation = evaluated(text)
    assert not evaluation.errors
    assert evaluation.value(path) == value


def test_a_null_of_an_upper_layer_removes_what_is_below() -> None:
    lower = Layer("a.yaml", {"podAnnotations": {"a": "1", "b": "2"}, "trackingServer": {"workers": 4}})
    upper = Layer("b.yaml", {"podAnnotations": {"a": None}, "trackingServer": None})
    evaluation = evaluate_values([lower, upper])
    assert evaluation.value(("podAnnotations",)) == {"b": "2"}
    assert evaluation.value(("trackingServer", "workers")) == 1


@pytest.mark.parametrize(("value", "text"), [("true", "true"), ("60", "60"), ("0.5", "0.5"), ("1e3", "1000")])
def test_an_environment_value_that_is_no_text_is_warned_of_with_a_fix(value: str, text: str) -> None:
    (problem,) = evaluated(f"extraEnv:\n  - name: A\n    value: {value}\n").problems
    assert (problem.code, problem.is_error, problem.key, problem.line) == ("MT106", False, "extraEnv[0].value", 3)
    assert problem.fix is not None
    (edit,) = problem.fix.edits
    assert edit.value == text  # type: ignore[union-attr]
    assert not evaluated(f"extraEnv: [{{name: A, value: '{text}'}}]\n").problems


def test_several_documents_are_noted() -> None:
    (problem,) = evaluated("service: {port: 80}\n---\nservice: {port: 81}\n").problems
    assert (problem.code, problem.is_error) == ("MT003", False)
