"""From layers of values to what they mean: the effective data, the validated values and every problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

from mlflow_tui.config_model import checks
from mlflow_tui.config_model.best_guess import Doubt, Guess, best_guess, is_about, without_settings
from mlflow_tui.config_model.catalogue import owner
from mlflow_tui.config_model.chart import Names, Release, names
from mlflow_tui.config_model.checks.schema import validate, well_formed
from mlflow_tui.config_model.checks.severity_overrides import overridden
from mlflow_tui.config_model.checks.suppression import without_ignored
from mlflow_tui.config_model.effective import effective
from mlflow_tui.config_model.file_notes import notes
from mlflow_tui.config_model.file_notes import placed as at_place
from mlflow_tui.config_model.fix_safety import with_safe_fix
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.layers import Layer, Source, merged, same, source
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.placeholders import is_filled_in
from mlflow_tui.config_model.problem import Problem
from mlflow_tui.config_model.recognition import is_encrypted_by_sops
from mlflow_tui.config_model.secrecy import quoted_secrets, without, without_passwords
from mlflow_tui.config_model.setting import Kind, Setting
from mlflow_tui.config_model.values import Values
from mlflow_tui.config_model.written import in_layers

Manifest = dict[str, Any]
"""A Kubernetes object."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a stack of layers means.

    `data` holds the effective value of every key of the chart, also where the document has errors; `values` is None
    while it has any. `problems` are in the order of their places in the files.
    """

    layers: tuple[Layer, ...]
    release: Release
    data: dict[str, Any] = field(repr=False)
    values: Values | None = field(repr=False)
    problems: tuple[Problem, ...]
    checked: checks.Checked | None = field(default=None, repr=False)
    """What the checks found, for the next evaluation; None where none could be run."""
    manifests: tuple[Manifest, ...] | None = field(default=None, repr=False)
    """The objects that the values render to; None while the document has errors, and where nothing rendered them."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.is_error)

    @property
    def names(self) -> Names | None:
        """The names of the objects; None while the document has errors."""
        return names(self.values, self.release) if self.values is not None else None

    def value(self, path: Path) -> Any:
        """The effective value at `path`; None where there is none."""
        return look_up(self.data, path)

    def source(self, path: Path) -> Source:
        """The topmost layer that gives the value at `path`, or none where the chart's default holds."""
        return source(self.layers, path)

    def changed(self, setting: Setting) -> bool:
        """Whether the effective value differs from the chart's default."""
        return not same(self.value(setting.path), setting.default)

    def graded(self, grades: Mapping[str, str]) -> Evaluation:
        """The same, with each finding taken as gravely as `grades` says of its code."""
        return replace(self, problems=tuple(overridden(self.problems, grades))) if grades else self


_MISSING = object()


class Objects(NamedTuple):
    """The objects that values render to, and what is wrong with them."""

    manifests: tuple[Manifest, ...]
    problems: Iterable[Problem]


Render = Callable[[Values, Release], Objects]
"""Renders values and looks at the objects, which the model knows nothing of (`renderers.evaluation`)."""


def evaluate_values(
    layers: Sequence[Layer],
    release: Release | None = None,
    previous: Evaluation | None = None,
    render: Render | None = None,
) -> Evaluation:
    """Merges the layers over the chart's defaults as Helm does, and checks the values.

    What `previous` found is taken over where nothing has changed that it depends on. Without `render` the objects are
    not looked at: `renderers.evaluation.evaluate` is the whole.
    """
    release = release or Release()
    given = merged(layers)
    data = effective(given)
    values, problems = validate(data, release.kube_version, in_layers(layers))
    problems = [with_safe_fix(problem, given, layers) for problem in problems]
    if is_encrypted_by_sops(given):
        problems = [problem for problem in problems if problem.path == ("sops",)]
    meant = _Meant(Guess(given), values) if values is not None else _meant(given, problems, release)
    checked = _checked(meant, release, previous) if not is_encrypted_by_sops(given) else None
    problems.extend(with_safe_fix(one, given, layers) for one in (checked.problems if checked is not None else ()))
    manifests = None
    if render is not None and checked is not None and meant.values is not None:
        objects = render(meant.values, release)
        problems.extend(_unsaid(objects.problems, problems, meant.document.doubts))
        manifests = objects.manifests if values is not None else None
    problems = [one for one in problems if not _of_placeholder(one, data)]
    if any(problem.is_error for problem in problems):
        values = manifests = None
    placed = [*notes(layers), *(at_place(problem, layers) for problem in problems)]
    placed = [*_without_secrets(without_ignored(placed, layers), layers)]
    order = {layer.name: number for number, layer in enumerate(layers)}
    placed.sort(key=lambda one: (order.get(one.file or "", -1), one.line or 0, one.column or 0, one.code))
    return Evaluation(tuple(layers), release, data, values, tuple(placed), checked, manifests)


