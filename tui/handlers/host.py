"""What the handlers need of the app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import AwaitMount, Widget

    from mlflow_tui.config_model.problem import Problem
    from mlflow_tui.tui.handlers.text_outside import TextOutside
    from mlflow_tui.tui.keeping import Keeper
    from mlflow_tui.tui.opening import Opening
    from mlflow_tui.tui.pending import HoldsText
    from mlflow_tui.tui.saving import OnDisk
    from mlflow_tui.tui.screens.main import MainScreen
    from mlflow_tui.tui.session import Session
    from mlflow_tui.tui.unsaved import Work

Answer = TypeVar("Answer")


class Host(Protocol):
    """The app, as a handler sees it: what is edited, the screens, and what can be asked for."""

    opening: Opening
    disk: OnDisk
    main: MainScreen
    keys: Mapping[str, tuple[str, ...]]
    last_problem: Problem | None
    keeper: Keeper
    outside: TextOutside | None
    """The text that is in an editor outside."""

    @property
    def session(self) -> Session: ...
    @property
    def focused(self) -> Widget | None: ...
    @property
    def screen(self) -> Screen[object]: ...
    @property
    def screen_stack(self) -> Sequence[Screen[Any]]: ...

    def push_screen(
        self,
        screen: Screen[Answer],
        callback: Callable[[Answer | None], None] | Callable[[Answer | None], Awaitable[None]] | None = None,
    ) -> AwaitMount:
        """Opens a screen; `callback` takes what it gives."""

    def pop_screen(self) -> Awaitable[None]:
        """Closes the screen on top."""

    def holder(self) -> HoldsText | None:
        """The open editor that holds a text which is not kept."""

    def unsaved(self) -> Work | None:
        """All that would be lost if the program ended now."""

    def suspend(self) -> AbstractContextManager[None]:
        """The terminal is another program's, as long as this lasts."""

    def copy_to_clipboard(self, text: str) -> None:
        """Into the clipboard of the terminal."""

    async def open(self, opening: Opening) -> None:
        """Shows a file in the place of the one before."""

    def in_background(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> None:
        """Does the work beside the keyboard, in the place of what the group was doing."""

    def session_changed(self) -> None:
        """The session or its draft is not what it was: everything is shown anew."""

    def act_later(self, id_: str | None) -> None:
        """Does an action once the screen that named it is gone."""

    def end(self) -> None:
        """Leaves the program; what was not saved was given up."""
