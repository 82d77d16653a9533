"""Moving within a pane and between panes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from mlflow_tui.tui.handlers.host import Host


class Movable(Protocol):
    """A list, or a text that scrolls."""

    def move(self, lines: int) -> None: ...
    def page(self, pages: int) -> None: ...
    def to_first(self) -> None: ...
    def to_last(self) -> None: ...


def _focused(app: Host) -> Movable | None:
    return cast(Movable, app.focused) if hasattr(app.focused, "to_first") else None


def up(app: Host) -> None:
    if (target := _focused(app)) is not None:
        target.move(-1)


def down(app: Host) -> None:
    if (target := _focused(app)) is not None:
        target.move(1)


def page_up(app: Host) -> None:
    if (target := _focused(app)) is not None:
        target.page(-1)


def page_down(app: Host) -> None:
    if (target := _focused(app)) is not None:
        target.page(1)


def first(app: Host) -> None:
    if (target := _focused(app)) is not None:
        target.to_first()


def last(app: Host) -> None:
    if (target := _focused(app)) is not None:
        target.to_last()


def next_pane(app: Host) -> None:
    _step(app, 1)


def previous_pane(app: Host) -> None:
    _step(app, -1)


def _step(app: Host, step: int) -> None:
    main = app.main
    panes = (main.areas, main.settings.list, main.preview.body)
    shown = [one for one in panes if all(node.display for node in one.ancestors_with_self)]
    if not shown:
        return
    index = next((number for number, one in enumerate(shown) if one.has_focus), -1 if step > 0 else 0)
    main.focus_now(shown[(index + step) % len(shown)])
