"""How the facts are read out of wheels and written down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflow_tui.config_model.mlflow import Version, facts, versions
from mlflow_tui.config_model.mlflow.facts import FILE, decoded
from mlflow_tui.config_model.mlflow.generate import differences, downloaded, written
from mlflow_tui.config_model.mlflow.wheels.commands import options
from mlflow_tui.config_model.mlflow.wheels.contents import read
from mlflow_tui.config_model.mlflow.wheels.expressions import Module, UnreadableError
from mlflow_tui.config_model.mlflow.wheels.registrations import registered
from mlflow_tui.config_model.mlflow.wheels.wheel import Wheel
from tests.config_model.mlflow.wheels import INSTALLED, installed, made_wheel


@pytest.mark.parametrize("version", INSTALLED)
def test_the_data_is_what_the_installed_package_gives(version: str) -> None:
    assert json.loads(json.dumps(read(Wheel(installed(version))))) == decoded(Version.parse(version))


def test_the_file_is_written_as_it_is_read() -> None:
    assert written({version: decoded(version) for version in versions()}) == FILE.read_text(encoding="utf-8")


def test_a_version_like_the_one_before_changes_no_line_but_its_own() -> None:
    every = {version: decoded(version) for version in versions()}
    newest = versions()[-1]
    lines = written(every).splitlines()
    patch = newest._replace(patch=newest.patch + 1)
    added = written({**every, patch: decoded(newest)}).splitlines()
    assert len(added) == len(lines)
    changed = [line for line, other in zip(added, lines, strict=True) if line != other]
    assert len(changed) == 1
    assert changed[0].startswith(f'"{newest.major}.{newest.minor}":[')


def test_a_version_that_differs_is_told_fact_by_fact() -> None:
    before = decoded(Version(3, 6, 0))
    after = decoded(Version(3, 7, 0))
    told = list(differences(before, after))
    assert '~ server: --backend-store-uri {"env":"MLFLOW_BACKEND_STORE_URI","type":"text","default":"./mlruns"} -> ' \
        '{"env":"MLFLOW_BACKEND_STORE_URI","type":"text","default":null}' in told  # fmt: skip
    assert any(line.startswith("+ gc: --logged-model-ids ") for line in told)
    assert "- signs: artifact root needed" in told
    assert list(differences(before, before)) == []


_VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.lists(st.text(max_size=2), max_size=2)
_TABLES = st.dictionaries(st.text(max_size=2), _VALUES.filter(lambda value: value is not None), max_size=3)


@given(st.lists(_TABLES, min_size=1, max_size=5))
def test_every_table_is_found_again_in_what_is_written(tables: list[dict[str, Any]]) -> None:
    every = {Version(3, number, 0): {"section": table} for number, table in enumerate(tables)}
    changes = json.loads(written(every))["section"]
    for version, sections in every.items():
        known = {
            name: [value for since, value in ones if Version.parse(since) <= version] for name, ones in changes.items()
        }
        assert {name: ones[-1] for name, ones in known.items() if ones and ones[-1] is not None} == sections["section"]


def test_a_wheel_that_is_there_is_not_downloaded_again(tmp_path: Path) -> None:
    wheel = made_wheel(tmp_path, {})
    assert downloaded(Version(9, 9, 9), tmp_path) == wheel


COMMAND = '''
import os
import click
from mlflow.environment_variables import MLFLOW_HERE
from mlflow.places import DEFAULT, names
from mlflow.utils import shared
from mlflow.utils.plugins import get_entry_points

with_help = "a text"

@click.command()
@click.pass_context
@click.option("--plain", help=f"{with_help} and {unknown}")
@click.option("--place", "-p", envvar=MLFLOW_HERE.name, default=DEFAULT)
@click.option("--count", default=4, show_default=True)
@click.option("--share", type=float, default=0.5)
@click.option("--on/--off", default=True)
@click.option("--flag", is_flag=True, callback=lambda: None)
@click.option("--kind", type=click.Choice([*names(), "last"]))
@click.option("--app", type=click.Choice([e.name for e in get_entry_points("mlflow.app")]))
@click.option("--limit", type=click.IntRange(min=1, max=9))
@click.option("--file", type=click.Path(exists=True), required=True)
@click.option("--uri", default=os.environ.get("SOME_URI"))
@click.option("--tag", multiple=True)
@shared.SHARED
@click.argument("url")
def run(**arguments):
    """Runs."""

@click.option("--who", default=who_knows())
def unread():
    pass
'''


@pytest.fixture
def small(tmp_path: Path) -> Wheel:
    return Wheel(
        made_wheel(
            tmp_path,
            {
                "mlflow/cli.py": COMMAND,
                "mlflow/places.py": "A = 'a'\nDEFAULT = f'./{A}'\ndef names() -> list[str]:\n    return ['x', A]\n",
                "mlflow/utils/__init__.py": "",
                "mlflow/utils/shared.py": "import click\nSHARED = click.option('--shared', help='x', metavar='M')\n",
                "mlflow/environment_variables.py": "class _EnvironmentVariable:\n    pass\n"
                "MLFLOW_HERE = _EnvironmentVariable('MLFLOW_HERE', str, None)\n",
                "mlflow/registry.py": "A = ['p', 'm']\nregistry.register('', f)\nfor scheme in A:\n"
                "    registry.register(scheme, f)\nregistry.register_entrypoints()\n",
            },
            entry_points="[mlflow.app]\nbasic-auth = a.b:c\nother = d.e:f\n",
            metadata="Requires-Python: >=3.10\nProvides-Extra: auth\nRequires-Dist: Flask<4\n"
            "Requires-Dist: waitress; platform_system == 'Windows'\n"
            "Requires-Dist: Flask-WTF<2; extra == 'auth'\n",
        )
    )


def test_the_options_of_a_command_are_read_without_running_it(small: Wheel) -> None:
    assert options(Module(small, "mlflow.cli"), "run") == {
        "--plain": {"type": "text", "default": None},
        "--place": {"aliases": ["-p"], "env": "MLFLOW_HERE", "type": "text", "default": "./a"},
        "--count": {"type": "integer", "default": 4},
        "--share": {"type": "number", "default": 0.5},
        "--on": {"off": "--off", "type": "switch", "default": True},
        "--flag": {"type": "switch", "default": None},
        "--kind": {"type": "choice", "choices": ["x", "a", "last"], "default": None},
        "--app": {"type": "choice", "choices": ["basic-auth", "other"], "default": None},
        "--limit": {"type": "integer", "min": 1, "max": 9, "default": None},
        "--file": {"type": "path", "default": None, "required": True},
        "--uri": {"env": "SOME_URI", "type": "text", "default": None},
        "--tag": {"type": "text", "default": None, "multiple": True},
        "--shared": {"type": "text", "default": None},
        "url": {"type": "text", "default": None, "required": True, "argument": True},
    }


def test_what_the_source_alone_does_not_tell_is_refused(small: Wheel) -> None:
    with pytest.raises(UnreadableError, match="who_knows"):
        options(Module(small, "mlflow.cli"), "unread")
    with pytest.raises(UnreadableError, match=r"no module mlflow\.nowhere"):
        Module(small, "mlflow.nowhere")
    with pytest.raises(UnreadableError, match="no function"):
        options(Module(small, "mlflow.cli"), "with_help")


def test_registrations_are_followed_through_loops(small: Wheel) -> None:
    module = Module(small, "mlflow.registry")
    assert list(registered(module, module.body)) == ["", "p", "m"]


def test_the_metadata_of_a_wheel_are_read(small: Wheel) -> None:
    assert (small.version, small.requires_python) == ("9.9.9", ">=3.10")
    assert small.requirements == {"": ("flask",), "auth": ("flask-wtf",)}
    assert [point.name for point in small.entry_points("mlflow.app")] == ["basic-auth", "other"]
    assert small.entry_points("nothing") == ()


def test_a_module_cannot_reach_what_is_not_in_the_wheel(tmp_path: Path) -> None:
    source = "import subprocess\nBAD = open('x')\nWORSE = subprocess.run(['true'])\n"
    module = Module(Wheel(made_wheel(tmp_path, {"mlflow/m.py": source})), "mlflow.m")
    for name in ("BAD", "WORSE"):
        with pytest.raises(UnreadableError):
            module.named(name)


def test_each_installed_version_that_the_tests_start_is_known() -> None:
    assert {str(facts(Version.parse(one)).version) for one in INSTALLED} == set(INSTALLED)
