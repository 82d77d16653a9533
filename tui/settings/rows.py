"""The rows of a list of settings: headings, settings, and under them what is wrong with their values."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from mlflow_tui.config_model.catalogue import by_path, catalogue
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import Data, Kind, Setting
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.tui.summary import Summary


class RowKind(enum.Enum):
    """What a row is; only settings can be focused."""

    HEADING = "heading"
    SECTION = "section"
    """Holds the place of the problems of a section; not shown itself."""
    SETTING = "setting"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"
    """Why the setting above, and those below it, have no effect now."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `setting` is the one that it is, or belongs to."""

    kind: RowKind
    text: str = ""
    setting: Setting | None = None
    indent: int = 0


def rows(area: Area | None, summary: Summary, data: Data, unsaved: Sequence[Setting] = ()) -> list[Row]:
    """The rows of an area, or, for None, of the review: what has problems, differs from the default or is unsaved.

    `data` are the effective values: they tell which settings have no effect now.
    """
    base = _of_area(area) if area is not None else _review(summary, unsaved)
    found: list[Row] = []
    told: str | None = None
    for row in base:
        if row.kind is not RowKind.SECTION:
            found.append(row)
        if row.setting is None:
            continue
        found += _problems(row.setting, row.indent, summary)
        if row.kind is RowKind.SETTING:
            reason = row.setting.why_not(data)
            # Said once for all that follow with the same reason.
            if reason and reason != told:
                found.append(Row(RowKind.OFF, f"no effect: {reason}", row.setting, row.indent))
            told = reason
    return found


@cache
def _of_area(area: Area) -> tuple[Row, ...]:
    if area is Area.ARTIFACT_STORE:
        return tuple(_artifact_stores())
    sections = [
        Row(RowKind.SECTION, setting=one) for one in catalogue() if one.kind is Kind.SECTION and one.area is area
    ]
    return (*sections, *_headed([one for one in catalogue() if one.kind is not Kind.SECTION and one.area is area]))


def _headed(settings: Sequence[Setting]) -> Iterator[Row]:
    """Settings of sections inside the area are indented under the section's title."""
    home = min(len(one.path) for one in settings)
    heading: Path | None = None
    for setting in settings:
        inside = len(setting.path) > home
        section = setting.path[:-1] if inside else None
        if section is not None and section != heading:
            yield Row(RowKind.HEADING, by_path()[section].title)
        heading = section
        yield Row(RowKind.SETTING, setting=setting, indent=1 if inside else 0)


def _artifact_stores() -> Iterator[Row]:
    """The overview: where artifacts go, and which stores the server has credentials for."""
    yield Row(RowKind.HEADING, "Where artifacts go")
    for key in ("mode", "artifactsDestination", "defaultArtifactRoot"):
        yield Row(RowKind.SETTING, setting=by_path()["trackingServer", key], indent=1)
    yield Row(RowKind.HEADING, "Credentials that the server has")
    for store in Area:
        if store.parent is Area.ARTIFACT_STORE:
            switch = next(one for one in catalogue() if one.area is store and one.kind is Kind.SWITCH)
            yield Row(RowKind.SETTING, setting=switch, indent=1)


def _review(summary: Summary, unsaved: Sequence[Setting]) -> Iterator[Row]:
    unsaved_keys = {setting.key for setting in unsaved}
    wanted = [
        one
        for one in catalogue()
        if one.key in summary.changed or one.key in unsaved_keys or one.key in summary.problems
    ]
    for problem in summary.loose:
        yield Row(RowKind.ERROR if problem.is_error else RowKind.WARNING, problem.message)
    heading: Area | None = None
    for setting in wanted:
        if setting.area is not heading:
            heading = setting.area
            yield Row(RowKind.HEADING, heading.title)
        kind = RowKind.SECTION if setting.kind is Kind.SECTION else RowKind.SETTING
        yield Row(kind, setting=setting)
    if not wanted:
        yield Row(RowKind.NOTE, "Everything is as the chart has it: no setting differs from its default.")


def _problems(setting: Setting, indent: int, summary: Summary) -> Iterator[Row]:
    for problem in summary.problems.get(setting.key, ()):
        kind = RowKind.ERROR if problem.is_error else RowKind.WARNING
        yield Row(kind, problem.message, setting, indent)
