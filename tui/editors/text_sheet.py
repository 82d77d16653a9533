"""What the editors of whole texts share: a text is a draft until it is kept, and is not lost without a question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import TextArea

from mlflow_tui.tui.bindings import Hint, bound
from mlflow_tui.tui.editors.code_area import CodeArea
from mlflow_tui.tui.editors.sheet import Sheet
from mlflow_tui.tui.pending import Pending


class TextSheet(Sheet):
    """A sheet around a text area. Subclasses say what the text means."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("file.save", "keep_text", priority=True),
        bound("text.keep", "keep_text", priority=True),
        bound("program.back", "back"),
    ]

    is_yaml = False
    """Whether the text is YAML, rather than the very value."""
    _resumed: str | None = None

    def begin(self) -> None:
        self.set_focus(self.area)
        if self._resumed is not None:
            self.area.replace(self._resumed, (0, 0), self.area.document.end)

    @property
    def area(self) -> CodeArea:
        return self.query_one(CodeArea)

    @property
    def text(self) -> str:
        """The text as it stands in the editor."""
        return self.area.text

    def started_with(self) -> str:
        """The text that the editor was opened with."""
        return ""

    def try_text(self) -> None:
        """Shows what the text would make."""

    def edit(self) -> object:
        """Makes the edit of the session that the text means. Raises EditRefused or UnreadableYaml."""
        return None

    def keep_text(self) -> bool:
        """Makes the edit, or says why not; whether it was made."""
        return self.keep(self.edit)

    # What is typed and not kept.

    def pending(self) -> Pending | None:
        if not self.has_begun or self.text == self.started_with():
            return None
        return Pending(self.path, self.sheet_title, self.text, self.edit, yaml=self.is_yaml)

    def keep_pending(self) -> bool:
        return self.text == self.started_with() or self.keep_text()

    def resume(self, text: str) -> None:
        """Begins with what was typed in an earlier run."""
        self._resumed = text

    def hints(self) -> Iterator[Hint]:
        yield "file.save", "keep"
        yield "program.back", "back"

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        message.stop()
        self.try_text()

    def on_text_area_selection_changed(self, message: TextArea.SelectionChanged) -> None:
        message.stop()
        self.remark()

    def action_keep_text(self) -> None:
        # After what was typed before it, which may still wait in the text area's queue.
        self.area.call_later(self._keep_and_leave)

    def _keep_and_leave(self) -> None:
        if self.text == self.started_with() or self.keep_text():
            super().action_back()

    def action_back(self) -> None:
        if self.text == self.started_with():
            super().action_back()
            return
        from mlflow_tui.tui.screens.question import Question
        from mlflow_tui.tui.widgets.pick_list import Item

        answers = [
            Item("stay", "Go on editing"),
            Item("keep", "Keep the changes"),
            Item("drop", "Drop the changes"),
        ]
        self.app.push_screen(Question(self.sheet_title, "The text has changed.", answers, at="stay"), self._answered)

    def _answered(self, answer: str | None) -> None:
        if answer == "keep":
            self._keep_and_leave()
        elif answer == "drop":
            super().action_back()
        else:
            self.area.focus()
