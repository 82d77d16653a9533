"""How a release is doing, asked again and again: its pods, its rollout, its address."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflow_tui.delivery.connection import connect
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import Cancelled, DeliveryProblem
from mlflow_tui.delivery.process import Cancellation
from mlflow_tui.delivery.release_state import PodState, ReleaseState, release_state
from mlflow_tui.tui.bindings import bound, hint_line
from mlflow_tui.tui.preview.line_view import Content, LineView
from mlflow_tui.tui.session import Session

_PAUSE = 2.0
"""Seconds between two looks."""


class ReleaseScreen(ModalScreen[str | None]):
    """Shows the state until esc; gives `rollback` where the person wants the pods back as they were."""

    DEFAULT_CSS = """
    ReleaseScreen {
        background: $background;
        & > #state {
            width: 100%; height: 100%; background: $background; border: round $accent; padding: 0 1;
            border-title-color: $accent; border-title-style: bold; border-subtitle-color: $text-muted;
            & > #now { height: auto; max-height: 5; padding: 0 1; text-style: bold; }
            & > LineView { height: 1fr; margin: 1 0 0 0; }
            & > #said { height: auto; max-height: 3; padding: 0 1; color: $text-warning; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("program.back", "dismiss(None)"),
        bound("move.up", "line(-1)"),
        bound("move.down", "line(1)"),
        bound("move.page-up", "page(-1)"),
        bound("move.page-down", "page(1)"),
        bound("release.undo", "undo"),
        bound("release.logs", "logs"),
        bound("release.copy", "copy"),
    ]

    class Seen(Message):
        """The cluster has answered, or has not."""

        def __init__(self, state: ReleaseState | None, problem: DeliveryProblem | None, where: str) -> None:
            super().__init__()
            self.state = state
            self.problem = problem
            self.where = where

    class Diagnosed(Message):
        """Why the pods are not ready."""

        def __init__(self, lines: tuple[str, ...]) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._cancellation = Cancellation()
        self._state: ReleaseState | None = None
        self._diagnosis: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="state") as box:
            box.border_title = f"State of the release {self._session.release.name}"
            box.border_subtitle = hint_line(
                self,
                ("release.undo", "undo"),
                ("release.logs", "logs, why not ready"),
                ("release.copy", "copy the address"),
                ("program.back", "back"),
            )
            yield Static("Asking the cluster …", id="now", markup=False)
            yield LineView(highlight=_pieces)
            yield Static(id="said", markup=False)

    def on_mount(self) -> None:
        self.set_focus(self.query_one(LineView))
        self.run_worker(self._look, thread=True, group="state")

    def on_unmount(self) -> None:
        self._cancellation.cancel()

    # In threads, which only ever post messages.

    def _connected(self) -> Kubectl:
        session = self._session
        return connect(
            session.context,
            session.kubeconfig,
            session.release.namespace,
            read_only=True,
            cancellation=self._cancellation,
        )

    def _look(self) -> None:
        while not self._cancellation.is_set:
            where = ""
            try:
                kubectl = self._connected()
                where = f"namespace {kubectl.namespace}, context {kubectl.context.name}"
                seen = self.Seen(release_state(kubectl, self._session.release.name), None, where)
            except Cancelled:
                return
            except DeliveryProblem as problem:
                seen = self.Seen(None, problem, where)
            self.post_message(seen)
            try:
                self._cancellation.wait(_PAUSE)
            except Cancelled:
                return

    def _diagnose(self, deployment: str) -> None:
        from mlflow_tui.delivery.apply.rollout import diagnosis

        try:
            lines = diagnosis(self._connected(), deployment)
        except DeliveryProblem as problem:
            lines = (problem.message,)
        self.post_message(self.Diagnosed(lines))

    # On the screen.

    def on_release_screen_seen(self, message: Seen) -> None:
        at = time.strftime("%H:%M:%S")
        if message.problem is not None:
            hint = f"\n{message.problem.hint}" if message.problem.hint else ""
            before = "\nBelow is what was seen last." if self._state is not None else ""
            self._now(f"✗ {message.problem.message}{hint}{before}")
            return
        assert message.state is not None
        self._state = message.state
        self._now(f"{'✓' if message.state.ready else '…'} {message.state.rollout}   ({message.where}, at {at})")
        self._show()

    def on_release_screen_diagnosed(self, message: Diagnosed) -> None:
        self._diagnosis = message.lines or ("nothing is wrong with the pods",)
        self._say("")
        self._show()

    def _show(self) -> None:
        if self._state is not None:
            self.query_one(LineView).show(Content(list(_lines(self._state, self._diagnosis))))

    def _now(self, text: str) -> None:
        self.query_one("#now", Static).update(text)

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(text)

    def action_undo(self) -> None:
        if self._session.read_only:
            self._say(self._session.why_read_only)
        elif self._state is None or len(self._state.revisions) < 2:
            self._say("There is no earlier revision to go back to.")
        else:
            self.dismiss("rollback")

    def action_logs(self) -> None:
        found = [one for one in (self._state.objects if self._state else ()) if one.startswith("Deployment/")]
        if not found:
            self._say("There is no Deployment to ask.")
            return
        name = found[0].partition("/")[2]
        self._say("Asking for states, events and logs …")
        self.run_worker(lambda: self._diagnose(name), thread=True, group="diagnosis", exclusive=True)

    def action_copy(self) -> None:
        if self._state is None or not self._state.reach:
            self._say("There is no address yet.")
            return
        self.app.copy_to_clipboard(self._state.reach[-1])
        self._say(f"Copied: {self._state.reach[-1]}")

    def action_line(self, lines: int) -> None:
        self.query_one(LineView).move(lines)

    def action_page(self, pages: int) -> None:
        self.query_one(LineView).page(pages)


def _lines(state: ReleaseState, diagnosis: tuple[str, ...]) -> Iterator[str]:
    yield "Pods"
    yield from _pods(state.pods)
    for title, lines in (
        ("Events", state.events),
        ("Why, and the last words of the containers", diagnosis),
        ("How to reach it", state.reach),
        ("Revisions", [f"{one.number:>4}  {one.made}  {', '.join(one.images)}" for one in state.revisions]),
        ("Objects", state.objects),
        ("Not seen", state.notes),
    ):
        if lines:
            yield from ("", title)
            yield from (f"  {row}" for line in lines for row in line.split("\n"))


def _pods(pods: tuple[PodState, ...]) -> Iterator[str]:
    if not pods:
        yield "  none"
    widest = max((len(one.name) for one in pods), default=0)
    for one in pods:
        sign = "✓" if one.ready else "✗"
        restarts = f"{one.restarts} restart{'s' * (one.restarts != 1)}"
        yield f"  {sign} {one.name:<{widest}}  {one.phase:<9} {restarts:<11} {_age(one.age_seconds):>5}  {one.reason}"


def _age(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds)} s"


def _pieces(line: str) -> Iterator[tuple[str, str]]:
    """A line in the colour of its sign; titles are bold."""
    if line.startswith("  "):
        yield line, {"✓": "added", "✗": "removed"}.get(line[2:3], "context")
    else:
        yield line, "header"
