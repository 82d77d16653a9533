"""What is shown in a terminal that is too small for anything else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

SMALLEST = (80, 24)
"""Columns and rows that the screens need."""


class TooSmall(ModalScreen[None]):
    """Covers everything until the terminal is large enough again; what it covers stays as it is."""

    DEFAULT_CSS = """
    TooSmall {
        align: center middle; background: $background;
        & > Static { width: auto; height: auto; text-align: center; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def on_mount(self) -> None:
        self._say()

    def on_resize(self) -> None:
        self._say()

    def _say(self) -> None:
        columns, rows = self.app.size
        wanted = f"{SMALLEST[0]}x{SMALLEST[1]}"
        text = f"mlflow-tui needs {wanted};\nthis terminal is {columns}x{rows}.\n\n"
        text += "Make it larger to go on; nothing is lost."
        if columns < 42 or rows < 5:
            text = f"needs {wanted}\n({columns}x{rows} now)"
        self.query_one(Static).update(text)
