"""To a later MLflow: the choice of a version, what it changes for the file, and the edit on consent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mlflow_tui.config_model.document import EditRefused
from mlflow_tui.config_model.error import UserError
from mlflow_tui.config_model.mlflow import TESTED, Certainty, Reading, Version, newest, reading_of, versions
from mlflow_tui.config_model.upgrade import Stack, Upgrade, plan
from mlflow_tui.tui.local_actions import spoken_key
from mlflow_tui.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from mlflow_tui.config_model.chart import Release
    from mlflow_tui.config_model.evaluation import Evaluation
    from mlflow_tui.config_model.layers import Layer
    from mlflow_tui.tui.handlers.host import Host


async def upgrade(app: Host) -> None:
    """Asks which version, then shows what it brings."""
    from mlflow_tui.tui.screens.finder import Finder

    reading = reading_of(app.session.view.evaluation.data)
    items = _targets(reading)
    if not items:
        app.main.say(f"MLflow {reading.version} is the newest that is known here.")
        return

    def find(wanted: str) -> Sequence[Item]:
        return [one for one in items if all(word in f"{one.title} {one.note}" for word in wanted.split())]

    async def chosen(version: str | None) -> None:
        if version is not None:
            await _show(app, Version.parse(version))

    title = f"Upgrade MLflow {reading.version} to"
    await app.push_screen(Finder(title, find, placeholder="type a version", title_width=10), chosen)


def _targets(reading: Reading) -> list[Item]:
    """The versions that the file can be taken to, newest first."""
    sure = reading.certainty is Certainty.SURE
    later = [one for one in versions() if one > reading.version or (one == reading.version and not sure)]
    return [Item(str(one), str(one), _note(one)) for one in reversed(later)]


def _note(version: Version) -> str:
    notes = ("tested with a real server" if version in TESTED else "", "newest" if version == newest() else "")
    return ", ".join(filter(None, notes))


async def _show(app: Host, wanted: Version) -> None:
    from mlflow_tui.tui.screens.upgrade import UpgradeScreen

    session = app.session
    document = session.document.copy()
    try:
        found = await asyncio.to_thread(plan, document, _stack(app), wanted)
    except UserError as refused:
        app.main.say(f"{refused.message}. {refused.hint}", wrong=True)
        return

    def answered(agreed: bool | None) -> None:
        if agreed:
            _edit(app, found)

    await app.push_screen(UpgradeScreen(session, found), answered)


def _stack(app: Host) -> Stack:
    from mlflow_tui.renderers.evaluation import evaluate

    session = app.session

    def graded(layers: Sequence[Layer], release: Release, previous: Evaluation | None) -> Evaluation:
        return evaluate(layers, release, previous).graded(session.grades)

    return Stack(session.name, graded, session.lower, session.upper, session.release)


def _edit(app: Host, found: Upgrade) -> None:
    """As one step of undo."""
    if app.session.document.text != found.before:
        app.main.say("Nothing is edited: the file is not what it was. Upgrade it again.", wrong=True)
        return
    try:
        app.session.replace_text(found.after)
    except EditRefused as refused:
        app.main.say(refused.reason, wrong=True)
        return
    app.session_changed()
    left = " A person must fix the errors that remain." if found.remaining else ""
    app.main.say(f"The file is for MLflow {found.wanted}. {spoken_key('edit.undo', app.keys)} takes that back.{left}")
