"""From layers of values to what they mean: the effective data, the validated values and every problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any, NamedTuple

from pydantic import BaseModel

from config_model import checks
from config_model.as_meant import Doubt, Meant, as_meant, is_about, without_settings
from config_model.catalogue import by_path
from config_model.chart import Names, Release, names
from config_model.checks.schema import BOOLEAN_FOR_TEXT, WRONG_TYPE, validate, well_formed
from config_model.checks.suppression import without_ignored
from config_model.helm_yaml import SEVERAL_DOCUMENTS, TEXT_IGNORED
from config_model.json_data import look_up
from config_model.layers import Layer, Source, merged, same, source
from config_model.path import Path
from config_model.placeholders import injected, is_filled_in
from config_model.problem import DeleteKey, Problem, SetValue, Severity
from config_model.recognition import is_encrypted_by_sops
from config_model.secrecy import quoted_secrets, without, without_passwords
from config_model.setting import EMPTY_VALUES, Setting
from config_model.values import Values
from config_model.written import in_layers


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


_MISSING = object()
ObjectCheck = Callable[[Values, Release], Iterable[Problem]]
"""Looks at the objects that values render to, which the model knows nothing of (`renderers.evaluation`)."""


def evaluate(
    layers: Sequence[Layer],
    release: Release | None = None,
    previous: Evaluation | None = None,
    objects: ObjectCheck | None = None,
) -> Evaluation:
    """Merges the layers over the chart's defaults as Helm does, and checks the result.

    What `previous` found is taken over where nothing has changed that it depends on.
    """
    release = release or Release()
    given = merged(layers)
    data = _filled(Values, given)
    values, problems = validate(data, release.kube_version, in_layers(layers))
    problems = [_without_loss(_by_option(problem, layers), given, layers) for problem in problems]
    if is_encrypted_by_sops(given):
        problems = [problem for problem in problems if problem.path == ("sops",)]
    meant = _Meant(Meant(given), values) if values is not None else _meant(given, problems, release)
    checked = _checked(meant, release, previous) if not is_encrypted_by_sops(given) else None
    problems.extend(_without_loss(one, given, layers) for one in (checked.problems if checked is not None else ()))
    if objects is not None and checked is not None and meant.values is not None:
        problems.extend(_unsaid(objects(meant.values, release), problems, meant.document.doubts))
    problems = [one for one in problems if not _of_placeholder(one, data)]
    if any(problem.is_error for problem in problems):
        values = None
    placed = [*_notes(layers), *_placeholders(layers), *(_placed(problem, layers) for problem in problems)]
    placed = [*_without_secrets(without_ignored(placed, layers), layers)]
    order = {layer.name: number for number, layer in enumerate(layers)}
    placed.sort(key=lambda one: (order.get(one.file or "", -1), one.line or 0, one.column or 0, one.code))
    return Evaluation(tuple(layers), release, data, values, tuple(placed), checked)


class _Meant(NamedTuple):
    """What a document says or, where it breaks the schema, was meant to say."""

    document: Meant
    values: Values | None


def _meant(given: Mapping[str, Any], problems: Sequence[Problem], release: Release) -> _Meant:
    document = as_meant(given, [problem for problem in problems if problem.is_error])
    values, left = validate(_filled(Values, document.given), release.kube_version)
    if values is None:
        document = without_settings(document, [problem for problem in left if problem.is_error])
        values, _ = validate(_filled(Values, document.given), release.kube_version)
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
            yield checks.Possibility(doubt.wrong, doubt.place, make)


def _context_with(document: Meant, doubt: Doubt, value: Any, release: Release) -> checks.Context | None:
    given = document.variant(doubt, value)
    values = well_formed(_filled(Values, given)) if given is not None else None
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
        doubtful = any(is_about(path, doubt.wrong) or is_about(path, doubt.place) for doubt in doubts)
        if not known and not doubtful and not (volume_may_be_there and _names_volume(path)):
            yield problem


_WITH_VOLUMES = ("extraVolumes", "trackingServer", "artifactStore")


def _names_volume(path: Path) -> bool:
    """Whether a volume is named at `path`, in a mount of the server or of an extra container."""
    return path[-1:] == ("name",) and ("volumeMounts" in path or path[0] == "extraVolumeMounts")


@cache
def _defaults() -> dict[str, Any]:
    return Values().model_dump(by_alias=True)


def defaults() -> dict[str, Any]:
    """The chart's defaults, as its values.yaml would give them."""
    return deepcopy(_defaults())


def _filled(model: type[BaseModel], given: Any, prefix: Path = ()) -> Any:
    """`given` with the defaults of a section filled in, and null turned into the empty value of each key's type.

    What is not of the right shape stays as it is, for the schema to report.
    """
    if given is None:
        given = {}
    if not isinstance(given, dict):
        return given
    filled: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        key, annotation = info.alias or name, info.annotation
        path = (*prefix, key)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            filled[key] = _filled(annotation, given.get(key), path)
        elif key in given:
            filled[key] = _without_null(by_path().get(path), given[key])
        else:
            filled[key] = look_up(_defaults(), path)
    for key, value in given.items():
        filled.setdefault(key, value)
    return filled


