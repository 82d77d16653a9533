"""Problems for other programs: JSON, SARIF, GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from mlflow_tui.config_model.checks import described
from mlflow_tui.config_model.problem import Problem, Severity

Format = Callable[[Sequence[Problem]], str]


def as_json(problems: Sequence[Problem]) -> str:
    """A list of `{file, line, column, severity, code, path, message, fix}`."""
    return json.dumps([_record(problem) for problem in problems], indent=2, ensure_ascii=False) + "\n"


def _record(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "code": problem.code,
        "path": problem.key,
        "message": problem.message,
        "fix": problem.remedy or None,
    }


def as_sarif(problems: Sequence[Problem]) -> str:
    """SARIF 2.1.0, for code scanning."""
    codes = sorted({problem.code for problem in problems})
    about = described()
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "mlflow-tui", "rules": [_rule(code, *about[code]) for code in codes]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(problem, codes) for problem in problems],
            }
        ],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(code: str, severity: Severity, summary: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": summary},
        "defaultConfiguration": {"level": severity.value},
    }


def _result(problem: Problem, codes: list[str]) -> dict[str, Any]:
    remedy = f" Fix: {problem.remedy}." if problem.remedy else ""
    key = f"{problem.key}: " if problem.key else ""
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": problem.severity.value,
        "message": {"text": f"{key}{problem.message}.{remedy}"},
    }
    if problem.file is not None:
        region = {"startLine": problem.line or 1, "startColumn": problem.column or 1}
        location = {"artifactLocation": {"uri": quote(problem.file)}, "region": region}
        result["locations"] = [{"physicalLocation": location}]
    return result


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""
    return "".join(_command(problem) for problem in problems)


def _command(problem: Problem) -> str:
    places = {"file": problem.file, "line": problem.line, "col": problem.column, "title": problem.code}
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in places.items() if value is not None)
    key = f"{problem.key}: " if problem.key else ""
    remedy = f" (fix: {problem.remedy})" if problem.remedy else ""
    return f"::{problem.severity.value} {properties}::{_data(f'{key}{problem.message}{remedy}')}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Format] = {"json": as_json, "sarif": as_sarif, "github": as_github}
