"""Tells what an edit did beyond its place, and asks where a value is shared: for this place alone, or for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlflow_tui.config_model.path import format_path
from mlflow_tui.tui.footer import FooterLine
from mlflow_tui.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from mlflow_tui.tui.handlers.host import Host


def tell(app: Host) -> None:
    """Asks about the last edit if it could have been made at an anchor; else says at the bottom what it did more."""
    session = app.session
    shared = session.shared
    if shared is None:
        _say_notices(app)
        return
    from mlflow_tui.tui.screens.question import Question

    in_editor = app.screen is not app.main
    place = format_path(shared.anchored)
    of_all = [f"Changed for all, {one[:1].lower()}{one[1:]}" for one in shared.notices]
    text = "\n".join([f"{place} shares its value with other places of the file.", *of_all])
    answers = [
        Item("copy", "Change it here alone", "a copy is written"),
        Item("anchor", "Change it for all", "at the anchor"),
        Item("drop", "Do not change it"),
    ]

    def answered(answer: str | None) -> None:
        if session.shared is not shared:
            return
        if answer == "anchor":
            session.change_anchor(always=in_editor)
        elif answer == "copy":
            session.shared = None
        else:
            session.undo()
            session.notices = ()
        app.session_changed()

    app.push_screen(Question("A shared value", text, answers, at="copy"), answered)


def _say_notices(app: Host) -> None:
    said, app.session.notices = " ".join(app.session.notices), ()
    if said:
        # The question may be about to go.
        footers = (line for screen in reversed(app.screen_stack) for line in screen.query(FooterLine))
        next(footers, app.main.footer).say(said)
