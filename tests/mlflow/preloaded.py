"""MLflow's command, of each version that is asked for, run by a process that has it imported already.

An import takes longer than all else that a server does until it answers, so that many short runs are what tests can
afford. A few tests run the program itself.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mlflow_tui.config_model.mlflow import OLDEST, Version
from mlflow_tui.config_model.mlflow.behaviours import SQLITE_BY_DEFAULT

_PROGRAM = Path(__file__).with_name("preloaded_program.py")
_NO_JOBS = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "OPENBLAS_NUM_THREADS": "1"}
"""For servers that are told nothing else: the processes that run jobs import MLflow anew, each of up to nine."""


class Process:
    """One run of the command: as much of a `subprocess.Popen` as those who start a server need."""

    def __init__(self, home: _Preloaded, pid: int) -> None:
        self._home = home
        self.pid = pid
        self._code: int | None = None

    def poll(self) -> int | None:
        if self._code is None:
            self._code = self._home.ask("poll", self.pid)
        return self._code

    def wait(self, timeout: float) -> int:
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("mlflow", timeout)
            time.sleep(0.02)
        return code


class _Preloaded:
    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen(
            [program.parent / "python", _PROGRAM],
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def ask(self, *request: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()
        self._process.wait()


_HOMES: dict[Path, _Preloaded] = {}
_TABLES: dict[Path, Path] = {}
"""By the program whose they are, until `close`."""


def close() -> None:
    """Ends every process, and removes what was kept for them."""
    for home in _HOMES.values():
        home.close()
    for file in _TABLES.values():
        shutil.rmtree(file.parent, ignore_errors=True)
    _HOMES.clear()
    _TABLES.clear()


def _preloaded(program: Path) -> _Preloaded:
    if program not in _HOMES:
        _HOMES[program] = _Preloaded(program)
    return _HOMES[program]


def start(program: Path, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Process:
    """`mlflow` with these arguments; a SQLite file of its own that is not there yet is there, with empty tables."""
    environment = {**_NO_JOBS, **environment}
    _provide_tables(program, arguments, folder, environment)
    home = _preloaded(program)
    return Process(home, home.ask("start", [str(program), *arguments], str(folder), environment, str(log)))


def run(program: Path, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Runs `mlflow` to its end: its exit code and what it printed."""
    return _ended(program, folder, "start", [str(program), *arguments], environment)


def run_python(program: Path, code: str, arguments: Sequence[str], folder: Path) -> tuple[int, str]:
    """Runs code with MLflow imported: its exit code and what it printed."""
    return _ended(program, folder, "python", ["-c", *arguments], os.environ, code)


_NUMBERS = itertools.count(1)


def _ended(
    program: Path, folder: Path, command: str, argv: list[str], environment: Mapping[str, str], *code: str
) -> tuple[int, str]:
    home = _preloaded(program)
    log = folder / f"run-{next(_NUMBERS)}.log"
    process = Process(home, home.ask(command, *code, argv, str(folder), dict(environment), str(log)))
    return process.wait(240), log.read_text(encoding="utf-8", errors="replace")


_MAKE_TABLES = """
import sys
from sqlalchemy import create_engine
from mlflow.store.db.utils import _initialize_tables
_initialize_tables(create_engine(sys.argv[1]))
"""
"""As a server does that finds no table, without the experiment that it then adds, whose place is its own."""
_SQLITE = re.compile(r"sqlite:///([^?\s:]+\.db)")


def _provide_tables(program: Path, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    """The migrations are the same in each case, and what takes longest after the import."""
    given = [*arguments, *(environment.get(f"MLFLOW_{one}_STORE_URI", "") for one in ("BACKEND", "REGISTRY"))]
    if SQLITE_BY_DEFAULT.holds(_version(program)) and not (folder / "mlruns").exists():
        given.append("sqlite:///mlflow.db")
    for text in given:
        if (found := _SQLITE.search(text)) is None or "--artifacts-only" in arguments:
            continue
        file = folder / found[1]
        if not file.exists() and file.parent.is_dir():
            shutil.copy(_tables(program), file)


def make_tables(program: Path, url: str, folder: Path) -> None:
    """Makes the tables of runs and models in an empty database, and puts nothing into them."""
    code, said = run_python(program, _MAKE_TABLES, [url], folder)
    assert code == 0, said


def _tables(program: Path) -> Path:
    if program not in _TABLES:
        file = Path(tempfile.mkdtemp(prefix="mlflow-tui-tables-")) / "tables.db"
        make_tables(program, f"sqlite:///{file}", file.parent)
        _TABLES[program] = file
    return _TABLES[program]


def _version(program: Path) -> Version:
    _, dash, version = program.parents[1].name.partition("mlflow-")
    return Version.parse(version) if dash else OLDEST
