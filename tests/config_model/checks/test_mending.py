"""The mends that problems offer, made one after the other."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config_model.document import Document
from config_model.evaluation import Evaluation, evaluate
from config_model.layers import Layer
from config_model.mending import mended
from config_model.path import Path
from config_model.setting import look_up
from tests.config_model.checks.cases import CASES


def evaluated(document: Document) -> Callable[[Evaluation | None], Evaluation]:
    def now(previous: Evaluation | None = None) -> Evaluation:
        layer = Layer("values.yaml", document.data, document.loaded, text=document.text)
        return evaluate([layer], None, previous)

    return now


def mend(text: str) -> tuple[list[str], Document]:
    document = Document(text)
    return [problem.code for problem in mended(document, evaluated(document))], document


MENDS: list[tuple[str, str, Path, Any]] = [
    ("trackingServer: {mode: serve}\n", "MT101", ("trackingServer", "mode"), "serve-artifacts"),
    ("artifactStore: {defaultArtifactRoot: /a}\n", "MT102", ("trackingServer", "defaultArtifactRoot"), "/a"),
    ("service: {name: yes}\n", "MT105", ("service", "name"), "yes"),
    ("extraEnv: [{name: A, value: true}]\n", "MT106", ("extraEnv", 0, "value"), "true"),
    ("trackingServer: {extraArgs: ['--expose-prometheus /m']}\n", "MT216", ("trackingServer", "extraArgs"),
     ["--expose-prometheus=/m"]),
    ("trackingServer: {extraArgs: [-w, '3', --static-prefix=/a]}\n", "MT217", ("trackingServer",),
     {"extraArgs": ["--static-prefix=/a"], "workers": 3}),
    ("extraEnv: [{name: MLFLOW_S3_ENDPOINT, value: a}]\n", "MT218", ("extraEnv", 0, "name"), "MLFLOW_S3_ENDPOINT_URL"),
    ("trackingServer: {workers: 4}\nresources: {limits: {memory: 1Gi}}\n", "MT219", ("resources", "limits", "memory"),
     "1200Mi"),
    ("trackingServer: {extraArgs: [--static-prefix, ml/]}\n", "MT229", ("trackingServer", "extraArgs", 1), "/ml"),
    ("extraEnv: [{name: MLFLOW_PORT, value: '80'}, {name: A, value: b}]\n", "MT231", ("extraEnv",),
     [{"name": "A", "value": "b"}]),
    ("securityContext: {privileged: true}\n", "MT406", ("securityContext", "privileged"), False),
    ("backendStore: {existingSecret: a, createSecret: {backendStoreUri: 'file:/b'}}\n", "MT209",
     ("backendStore",), {"existingSecret": "a"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "path", "value"), MENDS, ids=[one[1] for one in MENDS])
def test_a_problem_is_mended(text: str, code: str, path: Path, value: Any) -> None:
    codes, document = mend(text)
    assert code in codes
    assert look_up(document.data, path) == value
    assert code not in [one.code for one in evaluated(document)(None).problems]


def test_a_url_password_is_encoded_so_that_the_database_reads_the_one_that_was_meant() -> None:
    from urllib.parse import unquote, urlsplit

    text = "trackingServer: {mode: serve-artifacts}\nbackendStore: {createSecret: {backendStoreUri: '%s'}}\n"
    _, document = mend(text % "postgresql://u:a%s@s/b%41@h/d")
    uri = document.data["backendStore"]["createSecret"]["backendStoreUri"]
    assert unquote(urlsplit(uri).password or "") == "a%s@s/bA"
    assert urlsplit(uri).hostname == "h"


def test_what_is_mended_is_one_step_of_undo_each() -> None:
    text = "image: {repository: mlflow/mlflow, tag: latest}\nsecurityContext: {privileged: true}\n"
    codes, document = mend(text)
    for _ in codes:
        document.undo()
    assert document.text == text


ALL = [text for case in CASES.values() for text, _ in case.found if len(text) < 10_000]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(ALL), min_size=1, max_size=3))
def test_mends_never_add_an_error(texts: list[str]) -> None:
    import yaml

    from config_model.helm_yaml import load
    from config_model.layers import merge

    data: dict[str, Any] = {}
    for text in texts:
        data = merge(data, load(text).data)
    document = Document(yaml.safe_dump(data))
    before = {(one.code, one.path) for one in evaluated(document)(None).errors}
    list(mended(document, evaluated(document)))
    after = {(one.code, one.path) for one in evaluated(document)(None).errors}
    # An item that goes moves those behind it: so errors in lists are counted.
    assert len(after) <= len(before), (after, before)
    assert {code for code, _ in after} <= {code for code, _ in before}
