"""What a check is: a function that takes a `Context` and yields `Finding`s, declared with a code.

Its declaration gives the code, the severity, the line of the documentation and the keys that it reads. Codes never
change their meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mlflow_tui.config_model.chart import Names, Release
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.mlflow import Facts
from mlflow_tui.config_model.mlflow.server_arguments import Server
from mlflow_tui.config_model.path import Path, parse_path
from mlflow_tui.config_model.problem import DeleteKey, Fix, Severity
from mlflow_tui.config_model.values import Values

_MISSING = object()


@dataclass(frozen=True)
class Context:
    """What a check may look at.

    `values` have passed the schema; `given` is what the files and options say, before the defaults are filled in.
    """

    values: Values
    given: Mapping[str, Any]
    release: Release
    names: Names

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The values in the shape of the file."""
        return self.values.model_dump(by_alias=True)

    @cached_property
    def mlflow(self) -> Facts:
        """What the MLflow of these values is like."""
        return self.values.image.mlflow

    @cached_property
    def server(self) -> Server:
        """What the server of these values is started with."""
        return Server(self.values, self.mlflow)

    def is_given(self, key: str) -> bool:
        """Whether the person wrote `key`, rather than left it to its default."""
        return look_up(self.given, parse_path(key), _MISSING) is not _MISSING

    def given_value(self, key: str) -> Any:
        """What the person wrote for `key`; None where it is left to its default."""
        return look_up(self.given, parse_path(key))

    def removal(self, key: str) -> Fix | None:
        """The fix that takes `key` out; None where nobody wrote it."""
        return Fix(f"remove {key}", (DeleteKey(parse_path(key)),)) if self.is_given(key) else None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has found, at the key `path`; the other fields are those of a `Problem`."""

    path: str | Path
    message: str
    hint: str = ""
    fix: Fix | None = None


Function = Callable[[Context], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A declared check.

    `summary` is its line in the documentation. `reads` are the keys at the top of the file that its findings depend
    on; besides them they may depend on the release alone.
    """

    code: str
    severity: Severity
    summary: str
    reads: tuple[str, ...]
    function: Function


CHECKS: dict[str, Check] = {}


def check(code: str, severity: Severity, summary: str, *, reads: tuple[str, ...]) -> Callable[[Function], Function]:
    """Declares the decorated function as the check `code`."""

    def declare(function: Function) -> Function:
        assert code not in CHECKS, f"{code} is declared twice"
        CHECKS[code] = Check(code, severity, summary, reads, function)
        return function

    return declare
