"""The plan of an upgrade: what changes on the way, and the text that the file would have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from mlflow_tui.config_model import edits, fixing
from mlflow_tui.config_model.chart import Release, names
from mlflow_tui.config_model.checks.declaration import Context
from mlflow_tui.config_model.checks.schema import well_formed
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.effective import effective
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.layers import Layer, merged
from mlflow_tui.config_model.mlflow import Certainty, Reading, Version
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.problem import Problem
from mlflow_tui.config_model.upgrade.changing import Changing, between
from mlflow_tui.config_model.upgrade.database_news import about_databases
from mlflow_tui.config_model.upgrade.entry import Entry, Kind
from mlflow_tui.config_model.upgrade.image_version import (
    MLFLOW_VERSION,
    ImageVersion,
    about_the_image,
    edits_for,
    image_version,
)
from mlflow_tui.config_model.upgrade.option_news import about_options
from mlflow_tui.config_model.upgrade.registry import told
from mlflow_tui.config_model.upgrade.secret_news import EXISTING
from mlflow_tui.config_model.upgrade.target import refuse_downgrade

Evaluate = Callable[[Sequence[Layer], Release, Evaluation | None], Evaluation]


@dataclass(frozen=True, slots=True)
class Stack:
    """What lies around the file that is edited, and what evaluates all of it together."""

    name: str
    evaluate: Evaluate
    lower: Sequence[Layer] = ()
    upper: Sequence[Layer] = ()
    release: Release = field(default_factory=Release)

    def evaluated(self, document: Document, previous: Evaluation | None = None) -> Evaluation:
        """What the document means between the other layers."""
        own = Layer(self.name, document.data, document.loaded, text=document.text)
        return self.evaluate((*self.lower, own, *self.upper), self.release, previous)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade is: `before` and `after` are the text of the file without and with its edit.

    `remaining` are the errors that are there after the edit, which only a person can fix.
    """

    earlier: Version
    wanted: Version
    entries: tuple[Entry, ...]
    before: str = field(repr=False)
    after: str = field(repr=False)
    remaining: tuple[Problem, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether something stops it that the edit does not fix."""
        return bool(self.remaining) or any(one.kind is Kind.STOPS and not one.made for one in self.entries)

    @property
    def nothing_to_do(self) -> bool:
        return self.earlier == self.wanted and self.before == self.after


def plan(document: Document, stack: Stack, wanted: Version, running: Version | None = None) -> Upgrade:
    """What takes the document to the version `wanted`, which is not changed here.

    `running` is the version that runs, where the document is for `wanted` already. Raises NoTarget where it is for a
    later one, EditRefused where the version cannot be written.
    """
    before = stack.evaluated(document)
    image = image_version(before)
    refuse_downgrade(image.reading, wanted)
    if running is not None and image.reading.version == wanted:
        refuse_downgrade(Reading(running, Certainty.SURE, "--from", str(running)), wanted)
        return Upgrade(running, wanted, brought(before, running), document.text, document.text, before.errors)
    earlier = image.reading.version
    if earlier == wanted and image.reading.certainty is Certainty.SURE:
        return Upgrade(earlier, wanted, (), document.text, document.text, before.errors)
    edited = document.copy()
    for edit in edits_for(image, wanted):
        edits.set_value(edited, before.data, edit.path, edit.value)
    arrived = stack.evaluated(edited, before)
    _fix(edited, stack, arrived)
    after = stack.evaluated(edited, arrived)
    way = _Way(before, arrived, after, earlier, wanted)
    found = dict.fromkeys((*way.entries(), *_about_the_version(image, after, wanted)))
    entries = tuple(sorted(found, key=lambda one: one.order))
    return Upgrade(earlier, wanted, entries, document.text, edited.text, after.errors)


def brought(evaluation: Evaluation, running: Version) -> tuple[Entry, ...]:
    """What the version of the evaluated values brings to those who run an earlier one."""
    wanted = image_version(evaluation).reading.version
    over = Layer(f"MLflow {running}", {"image": {MLFLOW_VERSION[-1]: str(running)}})
    before = evaluate_values((*evaluation.layers, over), evaluation.release)
    found = dict.fromkeys(_Way(before, evaluation, evaluation, running, wanted).entries())
    return tuple(sorted(found, key=lambda one: one.order))


def _fix(edited: Document, stack: Stack, arrived: Evaluation) -> None:
    """Makes the fixes of all that stops it, whichever version it was that first refused it."""
    if any(one.code == _NO_SECRET_KEY for one in arrived.errors):
        _name_secret(edited, arrived)
    fixes = fixing.fix_all(
        edited,
        lambda previous: stack.evaluated(edited, previous),
        lambda problem: problem.is_error,
    )
    for _ in fixes:
        pass


_NO_SECRET_KEY = "MT246"


def _name_secret(edited: Document, arrived: Evaluation) -> None:
    """Where basic_auth.ini is in a Secret of the person's own, the secret key belongs into one too."""
    existing = arrived.value(("trackingServer", "basicAuth", "existingSecret"))
    if isinstance(existing, str) and existing:
        edits.set_value(edited, arrived.data, EXISTING, f"{existing[:247]}-flask")


def _place(problem: Problem) -> tuple[str, Path]:
    """What makes two findings the same for two versions, whose numbers are in the messages."""
    return problem.code, problem.path


def _kind(problem: Problem) -> tuple[str, Path]:
    """As `_place`, in whatever item of a list."""
    return problem.code, tuple(one for one in problem.path if isinstance(one, str))


def _about_the_version(image: ImageVersion, after: Evaluation, wanted: Version) -> Iterator[Entry]:
    yield from about_the_image(image, wanted)
    reached = image_version(after).reading
    if (reached.version, reached.certainty) != (wanted, Certainty.SURE):
        key = tuple(reached.key.split("."))
        message = f"another layer gives the version: the values stay for MLflow {reached.version}"
        yield Entry(Kind.STOPS, wanted, key, message, fix=f"give {wanted} there")


@dataclass(frozen=True)
class _Way:
    """The way from `before` to `after`; `arrived` has the new version, and no fix yet."""

    before: Evaluation
    arrived: Evaluation
    after: Evaluation
    earlier: Version
    wanted: Version

    def entries(self) -> Iterator[Entry]:
        known = {_place(one) for one in self.before.problems}
        brought = [one for one in self.arrived.problems if _place(one) not in known]
        since = self._since(brought)
        left, unseen = self._left()
        news, said = self._news(frozenset(one.code for one in brought if one.identity in left))
        for problem in (*self.arrived.errors, *unseen):
            made = problem in self.arrived.errors and problem.identity not in left
            yield self._stops(problem, since.get(_place(problem)), made=made)
        for problem in brought:
            if not problem.is_error and problem.identity in left and problem.code not in said:
                kind = _KINDS.get(problem.code, Kind.NOTE)
                yield Entry(kind, since[_place(problem)], problem.path, problem.message, problem.remedy)
        yield from news

    def _left(self) -> tuple[Set[tuple[str, Path, str]], Sequence[Problem]]:
        """Which findings are there after the fixes still, and the errors that are seen only then.

        A fix may move the items of a list: those that no fix is for are looked for first.
        """
        there = Counter(map(_kind, self.after.problems))
        left = set()
        for problem in sorted(self.arrived.problems, key=lambda one: one.fix is not None):
            if there[_kind(problem)] > 0:
                there[_kind(problem)] -= 1
                left.add(problem.identity)
        return left, [one for one in self.after.errors if there[_kind(one)] > 0]

    def _stops(self, problem: Problem, version: Version | None, *, made: bool) -> Entry:
        fix, named = problem.remedy, self.after.value(EXISTING)
        if made and problem.code == _NO_SECRET_KEY and named:
            fix = f"set {format_path(EXISTING)} to {named}"
        return Entry(Kind.STOPS, version, problem.path, problem.message, fix, made=made)

    def _since(self, problems: Sequence[Problem]) -> dict[tuple[str, Path], Version]:
        """The version that brings each problem, found by halves."""
        versions = between(self.earlier, self.wanted) or (self.wanted,)
        seen: dict[Version, set[tuple[str, Path]]] = {versions[-1]: {_place(one) for one in problems}}

        def found(version: Version) -> set[tuple[str, Path]]:
            if version not in seen:
                over = Layer(f"MLflow {version}", {"image": {MLFLOW_VERSION[-1]: str(version)}})
                there = evaluate_values((*self.arrived.layers, over), self.arrived.release)
                seen[version] = {_place(one) for one in there.problems}
            return seen[version]

        since: dict[tuple[str, Path], Version] = {}
        for problem in problems:
            without, having = -1, len(versions) - 1
            while having - without > 1:
                middle = (without + having) // 2
                without, having = (without, middle) if _place(problem) in found(versions[middle]) else (middle, having)
            since[_place(problem)] = versions[having]
        return since

    def _news(self, codes: frozenset[str]) -> tuple[Sequence[Entry], frozenset[str]]:
        """What no check tells, and the codes of the checks whose findings it stands for."""
        before, after = self._context(self.earlier), self._context(self.wanted)
        if before is None or after is None or self.earlier == self.wanted:
            return (), frozenset()
        changing = Changing(before, after, codes)
        news, said = told(changing)
        return (*about_databases(changing), *news, *about_options(changing)), said

    def _context(self, version: Version) -> Context | None:
        """The edited values as those of a version; None where they break the schema."""
        over = Layer(f"MLflow {version}", {"image": {MLFLOW_VERSION[-1]: str(version)}})
        given = merged((*self.after.layers, over))
        values = well_formed(effective(given))
        return Context(values, given, self.after.release, names(values, self.after.release)) if values else None


_KINDS = {
    **dict.fromkeys(("MT206", "MT225", "MT258"), Kind.DATABASE),
    **dict.fromkeys(("MT248", "MT411"), Kind.SECRET),
    **dict.fromkeys(("MT219", "MT259", "MT261", "MT262"), Kind.RESOURCES),
    **dict.fromkeys(("MT217", "MT226", "MT231", "MT234", "MT253", "MT256"), Kind.CHANGED),
}
"""What the findings of a check are about, of those that are no errors; all others are worth knowing."""
