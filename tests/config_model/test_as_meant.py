"""All that is wrong with a document is told at once: what breaks the schema, and what the checks find besides."""

import pytest

from config_model.evaluation import evaluate
from config_model.helm_yaml import load
from config_model.layers import Layer

OSS_WITHOUT_ENDPOINT = "artifactStore: {oss: {enabled: true}}\n"


def codes(text: str) -> set[str]:
    loaded = load(text)
    return {problem.code for problem in evaluate([Layer("values.yaml", loaded.data, loaded)]).problems}


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
    assert evaluate([Layer("values.yaml", loaded.data, loaded)]).values is None
