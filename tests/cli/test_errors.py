"""How errors end a command: one base for all that a person is told, one table of exit codes."""

import ast
import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow_tui.cli import main as command_line
from mlflow_tui.cli.errors import EXIT_CODES, CommandError, exit_code
from mlflow_tui.config_model.error import UserError
from mlflow_tui.config_model.yaml_problem import UnreadableYaml
from mlflow_tui.delivery.apply import Declined, DocumentErrors, RolloutFailed, Stopped
from mlflow_tui.delivery.files import ChangedOnDisk, FileProblem
from mlflow_tui.delivery.problem import (
    Cancelled,
    ClusterProblem,
    DeliveryProblem,
    KubeconfigProblem,
    MissingTool,
    ReadOnly,
    WrongName,
)
from mlflow_tui.renderers.exports import ExportRefused

ROOT = Path(__file__).parents[2]
PACKAGES = ("cli", "tui", "delivery", "renderers", "config_model")

# As cli.md has them: 1 the document, 2 wrong use, an unreadable file, a missing tool, 3 the cluster, 130 ctrl+c.
ENDS = [
    (CommandError("m"), 2),
    (CommandError("m", code=1), 1),
    (UnreadableYaml("m"), 2),
    (FileProblem("m"), 2),
    (ChangedOnDisk(Path("f"), None), 2),
    (ExportRefused("m"), 1),
    (DocumentErrors("m"), 1),
    (MissingTool("m"), 2),
    (KubeconfigProblem("m"), 2),
    (WrongName("m"), 2),
    (DeliveryProblem("m"), 3),
    (ClusterProblem("m"), 3),
    (ReadOnly(), 3),
    (Stopped("m"), 3),
    (Declined("m"), 3),
    (RolloutFailed("m"), 3),
    (Cancelled(), 130),
]


@pytest.mark.parametrize(("error", "code"), ENDS, ids=lambda one: type(one).__name__)
def test_every_error_that_is_told_ends_the_command_with_its_line_its_hint_and_its_code(
    error: UserError, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error.hint = "do it otherwise"

    def fail(words: list[str]) -> int:
        raise error

    monkeypatch.setattr(command_line, "_run", fail)
    assert command_line.main(["check"]) == code == exit_code(error)
    assert capsys.readouterr() == ("", f"mlflow-tui: {error.message}\nhint: do it otherwise\n")


def test_the_table_of_exit_codes_names_classes_of_which_there_is_one_each() -> None:
    for package in PACKAGES:
        for found in pkgutil.walk_packages(
            importlib.import_module(f"mlflow_tui.{package}").__path__, f"mlflow_tui.{package}."
        ):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    count = Counter(one.__name__ for one in _below(UserError))
    assert {name: count[name] for name in EXIT_CODES} == dict.fromkeys(EXIT_CODES, 1)


def _below(base: type[UserError]) -> Iterator[type[UserError]]:
    for one in base.__subclasses__():
        yield one
        yield from _below(one)


def test_a_message_and_a_hint_are_declared_once() -> None:
    """An exception of its own with both would need a place of its own where it is told."""
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ClassDef) and {"message", "hint"} <= _attributes_set(node)
    ]
    assert [place.partition(":")[0] for place in found] == ["config_model/error.py"]


def _attributes_set(node: ast.ClassDef) -> set[str]:
    return {
        target.attr
        for one in ast.walk(node)
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"
    }


def test_no_command_tells_an_error_as_another_that_says_the_same() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in (ROOT / "cli").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and node.exc.args
        and isinstance(node.exc.args[0], ast.Attribute)
        and node.exc.args[0].attr == "message"
    ]
    assert not found
