"""The table of all values: key, type, default, description."""

from __future__ import annotations

import json

from mlflow_tui.config_model.catalogue import catalogue
from mlflow_tui.config_model.setting import Setting


def markdown() -> str:
    """The table in Markdown, a row a key in alphabetical order, as chart documentation has it."""
    rows = ["| Key | Type | Default | Description |", "|-----|------|---------|-------------|"]
    rows += [_row(setting) for setting in sorted(catalogue(), key=lambda one: one.key) if _listed(setting)]
    return "\n".join(rows) + "\n"


def _listed(setting: Setting) -> bool:
    """Every key that holds a value, and the groups that are switched as one."""
    from mlflow_tui.config_model.setting import Kind

    return setting.kind is not Kind.SECTION or str(setting.path[-1]).startswith("create")


def _row(setting: Setting) -> str:
    default = json.dumps(setting.default, separators=(",", ":"), ensure_ascii=False)
    choices = f" One of {', '.join(f'`{choice}`' for choice in setting.choices if choice)}." if setting.choices else ""
    return f"| {setting.key} | {setting.type_name} | `{_cell(default)}` | {_cell(setting.help)}{choices} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
