"""The middle of the screen: the area's title, its settings, the detail of the focused one, the editor in its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from mlflow_tui.config_model.document import EditRefused
from mlflow_tui.config_model.secrecy import has_password
from mlflow_tui.config_model.setting import INTEGERS, Kind, Setting
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.tui.drawing import ink, plain, strip, wrapped
from mlflow_tui.tui.pending import Pending
from mlflow_tui.tui.preview.fixes import SessionHost
from mlflow_tui.tui.session import Session
from mlflow_tui.tui.settings.detail import Detail
from mlflow_tui.tui.settings.inline import InlineEditor
from mlflow_tui.tui.settings.list import SettingList
from mlflow_tui.tui.settings.reading import text_of, value_of
from mlflow_tui.tui.summary import Summary

if TYPE_CHECKING:
    from mlflow_tui.tui.preview.yaml_lines import ManifestLines

_PAUSE = 0.15
"""Seconds without a change after which the effects of the focused setting are looked for."""


_LARGE = 60_000
"""Characters of a file from which on a half-typed value is looked at when the typing pauses: no key waits for that."""


class AreaTitle(Widget):
    """The name of the area and what it decides."""

    COMPONENT_CLASSES = {"plain", "title--name", "title--summary"}  # noqa: RUF012
    DEFAULT_CSS = """
    AreaTitle {
        height: 3; background: $background; color: $foreground;
        & > .title--name { color: $accent; text-style: bold; }
        & > .title--summary { color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._area: Area | None = None

    def show(self, area: Area | None) -> None:
        """Names the area, on as many lines as that takes."""
        if area is not self._area:
            self._area = area
            self.fit()
            self.refresh()

    def fit(self) -> None:
        """As high as the text, and a line apart from the list where there is room."""
        height = 1 + len(self._said()) + (not self.screen.has_class("-low"))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def on_resize(self) -> None:
        self.fit()

    def _said(self) -> list[str]:
        area = self._area
        said = area.summary if area is not None else "What differs from the defaults, and what is wrong. a applies it."
        return wrapped(said, self.size.width - 2) if self.size.width else [said]

    def render_line(self, y: int) -> Strip:
        width, area = self.size.width, self._area
        if y == 0:
            title = area.title if area is not None else "Review and apply"
            return strip([(f" {title}", plain(self) + ink(self, "title--name"))], width, plain(self))
        lines = self._said()
        if y > len(lines):
            return Strip.blank(width, plain(self))
        return strip([(f" {lines[y - 1]}", plain(self) + ink(self, "title--summary"))], width, plain(self))


class SettingsPane(Vertical):
    """Shows an area and edits its settings in place; calls `session_changed` of the app after each change or draft."""

    DEFAULT_CSS = """
    SettingsPane { width: 1fr; height: 1fr; layers: default editor; background: $background; }
    """

    class Said(Message):
        """Something to be told at the bottom of the screen."""

        def __init__(self, text: str, *, wrong: bool = False) -> None:
            super().__init__()
            self.text = text
            self.wrong = wrong

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.title = AreaTitle()
        self.list = SettingList(session)
        self.detail = Detail(session)
        self.editor: InlineEditor | None = None
        self._note = ""
        self._summary: Summary | None = None
        self._idle: Timer | None = None
        self._trial: Timer | None = None
        self._emitter: ManifestLines | None = None

    def compose(self) -> ComposeResult:
        yield self.title
        yield self.list
        yield self.detail

    def show(self, summary: Summary, area: Area | None) -> None:
        """Shows an area as it is now."""
        self._summary = summary
        note = (self.editor.setting, self._note) if self.editor is not None and self._note else None
        self.title.show(area)
        self.list.show(summary, area, note)
        self.detail.show(self.list.setting, summary)
        self._look_for_effects()
        if self.editor is not None:
            self._place(self.editor)

    def _look_for_effects(self) -> None:
        """What the setting makes is found by rendering, which no key is to wait for."""
        if self._idle is not None:
            self._idle.stop()
        self._idle = self.set_timer(_PAUSE, self._show_effects)

    def _show_effects(self) -> None:
        if self.list.setting is not None:
            from mlflow_tui.tui.preview.effects import effect_lines
            from mlflow_tui.tui.preview.yaml_lines import ManifestLines

            if self._emitter is None:
                self._emitter = ManifestLines()
            self.detail.show_effects(effect_lines(self.session, self.list.setting, self._emitter))

    @property
    def setting(self) -> Setting | None:
        """The focused setting."""
        return self.list.setting

    def on_setting_list_focused(self, message: SettingList.Focused) -> None:
        if self._summary is not None:
            self.detail.show(message.setting, self._summary)
            self._look_for_effects()

    # The editor in the row.

    async def edit(self, setting: Setting) -> None:
        """Opens the one-line editor of a setting in its row, with all of its text selected."""
        if self.editor is not None or self.session.read_only:
            if self.session.read_only:
                self.post_message(self.Said(self.session.why_read_only, wrong=True))
            return
        text = text_of(setting, self.session.view.evaluation.value(setting.path))
        secret = setting.secret or has_password(text)
        editor = InlineEditor(setting, text, self._finish, masked=secret and not self.session.revealed)
        self.editor = editor
        self._note = ""
        self.list.focus_setting(setting)
        self._place(editor)
        await self.mount(editor)
        self.screen.set_focus(editor, scroll_visible=False)

    def _place(self, editor: InlineEditor) -> None:
        """Over the value of its row, wherever that has moved to."""
        row = self.list.row_of(editor.setting)
        column = self.list.value_column
        y = self.title.outer_size.height + (row or 0) - self.list.scroll_offset.y
        place = (column, max(y, 0))
        if (editor.styles.offset.x.value, editor.styles.offset.y.value) != place:
            editor.styles.offset = place
        width = max(self.list.size.width - column - 1, 8)
        if editor.styles.width is None or editor.styles.width.value != width:
            editor.styles.width = width

    def on_resize(self) -> None:
        if self.editor is not None:
            self.call_after_refresh(self._place, self.editor)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Each keystroke: what it would make of the file, or why that is no value."""
        message.stop()
        if self.editor is None or message.input is not self.editor or message.value != self.editor.value:
            return
        if self._trial is not None:
            self._trial.stop()
        if len(self.session.document.text) > _LARGE:
            self._trial = self.set_timer(_PAUSE, self._try)
        else:
            self._try()

    def _try(self) -> None:
        """Shows what the text in the editor would make of the file."""
        if self.editor is None:
            return
        setting = self.editor.setting
        value, complaint = value_of(setting, self.editor.value)
        try:
            self.session.try_value(setting.path, value)
        except EditRefused as refused:
            complaint = refused.reason
        self._note = complaint or self._first_error(setting)
        self._changed()

    def _first_error(self, setting: Setting) -> str:
        for problem in self.session.shown.evaluation.errors:
            if problem.path[: len(setting.path)] == setting.path:
                return problem.message
        return ""

    def _finish(self, key: str) -> None:
        """Ends the editing: up and down go on to the neighbour."""
        if key == "escape":
            self.drop()
        elif self.keep():
            self.list.move({"up": -1, "down": 1}.get(key, 0))

    def keep(self) -> bool:
        """Keeps what stands in the editor and closes it; not while it is no value of the kind at all."""
        editor = self.editor
        if editor is None:
            return True
        value, complaint = value_of(editor.setting, editor.value)
        if complaint:
            self.post_message(self.Said(f"Not kept: {complaint}.", wrong=True))
            return False
        self._close(editor)
        return self.set(editor.setting, value)

    def pending(self) -> Pending | None:
        """What is typed in the editor and not kept."""
        editor = self.editor
        if editor is None or editor.value == editor.began:
            return None
        return Pending(editor.setting.path, editor.setting.title, editor.value, lambda: self._edit(editor))

    def _edit(self, editor: InlineEditor) -> object:
        value, complaint = value_of(editor.setting, editor.value)
        if complaint:
            raise EditRefused("wrong-kind", complaint)
        return self.session.set(editor.setting.path, value)

    def drop(self) -> None:
        """Closes the editor; what was typed is forgotten."""
        if self.editor is not None:
            self._close(self.editor)
            self.session.drop_draft()
            self._changed()

    def _close(self, editor: InlineEditor) -> None:
        self.editor = None
        self._note = ""
        self.screen.set_focus(self.list, scroll_visible=False)
        editor.remove()

    def set(self, setting: Setting, value: Any) -> bool:
        """Sets a value as one edit; where it cannot be done, says why."""
        try:
            self.session.set(setting.path, value)
        except EditRefused as refused:
            self.post_message(self.Said(refused.reason, wrong=True))
            self._changed()
            return False
        self._changed()
        return True

    def _changed(self) -> None:
        cast(SessionHost, self.app).session_changed()


def opens_in_row(setting: Setting) -> bool:
    """Whether the setting is edited in its row, rather than in an editor of its own."""
    return setting.kind in (Kind.TEXT, Kind.COUNT_OR_SHARE, *INTEGERS)
