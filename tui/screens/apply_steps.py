"""The steps of an apply, a line each, with their states and times."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from mlflow_tui.delivery.apply import APPLY_STEPS, State, Step, StepName
from mlflow_tui.tui.drawing import fitted, ink, plain, strip

_SIGNS = {
    State.WAITING: "·", State.RUNNING: "", State.DONE: "✓", State.SKIPPED: "–", State.FAILED: "✗", State.CANCELLED: "✗",
}  # fmt: skip
_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_TITLE = max(len(name.value) for name in StepName) + 2


class StepList(Widget):
    """Shows each step as it is now; the one that runs has a spinner and the time that it has taken."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "plain", "step--waiting", "step--running", "step--done", "step--skipped", "step--failed", "step--cancelled",
        "step--time",
    }  # fmt: skip
    DEFAULT_CSS = """
    StepList {
        background: $background; color: $foreground;
        & > .step--waiting { color: $text-disabled; }
        & > .step--running { color: $accent; text-style: bold; }
        & > .step--done { color: $text-success; }
        & > .step--skipped { color: $text-muted; }
        & > .step--failed { color: $text-error; text-style: bold; }
        & > .step--cancelled { color: $text-warning; text-style: bold; }
        & > .step--time { color: $text-muted; }
    }
    """

    def __init__(self, names: Sequence[StepName] = APPLY_STEPS) -> None:
        super().__init__()
        self._steps = {name: Step(name) for name in names}
        self._started: dict[StepName, float] = {}

    def on_mount(self) -> None:
        self.auto_refresh = 0.1

    def show(self, names: Sequence[StepName]) -> None:
        """Begins anew, with these steps."""
        self._steps = {name: Step(name) for name in names}
        self._started = {}
        self.auto_refresh = 0.1
        self.refresh()

    @property
    def steps(self) -> Sequence[Step]:
        """The steps as they are now."""
        return tuple(self._steps.values())

    def put(self, step: Step) -> None:
        """A step has changed."""
        if step.state is State.RUNNING:
            self._started.setdefault(step.name, time.monotonic())
        self._steps[step.name] = step
        self.refresh()

    def end(self, steps: Sequence[Step]) -> None:
        """All has ended; nothing turns any more."""
        self.auto_refresh = None
        self._steps = {step.name: step for step in steps}
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        steps = list(self._steps.values())
        number = y + self._first(steps)
        if number >= len(steps):
            return Strip.blank(width, plain(self))
        step = steps[number]
        style = plain(self) + ink(self, f"step--{step.state.value}")
        seconds, sign = step.seconds, _SIGNS[step.state]
        if step.state is State.RUNNING:
            seconds = time.monotonic() - self._started.get(step.name, time.monotonic())
            sign = _SPINNER[int(time.monotonic() * 10) % len(_SPINNER)]
        taken = f"{seconds:5.1f} s " if seconds else " " * 8
        summary = fitted(step.summary, max(width - _TITLE - 12, 1))
        parts = [
            (f" {sign} {fitted(step.name.value, _TITLE)}", style),
            (summary, plain(self) if step.state is not State.WAITING else style),
            (taken, plain(self) + ink(self, "step--time")),
        ]
        return strip(parts, width, plain(self))

    def _first(self, steps: Sequence[Step]) -> int:
        """The first step that is shown: where there is no room for all, those around the one at work."""
        room = self.size.height
        begun = [number for number, step in enumerate(steps) if step.state not in (State.WAITING, State.SKIPPED)]
        return max(min(begun[-1] - room + 2 if begun else 0, len(steps) - room), 0)
