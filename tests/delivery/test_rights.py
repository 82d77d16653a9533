"""Asking for rights, where the cluster does not answer as hoped."""

from pathlib import Path

import pytest

from mlflow_tui.delivery.apply.rights import check_rights, missing_rights
from mlflow_tui.delivery.problem import ClusterProblem, Reason
from mlflow_tui.renderers.manifests import Manifest
from tests.delivery.fake_kubectl import kubectl

OBJECTS: list[Manifest] = [
    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}} for name in ("a", "b", "c", "d")
]


def test_each_right_is_asked_for_once(tmp_path: Path) -> None:
    all_rights = 'case "$*" in "auth can-i * *"*) echo no; exit 1;; esac'
    client = kubectl(tmp_path, f'echo "$@" >> {tmp_path}/calls; {all_rights}; echo yes')
    assert missing_rights(client, OBJECTS) == []
    calls = [line.split()[2:4] for line in (tmp_path / "calls").read_text().splitlines()][1:]
    names = [f"secrets/{name}" for name in "abcd"]
    assert sorted(calls) == sorted(
        [["create", "secrets"], *(["get", n] for n in names), *(["patch", n] for n in names)]
    )


def test_who_may_do_everything_is_asked_once(tmp_path: Path) -> None:
    client = kubectl(tmp_path, f'echo "$@" >> {tmp_path}/calls; echo yes')
    assert missing_rights(client, OBJECTS) == []
    assert (tmp_path / "calls").read_text().startswith("auth can-i * * --context=dev")
    assert (tmp_path / "calls").read_text().count("\n") == 1


def test_a_no_with_a_reason_is_a_no(tmp_path: Path) -> None:
    client = kubectl(tmp_path, 'case "$*" in *create*|*"* *"*) echo "no - denied by policy"; exit 1;; esac; echo yes')
    assert missing_rights(client, OBJECTS) == ["create secrets"]
    with pytest.raises(ClusterProblem, match="you may not create secrets"):
        check_rights(client, OBJECTS)


def test_a_failure_is_no_answer_and_stops_the_other_questions(tmp_path: Path) -> None:
    said = "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?"
    client = kubectl(tmp_path, f'echo x >> {tmp_path}/calls; echo "{said}" >&2; exit 1')
    with pytest.raises(ClusterProblem) as caught:
        missing_rights(client, OBJECTS * 10)
    assert caught.value.reason is Reason.UNREACHABLE
