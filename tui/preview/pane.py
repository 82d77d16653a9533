"""The preview: four tabs that follow every keystroke."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from mlflow_tui.config_model.catalogue import owner
from mlflow_tui.config_model.document import EditRefused
from mlflow_tui.config_model.path import Path
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.tui.bindings import bound, hint_line
from mlflow_tui.tui.preview import contents
from mlflow_tui.tui.preview.contents import Asked, Sources, Tab
from mlflow_tui.tui.preview.effects import affected_lines
from mlflow_tui.tui.preview.fixes import apply_fix, session_changed
from mlflow_tui.tui.preview.line_view import LineView
from mlflow_tui.tui.preview.problem_list import FixChosen, ProblemList
from mlflow_tui.tui.preview.tab_bar import TabBar
from mlflow_tui.tui.preview.text_search import SearchLine
from mlflow_tui.tui.session import Session

TABS = ("Values", "Manifests", "Changes", "Problems")
_PAUSE = 0.2
"""Seconds without a key after which the manifests are searched for what the focused setting affects."""


class PreviewPane(Widget):
    """Shows what the session's file says, renders to, changes and gets wrong.

    Whoever changes the session or its draft calls `refresh_view`; a view that is not shown costs nothing.
    """

    DEFAULT_CSS = """
    PreviewPane {
        layout: vertical;
        background: $background;
        & > .preview--note { height: 1; padding: 0 1; color: $text-muted; text-overflow: ellipsis; text-wrap: nowrap; }
        & > .preview--note.-warn { color: $text-warning; background: $warning-muted; text-style: bold; }
        & > LineView, & > ProblemList { height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("preview.compare", "compare"),
    ]

    def __init__(self, session: Session, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._tab = TABS[0]
        self._focus: Path = ()
        self._seen = session.view
        self._before = session.view
        self._sources = Sources()
        self._followed: dict[str, tuple[object, ...]] = {}
        self._affected: Sequence[range] = ()
        self._against = "saved"
        self._live: Sequence[Manifest] | None = None
        self._idle: Timer | None = None
        self._composed = False
        self._search: SearchLine | None = None

    def compose(self) -> ComposeResult:
        yield TabBar(TABS)
        yield Static(classes="preview--note", markup=False)
        yield LineView(numbered=True, id="Values")

    def on_mount(self) -> None:
        self._composed = True
        self._update()

    # What the app asks for.

    @property
    def tab(self) -> str:
        """The name of the tab that is shown."""
        return self._tab

    @property
    def body(self) -> LineView | ProblemList:
        """The view of the tab that is shown: what takes the focus, and scrolls."""
        return self._view(self._tab)

    def refresh_view(self) -> None:
        """Shows what the session has become: after an edit, an undo, a draft, a save."""
        view = self._session.view
        if self._session.draft is not None:
            self._before = view
        elif view.text != self._seen.text:
            self._before = self._seen
        self._seen = view
        self._affected = ()
        self._update()
        self._look_for_effects()

    def focus_path(self, path: Path) -> None:
        """Marks, and brings into view, what belongs to the setting at `path`."""
        if path == self._focus:
            return
        self._focus = path
        self._before = self._seen = self._session.view
        self._affected = ()
        self._update()
        self._look_for_effects()

    def show_tab(self, name: str) -> None:
        """Shows a tab of `TABS`; the focus follows if it is inside."""
        inside = self.has_focus_within
        for view in self.query("LineView, ProblemList"):
            view.display = view.id == name
        self._tab = name
        self._view(name).display = True
        self._update()
        self._look_for_effects()
        if inside:
            self.body.focus()

    def next_tab(self) -> None:
        self._step_tab(1)

    def previous_tab(self) -> None:
        self._step_tab(-1)

    def toggle_reveal(self, reveal: bool) -> None:
        """Shows secrets, or masks them again."""
        self._session.revealed = reveal
        self._update()

    def compare_with_cluster(self, live: Sequence[Manifest] | None) -> None:
        """Lets the tab Changes compare with these objects of the cluster; None takes that away again."""
        self._live = live
        self._against = "cluster" if live is not None else "saved"
        self._update()

    def action_compare(self) -> None:
        """The tab Changes compares with the next of: the saved file, the defaults, the cluster."""
        choices = ["saved", "defaults", *(["cluster"] if self._live is not None else [])]
        self._against = choices[(choices.index(self._against) + 1) % len(choices)]
        self.show_tab("Changes")

    async def search(self) -> bool:
        """Opens the line that looks for a text in the tab; False where the tab is a list."""
        view = self.body
        if self._search is not None or not isinstance(view, LineView):
            return self._search is not None
        before = self.screen.focused

        def close(back: bool) -> None:
            if self._search is not line:
                return
            self._search = None
            view.seek("")
            line.remove()
            if back:
                self.screen.set_focus(before if before is not None and before.display else view, scroll_visible=False)

        line = SearchLine(view.seek, view.step, close)
        self._search = line
        await self.mount(line, after=self.query_one(TabBar))
        # At once: what is typed fast is for the field.
        self.screen.set_focus(line.field, scroll_visible=False)
        return True

    # Below: how it is done.

    def _step_tab(self, step: int) -> None:
        self.show_tab(TABS[(TABS.index(self._tab) + step) % len(TABS)])

    def _view(self, name: str) -> LineView | ProblemList:
        """The view of a tab; each is made when it is first wanted, which the first paint need not wait for."""
        found = self.query(f"#{name}")
        if found:
            view = found.first()
            assert isinstance(view, LineView | ProblemList)
            return view
        made: LineView | ProblemList
        if name == "Problems":
            made = ProblemList(id=name)
        elif name == "Changes":
            made = LineView(highlight=contents.diff_pieces, id=name)
        else:
            made = LineView(numbered=name == "Values", id=name)
        self.mount(made)
        return made

    def _update(self) -> None:
        if not self._composed:
            return
        problems = self._session.shown.evaluation.problems
        severity = "error" if any(problem.is_error for problem in problems) else "warning"
        notes = {"Problems": (str(len(problems)), severity)} if problems else {}
        if self._session.shown.manifests is None:
            notes["Manifests"] = ("stale", "warning")
        self.query_one(TabBar).show(self._tab, notes)
        if self._tab == "Problems":
            self._show_problems()
        else:
            self._show_lines()

    def _show_lines(self) -> None:
        view = self._view(self._tab)
        assert isinstance(view, LineView)
        tab = self._content()
        if self._tab == "Changes":
            tab = contents.following(tab, view.content.lines)
        view.show(tab.content)
        self._note(tab.note, warn=tab.warn)

    def _content(self) -> Tab:
        session = self._session
        wanted = (session.shown.text, self._focus, tuple(self._affected) if self._tab == "Manifests" else ())
        follow = self._followed.get(self._tab) != wanted
        self._followed[self._tab] = wanted
        asked = Asked(self._before, self._session.revealed, self._focus, follow)
        if self._tab == "Manifests":
            return contents.manifests(session, asked, self._sources, self._affected)
        if self._tab == "Changes":
            return contents.changes(session, asked, self._sources, self._against, self._live)
        return contents.values(session, asked, self._sources)

    def _show_problems(self) -> None:
        view = self._view("Problems")
        assert isinstance(view, ProblemList)
        evaluation = self._session.shown.evaluation
        view.show(evaluation.problems, "No problem was found. ✓")
        errors, warnings = len(evaluation.errors), len(evaluation.warnings)
        offers = hint_line(self, ("preview.go-to", "go there"), ("preview.fix", "fix"))
        keys = f" · {offers}" if evaluation.problems else ""
        self._note(f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}{keys}")

    def _note(self, text: str, *, warn: bool = False) -> None:
        note = self.query_one(".preview--note", Static)
        if note.content != text:
            note.update(text, layout=False)
        note.set_class(warn, "-warn")

    def _look_for_effects(self) -> None:
        if self._idle is not None:
            self._idle.stop()
        if self._tab == "Manifests" and self._focus:
            self._idle = self.set_timer(_PAUSE, self._mark_effects)

    def _mark_effects(self) -> None:
        setting = owner(self._focus)
        if setting is None or self._session.shown.manifests is None:
            return
        self._affected = affected_lines(self._session, setting, self._sources.manifests)
        if self._tab == "Manifests":
            self._update()

    def on_tab_bar_chosen(self, message: TabBar.Chosen) -> None:
        message.stop()
        self.show_tab(message.name)

    def on_fix_chosen(self, message: FixChosen) -> None:
        message.stop()
        fix = message.problem.fix
        if fix is None:
            self.app.notify(message.problem.remedy or "There is no automatic fix for this.", severity="warning")
            return
        try:
            apply_fix(self._session, fix)
        except EditRefused as refused:
            self.app.notify(refused.reason, severity="error")
            return
        session_changed(self)
