"""How a check is declared, and how all of them are run.

A check is a small function that takes a `Context` and yields `Finding`s. Its declaration gives the code, the severity,
the line of the documentation and the keys that it reads. Codes never change their meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from config_model.as_meant import is_about
from config_model.chart import Names, Release
from config_model.checks.server_arguments import Server
from config_model.json_data import same
from config_model.path import Path, parse_path
from config_model.problem import DeleteKey, Fix, Problem, Severity
from config_model.setting import look_up, owner
from config_model.values import Values

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
    def server(self) -> Server:
        """What the server of these values is started with."""
        return Server(self.values)

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
    suggestion: str = ""


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


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks have found, kept so that the next run need not repeat those whose keys are the same.

    `found` has no entry for a check that reads what is in doubt; `certain` is what such checks have found all the same.
    """

    given: Mapping[str, Any]
    release: Release
    found: Mapping[str, tuple[Problem, ...]] = field(repr=False)
    certain: tuple[Problem, ...] = field(default=(), repr=False)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, in the order of the codes."""
        every = [*(problem for problems in self.found.values() for problem in problems), *self.certain]
        return tuple(sorted(every, key=lambda one: one.code))


CHECKS: dict[str, Check] = {}


def check(code: str, severity: Severity, summary: str, *, reads: tuple[str, ...]) -> Callable[[Function], Function]:
    """Declares the decorated function as the check `code`."""

    def declare(function: Function) -> Function:
        assert code not in CHECKS, f"{code} is declared twice"
        CHECKS[code] = Check(code, severity, summary, reads, function)
        return function

    return declare


def declared() -> tuple[Check, ...]:
    """Every check, in the order of the codes."""
    _load()
    return tuple(sorted(CHECKS.values(), key=lambda one: one.code))


def described() -> Mapping[str, tuple[Severity, str]]:
    """How grave each code is and what it finds, those of the file and the schema included, in their order."""
    from config_model.checks.schema import FILE_SUMMARIES, SUMMARIES, WARNINGS

    fixed = {**FILE_SUMMARIES, **SUMMARIES}
    found = {code: (Severity.WARNING if code in WARNINGS else Severity.ERROR, text) for code, text in fixed.items()}
    found |= {one.code: (one.severity, one.summary) for one in declared()}
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class Possibility:
    """A context that may be the one that is meant, as far as the value at `place` goes; `wrong` is what is in doubt.

    `make` gives the context, which most checks never ask for; None where the value cannot be meant after all.
    """

    wrong: Path
    place: Path
    make: Callable[[], Context | None]

    @cached_property
    def context(self) -> Context | None:
        return self.make()


def run(context: Context, previous: Checked | None = None, possible: Sequence[Possibility] = ()) -> Checked:
    """What the checks find in values that have passed the schema.

    With the result of an earlier run, only those checks are run again that read a key which has changed since. Where
    the values may be others too, what a check finds is kept if it finds it in all of these.
    """
    changed = _changed(context, previous)
    found: dict[str, tuple[Problem, ...]] = {}
    certain: list[Problem] = []
    for one in declared():
        doubted = [other for other in possible if other.place[0] in one.reads]
        if doubted:
            certain += _in_all(one, context, doubted)
            continue
        known = previous.found.get(one.code) if previous is not None else None
        if known is None or changed is None or not changed.isdisjoint(one.reads):
            known = tuple(_problems(one, context))
        found[one.code] = known
    return Checked(context.given, context.release, found, tuple(certain))


def _in_all(one: Check, context: Context, possible: Sequence[Possibility]) -> list[Problem]:
    """What a check finds whichever of the contexts is meant."""
    found = list(_problems(one, context))
    found = [problem for problem in found if not any(is_about(problem.path, other.wrong) for other in possible)]
    for other in possible:
        if not found:
            break
        if (there := other.context) is not None:
            again = {problem.identity for problem in _problems(one, there)}
            found = [
                problem for problem in found if problem.identity in again or _is_spared(problem.path, other, there)
            ]
    return found


def _is_spared(path: Path, other: Possibility, there: Context) -> bool:
    """Whether what is found at the path is another part of the setting in doubt, or has no effect in that context."""
    setting = owner(path)
    part = setting is not None and setting.path == other.place and other.wrong != other.place
    return part or (setting is not None and setting.why_not(there.data) is not None)


def _changed(context: Context, previous: Checked | None) -> set[str] | None:
    """The keys at the top that differ from those of the earlier run; None where all may."""
    if previous is None or previous.release != context.release:
        return None
    before, now = previous.given, context.given
    return {key for key in {*before, *now} if not same(before.get(key, _MISSING), now.get(key, _MISSING))}


def _problems(one: Check, context: Context) -> Iterator[Problem]:
    for finding in one.function(context):
        path = parse_path(finding.path) if isinstance(finding.path, str) else finding.path
        yield Problem(
            one.code, one.severity, path, finding.message, finding.hint, finding.fix, suggestion=finding.suggestion
        )


def _load() -> None:
    """Imports the modules that declare checks: late, since most commands need the schema alone."""
    from config_model.checks import (  # noqa: F401
        artifact_store,
        backend_store,
        basic_auth,
        drivers,
        environment,
        extra_args,
        image_names,
        ingress,
        listening,
        metadata,
        mlflow_server,
        names,
        pod_pieces,
        security,
        stray_characters,
    )
