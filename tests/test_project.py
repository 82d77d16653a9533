"""The project's own files: what is installed, at which versions, and what the README promises."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGES = ("cli", "config_model", "delivery", "renderers", "tui")
SERVED = sorted(path.stem for path in (ROOT / "requirements-mlflow").glob("*.in"))
"""The versions of MLflow that the tests start, beside the oldest."""
LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-mlflow.lock",
    *(f"requirements-mlflow/{version}.lock" for version in SERVED),
)


def pyproject() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))


def requirements(section: object) -> list[Requirement]:
    assert isinstance(section, list)
    return [Requirement(one) for one in section if isinstance(one, str)]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_everything_by_hash_and_tells_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)[1:]
    assert len(entries) > 10
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|file:", text)


@pytest.mark.parametrize(("lock", "group"), [("requirements.lock", "build"), ("requirements-dev.lock", "dev")])
def test_a_lock_holds_what_the_project_asks_for(lock: str, group: str) -> None:
    project = pyproject()
    asked = requirements(project["project"]["dependencies"]) + requirements(project["dependency-groups"][group])
    pinned = pins(lock)
    for requirement in asked:
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_each_environment_of_mlflow_is_locked_at_the_version_that_it_is_named_for() -> None:
    assert {"2.22.5", "3.5.1", "3.9.0", "3.13.0", "3.17.2"} <= set(SERVED)
    for version in SERVED:
        asked = requirements((ROOT / f"requirements-mlflow/{version}.in").read_text(encoding="utf-8").splitlines())
        pinned = pins(f"requirements-mlflow/{version}.lock")
        assert pinned["mlflow"] == version
        for requirement in asked:
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_an_environment_of_mlflow_is_made_once_for_a_lock(tmp_path: Path) -> None:
    """With a uv that makes nothing but the program which the script asks for its version."""
    uv = tmp_path / "uv"
    program = f"printf '#!/bin/sh\\n' >{tmp_path}/tools/mlflow-3.17.2/bin/mlflow"
    uv.write_text(
        f'#!/bin/sh -e\necho "$1" >>{tmp_path}/said\nmkdir -p {tmp_path}/tools/mlflow-3.17.2/bin\n'
        f"{program}\nchmod +x {tmp_path}/tools/mlflow-3.17.2/bin/mlflow\n",
        encoding="utf-8",
    )
    uv.chmod(0o755)
    command = [str(ROOT / ".ci/mlflow-environments"), str(tmp_path / "tools"), "3.17.2"]
    for _ in range(2):
        subprocess.run(command, env={**os.environ, "UV": str(uv)}, check=True, capture_output=True)
    assert (tmp_path / "said").read_text(encoding="utf-8").split() == ["venv", "pip"]
    (tmp_path / "tools/mlflow-3.17.2/installed.lock").write_text("of another time", encoding="utf-8")
    subprocess.run(command, env={**os.environ, "UV": str(uv)}, check=True, capture_output=True)
    assert (tmp_path / "said").read_text(encoding="utf-8").split() == ["venv", "pip"] * 2


def test_the_tests_run_with_the_versions_that_the_app_runs_with() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def files_of_the_packages() -> set[str]:
    """Every file that an installation needs, as `mlflow_tui/PACKAGE/…`."""
    inside = {
        f"mlflow_tui/{path.relative_to(ROOT).as_posix()}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    return inside | {"mlflow_tui/__init__.py", "mlflow_tui/__main__.py"}


def test_the_wheel_holds_every_file_in_one_top_level_package(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
        entry_points = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "mlflow-tui = mlflow_tui.cli.main:main" in archive.read(entry_points).decode()
    assert packed == files_of_the_packages()
    assert any(name.endswith("presets/quickstart.yaml") for name in packed)


def test_the_sdist_holds_what_the_wheel_is_built_from(tmp_path: Path) -> None:
    (sdist,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(sdist) as archive:
        members = archive.getmembers()
    names = {name.partition("/")[2] for member in members if (name := member.name)}
    assert {name.removeprefix("src/") for name in names if name.startswith("src/")} == files_of_the_packages()
    assert [member.name for member in members if not member.isfile()] == [], "a link would lead nowhere"


def test_an_editable_installation_has_one_top_level_package(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["editable"])
    with zipfile.ZipFile(wheel) as archive:
        (path,) = [name for name in archive.namelist() if ".dist-info/" not in name]
        added = Path(archive.read(path).decode().strip())
    assert path.endswith(".pth")
    assert [one.name for one in added.iterdir() if one.name != "__pycache__"] == ["mlflow_tui"]


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_says_that_it_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


def test_without_a_terminal_make_run_says_what_to_do_instead(tmp_path: Path) -> None:
    """The virtual environment is the one of this test, as if it had been made and filled."""
    environment = tmp_path / "venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(sys.executable)
    (environment / "run.stamp").touch()
    said = subprocess.run(
        ["make", "--no-print-directory", "run", f"VENV={environment}"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert "needs a terminal" in said.stdout or "need a terminal" in said.stdout
    assert "mlflow-tui render examples/values.yaml" in said.stdout


def test_make_says_what_there_is_to_make() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "lock", "picture", "bench"):
        assert re.search(rf"^make {target} +\w", said, re.MULTILINE), target


def test_make_refuses_a_python_that_is_too_old(tmp_path: Path) -> None:
    said = subprocess.run(
        ["make", "--no-print-directory", "run", f"VENV={tmp_path / 'venv'}", "PYTHON="],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode != 0
    assert "Python 3.11 or newer" in said.stderr


def test_links_of_the_documents_lead_somewhere() -> None:
    for document in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "examples/README.md", "benchmarks/README.md"):
        path = ROOT / document
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (path.parent / target).exists(), f"{document}: {target}"
