"""The editor of a piece of the Kubernetes API as YAML, checked as it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import TextArea

from mlflow_tui.config_model.helm_yaml import Loaded, UnreadableYaml, load
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import Problem, Severity
from mlflow_tui.config_model.secrecy import password_span, quoted_secrets, secret_paths
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.renderers.yaml_text import text as yaml_text
from mlflow_tui.tui.bindings import Hint, bound, field_key, own_keys
from mlflow_tui.tui.editors.code_area import CodeArea
from mlflow_tui.tui.editors.completion import Proposal, place_at, proposals
from mlflow_tui.tui.editors.completions import Completions
from mlflow_tui.tui.editors.descriptions import description
from mlflow_tui.tui.editors.text_sheet import TextSheet
from mlflow_tui.tui.local_actions import spoken_key
from mlflow_tui.tui.preview.problem_list import SIGNS
from mlflow_tui.tui.session import Session


class YamlEditor(TextSheet):
    """Edits the map at `path`, which is of the Kubernetes type `name`. A new entry of a list begins as `start`."""

    DEFAULT_CSS = """
    YamlEditor { & #sheet { layers: default completions; } }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("edit.complete", "complete"),
    ]

    def __init__(
        self,
        setting: Setting,
        session: Session,
        path: Path | None = None,
        title: str = "",
        name: str = "",
        start: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(setting, session, path, title)
        self._type_name = name
        self._is_new = start is not None
        value = start if start is not None else self.kept_value
        self._started = yaml_text(value) if value else ""
        self._loaded: Loaded | None = None
        self._broken: UnreadableYaml | None = None
        self._completed = False
        self._read()

    def body(self) -> Iterator[Widget]:
        yield CodeArea(self._started, as_yaml=True)
        yield Completions()

    def on_mount(self) -> None:
        super().on_mount()
        self.area.on_key_first = self._take_key

    @property
    def completions(self) -> Completions:
        return self.query_one(Completions)

    is_yaml = True

    def started_with(self) -> str:
        return self._started

    def _read(self, text: str | None = None) -> None:
        try:
            self._loaded, self._broken = load(self._started if text is None else text), None
        except UnreadableYaml as broken:
            self._broken = broken

    # Completions.

    def action_complete(self) -> None:
        """Shows all that can be typed at the cursor."""
        self._propose(asked=True)

    def _propose(self, *, asked: bool = False) -> None:
        row, column = self.area.cursor_location
        place = place_at(self.area.text.split("\n"), row, column)
        found: list[Proposal] = []
        if place is not None and (asked or place.typed) and self._type_name and self.setting.item is None:
            found = proposals(self._type_name, place, self.session.release.kube_version)
        if not asked and [one.label for one in found] == [place.typed if place else ""]:
            found = []
        self.completions.propose(found, self.area, place.start if place else 0)

    def _take_key(self, key: str) -> bool:
        key = field_key(self, key)
        chosen = self.completions.chosen()
        if chosen is not None and key in ("enter", "tab"):
            self._complete(chosen)
            return True
        return self.completions.press(key)

    def _complete(self, proposal: Proposal) -> None:
        row, column = self.area.cursor_location
        lines = self.area.text.split("\n")
        place = place_at(lines, row, column)
        self.completions.close()
        if place is None:
            return
        rest = lines[row][column:]
        text = proposal.label if rest.lstrip().startswith(":") else proposal.text
        self._completed = True
        self.area.replace(text, (row, place.start), (row, column), maintain_selection_offset=False)

    # What the text means.

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        super().on_text_area_changed(message)
        if self._completed:
            self._completed = False
        elif self.area.has_focus:
            self._propose()

    def try_text(self) -> None:
        self._read(self.text)
        if self._broken is not None or self._loaded is None:
            self.remark()
        elif self._is_new:
            self.draft(self._with_new(self._loaded.data), self.path[:-1])
        else:
            self.draft(self._loaded.data)

    def _with_new(self, item: dict[str, Any]) -> list[Any]:
        items = look_up(self.session.view.evaluation.data, self.path[:-1])
        others = items if isinstance(items, list) else []
        index = int(self.path[-1])
        return [*others[:index], item, *others[index:]]

    def keep_text(self) -> bool:
        self._read(self.text)
        if self._broken is not None or self._loaded is None:
            self.refuse(f"It cannot be kept like that; {spoken_key('program.back', own_keys(self))} leaves without it.")
            return False
        return super().keep_text()

    def edit(self) -> object:
        data = load(self.text).data
        if not self._is_new:
            if not data and self.path == self.setting.path and not self.session.below(self.path):
                return self.session.reset(self.path)
            return self.session.set(self.path, data)
        index, parent = int(self.path[-1]), self.path[:-1]
        if isinstance(look_up(self.session.view.evaluation.data, parent), list):
            return self.session.insert(parent, index, data)
        return self.session.set(parent, [data])

    # What is said, underlined and hidden.

    def remark(self) -> None:
        super().remark()
        wrong = {self._line_of(one) for one in self.problems()} if self._broken is None else {self._line_of_fault()}
        self.area.look(self._hidden(), frozenset(line - 1 for line in wrong if line))

    def problems(self) -> list[Problem]:
        return [] if self._broken is not None else super().problems()

    def lines_of_problems(self) -> list[tuple[str, str]]:
        if self._broken is not None:
            line = self._line_of_fault()
            where = f"line {line}: " if line else ""
            message = self._broken.message.replace("the file", "the text")
            return [(f"{SIGNS[Severity.ERROR]} {where}{message} {self._broken.hint}".rstrip(), "error")]
        found = []
        for problem in self.problems():
            line = self._line_of(problem)
            place = f"line {line}: " if line else ""
            remedy = f" ({problem.remedy})" if problem.remedy else ""
            found.append((f"{SIGNS[problem.severity]} {place}{problem.message}{remedy}", problem.severity.value))
        return found

    def _line_of_fault(self) -> int | None:
        """The line that cannot be read; the last one where the text ends too early."""
        if self._broken is None or self._broken.line is None:
            return None
        return min(self._broken.line, self.area.document.line_count)

    def _line_of(self, problem: Problem) -> int | None:
        """The line of the editor that a problem is about: that of its key, or of the nearest one above."""
        rest = problem.path[len(self.path) :]
        for length in range(len(rest), 0, -1):
            if self._loaded is not None and (span := self._loaded.keys.get(rest[:length])) is not None:
                return span.line
        return None

    def _hidden(self) -> Mapping[int, list[tuple[int, int]]]:
        """The columns that hold secrets, by line."""
        if self.session.revealed:
            return {}
        if self._loaded is None or self._broken is not None:
            return self._hidden_in_broken()
        depth, text = len(self.path), self.text
        hidden: dict[int, list[tuple[int, int]]] = {}
        for path in secret_paths(self.session.shown.evaluation.data):
            span = self._loaded.values.get(path[depth:]) if path[:depth] == self.path else None
            if span is None:
                continue
            covered = text[span.start : span.end].split("\n")
            hidden.setdefault(span.line - 1, []).append((span.column - 1, span.column - 1 + len(covered[0])))
            for number, line in enumerate(covered[1:], span.line):
                hidden.setdefault(number, []).append((0, len(line)))
        return hidden

    def _hidden_in_broken(self) -> Mapping[int, list[tuple[int, int]]]:
        """The same while the text cannot be read: where secrets of the file stand, and passwords of URLs."""
        secrets = [re.escape(one) for one in quoted_secrets([self.session.view.evaluation.data])]
        known = re.compile("|".join(sorted(secrets, key=len, reverse=True)) or "(?!)")
        hidden: dict[int, list[tuple[int, int]]] = {}
        for number, line in enumerate(self.text.split("\n")):
            found = [one.span() for one in known.finditer(line)]
            if (span := password_span(line)) is not None:
                found.append(span)
            if found:
                hidden[number] = found
        return hidden

    def hints(self) -> Iterator[Hint]:
        yield from super().hints()
        if self._type_name and self.setting.item is None:
            yield "edit.complete", "fields"

    def about(self) -> list[str]:
        return description(self.setting, self._type_name, self._path_at_cursor(), self.session.release.kube_version)

    def _path_at_cursor(self) -> Path:
        """The path of the key on the line of the cursor, or of the last one above it."""
        if self._loaded is None:
            return ()
        line = self.area.cursor_location[0] + 1
        before = [(span.line, span.column, path) for path, span in self._loaded.keys.items() if span.line <= line]
        return max(before, key=lambda one: one[:2])[2] if before else ()