class _Meant(NamedTuple):
    """What a document says or, where it breaks the schema, was meant to say."""

    document: Guess
    values: Values | None


def _meant(given: Mapping[str, Any], problems: Sequence[Problem], release: Release) -> _Meant:
    document = best_guess(given, [problem for problem in problems if problem.is_error])
    values, left = validate(effective(document.given), release.kube_version)
    if values is None:
        document = without_settings(document, [problem for problem in left if problem.is_error])
        values, _ = validate(effective(document.given), release.kube_version)
    return _Meant(document, values)


def _checked(meant: _Meant, release: Release, previous: Evaluation | None) -> checks.Checked | None:
    if meant.values is None:
        return None
    context = _context(meant.document.given, meant.values, release)
    return checks.run(context, previous.checked if previous is not None else None, list(_possible(meant, release)))


def _possible(meant: _Meant, release: Release) -> Iterator[checks.Possibility]:
    """The contexts that may be meant where the document leaves doubts."""
    for doubt in meant.document.doubts:
        for value in doubt.others:
            make = partial(_context_with, meant.document, doubt, value, release)
            yield checks.Possibility(doubt.wrong, doubt.place, make, doubt.is_name)


def _context_with(document: Guess, doubt: Doubt, value: Any, release: Release) -> checks.Context | None:
    given = document.variant(doubt, value)
    values = well_formed(effective(given)) if given is not None else None
    return _context(given, values, release) if given is not None and values is not None else None


def _context(given: Mapping[str, Any], values: Values, release: Release) -> checks.Context:
    return checks.Context(values, given, release, names(values, release))


def _unsaid(found: Iterable[Problem], said: Sequence[Problem], doubts: Sequence[Doubt]) -> Iterator[Problem]:
    """What was found in the objects and is not the consequence of an error that was found before."""
    errors = [problem.path for problem in said if problem.is_error]
    volume_may_be_there = any(doubt.place[0] in _WITH_VOLUMES for doubt in doubts)
    for problem in dict.fromkeys(found):  # several containers are made of the same settings
        path = problem.path
        known = any(path[: len(one)] == one[: len(path)] for one in errors)
        doubtful = any(_may_follow(path, doubt) for doubt in doubts)
        if not known and not doubtful and not (volume_may_be_there and _names_volume(path)):
            yield problem


def _may_follow(path: Path, doubt: Doubt) -> bool:
    """Whether what is found at `path` may come of the doubt alone, as a choice decides which siblings it may have."""
    if is_about(path, doubt.wrong) or is_about(path, doubt.place):
        return True
    setting = owner(doubt.place)
    chooses = setting is not None and setting.kind is Kind.CHOICE and len(doubt.place) > 1
    return chooses and path[: len(doubt.place) - 1] == doubt.place[:-1]


_WITH_VOLUMES = ("extraVolumes", "trackingServer", "artifactStore", "persistence")


def _names_volume(path: Path) -> bool:
    """Whether a volume is named at `path`, in a mount of the server or of an extra container."""
    return path[-1:] == ("name",) and ("volumeMounts" in path or path[0] == "extraVolumeMounts")


def _without_secrets(problems: Sequence[Problem], layers: Sequence[Layer]) -> Iterator[Problem]:
    """The problems as they may be told to anybody: where one quotes a value, without the secrets in it."""
    secrets = quoted_secrets(layer.data for layer in layers) if problems else set()
    for problem in problems:
        yield problem.with_texts(lambda text: without_passwords(without(text, secrets)))


_ABOUT_THE_PLACE = frozenset({"MT202", "MT209", "MT217", "MT226", "MT235"})
"""Codes of the checks that tell of a key, whatever its value is."""


def _of_placeholder(problem: Problem, data: Mapping[str, Any]) -> bool:
    """Whether a check judges a value that nobody can know yet. What breaks the chart's schema cannot be rendered."""
    if problem.code < "MT2" or problem.code in _ABOUT_THE_PLACE or problem.code in ("MT301", "MT303"):
        return False
    return is_filled_in(problem.path, look_up(data, problem.path))
