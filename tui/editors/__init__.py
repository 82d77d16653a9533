"""The editors that open on a sheet of their own: lists, tables, forms, YAML and texts of several lines.

Nothing here is imported before the first of them is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlflow_tui.config_model.setting import Kind, Setting

if TYPE_CHECKING:
    from textual.screen import ModalScreen

    from mlflow_tui.tui.session import Session

__all__ = ["editor_for"]


def editor_for(setting: Setting, session: Session) -> ModalScreen[None] | None:
    """The editor of a setting; None for those that are edited in their row."""
    match setting.kind:
        case Kind.STRING_LIST:
            from mlflow_tui.tui.editors.string_list import StringListEditor

            return StringListEditor(setting, session)
        case Kind.STRING_MAP:
            from mlflow_tui.tui.editors.string_map import StringMapEditor

            return StringMapEditor(setting, session)
        case Kind.OBJECT_LIST:
            from mlflow_tui.tui.editors.object_list import ObjectListEditor

            return ObjectListEditor(setting, session)
        case Kind.OBJECT:
            from mlflow_tui.tui.editors.yaml_editor import YamlEditor

            return YamlEditor(setting, session, name=setting.kubernetes or "")
        case Kind.MULTILINE:
            from mlflow_tui.tui.editors.text_editor import TextEditor

            return TextEditor(setting, session)
    return None
