"""The safe apply on the screen: its steps, its questions, what would change and what was done."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from delivery.apply import Change, Consent, Options, Outcome, Question, SafeApply, State, Step, StepName
from delivery.apply.change import counted
from tui.preview.contents import diff_pieces
from tui.preview.line_view import Content, LineView
from tui.screens.apply_steps import StepList
from tui.session import Session
from tui.widgets.pick_list import Item, PickList


class _Answer:
    """What the thread of the apply waits for, and the person gives."""

    def __init__(self) -> None:
        self._given = threading.Event()
        self.yes = False

    def give(self, yes: bool) -> None:
        self.yes = yes
        self._given.set()

    def is_given(self, seconds: float) -> bool:
        """Waits for the answer, so long."""
        return self._given.wait(seconds)


class Apply(ModalScreen[None]):
    """Runs the apply in a thread of its own; nothing changes without a yes, and the cursor starts on the no."""

    DEFAULT_CSS = """
    Apply {
        background: $background; align: center middle;
        & > #apply {
            width: 100%; height: 100%; background: $background; border: round $accent; padding: 0 1;
            border-title-color: $accent; border-title-style: bold; border-subtitle-color: $text-muted;
            & > StepList { height: 11; }
            & > LineView { height: 1fr; margin: 1 0 0 0; }
            & > #ask { height: auto; padding: 1 1 0 1; text-style: bold; }
            & > Input { border: none; height: 1; padding: 0 1; margin: 0 1; background: $panel; display: none; }
            & > PickList { height: auto; max-height: 4; background: $background; display: none; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Cancel", show=False),
        Binding("up", "line(-1)", "Up", show=False),
        Binding("down", "line(1)", "Down", show=False),
        Binding("pageup", "scroll(-1)", "Page up", show=False, priority=True),
        Binding("pagedown", "scroll(1)", "Page down", show=False, priority=True),
    ]

    class Stepped(Message):
        """A step has changed."""

        def __init__(self, step: Step) -> None:
            super().__init__()
            self.step = step

    class Asked(Message):
        """The apply waits for an answer."""

        def __init__(self, question: Question, answer: _Answer) -> None:
            super().__init__()
            self.question = question
            self.answer = answer

    class Ended(Message):
        """The apply has ended."""

        def __init__(self, outcome: Outcome) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        options = Options(
            context=session.context,
            kubeconfig=session.kubeconfig,
            dry_run=session.read_only,
            read_only=session.read_only,
        )
        self._apply = SafeApply(session.view.evaluation, options, self._ask_from_thread, self._observe)
        self._answer: _Answer | None = None
        self._question: Question | None = None
        self._outcome: Outcome | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="apply") as box:
            release = self._session.release.name
            box.border_title = f"Review and apply: {release}" + (" (read-only)" if self._session.read_only else "")
            box.border_subtitle = "esc: cancel · pgup pgdn: scroll"
            yield StepList()
            yield LineView(highlight=diff_pieces)
            yield Static(id="ask", markup=False)
            yield Input()
            yield PickList()

    def on_mount(self) -> None:
        self.set_focus(self.query_one(LineView))
        self.run_worker(self._run, thread=True, group="apply")

    def on_unmount(self) -> None:
        self._apply.cancellation.cancel()
        if self._answer is not None:
            self._answer.give(False)

    # In the thread of the apply, which only ever posts messages: it must not wait for screens that are gone.

    def _run(self) -> None:
        self.post_message(self.Ended(self._apply.run()))

    def _observe(self, step: Step) -> None:
        self.post_message(self.Stepped(step))

    def _ask_from_thread(self, question: Question) -> bool:
        answer = _Answer()
        self.post_message(self.Asked(question, answer))
        while not answer.is_given(0.2):
            self._apply.cancellation.check()
        return answer.yes

    # On the screen.

    def on_apply_stepped(self, message: Stepped) -> None:
        step = message.step
        self.query_one(StepList).put(step)
        if step.state is not State.WAITING and step.details and self._question is None:
            self._show_lines(step.details)

    def _show_lines(self, lines: Iterable[str]) -> None:
        self.query_one(LineView).show(Content([row for line in lines for row in line.split("\n")]))

    def on_apply_asked(self, message: Asked) -> None:
        question = self._question = message.question
        self._answer = message.answer
        if question.changes:
            self._show_lines(_plan(question.changes))
        elif question.details:
            self._show_lines(question.details)
        typed = f" Type {question.typed} to go on." if question.typed else ""
        self.query_one("#ask", Static).update(question.text + typed)
        field, answers = self.query_one(Input), self.query_one(PickList)
        field.display, answers.display = bool(question.typed), not question.typed
        if question.typed:
            field.value = ""
            self.set_focus(field)
            return
        yes = "Apply" if question.consent is Consent.APPLY else f"Yes, {question.consent.value}"
        answers.show([Item("no", "Cancel", "nothing more is changed"), Item("yes", yes)], "no")
        self.set_focus(answers)

    def _give(self, yes: bool) -> None:
        answer, self._answer, self._question = self._answer, None, None
        self.query_one("#ask", Static).update("")
        for one in (self.query_one(Input), self.query_one(PickList)):
            one.display = False
        self.set_focus(self.query_one(LineView))
        if answer is not None:
            answer.give(yes)

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        message.stop()
        if self._outcome is not None:
            if self.is_current:
                self.dismiss()
        else:
            self._give(message.item.id == "yes")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        if self._question is not None:
            self._give(message.value.strip() == self._question.typed)

    def action_back(self) -> None:
        """Out of a question with no; out of a running step by cancelling; out of the screen once all has ended."""
        if self._outcome is not None:
            self.dismiss()
            return
        self._apply.cancellation.cancel()
        self.query_one("#ask", Static).update("Cancelling …")
        if self._answer is not None:
            self._give(False)

    def action_scroll(self, pages: int) -> None:
        view = self.query_one(LineView)
        view.scroll_relative(y=pages * max(view.size.height - 2, 1), animate=False)

    def action_line(self, lines: int) -> None:
        self.query_one(LineView).scroll_relative(y=lines, animate=False)

    def on_apply_ended(self, message: Ended) -> None:
        outcome = self._outcome = message.outcome
        self.query_one(StepList).end(outcome.steps)
        said, lines = _told(outcome)
        self.query_one("#ask", Static).update(said)
        if lines:
            self._show_lines(lines)
        self.query_one("#apply").border_subtitle = "esc: back · pgup pgdn: scroll"
        answers = self.query_one(PickList)
        answers.display = True
        answers.show([Item("close", "Close")])
        self.set_focus(answers)


def _plan(changes: Sequence[Change]) -> list[str]:
    """What would change: first all objects, then the differences of each."""
    lines = [f"{one.action.value:<10} {one.identity}" for one in changes]
    for one in changes:
        if one.lines:
            lines += ["", *one.lines]
    return lines


def _told(outcome: Outcome) -> tuple[str, list[str]]:
    """How it ended, in a sentence and in lines."""
    failed = next((step for step in outcome.steps if step.state in (State.FAILED, State.CANCELLED)), None)
    if outcome.problem is not None:
        details = list(failed.details) if failed is not None else []
        hint = f"\n{outcome.problem.hint}" if outcome.problem.hint else ""
        done = "" if outcome.applied else "\nNothing was changed in the cluster."
        return f"{outcome.problem.message}{hint}{done}", details
    if outcome.applied:
        reach = next(step for step in outcome.steps if step.name is StepName.REACH)
        lines = [f"{one.action.value:<10} {one.identity}" for one in outcome.changes]
        return f"Applied: {counted(outcome.changes)}.", [*lines, "", *(outcome.reach or reach.details)]
    return f"Looked at only: {counted(outcome.changes)}.", _plan(outcome.changes)
