"""The mends that problems offer, made one after the other."""

import re
from collections import Counter
from collections.abc import Callable, Set
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.fixing import apply, fix_all
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.layers import Layer, merge
from mlflow_tui.config_model.mlflow.of_data import reading_of
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import SetValue
from mlflow_tui.renderers.evaluation import evaluate
from tests.config_model.checks.cases import CASES, DIGEST
from tests.config_model.checks.cases_of_objects import COLLECTED, PG, ROUTED


def evaluated(document: Document) -> Callable[[Evaluation | None], Evaluation]:
    def now(previous: Evaluation | None = None) -> Evaluation:
        layer = Layer("values.yaml", document.data, document.loaded, text=document.text)
        return evaluate([layer], None, previous)

    return now


def mend(text: str) -> tuple[list[str], Document]:
    document = Document(text)
    return [problem.code for problem in fix_all(document, evaluated(document))], document


MENDS: list[tuple[str, str, Path, Any]] = [
    ("trackingServer: {mode: serve}\n", "MT101", ("trackingServer", "mode"), "serve-artifacts"),
    ("trackingServer.mode: serve-artifacts\n", "MT102", ("trackingServer", "mode"), "serve-artifacts"),
    ("backendStore: {uri: 'file:/a'}\n", "MT102", ("backendStore", "createSecret", "backendStoreUri"), "file:/a"),
    ("trackingServer: {extraArgs: --dev}\n", "MT103", ("trackingServer", "extraArgs"), ["--dev"]),
    ("trackingServer:\n  extraArgs:\n  - --static-prefix: /a\n", "MT103", ("trackingServer", "extraArgs"),
     ["--static-prefix=/a"]),
    ("trackingServer: {basicAuth: true}\n", "MT103", ("trackingServer", "basicAuth"), {"enabled": True}),
    ("extraEnv: {A: b, C: 5}\n", "MT103", ("extraEnv",), [{"name": "A", "value": "b"}, {"name": "C", "value": "5"}]),
    ("extraEnv: [A=b=c]\n", "MT103", ("extraEnv",), [{"name": "A", "value": "b=c"}]),
    ("image: 'r.example.com:5000/a/b:v2.14.1'\n", "MT103", ("image",),
     {"registry": "r.example.com:5000", "repository": "a/b", "tag": "v2.14.1"}),
    ("image: mlflow/mlflow\n", "MT103", ("image",), {"repository": "mlflow/mlflow"}),
    ("image: {repository: docker.io/team/ml}\n", "MT335", ("image",),
     {"registry": "docker.io", "repository": "team/ml"}),
    ("image: {repository: 'r.example.com:5000/a/b:v2.14.1'}\n", "MT324", ("image",),
     {"registry": "r.example.com:5000", "repository": "a/b", "tag": "v2.14.1"}),
    (f"image: {{repository: 'https://a.example/b@{DIGEST}', tag: v2.14.1}}\n", "MT324", ("image",),
     {"registry": "a.example", "repository": "b", "tag": f"v2.14.1@{DIGEST}"}),
    ("image: {registry: mirror.example.com, repository: 'docker.io/a/b:v2.14.1'}\n", "MT324", ("image",),
     {"registry": "mirror.example.com", "repository": "docker.io/a/b", "tag": "v2.14.1"}),
    ("image: {registry: 'https://r.example.com/'}\n", "MT324", ("image", "registry"), "r.example.com"),
    ('trackingServer: {defaultArtifactRoot: "s3://b/a\\n"}\n', "MT244", ("trackingServer", "defaultArtifactRoot"),
     "s3://b/a"),
    ("trackingServer: {host: '::'}\n", "MT243", ("trackingServer", "host"), "[::]"),
    ("trackingServer: {host: 'http://ml.example.com'}\n", "MT243", ("trackingServer", "host"), "0.0.0.0"),
    ("trackingServer: {host: ml.example.com}\n", "MT237", ("trackingServer", "host"), "0.0.0.0"),
    ("backendStore: {createSecret: {backendStoreUri: 'sqlite:/data/a.db'}}\n", "MT207",
     ("backendStore", "createSecret", "backendStoreUri"), "sqlite:////data/a.db"),
    ("backendStore: {createSecret: {backendStoreUri: 'mariadb+mysqlclient://h/d'}}\n", "MT207",
     ("backendStore", "createSecret", "backendStoreUri"), "mysql+mysqldb://h/d"),
    ("image: {pullSecrets: [a]}\n", "MT103", ("image", "pullSecrets"), [{"name": "a"}]),
    ("ingress: {hosts: a.example.com}\n", "MT103", ("ingress", "hosts"),
     [{"host": "a.example.com", "paths": [{"path": "/"}]}]),
    ("ingress: {hosts: [{host: a.example.com, paths: [/a]}]}\n", "MT103", ("ingress", "hosts", 0, "paths"),
     [{"path": "/a"}]),
    ("tolerations: {key: a, operator: Exists}\n", "MT103", ("tolerations",), [{"key": "a", "operator": "Exists"}]),
    ("service: {port: '80'}\n", "MT103", ("service", "port"), 80),
    ("ingress: {enabled: 'off'}\n", "MT103", ("ingress", "enabled"), False),
    ("securityContext: {fsGroup: 1}\n", "MT301", ("podSecurityContext", "fsGroup"), 1),
    ("podSecurityContext: {privileged: false}\n", "MT301", ("securityContext", "privileged"), False),
    ("garbageCollection: {enabled: true}\n", "MT276", ("garbageCollection", "enabled"), False),
    (COLLECTED % "olderThan: 0d", "MT277", ("garbageCollection", "olderThan"), "30d"),
    (COLLECTED % "extraArgs: [--no, --run-ids=a]", "MT280", ("garbageCollection", "extraArgs"), ["--run-ids=a"]),
    ("garbageCollection: {enabled: true}\ntrackingServer: {mode: artifacts-only}\n", "MT282",
     ("garbageCollection", "enabled"), False),
    ("persistence: {enabled: true}\nstrategy: {type: RollingUpdate}\n", "MT285", ("strategy",), {"type": "Recreate"}),
    ("persistence: {enabled: true, accessModes: []}\n", "MT348", ("persistence", "accessModes"), ["ReadWriteOnce"]),
    ("autoscaling: {enabled: true}\n", "MT349", ("autoscaling", "enabled"), False),
    (PG + "autoscaling: {enabled: true, maxReplicas: 1}\n", "MT350", ("autoscaling", "maxReplicas"), 2),
    (PG + "autoscaling: {enabled: true}\nreplicaCount: 3\n", "MT352", ("replicaCount",), None),
    ("podDisruptionBudget: {enabled: true, minAvailable: 1, maxUnavailable: 1}\n", "MT353",
     ("podDisruptionBudget", "maxUnavailable"), None),
    ("podDisruptionBudget: {enabled: true, maxUnavailable: 0}\n", "MT354",
     ("podDisruptionBudget", "maxUnavailable"), 1),
    (ROUTED % "path: /ml", "MT359", ("httpRoute", "path"), "/"),
    ("artifactStore: {defaultArtifactRoot: /a}\n", "MT102", ("trackingServer", "defaultArtifactRoot"), "/a"),
    ("service: {name: yes}\n", "MT105", ("service", "name"), "yes"),
    ("replicaCount: ~\n", "MT107", ("replicaCount",), None),
    ("trackingServer: {basicAuth: {enabled: true, createSecret: {defaultPermission: edit}}}\n", "MT234",
     ("trackingServer", "basicAuth", "createSecret", "defaultPermission"), "EDIT"),
    ("extraEnv: [{name: A, value: true}]\n", "MT106", ("extraEnv", 0, "value"), "true"),
    ("trackingServer: {extraArgs: ['--expose-prometheus /m']}\n", "MT216", ("trackingServer", "extraArgs"),
     ["--expose-prometheus=/m"]),
    ("trackingServer: {extraArgs: [-w, '3', --static-prefix=/a]}\n", "MT217", ("trackingServer",),
     {"extraArgs": ["--static-prefix=/a"], "workers": 3}),
    ("extraEnv: [{name: MLFLOW_S3_ENDPOINT, value: a}]\n", "MT218", ("extraEnv", 0, "name"), "MLFLOW_S3_ENDPOINT_URL"),
    ("trackingServer: {workers: 4}\nresources: {limits: {memory: 500M}}\n", "MT219", ("resources", "limits", "memory"),
     "720Mi"),
    ("trackingServer: {extraArgs: [--static-prefix, ml/]}\n", "MT229", ("trackingServer", "extraArgs", 1), "/ml"),
    ("extraEnv: [{name: MLFLOW_PORT, value: '80'}, {name: A, value: b}]\n", "MT231", ("extraEnv",),
     [{"name": "A", "value": "b"}]),
    ("extraVolumes: [{name: a, emptydir: {}}]\n", "MT301", ("extraVolumes", 0), {"name": "a", "emptyDir": {}}),
    ("extraContainers: [{name: a, image: 5}]\n", "MT302", ("extraContainers", 0, "image"), "5"),
    ("tolerations: [{operator: exist}]\n", "MT304", ("tolerations", 0, "operator"), "Exists"),
    ("securityContext: {privileged: true}\n", "MT406", ("securityContext", "privileged"), False),
    ("backendStore: {existingSecret: a, createSecret: {backendStoreUri: 'file:/b'}}\n", "MT209",
     ("backendStore",), {"existingSecret": "a"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "path", "value"), MENDS, ids=[f"{one[1]} {one[0].strip()}" for one in MENDS])
def test_a_problem_is_mended(text: str, code: str, path: Path, value: Any) -> None:
    codes, document = mend(text)
    assert code in codes
    assert look_up(document.data, path) == value
    assert code not in [one.code for one in evaluated(document)(None).problems]


def test_a_key_is_renamed_with_all_that_stands_in_it() -> None:
    text = "# one\ntrackingserver: # two\n  # three\n  workers: 2 # four\n\nreplicaCount: 1\n"
    _, document = mend(text)
    assert document.text == text.replace("trackingserver", "trackingServer")


@pytest.mark.parametrize(
    "text",
    [
        "podSecurityContext:\n  capabilities:\n    # nothing\n    drop: [ALL]\n",
        "tolerations:\n  # the large nodes\n  key: a\n  operator: Exists\n",
    ],
)
def test_what_would_lose_a_comment_is_left_to_the_person(text: str) -> None:
    codes, document = mend(text)
    assert codes == []
    assert document.text == text


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
ALL += [text for text, *_ in MENDS]


def merged(texts: list[str]) -> str:
    data: dict[str, Any] = {}
    for text in texts:
        data = merge(data, load(text).data)
    return yaml.safe_dump(data)


def with_comments(text: str) -> str:
    """A comment on each line that has room for one."""
    lines = text.splitlines()
    multiline = any(line.endswith(("|", "|-", ">", ">-", "'")) and line.count("'") % 2 for line in lines)
    return text if multiline else "".join(f"{line} # {number}\n" for number, line in enumerate(lines))


def comments(text: str) -> list[str]:
    return re.findall(r" # \d+$", text, re.MULTILINE)


REVEALED = {
    "MT246": {"MT401"},  # the key that it writes
}
"""By the code of a fix, what may be found for what it writes."""


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(ALL), min_size=1, max_size=3))
@example(["image: {repository: 'a/b:v1'}"])
@example(["image: {tag: latest}", "trackingServer: {basicAuth: true}"])
@example(["image: {tag: v3.9.0, mlflowVersion: 3.5.1}", "ingress: {enabled: true}"])
def test_each_mend_alone_is_rid_of_its_problem_and_adds_no_other(texts: list[str]) -> None:
    text = with_comments(merged(texts))
    before = evaluated(Document(text))(None)
    for problem in before.problems:
        if problem.fix is None:
            continue
        document = Document(text)
        apply(document, before.data, problem.fix)
        after = evaluated(document)(None)
        assert problem.identity not in {one.identity for one in after.problems}, problem
        # What only checks find that could not be run before, for the broken schema, was there before.
        unseen = checks_run(after) - checks_run(before)
        found = Counter(one.code for one in after.problems if one.code not in unseen)
        added = found - Counter(one.code for one in before.problems)
        if reading_of(after.data) == reading_of(before.data):
            assert added.keys() <= REVEALED.get(problem.code, set()), problem
        else:  # another MLflow is judged by what that one does
            assert problem.path[:1] == ("image",)
        if all(isinstance(edit, SetValue) for edit in problem.fix.edits):
            assert comments(document.text) == comments(text), problem
        document.undo()
        assert document.text == text


def checks_run(evaluation: Evaluation) -> Set[str]:
    return evaluation.checked.found.keys() if evaluation.checked is not None else set()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(ALL), min_size=1, max_size=3))
def test_all_mends_add_no_problem_and_leave_none_that_could_be_mended(texts: list[str]) -> None:
    document = Document(merged(texts))
    before = evaluated(document)(None)
    first = [one.identity for one in fix_all(document, evaluated(document))]
    after = evaluated(document)(None)
    unseen = checks_run(after) - checks_run(before)  # what they find was there before
    errors = Counter(one.code for one in after.errors if one.code not in unseen)
    assert not errors - Counter(one.code for one in before.errors)
    text = document.text
    assert list(fix_all(document, evaluated(document))) == []
    assert document.text == text
    assert len(first) == len(set(first))


def test_each_mend_that_a_check_offers_is_tried() -> None:
    offered = {one.code for text in ALL for one in evaluated(Document(text))(None).problems if one.fix is not None}
    done = {code for text in ALL for code in mend(text)[0]}
    assert offered == done
