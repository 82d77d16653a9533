"""From values of another chart to values of this one, with what became of each key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.conversion.charts import Chart, chart_of, is_ours
from mlflow_tui.config_model.conversion.composition import Placement, compose
from mlflow_tui.config_model.conversion.entry import Entry, Outcome
from mlflow_tui.config_model.conversion.foreign import Foreign, key_path, read
from mlflow_tui.config_model.conversion.rows import ROWS
from mlflow_tui.config_model.conversion.table import Add, Give, Item, Row, Tell
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.effective import defaults
from mlflow_tui.config_model.json_data import look_up, same
from mlflow_tui.config_model.path import Path

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Conversion:
    """A file of this chart, made of one of another; `chart` is None where the file was of this chart already."""

    chart: Chart | None
    entries: tuple[Entry, ...]
    before: str = field(repr=False)
    after: str = field(repr=False)

    @property
    def needs_a_person(self) -> bool:
        return any(one.outcome is Outcome.PERSON for one in self.entries)


def convert(document: Document, chart: Chart | None = None, release: Release | None = None) -> Conversion:
    """Converts the document, which is not changed; `chart` None takes the chart that the keys tell.

    A file of this chart stays as it is.
    """
    found = chart_of(document.data)
    if is_ours(document.data) or (chart is None and found is None):
        return Conversion(None, (), document.text, document.text)
    if chart is None:
        assert found is not None
        chart = found[0]
    foreign = read(chart, document.data, release or Release())
    made = _Made(foreign, ROWS[chart])
    text = compose(document, made.placements(), f"From the defaults of {chart.title}.")
    entries = sorted(made.entries(document.data), key=lambda one: one.order)
    return Conversion(chart, tuple(entries), document.text, text)


@dataclass(frozen=True, slots=True)
class _Written:
    """A setting that a row gives: its value, or its items, and the keys of the file that it comes from."""

    to: Path
    value: Any = field(repr=False)
    items: tuple[Item, ...] | None = field(repr=False)
    of: tuple[Path, ...]


class _Made:
    """What all rows of a chart make of its values."""

    def __init__(self, foreign: Foreign, rows: Sequence[Row]) -> None:
        self._foreign = foreign
        self._rows = rows
        self._tells: list[Tell] = []
        self._written: list[_Written] = []
        for row in rows:
            for statement in row.convert(foreign):
                if isinstance(statement, Tell):
                    self._tells.append(statement)
                else:
                    self._write(row, statement)

    def _write(self, row: Row, statement: Give | Add) -> None:
        to = key_path(statement.to)
        of = tuple(map(key_path, statement.of)) or row.paths
        given = any(look_up(self._foreign.given, path, _MISSING) is not _MISSING for path in of)
        if isinstance(statement, Give):
            if given or not _holds_anyway(to, statement.value):
                self._written.append(_Written(to, statement.value, None, of))
        elif given or statement.items:
            items = tuple(replace(item, of=of) for item in statement.items)
            self._written.append(_Written(to, None, items, of))

    def placements(self) -> list[Placement]:
        """The settings, each once: the items of a list that several rows add to stand together."""
        placed: dict[Path, Placement] = {}
        for one in self._written:
            sources = tuple(path for path in one.of if self._gives(path))
            before = placed.get(one.to)
            if one.items is None:
                placed[one.to] = Placement(one.to, one.value, sources)
            elif before is None:
                placed[one.to] = Placement(one.to, [item.value for item in one.items], sources, one.items)
            else:
                items = (*(before.items or ()), *one.items)
                values = [item.value for item in items]
                placed[one.to] = Placement(one.to, values, (*before.sources, *sources), items)
        return list(placed.values())

    def _gives(self, path: Path) -> bool:
        return look_up(self._foreign.given, path, _MISSING) is not _MISSING

    def entries(self, given: Mapping[str, Any]) -> Iterator[Entry]:
        wrong = {one.path: one.expected for one in self._foreign.wrong}
        known = {path for row in self._rows for path in row.paths}
        known.update(path for one in self._written for path in one.of)
        known.update(key_path(one.key) for one in self._tells)
        seen = set()
        for path in _keys(given, known, ()):
            seen.add(path)
            if path in wrong:
                message = f"that chart expects {wrong[path]} there, so it is left out"
                yield Entry(Outcome.PERSON, path, message=message, fix="give the setting here by hand")
            elif any(path[:length] in known for length in range(1, len(path) + 1)):
                yield from self._of_key(path)
            elif not look_up(given, path):
                yield Entry(Outcome.CARRIED, path, message="nothing is given there")
            else:
                yield Entry(Outcome.NONE, path, message="not a key of that chart: it had no effect there")
        yield from self._of_defaults(seen)

    def _of_key(self, path: Path) -> Iterator[Entry]:
        to = self._targets(path)
        told = [one for one in self._tells if key_path(one.key) == path]
        for one in told:
            yield Entry(one.outcome, path, to, one.message, one.fix, one.command, one.affects)
        if not told:
            yield Entry(Outcome.CARRIED, path, to, "" if to else "nothing is to be written for it")

    def _of_defaults(self, seen: set[Path]) -> Iterator[Entry]:
        """What the file does not give, and is told or written nevertheless."""
        for one in self._tells:
            if (path := key_path(one.key)) not in seen:
                to = self._targets(path)
                yield Entry(one.outcome, path, to, one.message, one.fix, one.command, one.affects, given=False)
        told = {key_path(one.key) for one in self._tells}
        for written in self._written:
            if not any(self._gives(path) for path in written.of) and not told.intersection(written.of):
                yield Entry(Outcome.CARRIED, written.of[0], (written.to,), "the default of that chart", given=False)

    def _targets(self, path: Path) -> tuple[Path, ...]:
        return tuple(dict.fromkeys(one.to for one in self._written if path in one.of))


def _holds_anyway(to: Path, value: Any) -> bool:
    """Whether this chart's default says the same."""
    usual = look_up(defaults(), to, _MISSING)
    if usual is _MISSING:
        return value in (None, "", [], {})
    return same(usual, value) or (usual in (None, "", [], {}) and value in (None, "", [], {}))


def _keys(given: Mapping[str, Any], known: set[Path], path: Path) -> Iterator[Path]:
    """The keys of the file, as deep as the table knows them."""
    for key, value in given.items():
        here = (*path, key)
        deeper = any(one[: len(here)] == here and len(one) > len(here) for one in known)
        if deeper and isinstance(value, Mapping) and value:
            yield from _keys(value, known, here)
        else:
            yield here
