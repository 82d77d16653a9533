"""The tables of choices, limits and rules speak of fields that exist, and cost next to nothing to load."""

import subprocess
import sys
from pathlib import Path

import pytest

from mlflow_tui.config_model import kubernetes
from mlflow_tui.config_model.kubernetes import VERSIONS, fields
from mlflow_tui.config_model.kubernetes.choices import CHOICES
from mlflow_tui.config_model.kubernetes.limits import NUMBERS, TEXTS, UNIONS
from mlflow_tui.config_model.kubernetes.rules import RULES

FOLDER = Path(kubernetes.__file__).parent
HEAVY = (
    "mlflow_tui.config_model.setting",
    "difflib",
    "importlib.resources",
    "jsonschema",
    "kubernetes_validate",
    "pydantic",
    "yaml",
)


def _versions_with(type_name: str, name: str) -> list[str]:
    return [version for version in VERSIONS if name in fields(type_name, version)]


@pytest.mark.parametrize(("type_name", "name"), [*CHOICES, *NUMBERS, *TEXTS])
def test_a_table_names_fields_that_exist(type_name: str, name: str) -> None:
    assert _versions_with(type_name, name)


@pytest.mark.parametrize(("type_name", "name"), [*CHOICES, *TEXTS])
def test_texts_and_choices_are_of_text(type_name: str, name: str) -> None:
    found = {fields(type_name, version)[name].item for version in _versions_with(type_name, name)}
    assert found <= {"string", "IntOrString"}


@pytest.mark.parametrize(("type_name", "name"), NUMBERS)
def test_limits_are_of_numbers(type_name: str, name: str) -> None:
    found = {fields(type_name, version)[name].item for version in _versions_with(type_name, name)}
    assert found <= {"integer", "IntOrString"}


@pytest.mark.parametrize("type_name", UNIONS)
def test_a_union_is_of_fields_that_exist(type_name: str) -> None:
    union = UNIONS[type_name]
    assert {*union.fields, *union.besides} <= fields(type_name, "1.33").keys()


def test_rules_are_of_types_that_exist_and_name_their_source() -> None:
    assert all(any(fields(name, version) for version in VERSIONS) for name in RULES)
    assert all(rule.source for rules in RULES.values() for rule in rules)


def test_a_choice_appears_with_its_version() -> None:
    assert "Gt" not in fields("Toleration", "1.34")["operator"].choices
    assert "Gt" in fields("Toleration", "1.35")["operator"].choices


def test_the_data_is_small() -> None:
    assert (FOLDER / "schema.json").stat().st_size < 250_000
    assert (FOLDER / "descriptions.json").stat().st_size < 700_000
    assert "Kubernetes Authors" in (FOLDER / "NOTICE").read_text(encoding="utf-8")


def test_checking_loads_no_descriptions_and_nothing_heavy() -> None:
    script = f"""
import sys
from mlflow_tui.config_model import kubernetes
from mlflow_tui.config_model.kubernetes import schema
assert kubernetes.check("Container", {{"name": "c", "image": "i", "env": [{{"name": "A"}}]}}, "1.33") == []
field = kubernetes.fields("Container", "1.33")["image"]
assert schema._descriptions.cache_info().currsize == 0
assert "image" in field.description
print(*(set(sys.modules) & set({HEAVY!r})))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=FOLDER.parents[1], timeout=60, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")
