"""A moment in which something is asked of the outside world; esc stops waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflow_tui.delivery.problem import Cancelled, DeliveryProblem
from mlflow_tui.delivery.process import Cancellation
from mlflow_tui.tui.bindings import bound, hint_line

Answer = TypeVar("Answer")
_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Waiting(ModalScreen["Answer | DeliveryProblem | None"], Generic[Answer]):
    """Runs `work` in a thread; gives what came of it, the problem that it met, or None if the person had enough."""

    DEFAULT_CSS = """
    Waiting {
        align: center middle; background: $background 60%;
        & > #waiting {
            width: 60; max-width: 96%; height: auto; background: $surface; border: round $accent; padding: 1 2;
            border-subtitle-color: $text-muted;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bound("program.back", "cancel")]

    class Done(Message):
        """The work has come to an end."""

        def __init__(self, came_of_it: object) -> None:
            super().__init__()
            self.came_of_it = came_of_it

    def __init__(self, text: str, work: Callable[[Cancellation], Answer]) -> None:
        super().__init__()
        self._text = text
        self._work = work
        self._cancellation = Cancellation()

    def compose(self) -> ComposeResult:
        with Vertical(id="waiting") as box:
            box.border_subtitle = hint_line(self, ("program.back", "cancel"))
            yield Static(f"{_SPINNER[0]} {self._text}", markup=False)

    def on_mount(self) -> None:
        self.run_worker(self._run, thread=True, group="waiting")
        self.set_interval(0.1, self._turn)

    def on_unmount(self) -> None:
        self._cancellation.cancel()

    def _run(self) -> None:
        came_of_it: object
        try:
            came_of_it = self._work(self._cancellation)
        except Cancelled:
            return
        except DeliveryProblem as problem:
            came_of_it = problem
        self.post_message(self.Done(came_of_it))

    def _turn(self) -> None:
        self.query_one(Static).update(f"{_SPINNER[int(time.monotonic() * 10) % len(_SPINNER)]} {self._text}")

    def on_waiting_done(self, message: Done) -> None:
        if self.is_current:
            self.dismiss(message.came_of_it)  # type: ignore[arg-type]

    def action_cancel(self) -> None:
        self._cancellation.cancel()
        self.dismiss(None)
