"""The sheet that editors of lists, tables and texts open on, with the preview beside it where there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.markup import escape
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from mlflow_tui.config_model.document import EditRefused
from mlflow_tui.config_model.helm_yaml import UnreadableYaml
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.problem import Problem
from mlflow_tui.config_model.secrecy import secret_paths
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.tui.bindings import Hint, bound, footer_hints
from mlflow_tui.tui.drawing import cut, width_of
from mlflow_tui.tui.editors.messages import Messages
from mlflow_tui.tui.footer import FooterLine
from mlflow_tui.tui.preview import PreviewPane
from mlflow_tui.tui.preview.fixes import session_changed
from mlflow_tui.tui.preview.problem_list import SIGNS
from mlflow_tui.tui.session import Session
from mlflow_tui.tui.settings.inline import ENDS
from mlflow_tui.tui.widgets.relay import AnswerInput

_WIDE = 110
"""Columns from which on the preview stands beside the sheet, as it does on the main screen."""


class Sheet(ModalScreen[None]):
    """Edits the value at `path`, inside the value of `setting`, through the session. Subclasses give the body.

    Each kept change is one edit of the session; what is half typed is a draft, which the preview shows. The preview is
    the sheet's own: a screen that is drawn through another costs every keystroke a drawing of both.
    """

    DEFAULT_CSS = """
    Sheet {
        background: $background;
        & > #sides { height: 1fr; }
        & #sheet {
            width: 1fr; background: $surface; padding: 0;
            border: round $accent; border-title-color: $accent; border-title-style: bold;
            border-subtitle-color: $text-muted;
        }
        & PreviewPane { width: 1fr; }
        &.-narrow PreviewPane { display: none; }
        &.-narrow.-over PreviewPane { display: block; }
        &.-narrow.-over #sheet { display: none; }
        & .sheet--help { height: auto; max-height: 4; padding: 0 1 1 1; color: $text-muted; background: $surface; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("program.back", "back"),
        bound("edit.undo", "undo"),
        bound("edit.redo", "redo"),
        bound("view.secrets", "reveal"),
        bound("view.previous-tab", "preview_tab(-1)"),
        bound("view.next-tab", "preview_tab(1)"),
        bound("view.preview", "preview"),
        bound("move.up", "read(-1)"),
        bound("move.down", "read(1)"),
        bound("move.page-up", "read(-10)"),
        bound("move.page-down", "read(10)"),
        bound("move.first", "read(-1000000)"),
        bound("move.last", "read(1000000)"),
    ]
    AUTO_FOCUS = None

    def __init__(self, setting: Setting, session: Session, path: Path | None = None, title: str = "") -> None:
        super().__init__()
        self.setting = setting
        self.session = session
        self.path: Path = setting.path if path is None else path
        self.sheet_title = title or setting.title
        self._refusal = ""
        self._early: list[events.Key | events.Paste] | None = []

    def compose(self) -> ComposeResult:
        with Horizontal(id="sides"):
            with Vertical(id="sheet"):
                if self.path == self.setting.path and self.setting.help:
                    yield Static(self.setting.help, classes="sheet--help", markup=False)
                yield from self.body()
                yield Messages()
            yield PreviewPane(self.session)
        yield FooterLine()

    def body(self) -> Iterator[Widget]:
        """The widgets between the title and the remarks."""
        yield from ()

    def on_mount(self) -> None:
        self.set_class(self.app.size.width < _WIDE, "-narrow")
        below = self._preview_below()
        if below is not None:
            self.preview.show_tab(below.tab)
            if below.display and below.region.x:
                self.query_one("#sheet").styles.width = below.region.x
        self.preview.focus_path(self.path)
        self.rebuild()
        self.call_later(self._begin)

    @property
    def has_begun(self) -> bool:
        """Whether it is there, for somebody to type in it."""
        return self._early is None

    def begin(self) -> None:
        """Gives the focus to where the person begins."""

    async def _begin(self) -> None:
        early, self._early = self._early or [], None
        self.begin()
        for event in early:
            # Not through the app's queue, where what was typed since would be before it.
            await self.app.on_event(_again(event))

    def on_paste(self, event: events.Paste) -> None:
        if self._early is not None:
            event.stop()
            self._early.append(event)

    def on_key(self, event: events.Key) -> None:
        """Keys that were pressed before anything could have the focus are not lost: they wait until it has."""
        if self._early is not None:
            event.stop()
            self._early.append(event)
        elif isinstance(self.focused, AnswerInput) and (event.is_printable or event.key in ENDS):
            # The field lets no such key through: it was on its way here before the focus was there.
            event.stop()
            self.app.post_message(events.Key(event.key, event.character))

    def on_screen_resume(self) -> None:
        # Back from another sheet, which may have changed the value.
        self.preview.refresh_view()
        self.rebuild()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < _WIDE, "-narrow")
        self._entitle()

    def _entitle(self) -> None:
        sheet = self.query_one("#sheet")
        room = self.app.size.width - 6 - width_of(self.sheet_title)
        sheet.border_title = escape(self.sheet_title)
        sheet.border_subtitle = escape(cut(format_path(self.path), max(room, 10)))

    @property
    def preview(self) -> PreviewPane:
        """The preview beside the sheet."""
        return self.query_one(PreviewPane)

    def _preview_below(self) -> PreviewPane | None:
        """The preview of the screen that this one was opened on."""
        for screen in reversed(self.app.screen_stack[:-1]):
            found: list[PreviewPane] = list(screen.query(PreviewPane))
            if found:
                return found[0]
        return None

    # The value, and edits of it.

    @property
    def value(self) -> Any:
        """The effective value, draft included."""
        return look_up(self.session.shown.evaluation.data, self.path)

    @property
    def kept_value(self) -> Any:
        """The effective value without the draft."""
        return look_up(self.session.view.evaluation.data, self.path)

    def draft(self, value: Any, path: Path | None = None) -> None:
        """Shows what `value` would make, here or at `path`."""
        self._attempt(lambda: self.session.try_value(self.path if path is None else path, value))
        self._show()

    def keep(self, edit: Callable[[], object]) -> bool:
        """Makes an edit of the session; whether it was made."""
        self.session.drop_draft()
        kept = self._attempt(edit)
        session_changed(self)
        self._show()
        return kept

    def drop_draft(self) -> None:
        """Forgets what is half typed."""
        self._refusal = ""
        self.session.drop_draft()
        self._show()

    def _show(self) -> None:
        self.preview.refresh_view()
        self.remark()

    def _attempt(self, edit: Callable[[], object]) -> bool:
        self._refusal = ""
        try:
            edit()
        except EditRefused as refused:
            self._refusal = refused.reason
        except UnreadableYaml as unreadable:
            self._refusal = unreadable.message
        return not self._refusal

    def rebuild(self) -> None:
        """Shows the value as it is now. Called after each kept change, undo and redo."""
        self.remark()

    def refuse(self, reason: str) -> None:
        """Says why something cannot be done."""
        self._refusal = reason
        self.remark()

    # The remarks.

    def remark(self) -> None:
        """Says what is wrong here, else what there is to know."""
        lines = [(f"✖ {self._refusal}", "error")] if self._refusal else []
        lines += self.lines_of_problems()
        self.query_one(Messages).show(lines or [(text, "help") for text in self.about()])
        self.query_one(FooterLine).show(footer_hints(self, self.hints()))

    def problems(self) -> list[Problem]:
        """The problems of the value and of what is in it."""
        depth = len(self.path)
        return [one for one in self.session.shown.evaluation.problems if one.path[:depth] == self.path]

    def lines_of_problems(self) -> list[tuple[str, str]]:
        """The problems as the remarks show them."""
        return [
            (f"{SIGNS[one.severity]} {_place(one, self.path)}{one.message}{_remedy(one)}", one.severity.value)
            for one in self.problems()
        ]

    def about(self) -> list[str]:
        """What there is to know of the place at hand, where nothing is wrong."""
        return []

    def hints(self) -> Iterator[Hint]:
        """The keys that mean something here."""
        yield "program.back", "back"

    def is_secret(self, path: Path) -> bool:
        """Whether the value at `path` must not be shown now."""
        return not self.session.revealed and path in set(secret_paths(self.session.shown.evaluation.data))

    # Actions.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is done before the sheet is there, and nothing once it is left."""
        return self._early is None and self.is_attached and self.app.screen is self

    def action_back(self) -> None:
        self.session.drop_draft()
        below = self._preview_below()
        if below is not None and below.tab != self.preview.tab:
            below.show_tab(self.preview.tab)
        self.dismiss()
        session_changed(self)

    def action_undo(self) -> None:
        self._step(self.session.undo, "Nothing to undo.")

    def action_redo(self) -> None:
        self._step(self.session.redo, "Nothing to redo.")

    def _step(self, step: Callable[[], object], nothing: str) -> None:
        self._refusal = "" if step() is not None else nothing
        session_changed(self)
        self.preview.refresh_view()
        self.rebuild()

    def action_reveal(self) -> None:
        self.session.revealed = not self.session.revealed
        self.preview.toggle_reveal(self.session.revealed)
        session_changed(self)
        self.rebuild()

    def action_preview_tab(self, step: int) -> None:
        if step > 0:
            self.preview.next_tab()
        else:
            self.preview.previous_tab()

    def action_read(self, lines: int) -> None:
        """Moves through the preview, while it has the focus."""
        if self.focused is self.preview.body:
            self.preview.body.move(lines)

    def action_preview(self) -> None:
        """In a narrow terminal, the preview in place of the sheet, and back."""
        self.toggle_class("-over")


def _again(event: events.Key | events.Paste) -> events.Key | events.Paste:
    return events.Key(event.key, event.character) if isinstance(event, events.Key) else events.Paste(event.text)


def _place(problem: Problem, path: Path) -> str:
    """The part of the problem's path that the sheet's title does not say already."""
    rest = format_path(problem.path[len(path) :])
    return f"{rest}: " if rest else ""


def _remedy(problem: Problem) -> str:
    return f" ({problem.remedy})" if problem.remedy else ""
