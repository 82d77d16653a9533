"""The main screen: areas, settings, preview."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget

from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.tui.actions import ACTIONS, BY_ID
from mlflow_tui.tui.areas import AreaList
from mlflow_tui.tui.bindings import bound, footer_hints, own_keys
from mlflow_tui.tui.footer import FooterLine
from mlflow_tui.tui.header import HeaderLine
from mlflow_tui.tui.local_actions import keys_of
from mlflow_tui.tui.opening import Opening
from mlflow_tui.tui.pending import Pending
from mlflow_tui.tui.widgets.relay import AnswerInput

if TYPE_CHECKING:
    from mlflow_tui.config_model.setting import Setting
    from mlflow_tui.tui.preview import PreviewPane, ProblemChosen
    from mlflow_tui.tui.session import Session, View
    from mlflow_tui.tui.settings.list import SettingList
    from mlflow_tui.tui.settings.pane import SettingsPane
    from mlflow_tui.tui.summary import Summary

WIDE = 110
"""Columns from which on the preview stands beside the settings."""
HINTS = {
    "areas": ("edit.open", "find.setting", "find.next-problem", "view.preview", "file.save", "cluster.apply",
              "move.next-pane", "program.help"),
    "preview": ("view.next-tab", "find.text", "view.preview", "find.setting", "find.next-problem", "file.save",
                "cluster.apply", "move.next-pane", "program.help"),
    "settings": ("edit.reset", "find.setting", "find.next-problem", "view.preview", "file.save", "cluster.apply",
                 "move.next-pane", "program.help"),
}  # fmt: skip


EDITOR_HINTS = (
    ("field.keep", "keep"), ("field.drop", "drop"), ("field.up", "keep, go up"), ("field.down", "keep, go down"),
    ("field.clear", "clear"),
)  # fmt: skip
SEARCH_HINTS = (
    ("field.keep", "next"), ("field.up", "the one before"), ("field.down", "next"), ("field.drop", "back"),
)  # fmt: skip


class MainScreen(Screen[None]):
    """Holds the three panes together."""

    DEFAULT_CSS = """
    MainScreen {
        layout: vertical; background: $background;
        & > #panes { height: 1fr; }
        & AreaList { border-right: vkey $border-blurred; }
        & PreviewPane { width: 1.1fr; border-left: vkey $border-blurred; }
        &.-wide PreviewPane { width: 1.3fr; }
        &.-low Detail { height: 8; }
        &.-high Detail { height: 14; }
        &.-narrow PreviewPane, &.-no-preview PreviewPane { display: none; }
        &.-full AreaList, &.-full SettingsPane { display: none; }
        &.-full PreviewPane { display: block; width: 1fr; border-left: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bound(action.id, f"app.act('{action.id}')") for action in ACTIONS if action.keys and action.id != "program.quit"
    ]
    AUTO_FOCUS = None

    session: Session
    settings: SettingsPane
    preview: PreviewPane

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self.header = HeaderLine(opening)
        self.areas = AreaList()
        self.footer = FooterLine()
        self.ready = asyncio.Event()
        """Set once there is a session, with its settings on the screen."""
        self._summarized: tuple[View, Summary] | None = None

    def compose(self) -> ComposeResult:
        yield self.header
        with Horizontal(id="panes"):
            yield self.areas
        yield self.footer

    async def open(self, session: Session) -> None:
        """Shows the settings and the preview of a session, in the place of those of another."""
        from mlflow_tui.tui.preview import PreviewPane
        from mlflow_tui.tui.settings.pane import SettingsPane

        self.session = session
        panes = self.query_one("#panes")
        await panes.remove_children("SettingsPane, PreviewPane")
        self.settings = SettingsPane(session)
        self.preview = PreviewPane(session)
        await panes.mount(self.settings, self.preview)
        self.settings.show(self.summary, self.areas.area)
        self.areas.show(self.summary)
        self.header.show(session)
        self.focus_now(self.settings.list)
        self.ready.set()

    @property
    def summary(self) -> Summary:
        """The marks of what is shown now."""
        from mlflow_tui.tui.summary import summarize

        view = self.session.shown
        if self._summarized is None or self._summarized[0] is not view:
            self._summarized = (view, summarize(view))
        return self._summarized[1]

    # What others ask for.

    def session_changed(self) -> None:
        """Shows everything anew after a change of the session or of its draft."""
        summary = self.summary
        self.settings.show(summary, self.areas.area)
        self.areas.show(summary)
        self.header.show(self.session)
        if self.preview.display:
            self.preview.refresh_view()

    def focus_now(self, widget: Widget) -> None:
        """Gives the focus at once: `Widget.focus` does it later, and keys that are typed fast would go astray."""
        self.set_focus(widget, scroll_visible=False)

    def pending(self) -> Pending | None:
        """What is typed in the row's editor and not kept."""
        return self.settings.pending() if self.ready.is_set() else None

    def keep_pending(self) -> bool:
        return self.settings.keep()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """A message at the bottom of the screen."""
        self.footer.say(text, wrong=wrong)

    def go_to(self, setting: Setting) -> None:
        """Opens the area of a setting, with the cursor on it."""
        if not self.settings.keep():
            return
        self._show_settings()
        if not (self.areas.area is None and self.settings.list.row_of(setting) is not None):
            self.areas.open(setting.area)
            self._open_area(setting.area)
        self.settings.list.focus_setting(setting)
        self.focus_now(self.settings.list)

    def go_to_path(self, path: Path) -> bool:
        """Goes to the setting at a path, or to the one that the path leads into; False where there is none."""
        from mlflow_tui.config_model.catalogue import by_path, owner
        from mlflow_tui.config_model.setting import Kind

        setting = owner(path)
        if setting is None:
            return False
        if setting.kind is not Kind.SECTION:
            self.go_to(setting)
            return True
        within = [one for one in by_path().values() if one.area is setting.area and one.kind is not Kind.SECTION]
        below = [one for one in within if one.path[: len(setting.path)] == setting.path]
        if found := (below or within):
            self.go_to(found[0])
        return bool(found)

    def cycle_preview(self) -> None:
        """Beside the settings, off, over everything; where there is no room beside them: over everything, off."""
        states = ["", "-full"] if self.has_class("-narrow") else ["", "-no-preview", "-full"]
        now = next((state for state in states[1:] if self.has_class(state)), "")
        self._show_preview(states[(states.index(now) + 1) % len(states)])

    def show_preview(self) -> None:
        """Makes sure that the preview is on the screen."""
        if not self.preview.display:
            self._show_preview("-full" if self.has_class("-narrow") else "")

    def _show_preview(self, state: str) -> None:
        inside = self.preview.has_focus_within
        for one in ("-full", "-no-preview"):
            self.set_class(one == state, one)
        if self.preview.display:
            self.preview.refresh_view()
        if state == "-full":
            self.focus_now(self.preview.body)
        elif inside:
            self.focus_now(self.settings.list)

    @property
    def is_covered(self) -> bool:
        """Whether the preview stands over the settings."""
        return self.has_class("-full")

    def _show_settings(self) -> None:
        self.remove_class("-full")

    # Messages.

    def on_area_list_opened(self, message: AreaList.Opened) -> None:
        message.stop()
        if self.settings.list.area is not message.area:
            self._open_area(message.area)

    def _open_area(self, area: Area | None) -> None:
        """Another area; what is typed in this one is kept first, and where it cannot be, nothing is opened."""
        if self.settings.keep():
            self.settings.show(self.summary, area)
        else:
            self.areas.open(self.settings.list.area)

    def on_setting_list_focused(self, message: SettingList.Focused) -> None:
        if message.setting is not None:
            self.preview.focus_path(message.setting.path)
        self.show_hints()

    async def on_setting_list_activated(self, message: SettingList.Activated) -> None:
        message.stop()
        await self.app.run_action("app.act('edit.open')")

    def on_settings_pane_said(self, message: SettingsPane.Said) -> None:
        message.stop()
        self.say(message.text, wrong=message.wrong)

    async def on_footer_line_chosen(self, message: FooterLine.Chosen) -> None:
        message.stop()
        await self.app.run_action(f"app.act('{message.action.id}')")

    def on_problem_chosen(self, message: ProblemChosen) -> None:
        message.stop()
        if not self.go_to_path(message.path):
            self.say("This is about the file as a whole; its line is in the problem.")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.show_hints()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < WIDE, "-narrow")
        self.set_class(event.size.width >= 160, "-wide")
        self.set_class(event.size.height < 30, "-low")
        self.set_class(event.size.height >= 50, "-high")
        if self.ready.is_set() and self.preview.display:
            self.preview.refresh_view()

    # The footer.

    def show_hints(self) -> None:
        """The keys that matter where the focus is."""
        if not self.ready.is_set():
            return
        focused = self.focused
        words: dict[str, str] = {}
        if self.settings.editor is not None and focused is self.settings.editor:
            self.footer.show(footer_hints(self, EDITOR_HINTS))
            return
        if isinstance(focused, AnswerInput):
            self.footer.show(footer_hints(self, SEARCH_HINTS))
            return
        if focused is self.areas:
            ids = list(HINTS["areas"])
            words["edit.open"] = "open"
        elif focused is self.settings.list:
            ids = [*_edit_hints(self.settings.setting, words), *HINTS["settings"]]
        else:
            ids = list(HINTS["preview"])
        keymap = own_keys(self)
        hints = ((BY_ID[id_], keys_of(BY_ID[id_], keymap)) for id_ in ids)
        self.footer.show([(one.id, keys[0], words.get(one.id, one.hint)) for one, keys in hints if keys])


def _edit_hints(setting: Setting | None, words: dict[str, str]) -> list[str]:
    from mlflow_tui.config_model.setting import Kind
    from mlflow_tui.tui.settings.pane import opens_in_row

    if setting is None:
        return []
    if setting.kind is Kind.SWITCH:
        return ["edit.toggle"]
    if setting.kind is Kind.CHOICE:
        return ["edit.open", "edit.next-choice"]
    if opens_in_row(setting):
        return ["edit.open"]
    words["edit.open"] = "open"
    return (
        ["edit.open", "edit.add"]
        if setting.kind in (Kind.STRING_LIST, Kind.OBJECT_LIST, Kind.STRING_MAP)
        else ["edit.open"]
    )
