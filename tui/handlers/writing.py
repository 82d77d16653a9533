"""Writing elsewhere: the file under another name, the manifests, the exports."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from delivery.files import FileProblem, write_file
from delivery.manifests import left_over, write_manifests
from renderers.yaml_text import documents
from tui.handlers.files import save_as
from tui.screens.prompt import Prompt
from tui.screens.question import Question
from tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from renderers.manifests import Manifest
    from tui.app import MlflowTui


async def write(app: MlflowTui) -> None:
    """Asks what to write, and where."""
    errors = len(app.session.view.evaluation.errors)
    broken = f"the values have {errors} error{'s' if errors > 1 else ''}" if errors else ""
    read_only = "open for reading only" if app.session.read_only else ""
    answers = [
        Item("save-as", "Save as …", "the values under another name", why_not=read_only),
        Item("file", "Manifests to one file …", "as kubectl apply -f takes it", why_not=broken or read_only),
        Item(
            "folder", "Manifests to a folder …", "a file an object; Secrets for you alone", why_not=broken or read_only
        ),
    ]

    async def answered(answer: str | None) -> None:
        if answer == "save-as":
            await save_as(app)
        elif answer == "file":
            await app.push_screen(
                Prompt("Manifests to one file", "Path of the file. It will hold the Secrets too.", "manifests.yaml"),
                lambda text: _start(app, text, folder=False),
            )
        elif answer == "folder":
            await app.push_screen(
                Prompt("Manifests to a folder", "Path of the folder; it is made if it is not there.", "manifests"),
                lambda text: _start(app, text, folder=True),
            )

    await app.push_screen(Question("Write", "", answers), answered)


def _start(app: MlflowTui, text: str | None, *, folder: bool) -> None:
    manifests = app.session.view.manifests
    if text is None or manifests is None:
        return
    path = FilePath(text).expanduser()
    app.run_worker(_write(app, path, manifests, folder=folder), group="write", exclusive=True)


async def _write(app: MlflowTui, path: FilePath, manifests: Sequence[Manifest], *, folder: bool) -> None:
    try:
        if folder:
            written = await asyncio.to_thread(write_manifests, path, manifests)
            others = await asyncio.to_thread(left_over, path, written)
            also = f" Left over from before: {', '.join(one.name for one in others)}." if others else ""
            app.main.say(f"Wrote {len(written)} files to {path}: {', '.join(one.name for one in written)}.{also}")
        else:
            await asyncio.to_thread(write_file, path, documents(manifests).encode(), None, private=True)
            app.main.say(f"Wrote {len(manifests)} objects to {path}, readable by you alone: it holds the Secrets.")
    except FileProblem as problem:
        app.main.say(f"Not written: {problem.message}{f' ({problem.hint})' if problem.hint else ''}", wrong=True)
