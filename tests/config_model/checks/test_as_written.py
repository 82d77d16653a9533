"""A number or a boolean where text is wanted is quoted as the person wrote it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.fixing import fix_all
from mlflow_tui.config_model.json_data import look_up, scalar_text
from mlflow_tui.config_model.scalars import meaning
from tests.config_model.checks.test_fixing import evaluated

WRITTEN = (
    st.from_regex(r"[-+]?[0-9][0-9_]{0,25}(\.[0-9]{0,8})?([eE][-+]?[0-9]{1,2})?", fullmatch=True)
    | st.from_regex(r"0(x[0-9A-Fa-f]{1,10}|o?[0-7]{1,8}|b[01]{1,8})", fullmatch=True)
    | st.sampled_from(
        ["yes", "No", "on", "OFF", "true", "False", "y", "N", "0012", "1.10", "12345678901234567890", ".5"]
    )
).filter(lambda text: isinstance(meaning(text), bool | int | float))
PLACES = {
    "image:\n  tag: {} # c\n": ("image", "tag"),
    "podAnnotations: {{a: {}}}\n": ("podAnnotations", "a"),
    "nodeSelector:\n  a: {}\n": ("nodeSelector", "a"),
    "trackingServer:\n  extraArgs:\n  - {}\n  - --dev\n": ("trackingServer", "extraArgs", 0),
    "trackingServer: {{mode: serve-artifacts, artifactsDestination: {}}}\n": ("trackingServer", "artifactsDestination"),
    "extraEnv:\n- name: A\n  value: {} # c\n": ("extraEnv", 0, "value"),
    "extraEnv:\n  A: {}\n": ("extraEnv", 0, "value"),
    "x: &x {}\nextraEnv: [{{name: A, value: *x}}]\n".replace("x: &x {}\n", "nodeSelector: {{a: &x {}}}\n"): (
        "extraEnv", 0, "value"),
    "extraContainers: [{{name: a, image: b, command: [{}]}}]\n": ("extraContainers", 0, "command", 0),
    "extraContainers: [{{name: a, image: b, env: [{{name: A, value: {}}}]}}]\n": (
        "extraContainers", 0, "env", 0, "value"),
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(WRITTEN, st.sampled_from(sorted(PLACES)))
def test_the_text_that_was_written_stands_in_the_quotes(written: str, place: str) -> None:
    document = Document(place.format(written))
    codes = {problem.code for problem in fix_all(document, evaluated(document))}
    found = look_up(document.data, PLACES[place])
    if codes & {"MT103", "MT105", "MT106", "MT302"}:
        assert found == written
    else:
        assert found == meaning(written), "what is not fixed stays"


@settings(max_examples=100, deadline=None)
@given(WRITTEN)
def test_a_variable_is_always_quoted_and_the_other_text_of_today_is_named(written: str) -> None:
    document = Document(f"extraEnv:\n- name: A\n  value: {written}\n")
    (problem,) = evaluated(document)(None).problems
    reaching = scalar_text(meaning(written))
    assert problem.code == "MT106"
    assert problem.fix is not None
    assert f'"{written}"' in problem.fix.title
    assert (f"today '{reaching}' reaches the container" in problem.fix.title) == (reaching != written)
    assert f"'{reaching}'" in problem.message


def test_a_variable_that_looks_secret_is_not_shown() -> None:
    document = Document("extraEnv: [{name: DB_PASSWORD, value: 0012}]\n")
    for problem in evaluated(document)(None).problems:
        assert not any(text in f"{problem.message} {problem.remedy}" for text in ("0012", "10"))


@pytest.mark.parametrize("tagged", ['!!int "5"', "!!float '1.10'", '!!bool "on"'])
def test_what_a_tag_made_a_number_is_left_to_the_person(tagged: str) -> None:
    document = Document(f"extraEnv: [{{name: A, value: {tagged}}}]\n")
    (problem,) = evaluated(document)(None).problems
    assert (problem.code, problem.fix, problem.hint) == ("MT106", None, "put it in quotes")


@pytest.mark.parametrize(
    "text",
    ["extraVolumes: [{name: a, secret: {secretName: b, defaultMode: '0644'}}]\n", "service: {port: '080'}\n"],
)
def test_a_quoted_number_with_a_leading_zero_is_left_to_the_person(text: str) -> None:
    document = Document(text)
    assert [problem.code for problem in fix_all(document, evaluated(document))] == []
    assert document.text == text
