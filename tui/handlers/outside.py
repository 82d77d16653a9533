"""The text in $VISUAL or $EDITOR, and back. What was typed out there is taken, or is given up by a key."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from mlflow_tui.config_model.document import EditRefused
from mlflow_tui.config_model.helm_yaml import UnreadableYaml
from mlflow_tui.tui.external import Failed, OutsideText, Unreadable
from mlflow_tui.tui.handlers.text_outside import TextOutside
from mlflow_tui.tui.screens.question import Question
from mlflow_tui.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from mlflow_tui.tui.handlers.host import Host

_AGAIN = Item("again", "Back to the editor", "fix it")
_TAKE = Item("take", "Take the text", "as an edit, which undo takes back")
_DROP = Item("drop", "Drop it", "the text stays as it was")


def edit(app: Host) -> None:
    """The text in $VISUAL or $EDITOR; what comes back is one edit."""
    app.in_background(partial(_edited, app, app.session.document.text, ""), "editor")


def take_up(app: Host, text: str) -> None:
    """Goes on with a text that came back from the editor in an earlier run, and could not be read then."""
    app.in_background(partial(_edited, app, text, "It comes from an earlier run."), "editor")


async def _edited(app: Host, text: str, fault: str) -> None:
    """Runs the editor until what comes back is right, or is given up. A fault to begin with is asked about first."""
    with OutsideText(text) as outside:
        app.outside = TextOutside(app.session, outside)
        try:
            step: Item | None = await _asked(app, fault, _AGAIN, _DROP) if fault else _AGAIN
            while step is not None:
                step = await _STEPS[step.id](app, outside)
        finally:
            app.outside = None


async def _run(app: Host, outside: OutsideText) -> Item | None:
    """Gives the terminal to the editor; what comes next, None where nothing does."""
    app.keeper.now()
    try:
        with app.suspend():
            outside.edit()
    except Failed as failed:
        if outside.left() in (None, app.session.document.text):
            app.main.say(f"{failed} Nothing was changed.", wrong=True)
            return None
        return await _asked(app, f"{failed} It left another text.", _AGAIN, _TAKE, _DROP)
    return _TAKE


async def _take(app: Host, outside: OutsideText) -> Item | None:
    """Makes the text an edit; what comes next where it is none."""
    try:
        text = outside.text()
        if text == app.session.document.text:
            app.main.say("The text came back as it was.")
            return None
        app.session.replace_text(text)
    except Unreadable as unreadable:
        return await _asked(app, str(unreadable), _AGAIN, _DROP)
    except UnreadableYaml as error:
        place = f"Line {error.line}: " if error.line else ""
        return await _asked(app, f"{place}{error.message} {error.hint}".strip(), _AGAIN, _DROP)
    except EditRefused as refused:
        return await _asked(app, refused.reason, _AGAIN, _DROP)
    except Failed as failed:
        app.main.say(f"{failed} Nothing was changed.", wrong=True)
        return None
    app.session_changed()
    app.main.say("The text came back changed. ctrl+z takes that back.")
    return None


async def _drop(app: Host, outside: OutsideText) -> Item | None:
    app.main.say("Nothing was changed.")
    return None


_STEPS = {_AGAIN.id: _run, _TAKE.id: _take, _DROP.id: _drop}


async def _asked(app: Host, fault: str, *answers: Item) -> Item:
    """What to do about a text that is not taken; esc is the way back to it, since it would be lost."""
    answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()

    def answered(chosen: str | None) -> None:
        if not answer.done():
            answer.set_result(chosen)

    await app.push_screen(Question("The text is not taken", fault, answers, at=_AGAIN.id), answered)
    chosen = await answer
    return next((one for one in answers if one.id == chosen), _AGAIN)
