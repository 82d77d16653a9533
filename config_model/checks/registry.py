"""How a check is declared, and how all of them are run.

A check is a small function that takes a `Context` and yields `Finding`s. Its declaration gives the code, the severity
and the line of the documentation. Codes never change their meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from config_model.chart import Names, Release
from config_model.path import Path, parse_path
from config_model.problem import Fix, Problem, Severity
from config_model.setting import look_up
from config_model.values import Values


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may look at.

    `values` have passed the schema; `given` is what the files and options say, before the defaults are filled in.
    """

    values: Values
    given: Mapping[str, Any]
    release: Release
    names: Names

    def is_given(self, key: str) -> bool:
        """Whether the person wrote `key`, rather than left it to its default."""
        missing = object()
        return look_up(self.given, parse_path(key), missing) is not missing


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has found, at the key `path`; `hint` says how to mend it, `fix` mends it."""

    path: str | Path
    message: str
    hint: str = ""
    fix: Fix | None = None


Function = Callable[[Context], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A declared check; `summary` is its line in the documentation."""

    code: str
    severity: Severity
    summary: str
    function: Function


CHECKS: dict[str, Check] = {}


def check(code: str, severity: Severity, summary: str) -> Callable[[Function], Function]:
    """Declares the decorated function as the check `code`."""

    def declare(function: Function) -> Function:
        assert code not in CHECKS, f"{code} is declared twice"
        CHECKS[code] = Check(code, severity, summary, function)
        return function

    return declare


def run(context: Context) -> Iterator[Problem]:
    """All problems of values that have passed the schema, in the order of the codes."""
    _load()
    for declared in sorted(CHECKS.values(), key=lambda one: one.code):
        for finding in declared.function(context):
            path = parse_path(finding.path) if isinstance(finding.path, str) else finding.path
            yield Problem(declared.code, declared.severity, path, finding.message, finding.hint, finding.fix)


def _load() -> None:
    """Imports the modules that declare checks: late, since most commands need the schema alone."""
    from config_model.checks import mlflow, names  # noqa: F401
