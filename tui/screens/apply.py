"""What is done to the cluster, on the screen: its steps, its questions, what would change and what was done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mlflow_tui.delivery.apply import Ask, Consent, Operation, Outcome, Question, State, Step, StepName
from mlflow_tui.delivery.apply.journal import Observe
from mlflow_tui.tui.bindings import Hint, bound, hint_line, own_keys
from mlflow_tui.tui.local_actions import spoken_key
from mlflow_tui.tui.screens.apply_steps import StepList
from mlflow_tui.tui.screens.ending import choices, told
from mlflow_tui.tui.screens.plan_view import Page, PlanView, found_by, pages_of
from mlflow_tui.tui.widgets.pick_list import Item, PickList

Make = Callable[[Ask, Observe], Operation]
"""Makes the operation to run, asking and telling as given."""
_ROOMY = 32
"""Rows from which on all steps are shown; below, those around the one at work."""

_CANCEL = ("program.back", "cancel")
_BACK = ("program.back", "back")
_LOOK = ("move.next-pane", "look at the objects")
_SCROLL = ("move.page-up move.page-down", "scroll")


class _Answer:
    """What the thread of the operation waits for, and the person gives."""

    def __init__(self) -> None:
        self._given = threading.Event()
        self.yes = False

    def give(self, yes: bool) -> None:
        self.yes = yes
        self._given.set()

    def is_given(self, seconds: float) -> bool:
        """Waits for the answer, so long."""
        return self._given.wait(seconds)


class OperationScreen(ModalScreen[str | None]):
    """Runs an operation in a thread of its own; nothing changes without a yes, and the cursor starts on the no.

    Gives what the person goes on with: `state`, `go:` with a setting, or None.
    """

    DEFAULT_CSS = """
    OperationScreen {
        background: $background; align: center middle;
        & > #apply {
            width: 100%; height: 100%; background: $background; border: round $accent; padding: 0 1;
            border-title-color: $accent; border-title-style: bold; border-subtitle-color: $text-muted;
            & > #ask { height: auto; max-height: 6; padding: 0 1; margin: 1 0 0 0; text-style: bold; }
            & > Input { border: none; height: 1; padding: 0 1; margin: 0 1; background: $panel; display: none; }
            & > #answers { height: auto; max-height: 6; background: $background; display: none; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("program.back", "back"),
        bound("move.up", "line(-1)"),
        bound("move.down", "line(1)"),
        bound("move.next-pane", "next_pane(1)", priority=True),
        bound("move.previous-pane", "next_pane(-1)", priority=True),
        bound("move.page-up", "scroll(-1)", priority=True),
        bound("move.page-down", "scroll(1)", priority=True),
    ]

    class Stepped(Message):
        """A step has changed."""

        def __init__(self, step: Step) -> None:
            super().__init__()
            self.step = step

    class Asked(Message):
        """The operation waits for an answer."""

        def __init__(self, question: Question, answer: _Answer) -> None:
            super().__init__()
            self.question = question
            self.answer = answer

    class Ended(Message):
        """The operation has ended."""

        def __init__(self, outcome: Outcome) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, title: str, make: Make, *, leaves_release: bool = True) -> None:
        super().__init__()
        self._title = title
        self._make = make
        self._leaves_release = leaves_release
        self._operation = make(self._ask_from_thread, self._observe)
        self._answer: _Answer | None = None
        self._question: Question | None = None
        self._outcome: Outcome | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="apply") as box:
            box.border_title = self._title
            yield StepList(self._operation.steps)
            yield PlanView()
            yield Static(id="ask", markup=False)
            yield Input()
            answers = PickList()
            answers.id = "answers"
            yield answers

    def on_mount(self) -> None:
        self._start()

    def on_resize(self, event: events.Resize) -> None:
        steps = len(self._operation.steps)
        self.query_one(StepList).styles.height = steps if event.size.height >= _ROOMY else min(steps, 4)

    def on_unmount(self) -> None:
        self._operation.cancellation.cancel()
        if self._answer is not None:
            self._answer.give(False)

    def _start(self) -> None:
        self._outcome = None
        self._hint(_CANCEL, _SCROLL)
        self.set_focus(self._plan.lines)
        self.run_worker(self._run, thread=True, group="apply")

    @property
    def _plan(self) -> PlanView:
        return self.query_one(PlanView)

    @property
    def _answers(self) -> PickList:
        return self.query_one("#answers", PickList)

    def _say(self, text: str) -> None:
        self.query_one("#ask", Static).update(text)

    def _hint(self, *hints: Hint) -> None:
        self.query_one("#apply").border_subtitle = hint_line(self, *hints)

    # In the thread of the operation, which only ever posts messages: it must not wait for screens that are gone.

    def _run(self) -> None:
        self.post_message(self.Ended(self._operation.run()))

    def _observe(self, step: Step) -> None:
        self.post_message(self.Stepped(step))

    def _ask_from_thread(self, question: Question) -> bool:
        answer = _Answer()
        self.post_message(self.Asked(question, answer))
        while not answer.is_given(0.2):
            self._operation.cancellation.check()
        return answer.yes

    # On the screen.

    def on_operation_screen_stepped(self, message: Stepped) -> None:
        step, steps = message.step, self.query_one(StepList)
        steps.put(step)
        if self._question is not None or step.state is State.WAITING:
            return
        if step.name in (StepName.ROLLOUT, StepName.UPGRADE) and step.details:
            self._plan.show_lines(step.details)
        else:
            self._plan.show_lines(found_by(steps.steps))

    def on_operation_screen_asked(self, message: Asked) -> None:
        question = self._question = message.question
        self._answer = message.answer
        self._plan.show(self._pages(question))
        typed = f" Type {question.typed} to go on." if question.typed else ""
        self._say(question.text + typed)
        self._hint(_CANCEL, _LOOK, _SCROLL)
        field = self.query_one(Input)
        field.display, self._answers.display = bool(question.typed), not question.typed
        if question.typed:
            field.value = ""
            self.set_focus(field)
            return
        yes = "Apply" if question.consent is Consent.APPLY else f"Yes, {question.consent.value}"
        self._answers.show([Item("no", "Cancel", "nothing more is changed"), Item("yes", yes)], "no")
        self.set_focus(self._answers)

    def _pages(self, question: Question) -> list[Page]:
        steps = self.query_one(StepList).steps
        if question.changes:
            return pages_of(question.changes, steps)
        found = Page("Found so far", "by the steps", found_by(steps))
        return [Page("It is about", "", question.details), found] if question.details else [found]

    def _give(self, yes: bool) -> None:
        answer, self._answer, self._question = self._answer, None, None
        self._say("")
        self._hint(_CANCEL, _SCROLL)
        self.query_one(Input).display = self._answers.display = False
        self.set_focus(self._plan.lines)
        if answer is not None:
            answer.give(yes)

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        message.stop()
        chosen = message.item.id
        if self._outcome is None:
            if self._question is not None:
                self._give(chosen == "yes")
        elif chosen.startswith("copy:"):
            self.app.copy_to_clipboard(chosen.removeprefix("copy:"))
            self._say("Copied to the clipboard of the terminal.")
        elif chosen == "again":
            self._again()
        elif self.is_current:
            self.dismiss(None if chosen == "close" else chosen)

    def _again(self) -> None:
        self._operation = self._make(self._ask_from_thread, self._observe)
        self.query_one(StepList).show(self._operation.steps)
        self._answers.display = False
        self._say("")
        self._start()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        question, typed = self._question, message.value.strip()
        if question is None:
            return
        if not typed or typed == question.typed:
            self._give(bool(typed))
        else:
            back = spoken_key("program.back", own_keys(self))
            self._say(f"That is not {question.typed}. {question.text} Type {question.typed} to go on, {back} cancels.")

    def action_back(self) -> None:
        """Out of a question with no; out of a running step by cancelling; out of the screen once all has ended."""
        if self._outcome is not None:
            self.dismiss(None)
            return
        self._operation.cancellation.cancel()
        if self._answer is not None:
            self._give(False)
        self._say("Cancelling …")

    def action_next_pane(self, step: int) -> None:
        """From the answers to the objects to the lines."""
        panes = [one for one in (self.query_one(Input), self._answers, self._plan.list, self._plan.lines)
                 if one.display and not (one is self._plan.list and self._plan.has_class("-single"))]  # fmt: skip
        now = panes.index(self.focused) if self.focused in panes else -1
        self.set_focus(panes[(now + step) % len(panes)])

    def action_scroll(self, pages: int) -> None:
        self._plan.lines.page(pages)

    def action_line(self, lines: int) -> None:
        self._plan.lines.move(lines)

    def on_operation_screen_ended(self, message: Ended) -> None:
        outcome = self._outcome = message.outcome
        self._question = self._answer = None
        self.query_one(Input).display = False
        self.query_one(StepList).end(outcome.steps)
        said, pages = told(outcome)
        self._say(said)
        self._plan.show(pages)
        self._hint(_BACK, _LOOK, _SCROLL)
        self._answers.display = True
        self._answers.show(choices(outcome, applies=self._leaves_release))
        self.set_focus(self._answers)
