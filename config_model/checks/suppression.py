"""Comments in a values file that ask for a warning not to be shown.

`# mlflow-tui: ignore MT203`, on the line of a key or on one of its own above it, is for that key and all below it;
above the first key of the file it is for the whole file. Several codes are separated by commas or spaces. An error
stops rendering, so it cannot be ignored: the comment is then told of instead (MT005), as is one that names no code
(MT006).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from mlflow_tui.config_model.helm_yaml import Loaded
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import Problem, Severity

_MARK = re.compile(r"(?:^|\s)#\s*mlflow-tui:\s*ignore\b[\s:]*(?P<codes>[^\n]*)", re.MULTILINE)
_WORD = re.compile(r"[^\s,]+")
_LIKE_A_CODE = re.compile(r"MT\w+", re.IGNORECASE)
WHOLE_FILE = 0


@dataclass(frozen=True, slots=True)
class Ignored:
    """Codes that a comment of a file names; `line` is where it stands, `target` the line that it is for.

    `unknown` are those that no check has; what is no code at all is a person's own remark.
    """

    file: str
    line: int
    codes: frozenset[str]
    target: int
    unknown: tuple[str, ...] = ()


def without_ignored(problems: Sequence[Problem], layers: Sequence[Layer]) -> list[Problem]:
    """The problems without the warnings that a comment of their file asks not to see."""
    ignored = [one for layer in layers for one in _comments(layer)]
    if not ignored:
        return list(problems)
    loaded = {layer.name: layer.loaded for layer in layers if layer.loaded is not None}
    kept: list[Problem] = []
    refused: dict[tuple[str, int], Problem] = {}
    for problem in problems:
        comment = next((one for one in ignored if _is_for(one, problem, loaded.get(one.file))), None)
        if comment is None or problem.is_error:
            kept.append(problem)
        if comment is not None and problem.is_error:
            refused.setdefault((comment.file, comment.line), _refused(problem, comment))
    return [*kept, *refused.values(), *_mistaken(ignored)]


def _mistaken(ignored: Sequence[Ignored]) -> Iterator[Problem]:
    from mlflow_tui.config_model.checks.registry import described

    for comment in ignored:
        for code in comment.unknown:
            near = next(iter(difflib.get_close_matches(code.upper(), described(), n=1, cutoff=0.75)), "")
            guess = f" (did you mean {near}?)" if near else ""
            yield Problem(
                "MT006",
                Severity.WARNING,
                (),
                f"{code} is not a check code: nothing is ignored by it{guess}"
                if code
                else "the comment does not start with a check code: nothing is ignored by it",
                "write it like # mlflow-tui: ignore MT407",
                file=comment.file,
                line=comment.line,
                column=1,
            )


def _refused(problem: Problem, comment: Ignored) -> Problem:
    return Problem(
        "MT005",
        Severity.WARNING,
        (),
        f"{problem.code} is an error here and cannot be ignored: it stops rendering",
        "fix it, and remove the comment",
        file=comment.file,
        line=comment.line,
        column=1,
    )


def _is_for(comment: Ignored, problem: Problem, loaded: Loaded | None) -> bool:
    if problem.code not in comment.codes or problem.file != comment.file:
        return False
    if comment.target == WHOLE_FILE:
        return True
    return loaded is not None and comment.target in _lines(loaded, problem.path)


def _lines(loaded: Loaded, path: Path) -> set[int]:
    """The lines of the key at `path` and of those above it."""
    spans = (loaded.keys.get(path[:length]) for length in range(1, len(path) + 1))
    return {span.line for span in spans if span is not None}


def _comments(layer: Layer) -> Iterator[Ignored]:
    if layer.text is None or layer.loaded is None or "mlflow-tui:" not in layer.text:
        return
    lines = layer.text.split("\n")
    first = min((span.line for path, span in layer.loaded.keys.items() if len(path) == 1), default=len(lines) + 1)
    for found in _MARK.finditer(layer.text):
        start = layer.text.index("#", found.start())
        if _in_scalar(layer.loaded, start):
            continue
        codes, unknown = _codes(found["codes"])
        line = layer.text.count("\n", 0, start) + 1
        own_line = lines[line - 1].lstrip().startswith("#")
        target = WHOLE_FILE if line < first else _next_content(lines, line) if own_line else line
        yield Ignored(layer.name, line, codes, target, unknown)


def _codes(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The codes that a comment names, up to the first word that looks like none, and those that no check has."""
    from mlflow_tui.config_model.checks.registry import described

    words = list(takewhile(_LIKE_A_CODE.fullmatch, _WORD.findall(text)))
    codes = frozenset(word for word in words if word in described())
    return codes, tuple(word for word in words if word not in codes) if words else ("",)


def _next_content(lines: Sequence[str], line: int) -> int:
    """The first line after `line` that is neither empty nor a comment."""
    following = enumerate(lines[line:], start=line + 1)
    return next((number for number, text in following if text.strip() and not text.lstrip().startswith("#")), line)


def _in_scalar(loaded: Loaded, offset: int) -> bool:
    """Whether the place lies in a text, such as a certificate, rather than between values."""
    containers = (dict, list)
    return any(
        span.start <= offset < span.end and not isinstance(_at(loaded, path), containers)
        for path, span in loaded.values.items()
    )


def _at(loaded: Loaded, path: Path) -> object:
    value: object = loaded.data
    for part in path:
        try:
            value = value[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return None
    return value
