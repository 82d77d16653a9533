"""The editor of a list of entries with a form each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.secrecy import looks_secret, without_passwords
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.renderers.masking import MASK
from mlflow_tui.tui.bindings import Hint
from mlflow_tui.tui.editors.entry_editor import ListEditor, first
from mlflow_tui.tui.editors.entry_table import Row
from mlflow_tui.tui.editors.forms import Form
from mlflow_tui.tui.editors.item_form import ItemForm
from mlflow_tui.tui.editors.kubernetes_forms import FORMS, STARTS, form_name
from mlflow_tui.tui.session import Session
from mlflow_tui.tui.settings.text import compact


class ObjectListEditor(ListEditor):
    """A row an entry; enter opens its form, or its YAML where it has none."""

    BINDINGS = [first("edit.as-yaml", "yaml")]  # noqa: RUF012

    def __init__(
        self, setting: Setting, session: Session, path: Path | None = None, title: str = "", name: str = ""
    ) -> None:
        super().__init__(setting, session, path, title)
        self._form_name = name or form_name(setting)

    @property
    def form(self) -> Form:
        return FORMS.get(self._form_name, Form(self.setting.title, ()))

    def entries(self) -> Sequence[Row]:
        return [self._row(item) for item in self.items]

    def _row(self, item: object) -> Row:
        if not isinstance(item, dict):
            return Row("?", self._masked(compact(item)), "not a map", "error")
        label = self.form.label(item) or "unnamed"
        if self._form_name == "EnvVar" and not self.session.revealed and looks_secret(label, item.get("value")):
            return Row(label, MASK, value_style="secret", label_style="key")
        return Row(self._masked(label), self._masked(self.form.summary(item)), label_style="key")

    def _masked(self, text: str) -> str:
        return text if self.session.revealed else without_passwords(text)

    def own_hints(self) -> Iterator[Hint]:
        yield from super().own_hints()
        if self.items:
            yield "edit.as-yaml", "as YAML"

    @property
    def _has_form(self) -> bool:
        return bool(self.form.fields or self.form.variants)

    def open_row(self, row: int) -> None:
        items = self.items
        if row >= len(items):
            return
        if self._has_form and isinstance(items[row], dict):
            title = f"{self.sheet_title} › {self.form.label(items[row]) or row + 1}"  # type: ignore[arg-type]
            self.app.push_screen(ItemForm(self.setting, self.session, (*self.path, row), title, self._form_name))
        else:
            self._open_yaml(row)

    def action_add(self) -> None:
        index = self.cursor + 1 if self.items else 0
        start = STARTS.get(self._form_name, {})
        title = f"{self.sheet_title} › new {self.form.noun}"
        path = (*self.path, index)
        if self._has_form:
            screen = ItemForm(self.setting, self.session, path, title, self._form_name, start)
            self.app.push_screen(screen, lambda _: self._added(index))
        else:
            from mlflow_tui.tui.editors.yaml_editor import YamlEditor

            editor = YamlEditor(self.setting, self.session, path, title, self._form_name, start)
            self.app.push_screen(editor, lambda _: self._added(index))

    def _added(self, index: int) -> None:
        self.rebuild(index if index < len(self.items) else None)
        self.follow()

    def action_yaml(self) -> None:
        if self.items:
            self._open_yaml(self.cursor)

    def _open_yaml(self, row: int) -> None:
        from mlflow_tui.tui.editors.yaml_editor import YamlEditor

        item = self.items[row]
        label = self.form.label(item) if isinstance(item, dict) else ""
        title = f"{self.sheet_title} › {label or row + 1}"
        self.app.push_screen(YamlEditor(self.setting, self.session, (*self.path, row), title, self._form_name))
