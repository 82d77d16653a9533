"""What the README says of the app is what the app is."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.tui.configuration import place, read_settings
from readme.tables import README, check_codes, filled

ROOT = Path(__file__).parents[1]


def test_the_tables_are_those_that_the_app_declares() -> None:
    """After a change to keys, commands, presets or checks: `make readme`."""
    text = README.read_text(encoding="utf-8")
    assert filled(text) == text


def test_each_code_that_the_program_gives_has_its_line() -> None:
    sources = [path for package in ("config_model", "cli") for path in (ROOT / package).rglob("*.py")]
    given = {code for path in sources for code in re.findall(r'"(MT\d{3})"', path.read_text(encoding="utf-8"))}
    assert given == set(check_codes())


def test_the_configuration_that_is_shown_is_one_that_the_app_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    place().parent.mkdir(parents=True)
    place().write_text(shown, encoding="utf-8")
    settings = read_settings()
    assert settings.complaints == ()
    assert settings.theme == "light"
    assert settings.keys["view.preview"] == ("v",)


def test_each_variable_that_the_program_reads_is_told_of() -> None:
    packages = ("cli", "config_model", "delivery", "renderers", "tui")
    sources = [path for package in packages for path in (ROOT / package).rglob("*.py")]
    names = {name for path in sources for name in re.findall(r"MLFLOW_TUI_[A-Z_]+", path.read_text(encoding="utf-8"))}
    readme = README.read_text(encoding="utf-8")
    assert [name for name in sorted(names) if f"`{name}`" not in readme] == []


def test_the_python_that_the_readme_asks_for_is_the_one_that_the_project_needs() -> None:
    readme = README.read_text(encoding="utf-8")
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed = re.search(r'^requires-python = ">=([\d.]+)"', pyproject, re.MULTILINE)
    assert needed is not None
    assert f"Python {needed[1]} or newer" in readme


def test_the_commands_that_are_shown_work_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shown = README.read_text(encoding="utf-8").split("## Command line")[1]
    (console,) = re.findall(r"```console\n(.*?)```", shown, re.DOTALL)
    for name in ("base.yaml", "prod.yaml"):
        shutil.copy(ROOT / "examples" / "layers" / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    codes = {}
    for line in console.splitlines():
        program, *arguments = shlex.split(line.partition("|")[0])
        assert program == "mlflow-tui"
        codes[arguments[0]] = main(arguments)
        assert "fault" not in capfd.readouterr().err
    assert codes.pop("diff") == 1, "there are differences"
    assert set(codes) >= {"init", "set", "check", "render"}
    assert set(codes.values()) == {0}
