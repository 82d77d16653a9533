"""Opens the editor again in which a text was typed that an earlier run could not make part of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlflow_tui.config_model.catalogue import owner
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path, format_path, parse_path
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.tui.settings.pane import opens_in_row

if TYPE_CHECKING:
    from mlflow_tui.delivery.recovery import Unfinished
    from mlflow_tui.tui.editors.text_sheet import TextSheet
    from mlflow_tui.tui.handlers.host import Host


async def resume(app: Host, unfinished: Unfinished) -> None:
    """Puts the text where it was typed: in its row, or on a sheet at its place; a whole file goes outside again."""
    try:
        path = parse_path(unfinished.path)
    except ValueError:
        path = ()
    setting = owner(path)
    if setting is None:
        from mlflow_tui.tui.handlers.outside import take_up

        take_up(app, unfinished.text)
        return
    app.main.go_to_path(path)
    if opens_in_row(setting) and path == setting.path:
        await app.main.settings.edit(setting)
        if (editor := app.main.settings.editor) is not None:
            editor.value = unfinished.text
        return
    sheet = _sheet(app, setting, path, yaml=unfinished.yaml)
    sheet.resume(unfinished.text)
    await app.push_screen(sheet, lambda _: app.session_changed())


def _sheet(app: Host, setting: Setting, path: Path, *, yaml: bool) -> TextSheet:
    from mlflow_tui.tui.editors.kubernetes_forms import form_name
    from mlflow_tui.tui.editors.text_editor import TextEditor
    from mlflow_tui.tui.editors.yaml_editor import YamlEditor

    title = f"{setting.title} › {format_path(path[len(setting.path) :])}" if path != setting.path else ""
    if not yaml:
        return TextEditor(setting, app.session, path, title)
    name = form_name(setting) if len(path) == len(setting.path) + 1 else setting.kubernetes or ""
    nothing = object()
    is_new = look_up(app.session.view.evaluation.data, path, nothing) is nothing and isinstance(path[-1], int)
    return YamlEditor(setting, app.session, path, title, name, {} if is_new else None)
