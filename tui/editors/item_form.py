"""The form of one entry of a list: a row a field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.renderers.masking import MASK
from mlflow_tui.tui.bindings import Hint, hint_line
from mlflow_tui.tui.editors.entry_editor import EntryEditor, first
from mlflow_tui.tui.editors.entry_table import Cell, Row
from mlflow_tui.tui.editors.forms import (
    Data,
    Field,
    FieldKind,
    Form,
    Variant,
    other_keys,
    shown,
    variant_of,
    with_text,
    with_value,
    with_variant,
)
from mlflow_tui.tui.editors.kubernetes_forms import FORMS
from mlflow_tui.tui.session import Session
from mlflow_tui.tui.widgets.pick_list import Item

_TYPED = (FieldKind.TEXT, FieldKind.NUMBER, FieldKind.MODE)
Line = Field | Variant | str
"""What a row is about: a field, the choice of the shape (with the shape it has), or `yaml` for what has no field."""


class ItemForm(EntryEditor):
    """Edits the entry at `path`. A new one (`start`) is put into the list when its first field is kept."""

    BINDINGS = [  # noqa: RUF012
        first("edit.as-yaml", "yaml"),
        first("edit.toggle", "turn(1)"),
        first("edit.next-choice", "turn(1)"),
        first("edit.previous-choice", "turn(-1)"),
        first("edit.reset", "reset_field"),
    ]

    def __init__(
        self, setting: Setting, session: Session, path: Path, title: str, name: str, start: Data | None = None
    ) -> None:
        super().__init__(setting, session, path, title)
        self._form_name = name
        self._new = start
        self._walking = start is not None

    def rebuild(self, cursor: int | None = None) -> None:
        if self._new is None and isinstance(self.path[-1], int) and (label := self.form.label(self.item)):
            # The entry may have another name by now.
            self.sheet_title = f"{self.sheet_title.rpartition(' › ')[0]} › {label}"
            self._entitle()
        super().rebuild(cursor)

    def begin(self) -> None:
        super().begin()
        if self._new is not None:
            self.row_opened(0)

    @property
    def form(self) -> Form:
        return FORMS[self._form_name]

    @property
    def item(self) -> Data:
        """The entry as it is now, the draft left aside."""
        value = self._new if self._new is not None else self.kept_value
        return value if isinstance(value, dict) else {}

    def lines(self) -> list[Line]:
        """What each row is about."""
        form, item = self.form, self.item
        variant = variant_of(form, item)
        lines: list[Line] = [*form.fields]
        if form.variants:
            lines.append(variant or "yaml")
        if variant is not None:
            lines += [*variant.fields, *(["yaml"] if variant.by_yaml else [])]
        lines += form.more
        return [*lines, "yaml"] if other_keys(form, item) and "yaml" not in lines else lines

    def entries(self) -> Sequence[Row]:
        return [self._row(line) for line in self.lines()]

    def _row(self, line: Line) -> Row:
        if isinstance(line, Variant):
            return Row(self.form.choice, f"{line.title} ▾")
        if isinstance(line, str):
            others = ", ".join(other_keys(self.form, self.item)) or "YAML"
            title = "Also" if variant_of(self.form, self.item) is not None else self.form.choice
            return Row(title, f"{others} ›", hint_line(self, ("edit.as-yaml", "as YAML")), "link")
        value = look_up(self.item, line.path)
        text = shown(line, value)
        if not text:
            unset = line.unset if not line.required else ""
            return Row(line.title, unset or "—", "required" if line.required else "", "muted")
        if self.is_secret((*self.path, *line.path)):
            return Row(line.title, MASK, value_style="secret")
        sign = {FieldKind.CHOICE: " ▾", FieldKind.STRINGS: " ›", FieldKind.MAP: " ›", FieldKind.ENTRIES: " ›"}
        return Row(line.title, text + sign.get(line.kind, ""))

    def entry_path(self, row: int) -> Path:
        return self.path

    def own_hints(self) -> Iterator[Hint]:
        line = self.lines()[self.cursor]
        if isinstance(line, Variant) or (isinstance(line, Field) and line.kind is FieldKind.CHOICE):
            yield "edit.previous-choice edit.next-choice", "choose"
        elif isinstance(line, Field) and line.kind is FieldKind.SWITCH:
            yield "edit.toggle", "toggle"
        if isinstance(line, Field) and look_up(self.item, line.path) is not None:
            yield "edit.reset", "reset"
        yield "edit.as-yaml", "as YAML"

    def about(self) -> list[str]:
        from mlflow_tui.tui.editors.descriptions import description

        lines = self.lines()
        line = lines[min(self.cursor, len(lines) - 1)] if lines else "yaml"
        path = line.key if isinstance(line, Variant) else line.path if isinstance(line, Field) else ()
        return description(self.setting, self._form_name, path, self.session.release.kube_version)

    # Editing.

    def change(self, item: Data) -> bool:
        """Makes the entry `item`: puts it into its list if it is new."""
        kept = self.keep(lambda: self._put(item))
        if kept:
            self._new = None
        return kept

    def _put(self, item: Data) -> object:
        if self._new is None:
            return self.session.set(self.path, item)
        index, parent = int(self.path[-1]), self.path[:-1]
        if isinstance(look_up(self.session.view.evaluation.data, parent), list):
            return self.session.insert(parent, index, item)
        return self.session.set(parent, [item])

    def edit(self, row: int, cell: Cell, text: str) -> object:
        line = self.lines()[row]
        return self._put(with_text(line, self.item, text)) if isinstance(line, Field) else None

    def typed_path(self, row: int, cell: Cell, text: str) -> Path:
        line = self.lines()[row]
        return (*self.path, *line.path) if isinstance(line, Field) else self.path

    def typed(self, row: int, cell: Cell, text: str) -> None:
        line = self.lines()[row]
        if not isinstance(line, Field):
            return
        item = with_text(line, self.item, text)
        if self._new is None:
            self.draft(item)
            return
        index, parent = int(self.path[-1]), self.path[:-1]
        items = look_up(self.session.view.evaluation.data, parent)
        others = items if isinstance(items, list) else []
        self.draft([*others[:index], item, *others[index:]], parent)

    def kept(self, row: int, cell: Cell, text: str, move: int) -> None:
        line = self.lines()[row]
        if isinstance(line, Field):
            self.change(with_text(line, self.item, text))
        following = self._next_typed(row) if self._walking and not move else None
        self.done(row + move)
        if following is None:
            self._walking = False
        else:
            self.open_row(following)
            self.remark()

    def _next_typed(self, row: int) -> int | None:
        """While a new entry is filled in, the next field that is typed."""
        lines = self.lines()
        return next(
            (
                at
                for at in range(row + 1, len(lines))
                if isinstance(line := lines[at], Field)
                and line.kind in _TYPED
                and (line.required or line.path == ("value",))
            ),
            None,
        )

    def dropped(self) -> None:
        self._walking = False
        super().dropped()
        if self._new is not None:
            self.action_back()

    def open_row(self, row: int) -> None:
        line = self.lines()[row]
        if isinstance(line, Variant):
            self._pick_variant(line)
        elif isinstance(line, str):
            self.action_yaml()
        elif line.kind in _TYPED:
            secret = self.is_secret((*self.path, *line.path))
            text = shown(line, look_up(self.item, line.path))
            self.table.edit(
                row, Cell.VALUE, text, masked=secret, placeholder=line.unset, proposals=self._proposals(line)
            )
        elif line.kind is FieldKind.SWITCH:
            self.action_turn(1)
        elif line.kind is FieldKind.CHOICE:
            self._pick_choice(line)
        else:
            self._open_nested(line)

    def _proposals(self, field: Field) -> Sequence[str]:
        if self._form_name == "VolumeMount" and field.path == ("name",):
            volumes = look_up(self.session.view.evaluation.data, ("extraVolumes",))
            names = [one.get("name") for one in volumes if isinstance(one, dict)] if isinstance(volumes, list) else []
            return [name for name in names if isinstance(name, str)]
        return field.choices

    def action_turn(self, step: int) -> None:
        if self.table.editing is not None:
            return
        line = self.lines()[self.cursor]
        if isinstance(line, Variant):
            variants = self.form.variants
            self._take(variants[(variants.index(line) + step) % len(variants)])
        elif isinstance(line, Field) and line.kind is FieldKind.SWITCH:
            self._set(line, look_up(self.item, line.path) is not True)
        elif isinstance(line, Field) and line.kind is FieldKind.CHOICE:
            now = str(look_up(self.item, line.path) or "")
            at = line.choices.index(now) if now in line.choices else -1
            self._set(line, line.choices[(at + step) % len(line.choices)])

    def action_reset_field(self) -> None:
        line = self.lines()[self.cursor]
        if self.table.editing is None and isinstance(line, Field):
            self._set(line, "")

    def _set(self, field: Field, value: Any) -> None:
        item = with_text(field, self.item, "") if value == "" else with_value(self.item, field.path, value)
        if field.kind in (FieldKind.SWITCH, FieldKind.CHOICE) and value in ("", False):
            item = with_text(field, self.item, "")
        self.change(item)
        self.rebuild()

    def _take(self, variant: Variant) -> None:
        self.change(with_variant(self.form, self.item, variant))
        self.rebuild()

    def _pick_variant(self, now: Variant) -> None:
        from mlflow_tui.tui.editors.pick import Pick

        items = [Item(str(number), one.title) for number, one in enumerate(self.form.variants)]

        def picked(answer: str | None) -> None:
            if answer is not None:
                self._take(self.form.variants[int(answer)])

        self.app.push_screen(Pick(self.form.choice, items, str(self.form.variants.index(now))), picked)

    def _pick_choice(self, field: Field) -> None:
        from mlflow_tui.tui.editors.pick import Pick

        items = [Item(one or "-", one or field.unset or "none") for one in field.choices]

        def picked(answer: str | None) -> None:
            if answer is not None:
                self._set(field, "" if answer == "-" else answer)

        self.app.push_screen(Pick(field.title, items, str(look_up(self.item, field.path) or "-")), picked)

    def _open_nested(self, field: Field) -> None:
        from mlflow_tui.tui.editors.object_list import ObjectListEditor
        from mlflow_tui.tui.editors.string_list import StringListEditor
        from mlflow_tui.tui.editors.string_map import StringMapEditor

        if self._new is not None and not self.change(self._new):
            return
        path, title = (*self.path, *field.path), f"{self.sheet_title} › {field.title}"
        if field.kind is FieldKind.ENTRIES:
            self.app.push_screen(ObjectListEditor(self.setting, self.session, path, title, field.form))
        else:
            editor = StringListEditor if field.kind is FieldKind.STRINGS else StringMapEditor
            self.app.push_screen(editor(self.setting, self.session, path, title))

    def action_yaml(self) -> None:
        from mlflow_tui.tui.editors.yaml_editor import YamlEditor

        if self.table.editing is None and (self._new is None or self.change(self._new)):
            self.app.push_screen(YamlEditor(self.setting, self.session, self.path, self.sheet_title, self._form_name))
