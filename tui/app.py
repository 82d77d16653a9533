"""The screens of `mlflow-tui`: the app around them, from the first paint to the last word."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import inspect
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver

from mlflow_tui.config_model.chart import Release
from mlflow_tui.tui.actions import ACTIONS, BY_ID, textual_key
from mlflow_tui.tui.bindings import bound, field_key
from mlflow_tui.tui.configuration import Settings, read_settings
from mlflow_tui.tui.keeping import Keeper
from mlflow_tui.tui.local_actions import LOCAL_BY_ID, keys_of, spoken_key
from mlflow_tui.tui.opening import Opening
from mlflow_tui.tui.pending import HoldsText, holder
from mlflow_tui.tui.screens.main import MainScreen
from mlflow_tui.tui.stopping import Stopping
from mlflow_tui.tui.themes import ANSI, OWN
from mlflow_tui.tui.unsaved import Work, unsaved
from mlflow_tui.tui.widgets.relay import AnswerInput, drained

if TYPE_CHECKING:
    from textual.worker import Worker

    from mlflow_tui.config_model.document import Document
    from mlflow_tui.config_model.layers import Layer
    from mlflow_tui.config_model.problem import Problem
    from mlflow_tui.tui.handlers.host import Host
    from mlflow_tui.tui.handlers.text_outside import TextOutside
    from mlflow_tui.tui.saving import OnDisk
    from mlflow_tui.tui.session import Session

_WITH_EDITOR_OPEN = frozenset(
    {"view.secrets", "edit.undo", "edit.redo", "view.preview", "view.next-tab", "view.previous-tab"}
)
"""Actions that leave the editor in a row open; any other keeps its text first."""


class MlflowTui(App[int]):
    """Owns the session and the screens; what the actions do stands in `tui.handlers`."""

    TITLE = "mlflow-tui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("program.quit", "leave", priority=True),
        replace(bound("program.how-to-quit", "say_how_to_quit"), system=True),
    ]
    disk: OnDisk

    def __init__(self, opening: Opening, *, settings: Settings | None = None) -> None:
        # Without colours the terminal's own serve: those can be taken out of what is drawn, a grey cannot.
        without_colour = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if without_colour else None)
        settings = settings or Settings()
        for own in OWN:
            self.register_theme(own)
        self.theme = ANSI if without_colour else settings.theme
        self.opening = opening
        self.keys: Mapping[str, tuple[str, ...]] = settings.keys
        self.set_keymap({id_: ",".join(map(textual_key, own)) for id_, own in settings.keys.items()})
        self.main = MainScreen(opening)
        self._actions_by_key = {key: one.id for one in ACTIONS for key in keys_of(one, self.keys)}
        self._settled = asyncio.Event()
        self.last_problem: Problem | None = None
        self.crash: BaseException | None = None
        self.work_kept = False
        self._terminal_lost = False
        self._complaints = settings.complaints
        self.keeper = Keeper(self)
        self.outside: TextOutside | None = None
        """The text that is in an editor outside."""
        self._stopping: Stopping | None = None

    @property
    def session(self) -> Session:
        """What is being edited, once the screens are ready."""
        return self.main.session

    def get_default_screen(self) -> MainScreen:
        return self.main

    def on_mount(self) -> None:
        # The terminal has forgotten what was drawn while the program was stopped (ctrl+z of the shell's job control).
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        self.main.call_after_refresh(self._start)
        self._stopping = Stopping(self)
        if not self.is_headless:
            self._stopping.listen()
        if self._terminal_lost:
            self._stopping.begin(signal.SIGHUP)

    def on_resize(self, event: events.Resize) -> None:
        self.call_later(self._fit)

    async def _fit(self) -> None:
        """Covers the screens while the terminal is too small for them."""
        from mlflow_tui.tui.screens.too_small import SMALLEST, TooSmall

        fits = self.size.width >= SMALLEST[0] and self.size.height >= SMALLEST[1]
        covered = isinstance(self.screen, TooSmall)
        if covered and fits:
            await self.pop_screen()
        elif not covered and not fits:
            await self.push_screen(TooSmall())

    async def _start(self) -> None:
        """What comes after the first paint: the file that was named, or the choice of one."""
        if self.opening.path is not None:
            await self.open(self.opening)
        else:
            from mlflow_tui.tui.handlers.starting import choose

            await choose(self)
        self._settled.set()

    async def open(self, opening: Opening) -> None:
        """Shows a file in the place of the one before."""
        from mlflow_tui.tui.saving import OnDisk

        self.opening = opening
        if self.main.ready.is_set():
            await asyncio.to_thread(self.disk.forget)
        session = opening.session()
        self.disk = OnDisk(session, exists=opening.document is not None)
        await self.main.open(session)
        # What is loaded by now stays until the end: no later collection need look at it, and none makes a key wait.
        gc.freeze()
        gc.enable()
        if self._complaints:
            self.main.say(" ".join(self._complaints), wrong=True)
        from mlflow_tui.tui.handlers.starting import opened

        self.in_background(partial(opened, self), "opened")

    def in_background(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> None:
        """Does the work beside the keyboard, in the place of what the group was doing.

        It is made only when its turn comes: a coroutine that is given up before it began would be complained about.
        """
        _: Worker[None] = self.run_worker(work, group=group, exclusive=True)

    def session_changed(self) -> None:
        """The session or its draft is not what it was: shows everything anew, and keeps unsaved work safe soon."""
        self.main.session_changed()
        if self.session.shared is not None or self.session.notices:
            # Once what has made the edit is done: it may be about to close.
            self.call_later(self._tell)
        self.keeper.soon()

    def _tell(self) -> None:
        """What there is to know of the last edit; where it could be for others too, asks."""
        from mlflow_tui.tui.handlers.sharing import tell

        tell(self)

    def holder(self) -> HoldsText | None:
        """The open editor that holds a text which is not kept."""
        return holder((*reversed(self.screen_stack), self.outside))

    def unsaved(self) -> Work | None:
        """All that would be lost if the program ended now."""
        found = self.holder()
        return unsaved(self.session, found.pending() if found is not None else None)

    async def on_event(self, event: events.Event) -> None:
        """Keys that mean an action are taken in their turn: the next one finds what this one has opened or closed."""
        if isinstance(event, events.Key | events.Paste):
            self.keeper.soon()
        if not isinstance(event, events.Key) or event.is_forwarded or not await self._pressed(event):
            await super().on_event(event)

    async def _pressed(self, event: events.Key) -> bool:
        if self.screen is self.main:
            await self._settled.wait()
        focused = self.focused
        key = field_key(self, event.key)
        if isinstance(focused, AnswerInput) and key in focused.ends:
            await focused.drained()
            if self.focused is not focused:
                return await self._pressed(event)
            focused.finish(key)
        elif self.screen is self.main and focused in (self.main.areas, self.main.settings.list):
            id_ = self._actions_by_key.get(event.character or "") or self._actions_by_key.get(event.key)
            if id_ is None:
                return False
            await self.action_act(id_)
        else:
            return False
        return True

    async def action_act(self, id_: str) -> None:
        """Does what the action says; what changes something is out of reach of a read-only session."""
        action = BY_ID[id_]
        await self.main.ready.wait()
        if self.screen is not self.main:
            return
        if action.changes and self.session.read_only:
            self.main.say(self.session.why_read_only, wrong=True)
            return
        settings = self.main.settings
        if settings.editor is not None and id_ not in _WITH_EDITOR_OPEN and not settings.keep():
            return
        self.main.footer.hush()
        module, _, name = action.handler.partition(":")
        handler: Callable[[Host], object] = getattr(importlib.import_module(f"mlflow_tui.tui.handlers.{module}"), name)
        done = handler(self)
        if inspect.isawaitable(done):
            await done
        self.main.show_hints()

    def act_later(self, id_: str | None) -> None:
        """Does an action once the screen that named it is gone; says where the keys of a local one work."""
        if (action := LOCAL_BY_ID.get(id_ or "")) is not None:
            self.main.say(f"{action.title}: {action.place.value}.")
        elif id_ is not None:
            self.call_later(self.action_act, id_)

    async def action_leave(self) -> None:
        from mlflow_tui.tui.handlers.program import leave
        from mlflow_tui.tui.screens.question import Question

        if self.focused is not None:
            # What was typed before this key may be on its way to a field.
            with contextlib.suppress(TimeoutError):
                await drained(self.focused)
        if not self.main.ready.is_set():
            self.end()
        elif not isinstance(self.screen, Question):
            await leave(self)

    def action_say_how_to_quit(self) -> None:
        self.main.say(f"{spoken_key('program.quit', self.keys)} quits.")

    def copy_to_clipboard(self, text: str) -> None:
        """As every app does, and through tmux too; what the terminal would not take only stays for `paste` here."""
        from mlflow_tui.tui.clipboard import sequence, why_not

        self._clipboard = text
        if self._driver is not None and not why_not(text):
            self._driver.write(sequence(text))

    def end(self) -> None:
        """Leaves the program; what was not saved was given up."""
        if self.main.ready.is_set():
            self.disk.forget(for_good=True)
        self.exit(0)

    # The ends that nobody asked for.

    def get_driver_class(self) -> type[Driver]:
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            return found
        from mlflow_tui.tui.terminal import TerminalDriver

        return TerminalDriver

    @contextlib.contextmanager
    def suspend(self) -> Iterator[None]:
        """As Textual's, whose screen stays away when something goes wrong meanwhile."""
        failed: Exception | None = None
        with super().suspend():
            try:
                yield
            except Exception as error:
                failed = error
        if failed is not None:
            raise failed

    def on_terminal_lost(self) -> None:
        """There is nobody to work for any more. Called from any thread."""
        self._terminal_lost = True
        if self._stopping is not None:
            self._stopping.begin(signal.SIGHUP)

    def _handle_exception(self, error: Exception) -> None:
        """An internal error ends the program with one line, and with the unsaved work kept."""
        if self.is_headless or os.environ.get("MLFLOW_TUI_TRACEBACK"):
            super()._handle_exception(error)
            return
        if self.crash is None:
            self.crash = error
            self.work_kept = self.keeper.last()
        self._return_code = 1
        self._close_messages_no_wait()


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
    release_named: bool = False,
) -> int:
    """Opens the screens and gives the exit code. `document` is what stands at `path`, None where nothing does yet."""
    opening = Opening(path, document, lower, upper, release or Release(), read_only, context, kubeconfig, release_named)
    for name in ("COLUMNS", "LINES"):
        # Where a shell exports them they say how large the terminal once was; it is asked itself.
        os.environ.pop(name, None)
    app = MlflowTui(opening, settings=read_settings())
    app.run()
    if app.crash is not None:
        print(f"mlflow-tui: internal error: {type(app.crash).__name__}: {app.crash}", file=sys.stderr)
        kept = f"the unsaved work is kept: open {app.opening.name} again to recover it"
        hint = kept if app.work_kept else "no work was lost"
        print(f"hint: {hint}; MLFLOW_TUI_TRACEBACK=1 shows where it happened", file=sys.stderr)
    return app.return_code or 0
