"""Saving: under the file's name or another one, and what to do where others changed it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.helm_yaml import UnreadableYaml
from mlflow_tui.delivery.files import ChangedOnDisk, FileProblem
from mlflow_tui.renderers.diff import masked_pair, unified
from mlflow_tui.tui.local_actions import spoken_key
from mlflow_tui.tui.screens.prompt import Prompt
from mlflow_tui.tui.screens.question import Question
from mlflow_tui.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from mlflow_tui.tui.handlers.host import Host

Then = Callable[[], None]


async def save(app: Host, *, then: Then | None = None) -> None:
    """Writes the file; `then` follows if that went well."""
    path = app.session.path
    if path is None:
        await save_as(app, then=then)
    elif not app.session.modified and app.disk.exists:
        app.main.say(f"Nothing to save: {app.session.name} is as it was.")
        if then is not None:
            then()
    else:
        app.in_background(partial(_write, app, path, over=False, then=then), "save")


async def save_as(app: Host, *, then: Then | None = None) -> None:
    """Asks for a name and saves there; from then on that is the file."""

    def named(text: str | None) -> None:
        if text is not None:
            path = FilePath(text).expanduser()
            app.in_background(partial(_write, app, path, over=False, then=then), "save")

    await app.push_screen(Prompt("Save as", "Path of the values file.", app.session.name), named)


async def _write(app: Host, path: FilePath, *, over: bool, then: Then | None) -> None:
    text = app.session.document.text
    try:
        saved = await asyncio.to_thread(app.disk.save, path, text, over=over)
    except ChangedOnDisk as changed:
        await _ask_about_change(app, changed, then)
        return
    except FileProblem as problem:
        if not over and path.exists() and path != app.session.path:
            await _ask_to_replace(app, path, then)
            return
        app.main.say(f"Not saved: {problem.message}{f' ({problem.hint})' if problem.hint else ''}", wrong=True)
        return
    if path != app.session.path:
        app.session.save_as(path)
    app.session.mark_saved(text)
    app.keeper.saved()
    app.session_changed()
    errors = len(app.session.view.evaluation.errors)
    still = f", with {errors} error{'s' if errors > 1 else ''}" if errors else ""
    app.main.say(" ".join((f"Saved {path}{still}.", *saved.notes)))
    if then is not None:
        then()


async def _ask_to_replace(app: Host, path: FilePath, then: Then | None) -> None:
    def answered(answer: str | None) -> None:
        if answer == "replace":
            app.in_background(partial(_write, app, path, over=True, then=then), "save")

    answers = [
        Item("cancel", "Cancel", "nothing is written"),
        Item("replace", "Replace it", f"what {path} holds is lost"),
    ]
    await app.push_screen(Question("The file exists", f"{path} is there already.", answers, at="cancel"), answered)


async def _ask_about_change(app: Host, changed: ChangedOnDisk, then: Then | None) -> None:
    """Others changed the file: shows how, and lets the person choose."""
    gone = changed.current is None
    theirs = _parsed(changed.current or b"")
    readable = theirs is not None and not gone
    body = _difference(app, theirs) if theirs is not None else "It is no longer YAML that could be read."
    answers = [
        Item("cancel", "Cancel", "nothing is written; go on editing"),
        Item("overwrite", "Overwrite", "write mine; what others changed is lost"),
        Item(
            "reload", "Take theirs", "as an edit, which undo takes back", why_not="" if readable else "cannot be read"
        ),
        Item("elsewhere", "Save as another file", "keep both"),
    ]

    async def answered(answer: str | None) -> None:
        if answer == "overwrite":
            app.in_background(partial(_write, app, changed.path, over=True, then=then), "save")
        elif answer == "reload" and changed.current is not None:
            app.session.replace_text(changed.current.decode())
            app.session.mark_saved(app.session.document.text)
            app.disk.accept(changed.current)
            app.session_changed()
            app.main.say(f"This is what others wrote. {spoken_key('edit.undo', app.keys)} brings back what you had.")
        elif answer == "elsewhere":
            await save_as(app, then=then)

    what = "was deleted" if gone else "was changed by others"
    text = f"{changed.path} {what} since it was read." + ("" if gone else " From theirs to yours:")
    question = Question("Changed on disk", text, answers, at="cancel", body="" if gone else body)
    await app.push_screen(question, answered)


def _parsed(content: bytes) -> Document | None:
    try:
        return Document.from_bytes(content, key_order=key_order)
    except UnreadableYaml:
        return None


def _difference(app: Host, theirs: Document) -> str:
    mine = app.session.document
    before, after = (theirs.text, theirs.loaded), (mine.text, mine.loaded)
    texts = (theirs.text, mine.text) if app.session.revealed else masked_pair(before, after)
    lines = unified(*texts, "on disk", "yours")
    return "\n".join(lines) or "Both say the same now."
