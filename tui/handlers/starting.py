"""Which file is edited: chosen on the start screen, opened, started from a preset, recovered."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from functools import partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.helm_yaml import UnreadableYaml
from mlflow_tui.config_model.presets import load_preset
from mlflow_tui.config_model.recognition import (
    OtherChart,
    is_encrypted_by_sops,
    refuse_other_files,
    sops_refusal,
)
from mlflow_tui.delivery.files import FileProblem, Stamp, read_file, why_read_only
from mlflow_tui.renderers.diff import masked_pair, unified
from mlflow_tui.tui.local_actions import spoken_key
from mlflow_tui.tui.screens.question import Question
from mlflow_tui.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from mlflow_tui.config_model.conversion.charts import Chart
    from mlflow_tui.delivery.recovery import Recovered
    from mlflow_tui.tui.handlers.host import Host

NEW = FilePath("values.yaml")


async def choose(app: Host) -> None:
    """The start screen, until something can be opened."""
    from mlflow_tui.tui.screens.start import Start

    def chosen(answer: str | None) -> None:
        app.in_background(partial(_open_chosen, app, answer or "new"), "open")

    await app.push_screen(Start(), chosen)


async def _open_chosen(app: Host, answer: str) -> None:
    kind, _, what = answer.partition(":")
    if kind == "file":
        await open_file(app, FilePath(what))
    elif kind == "preset":
        await _start_from(app, load_preset(what))
    elif kind == "open":
        await _pick(app, FilePath.cwd())
    else:
        await _start_from(app, "")


async def _pick(app: Host, folder: FilePath) -> None:
    """Lets the person walk through folders to a file, or type its path."""
    from mlflow_tui.tui.picking import entries
    from mlflow_tui.tui.screens.finder import Finder

    async def picked(answer: str | None) -> None:
        if answer is None:
            await choose(app)
        elif answer.endswith("/"):
            await _pick(app, FilePath(answer))
        else:
            await open_file(app, FilePath(answer))

    finder = Finder(
        f"Open · {folder}",
        partial(entries, folder),
        placeholder="a name here, or a path such as ~/envs/",
        title_width=40,
    )
    await app.push_screen(finder, picked)


async def _start_from(app: Host, text: str) -> None:
    """A new file with a preset's text, as an edit of nothing: it is not saved yet."""
    path = _free_name()
    await app.open(replace(app.opening, path=path, document=None))
    if text:
        app.session.replace_text(text)
        app.session_changed()
        app.main.say(f"This is a start, not saved yet: {spoken_key('file.save', app.keys)} writes {path}.")


def _free_name() -> FilePath:
    """values.yaml, or the first such name that no file has."""
    if not NEW.exists():
        return NEW
    return next(path for number in range(2, 1000) if not (path := FilePath(f"values-{number}.yaml")).exists())


async def open_file(app: Host, path: FilePath) -> None:
    """Opens a file, or says why it cannot be opened."""
    try:
        if path.exists():
            found = await asyncio.to_thread(read_file, path)
            document = Document.from_bytes(found.data, key_order=key_order)
            refuse_other_files(document.loaded)
        else:
            document = None
    except FileProblem as problem:
        await _cannot(app, f"{problem.message}. {problem.hint}".strip())
        return
    except OtherChart as error:
        assert document is not None  # it was read, and refused
        await _offer_conversion(app, path, document, error.chart)
        return
    except UnreadableYaml as error:
        place = f"{path}:{error.line}" if error.line else str(path)
        await _cannot(app, f"{place}: {error.message} {error.hint}".strip())
        return
    await app.open(replace(app.opening, path=path, document=document))


async def _offer_conversion(app: Host, path: FilePath, document: Document, chart: Chart) -> None:
    """Values of another chart: shows what would become of each key, and opens the result if the person wants it."""
    from mlflow_tui.config_model.conversion.converting import convert

    done = await asyncio.to_thread(convert, document, chart)
    body = "\n".join(f"{entry.outcome.value:8}{entry.told}" for entry in done.entries)
    answers = [
        Item("back", "Back", f"{path} stays as it is"),
        Item("convert", "Open the converted values", "as a new file that is not saved yet"),
    ]

    async def answered(answer: str | None) -> None:
        if answer == "convert":
            await _start_from(app, done.after)
        elif not app.main.ready.is_set():
            await choose(app)

    text = f"{path} has values of {chart.title}. What becomes of its keys here:"
    await app.push_screen(Question("Values of another chart", text, answers, at="back", body=body), answered)