def _without_null(setting: Setting | None, value: Any) -> Any:
    """null as the empty value of the setting's type, and without the entries that null removes."""
    if setting is None:
        return _pruned(value) if value is not None else {}
    if value is None:
        return EMPTY_VALUES.get(setting.kind)
    if setting.item is not None and isinstance(value, list):
        return [_filled_item(setting.item, item) for item in value]
    return _pruned(value) if isinstance(value, dict | list) else value


def _filled_item(model: type[BaseModel], item: Any) -> Any:
    """An item of a list that the chart has its own model for: null is left out, so that its default holds."""
    if not isinstance(item, dict):
        return item
    nullable = {info.alias or name for name, info in model.model_fields.items()}
    return {key: _pruned(value) for key, value in item.items() if value is not None or key not in nullable}


def _pruned(value: Any) -> Any:
    """Without the map entries that are null: Kubernetes reads them as absent."""
    if isinstance(value, dict):
        return {key: _pruned(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, list):
        return [_pruned(item) for item in value]
    return value


_NOTE_CODES = {SEVERAL_DOCUMENTS: "MT003", TEXT_IGNORED: "MT004"}


_NOTE_HINTS = {
    "MT003": "keep one document, or name several files, which are laid over each other",
    "MT004": "remove what stands from there on, or put it into a file of its own",
}


def _notes(layers: Sequence[Layer]) -> Iterator[Problem]:
    for layer in layers:
        for note in layer.loaded.notes if layer.loaded is not None else ():
            code = _NOTE_CODES[note.code]
            message, hint = note.message.rstrip("."), _NOTE_HINTS[code]
            yield Problem(code, Severity.WARNING, (), message, hint, file=layer.name, line=note.line, column=1)


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


def _placeholders(layers: Sequence[Layer]) -> Iterator[Problem]:
    """One note a file, at the first placeholder in it."""
    for layer in layers:
        paths = list(injected(layer.data)) if layer.loaded is not None else []
        if paths:
            one = "one value is a placeholder that another tool fills in: it is not judged"
            several = f"{len(paths)} values are placeholders that another tool fills in: they are not judged"
            message, hint = (
                one if len(paths) == 1 else several,
                "let that tool run first, to have all of the file judged",
            )
            yield _placed(Problem("MT007", Severity.WARNING, paths[0], message, hint), [layer])


def _placed(problem: Problem, layers: Sequence[Layer]) -> Problem:
    for layer in reversed(layers):
        if layer.loaded is not None and (span := layer.loaded.keys.get(problem.path)) is not None:
            return problem.at(layer.name, span.line, span.column)
    files = [layer.name for layer in layers if layer.loaded is not None]
    return problem.at(files[-1] if files else None, None, None)


def _without_loss(problem: Problem, given: Mapping[str, Any], layers: Sequence[Layer]) -> Problem:
    """The problem without a fix that would lose something.

    That is one which moves a key to where a value is already, or writes anew what has comments in it; nor one that
    removes what is not there yet.
    """
    edits = problem.fix.edits if problem.fix is not None else ()
    moves = next((edit.path for edit in edits if isinstance(edit, DeleteKey)), None)
    for edit in edits:
        if not isinstance(edit, SetValue):
            if look_up(given, edit.path, _MISSING) is _MISSING:
                return replace(problem, fix=None)  # it stands there once the document is mended otherwise
            continue
        taken = moves is not None and look_up(given, edit.path) is not None
        renames = moves is not None and moves[:-1] == edit.path[:-1]
        if taken or (not renames and _has_comments(moves or edit.path, layers)):
            return replace(problem, fix=None)
    return problem


def _has_comments(path: Path, layers: Sequence[Layer]) -> bool:
    """Whether a comment stands inside the map or list at `path`, as the topmost file that has it gives it."""
    for layer in reversed(layers):
        if layer.loaded is None or layer.text is None or path not in layer.loaded.values:
            continue
        if not isinstance(look_up(layer.data, path), dict | list):
            return False
        span = layer.loaded.values[path]
        key = layer.loaded.keys.get(path, span)
        inside = layer.text[min(key.start, span.start) : span.end].partition("\n")[2]  # that of the key's line stays
        return re.search(r"(?:^|\s)#", inside) is not None
    return False


def _by_option(problem: Problem, layers: Sequence[Layer]) -> Problem:
    """A string that a `--set` gives as a number or a boolean: no edit of the file makes it right."""
    if problem.code not in (BOOLEAN_FOR_TEXT, WRONG_TYPE) or problem.fix is None:
        return problem
    quotes = any(isinstance(edit, SetValue) and isinstance(edit.value, str) for edit in problem.fix.edits)
    giving = source(layers, problem.path).layer
    if quotes and giving is not None and giving.assignments:
        return replace(problem, fix=None, hint="give it with --set-string, which takes strings only")
    return problem
