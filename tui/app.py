"""The screens of `mlflow-tui`: the app around them, from the first paint to the last word."""

from __future__ import annotations

import importlib
import inspect
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from config_model.chart import Release
from tui.actions import BY_ID
from tui.opening import Opening
from tui.screens.main import MainScreen
from tui.themes import ANSI, DARK, OWN

if TYPE_CHECKING:
    from config_model.document import Document
    from config_model.layers import Layer
    from config_model.problem import Problem
    from tui.session import Session

SMALLEST = (80, 24)
"""Columns and rows below which the screens say what they need."""
_WITH_EDITOR_OPEN = frozenset({"view.secrets", "edit.undo", "edit.redo", "view.preview", "view.next-tab", "view.previous-tab"})
"""Actions that leave the editor in a row open; any other keeps its text first."""


class MlflowTui(App[int]):
    """Owns the session and the screens; what the actions do stands in `tui.handlers`."""

    TITLE = "mlflow-tui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "Quit", show=False, priority=True, id="program.quit"),
        Binding("ctrl+c", "say_how_to_quit", show=False, system=True),
    ]

    def __init__(self, opening: Opening, *, theme: str = "", keys: dict[str, tuple[str, ...]] | None = None) -> None:
        # Without colours the terminal's own serve: those can be taken out of what is drawn, a grey cannot.
        self.without_colour = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if self.without_colour else None)
        for own in OWN:
            self.register_theme(own)
        self.theme = ANSI if self.without_colour else theme or DARK.name
        self.keys: dict[str, tuple[str, ...]] = keys or {}
        self.set_keymap({id_: ",".join(own) for id_, own in self.keys.items()})
        self.main = MainScreen(opening)
        self.last_problem: Problem | None = None
        self.crash: BaseException | None = None

    @property
    def session(self) -> Session:
        """What is being edited, once the screens are ready."""
        return self.main.session

    def get_default_screen(self) -> MainScreen:
        return self.main

    def session_changed(self) -> None:
        """The session or its draft is not what it was: shows everything anew."""
        self.main.session_changed()

    async def action_act(self, id_: str) -> None:
        """Does what the action says; what changes something is out of reach of a read-only session."""
        action = BY_ID[id_]
        await self.main.ready.wait()
        if self.screen is not self.main:
            return
        if action.changes and self.session.read_only:
            self.main.say("This is open for reading only.", wrong=True)
            return
        settings = self.main.settings
        if settings.editor is not None and id_ not in _WITH_EDITOR_OPEN and not settings.keep():
            return
        self.main.footer.hush()
        module, _, name = action.handler.partition(":")
        handler: Callable[[MlflowTui], object] = getattr(importlib.import_module(f"tui.handlers.{module}"), name)
        done = handler(self)
        if inspect.isawaitable(done):
            await done
        self.main.show_hints()

    def act_later(self, id_: str | None) -> None:
        """Does an action once the screen that named it is gone."""
        if id_ is not None:
            self.call_later(self.action_act, id_)

    async def action_leave(self) -> None:
        from tui.handlers.program import leave
        from tui.screens.question import Question

        if not isinstance(self.screen, Question):
            await leave(self)

    def action_say_how_to_quit(self) -> None:
        self.main.say("ctrl+q quits.")

    def end(self, *, discard: bool = False) -> None:
        """Leaves the program."""
        self.exit(0)


def run(
    *,
    path: FilePath | None,
    document: Document | None,
    lower: Sequence[Layer] = (),
    upper: Sequence[Layer] = (),
    release: Release | None = None,
    read_only: bool = False,
    context: str | None = None,
    kubeconfig: str | None = None,
) -> int:
    """Opens the screens and gives the exit code. `document` is what stands at `path`, None where nothing does yet."""
    opening = Opening(path, document, lower, upper, release or Release(), read_only, context, kubeconfig)
    app = MlflowTui(opening)
    app.run()
    return app.return_code or 0
