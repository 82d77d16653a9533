"""What a fix writes for a tag that tells no version of MLflow: nothing that nobody has tested, and nothing invented."""

import pytest

from mlflow_tui.config_model.mlflow import NEWEST_TESTED, newest
from mlflow_tui.config_model.problem import Problem, SetValue
from tests.config_model.checks.cases import DIGEST
from tests.mlflow.rendered import problems


def of_code(text: str, code: str) -> Problem:
    (found,) = [one for one in problems(text) if one.code == code]
    return found


def written(text: str, code: str) -> dict[object, object]:
    fix = of_code(text, code).fix
    return {one.path: one.value for one in fix.edits if isinstance(one, SetValue)} if fix is not None else {}


@pytest.mark.parametrize(
    ("image", "tag"),
    [
        ("tag: latest", f"v{NEWEST_TESTED}"),
        ("tag: nightly", f"v{NEWEST_TESTED}"),
        ("tag: latest-full", f"v{NEWEST_TESTED}-full"),
        ("{registry: docker.io, tag: main}", f"v{NEWEST_TESTED}"),
        ("{tag: latest, mlflowVersion: 3.9.0}", "v3.9.0"),
        ("{tag: latest-full, mlflowVersion: v3.13}", "v3.13.0-full"),
        ("{tag: latest, mlflowVersion: 9.0.0}", f"v{NEWEST_TESTED}"),
    ],
)
def test_for_a_tag_that_moves_it_writes_what_the_file_tells_or_what_was_tested(image: str, tag: str) -> None:
    text = f"image: {image if image.startswith('{') else '{' + image + '}'}\n"
    assert written(text, "MT407") == {("image", "tag"): tag}


@pytest.mark.parametrize("tag", ["latest", "20240620", "0a1b2c3d"])
def test_what_tells_no_version_is_taken_for_the_newest_known(tag: str) -> None:
    assert written(f"image: {{tag: '{tag}'}}\n", "MT245") == {("image", "mlflowVersion"): str(newest())}


@pytest.mark.parametrize(
    "image",
    [
        f"tag: '{DIGEST}'",
        f"tag: '@{DIGEST}'",
        f"tag: '{DIGEST}', mlflowVersion: 3.9.0",
        f"repository: 'mlflow/mlflow@{DIGEST}'",
        f"repository: 'ghcr.io/mlflow/mlflow@{DIGEST}'",
    ],
)
def test_no_tag_is_invented_for_a_digest(image: str) -> None:
    found = of_code(f"image: {{{image}}}\n", "MT324")
    assert found.is_error
    assert found.fix is None
    assert "TAG@sha256:" in found.hint


def test_a_digest_keeps_the_tag_that_is_given() -> None:
    text = f"image: {{repository: 'mlflow/mlflow@{DIGEST}', tag: v3.9.0}}\n"
    assert written(text, "MT324")["image", "tag"] == f"v3.9.0@{DIGEST}"
