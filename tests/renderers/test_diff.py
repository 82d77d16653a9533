"""Unified diffs: any patch tool can read them, and no secret can be read in them."""

from __future__ import annotations

import difflib
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.renderers import diff
from mlflow_tui.renderers.masking import MASK

LINES = st.lists(st.sampled_from(["a: 1", "b: 2", "", "c:", "  d: 日本", "- e", "\x0cf"]), max_size=12)
TEXTS = st.builds(lambda lines, end: "\n".join(lines) + end, LINES, st.sampled_from(["", "\n"]))
HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


def applied(before: str, lines: list[str]) -> str:
    """What `patch` makes of `before`: a small reader of unified diffs, strict about ranges and context."""
    old = re.findall(r"[^\n]*\n|[^\n]+", before)
    new: list[str] = []
    at = 0
    for number, line in enumerate(lines[2:], 3):
        if header := HUNK.fullmatch(line):
            begin = int(header[1]) - (header[2] != "0")
            new += old[at:begin]
            at = begin
        elif line[0] in " -+":
            text = line[1:] if lines[number : number + 1] == [diff.NO_NEWLINE] else f"{line[1:]}\n"
            if line[0] in " -":
                assert old[at] == text
                at += 1
            if line[0] in " +":
                new.append(text)
        else:
            assert line == diff.NO_NEWLINE
    return "".join([*new, *old[at:]])


@given(TEXTS, TEXTS)
def test_a_diff_applied_to_the_first_text_gives_the_second(before: str, after: str) -> None:
    lines = diff.unified(before, after, "before", "after")
    assert applied(before, lines) == after
    assert bool(lines) == (before != after)


@given(LINES, LINES)
def test_lines_outside_of_the_changes_are_the_same_in_both(before: list[str], after: list[str]) -> None:
    kept, other_kept, at, other = [], [], 0, 0
    for change in diff.changes(before, after):
        kept += before[at : change.start]
        other_kept += after[other : change.other_start]
        at, other = change.end, change.other_end
    assert kept + before[at:] == other_kept + after[other:]


@given(st.lists(st.integers(), unique=True, max_size=30), st.data())
def test_one_edit_gives_the_lines_that_difflib_names(numbers: list[int], data: st.DataObject) -> None:
    before = [str(number) for number in numbers]
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    after = [*before[:start], *data.draw(st.lists(st.sampled_from(["new", "lines"]), max_size=3)), *before[end:]]
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    plain = [tuple(code[1:]) for code in matcher.get_opcodes() if code[0] != "equal"]
    assert [tuple(change) for change in diff.changes(before, after)] == plain


def test_the_form_is_that_of_diff_u() -> None:
    before = "".join(f"line {number}\n" for number in range(1, 21))
    after = before.replace("line 3\n", "line three\n").replace("line 18\n", "")
    assert diff.unified(before, after, "a", "b", context=1) == [
        "--- a",
        "+++ b",
        "@@ -2,3 +2,3 @@",
        " line 2",
        "-line 3",
        "+line three",
        " line 4",
        "@@ -17,3 +17,2 @@",
        " line 17",
        "-line 18",
        " line 19",
    ]
    assert diff.unified("", "a: 1\n", "a", "b")[2] == "@@ -0,0 +1 @@"


def masked(before: str, after: str) -> tuple[str, str]:
    return diff.masked_pair((before, load(before)), (after, load(after)))


SECRET = "backendStore:\n  createSecret:\n    backendStoreUri: {}\n"


def test_a_changed_secret_shows_that_it_changed_and_nothing_of_itself() -> None:
    before, after = masked(SECRET.format("postgresql://a:hunter2@db/x"), SECRET.format("postgresql://a:swordfish@db/x"))
    assert before == SECRET.format(MASK)
    assert after == SECRET.format(f"{MASK} (changed)")


def test_an_unchanged_secret_makes_no_difference() -> None:
    before, after = masked(SECRET.format("sqlite:///a"), "replicaCount: 2\n" + SECRET.format("'sqlite:///a'"))
    assert diff.unified(before, after, "a", "b")[2:] == [
        "@@ -1,3 +1,4 @@",
        "+replicaCount: 2",
        *(f" {line}" for line in SECRET.format(MASK).splitlines()),
    ]


