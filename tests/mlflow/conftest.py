"""What the tests of real servers share: MLflow 2.14.1 itself, and a PostgreSQL for it."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mlflow_tui.config_model.mlflow import OLDEST
from tests.mlflow import preloaded
from tests.needs import without

_NAMED = "name DIR/bin/mlflow in MLFLOW_TUI_TEST_MLFLOW"
_ADVICE = f"python -m venv DIR, DIR/bin/pip install -r requirements-mlflow.lock, and {_NAMED}"
_SYSTEM_FOLDERS = "/usr/lib/postgresql"


@pytest.fixture(scope="session", autouse=True)
def _closed() -> Iterator[None]:
    yield
    preloaded.close()


@pytest.fixture(scope="session")
def mlflow() -> Path:
    """A real MLflow 2.14.1, in a virtual environment of its own."""
    named = os.environ.get("MLFLOW_TUI_TEST_MLFLOW")
    if not named or not Path(named).is_file():
        without("MLflow", _ADVICE)
    return Path(named)


@pytest.fixture(scope="session")
def mlflow_of(request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """Called with a version, gives that MLflow, in a virtual environment of its own."""

    def program(version: str) -> Path:
        if version == str(OLDEST):
            oldest: Path = request.getfixturevalue("mlflow")
            return oldest
        named = os.environ.get("MLFLOW_TUI_TEST_MLFLOW_VERSIONS", "")
        found = Path(named) / f"mlflow-{version}" / "bin" / "mlflow"
        if not named or not found.is_file():
            without(
                f"MLflow {version}",
                "run .ci/mlflow-environments .tools, and name that folder in MLFLOW_TUI_TEST_MLFLOW_VERSIONS",
            )
        return found

    return program


@pytest.fixture(scope="session")
def postgres(mlflow: Path) -> Iterator[Callable[..., str]]:
    """A PostgreSQL of these tests' own; called with a name, it makes a database and gives its URL.

    A second name is of a database that it is a copy of.
    """
    programs = _postgres_programs()
    driver = subprocess.run([mlflow.parent / "python", "-c", "import psycopg2"], capture_output=True, check=False)
    if driver.returncode:
        without("psycopg2 beside MLflow", _ADVICE)
    user = "postgres" if os.getuid() == 0 else None  # PostgreSQL does not run as root
    folder = Path(tempfile.mkdtemp(prefix="mlflow-tui-postgres-"))
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(
            command, user=user, cwd=folder, check=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def database(name: str, like: str = "template1") -> str:
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "mlflow", "-T", like, name)
        return f"postgresql://mlflow:pa%25ss@127.0.0.1:{port}/{name}"

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-U", "mlflow", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"-h 127.0.0.1 -p {port} -k {folder} -F"
        run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield database
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_programs() -> Path:
    found = [path.parent for path in Path(_SYSTEM_FOLDERS).glob("*/bin/initdb")]
    if (named := shutil.which("initdb")) is not None:
        found.append(Path(named).resolve().parent)
    if not found:
        without("PostgreSQL", "install your system's package (Debian: postgresql)")
    return max(found)
