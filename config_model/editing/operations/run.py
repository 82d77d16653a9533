"""An edit that takes several plans, carried out one after the other."""

from __future__ import annotations

from typing import Any

from mlflow_tui.config_model.editing.layout.sheet import Sheet
from mlflow_tui.config_model.editing.operations.apply_plan import Edited
from mlflow_tui.config_model.editing.refusal import EditRefused
from mlflow_tui.config_model.json_data import at
from mlflow_tui.config_model.path import Path, format_path


class Run:
    """Several plans, one after the other, as one edit."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.notices: dict[str, None] = {}
        self.reached: list[Path] = []

    def take(self, done: Edited) -> None:
        self.sheet = done.sheet
        self.notices.update(dict.fromkeys(done.notices))
        self.reached += done.reached

    @property
    def done(self) -> Edited:
        return Edited(self.sheet, tuple(self.notices), tuple(self.reached))


def value_at(sheet: Sheet, path: Path) -> Any:
    """The value at ``path``. Raises EditRefused where there is none."""
    try:
        return at(sheet.loaded.data, path)
    except LookupError:
        raise EditRefused("no-such-place", f"The file has nothing at {format_path(path) or 'the top'}.") from None
