"""Comments that ask for a warning not to be shown."""

import pytest

from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer

ON_THE_LINE = "image:\n  mlflowVersion: 2.14.1\n  tag: latest # mlflow-tui: ignore MT407\n"
ABOVE = "replicaCount: 1\nimage:\n  # mlflow-tui: ignore MT407\n\n  # a note\n  tag: latest\n  mlflowVersion: 2.14.1\n"
ON_THE_PARENT = "replicaCount: 1\nimage: # mlflow-tui: ignore MT407\n  mlflowVersion: 2.14.1\n  tag: latest\n"
WHOLE_FILE = (
    "# Our values.\n# mlflow-tui: ignore MT407\n\nreplicaCount: 1\nimage:\n  mlflowVersion: 2.14.1\n  tag: latest\n"
)
SEVERAL = "image: {mlflowVersion: 2.14.1, tag: latest} # mlflow-tui: ignore MT101, MT407\n"


def codes(text: str, *lower: str) -> list[str]:
    loaded = [load(one) for one in (*lower, text)]
    layers = [
        Layer(f"{number}.yaml", one.data, one, text=said)
        for number, (one, said) in enumerate(zip(loaded, (*lower, text), strict=True))
    ]
    return [one.code for one in evaluate_values(layers).problems]


@pytest.mark.parametrize("text", [ON_THE_LINE, ABOVE, ON_THE_PARENT, WHOLE_FILE, SEVERAL])
def test_a_warning_that_a_comment_asks_not_to_see_is_not_shown(text: str) -> None:
    assert codes(text) == []


OTHER_CODE = "image:\n  mlflowVersion: 2.14.1\n  tag: latest # mlflow-tui: ignore MT408\n"
OTHER_PLACE = (
    "replicaCount: 1\nservice: # mlflow-tui: ignore MT407\n  port: 80\nimage:\n  mlflowVersion: 2.14.1\n  tag: latest\n"
)
NO_COMMENT = (
    'replicaCount: 1\npodAnnotations:\n  note: "# mlflow-tui: ignore MT407"\n'
    "image: {mlflowVersion: 2.14.1, tag: latest}\n"
)
IN_A_BLOCK = """\
podAnnotations:
  note: |
    # mlflow-tui: ignore MT407
image: {mlflowVersion: 2.14.1, tag: latest}
"""


@pytest.mark.parametrize("text", [OTHER_CODE, OTHER_PLACE, NO_COMMENT, IN_A_BLOCK])
def test_other_warnings_are_shown(text: str) -> None:
    assert codes(text) == ["MT407"]


def test_an_error_cannot_be_ignored_and_the_comment_is_told_of() -> None:
    assert codes("service:\n  port: 0 # mlflow-tui: ignore MT104\n") == ["MT005", "MT104"]


def test_a_comment_is_for_its_own_file_alone() -> None:
    assert codes("image: {mlflowVersion: 2.14.1, tag: latest}\n", WHOLE_FILE) == ["MT407"]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("ignore MT999", "MT999 is not a check code"),
        ("ignore mt407", "did you mean MT407?"),
        ("ignore MT47", "MT47 is not a check code: nothing is ignored by it (did you mean MT407?)"),
        ("ignore", "does not start with a check code"),
        ("ignore the tag", "does not start with a check code"),
    ],
)
def test_a_comment_that_names_no_code_is_told_of(comment: str, said: str) -> None:
    text = f"image:\n  tag: latest # mlflow-tui: {comment}\n  mlflowVersion: 2.14.1\n"
    loaded = load(text)
    found = evaluate_values([Layer("values.yaml", loaded.data, loaded, text=text)]).problems
    assert [one.code for one in found] == ["MT006", "MT407"]
    assert said in found[0].message
    assert (found[0].file, found[0].line) == ("values.yaml", 2)


def test_of_several_codes_each_counts_for_itself() -> None:
    assert codes(
        "image:\n  mlflowVersion: 2.14.1\n  tag: latest # mlflow-tui: ignore MT407, MT998 since we test here\n"
    ) == ["MT006"]