def test_a_new_secret_and_one_of_several_lines_are_masked_and_keep_their_lines() -> None:
    text = "artifactStore:\n  gcp:\n    createSecret:\n      keyFile: |\n        {\n          key\n        }\n"
    text += "replicaCount: 2\n"
    before, after = masked("replicaCount: 2\n", text)
    assert before == "replicaCount: 2\n"
    assert "key\n" not in after
    assert after.count("\n") == text.count("\n")
    assert after.splitlines()[-1] == "replicaCount: 2"


def test_a_secret_that_two_settings_share_through_an_alias_is_masked_once() -> None:
    text = "artifactStore:\n  s3:\n    createSecret:\n      accessKeyId: &key AKIA\n      secretAccessKey: *key\n"
    _, after = masked("", text)
    assert after == text.replace("&key AKIA", f"&key {MASK}")


def test_effective_values_are_masked_by_setting() -> None:
    before: dict[str, Any] = {"artifactStore": {"oss": {"createSecret": {"accessKeyId": "", "accessKeySecret": "one"}}}}
    after: dict[str, Any] = {
        "artifactStore": {"oss": {"createSecret": {"accessKeyId": "id", "accessKeySecret": "two"}}}
    }
    old, new = diff.masked_values(before, after)
    assert old["artifactStore"]["oss"]["createSecret"] == {"accessKeyId": "", "accessKeySecret": MASK}
    assert new["artifactStore"]["oss"]["createSecret"] == {"accessKeyId": MASK, "accessKeySecret": f"{MASK} (changed)"}
    assert after["artifactStore"]["oss"]["createSecret"]["accessKeySecret"] == "two"


def secret(**data: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "mlflow-env-secret"}, "data": data}


def service(port: int) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "mlflow"}, "spec": {"ports": [{"port": port}]}}


def test_objects_are_compared_one_by_one() -> None:
    lines = diff.manifests([secret(A="eA=="), service(80)], [service(81)], "live", "planned")
    assert lines[:2] == ["--- live: Service/mlflow", "+++ planned: Service/mlflow"]
    assert "-    - port: 80" in lines
    assert "+    - port: 81" in lines
    assert lines[lines.index("--- live: Secret/mlflow-env-secret") + 1] == "+++ /dev/null"


@pytest.mark.parametrize("reveal", [False, True])
def test_secrets_of_objects_are_masked_unless_revealed(reveal: bool) -> None:
    text = "\n".join(
        diff.manifests([secret(A="b2xk", B="c2FtZQ==")], [secret(A="bmV3", B="c2FtZQ==")], "a", "b", reveal=reveal)
    )
    assert ("bmV3" in text) is reveal
    assert ("c2FtZQ==" in text) is reveal
    assert (f'+  A: "{MASK} (changed)"' in text) is not reveal


def test_a_credential_in_a_variable_is_told_by_its_name_not_by_its_place() -> None:
    before = "extraEnv:\n  - {name: API_TOKEN, value: one}\n  - {name: DB_PASSWORD, value: two}\n"
    after = (
        "extraEnv:\n  - {name: NEW, value: x}\n  - {name: API_TOKEN, value: one}\n  - {name: DB_PASSWORD, value: 2}\n"
    )
    _, shown = masked(before, after.replace("value: 2}", "value: three}"))
    assert f"API_TOKEN, value: {MASK}}}" in shown
    assert f"DB_PASSWORD, value: {MASK} (changed)}}" in shown


def test_a_credential_of_a_container_is_masked_in_the_diff_of_objects() -> None:
    def deployment(token: str) -> dict[str, Any]:
        container = {"name": "mlflow", "env": [{"name": "API_TOKEN", "value": token}]}
        return {
            "kind": "Deployment",
            "metadata": {"name": "mlflow"},
            "spec": {"template": {"spec": {"containers": [container]}}},
        }

    text = "\n".join(diff.manifests([deployment("one-token")], [deployment("other-token")], "a", "b"))
    assert "token" not in text.replace("API_TOKEN", "")
    assert "(changed)" in text