async def _cannot(app: Host, why: str) -> None:
    async def answered(_: str | None) -> None:
        if not app.main.ready.is_set():
            await choose(app)

    await app.push_screen(Question("It cannot be opened", why, [Item("ok", "Back")]), answered)


async def open_other(app: Host) -> None:
    """Leaves this file for another one; unsaved changes are asked about first."""
    if not app.session.modified:
        await choose(app)
        return
    answers = [
        Item("stay", "Stay", "go on editing"),
        Item("save", "Save, then open another"),
        Item("discard", "Discard, then open another", "what is not saved is lost"),
    ]

    async def answered(answer: str | None) -> None:
        if answer == "discard":
            await choose(app)
        elif answer == "save":
            from mlflow_tui.tui.handlers.files import save

            def then() -> None:
                app.in_background(partial(choose, app), "open")

            await save(app, then=then)

    await app.push_screen(
        Question("Unsaved changes", f"{app.session.name} is not saved.", answers, at="stay"), answered
    )


async def opened(app: Host) -> None:
    """After a file was opened: remembers it, and offers what a crash may have left."""
    from mlflow_tui.tui.handlers.cluster import recall_target
    from mlflow_tui.tui.recent import remember

    path = app.session.path
    if path is None:
        return
    if app.disk.exists:
        await asyncio.to_thread(remember, path)
    await recall_target(app)
    if reason := await asyncio.to_thread(why_read_only, path):
        _read_only(app, f"{path} {reason}: nothing can be changed.")
        return
    if is_encrypted_by_sops(app.session.document.data):
        message, edit = sops_refusal(str(path))
        app.session.why_read_only = f"Read-only: {message}. `{edit}` edits it."
        _read_only(app, app.session.why_read_only)
        return
    found = await asyncio.to_thread(app.disk.found)
    if found is not None and not app.session.read_only:
        await _offer(app, found)


def _read_only(app: Host, why: str) -> None:
    app.session.read_only = True
    app.main.header.show(app.session)
    app.main.say(why)


async def _offer(app: Host, found: Recovered) -> None:
    """Unsaved work of an earlier run: shows what it would change, and lets the person choose."""
    session = app.session
    try:
        document = Document.from_bytes(found.data, key_order=key_order)
    except UnreadableYaml:
        return
    unfinished = found.unfinished
    if document.text == session.document.text and unfinished is None:
        found.discard()
        return
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(found.written))
    changed = found.original != Stamp.of(session.saved_text.encode())
    since = " The file was changed since then." if changed else ""
    before, after = (session.document.text, session.document.loaded), (document.text, document.loaded)
    body = "\n".join(unified(*masked_pair(before, after), session.name, "unsaved work"))
    if unfinished is not None:
        typed = f"The text of {unfinished.path or 'the file'} was not finished: it opens in its editor."
        body = f"{body}\n\n{typed}" if body else typed
    answers = [
        Item("recover", "Recover it", "as an edit, which undo takes back; nothing is written"),
        Item("later", "Not now", "ask again at the next start"),
        Item("discard", "Discard it", "the unsaved work is lost"),
    ]

    async def answered(answer: str | None) -> None:
        if answer == "recover":
            if document.text != session.document.text:
                session.replace_text(document.text)
            app.session_changed()
            app.main.say(f"The unsaved work is back. {spoken_key('file.save', app.keys)} saves it.")
            if unfinished is not None:
                from mlflow_tui.tui.handlers.resuming import resume

                await resume(app, unfinished)
            # It is this run's to lose now, before the file of the run before goes.
            app.keeper.now()
            found.discard()
        elif answer == "discard":
            found.discard()

    text = f"An earlier run ended on {when} with unsaved changes to {session.name}.{since}"
    await app.push_screen(Question("Unsaved work", text, answers, at="recover", body=body), answered)
