"""The smallest Textual app in which something follows what is typed: the floor of `benchmarks.keystroke`."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class SmallestApp(App[None]):
    """An input, and below it a line that repeats it."""

    def compose(self) -> ComposeResult:
        yield Input("4")
        yield Static("workers: 4")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one(Static).update(f"workers: {event.value}")


if __name__ == "__main__":
    SmallestApp().run()
