"""Writing elsewhere: the file under another name, the manifests, the exports."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from mlflow_tui.delivery.exports import in_the_way, others, write_export
from mlflow_tui.delivery.files import FileProblem, write_file
from mlflow_tui.delivery.manifests import left_over, write_manifests
from mlflow_tui.renderers.exports import FORMATS, Export, ExportRefused, export
from mlflow_tui.renderers.yaml_text import documents
from mlflow_tui.tui.handlers.files import save_as
from mlflow_tui.tui.screens.prompt import Prompt
from mlflow_tui.tui.screens.question import Question
from mlflow_tui.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from mlflow_tui.config_model.evaluation import Evaluation
    from mlflow_tui.renderers.manifests import Manifest
    from mlflow_tui.tui.handlers.host import Host

_TITLES = {"helm-chart": "Helm chart", "kustomize": "Kustomize", "argocd": "Argo CD", "flux": "Flux"}


async def write(app: Host) -> None:
    """Asks what to write, and where."""

    async def answered(answer: str | None) -> None:
        kind, _, name = (answer or "").partition(":")
        if kind == "save-as":
            await save_as(app)
        elif kind == "file":
            await app.push_screen(
                Prompt("Manifests to one file", "Path of the file. It will hold the Secrets too.", "manifests.yaml"),
                lambda text: _start(app, text, folder=False),
            )
        elif kind == "folder":
            await app.push_screen(
                Prompt("Manifests to a folder", "Path of the folder; it is made if it is not there.", "manifests"),
                lambda text: _start(app, text, folder=True),
            )
        elif kind == "export":
            await app.push_screen(
                Prompt(f"Export: {_title(name)}", "Path of the folder; it is made if it is not there.", name),
                lambda text: _export(app, name, text),
            )

    await app.push_screen(Question("Write", "", list(_answers(app))), answered)


def _answers(app: Host) -> Iterator[Item]:
    errors = len(app.session.view.evaluation.errors)
    broken = f"the values have {errors} error{'s' if errors > 1 else ''}" if errors else ""
    read_only = "read-only" if app.session.read_only else ""
    why_not = broken or read_only
    yield Item("save-as", "Save as …", "the values under another name", why_not=read_only)
    yield Item("file", "Manifests to one file …", "as kubectl apply -f takes it", why_not=why_not)
    yield Item("folder", "Manifests to a folder …", "a file an object; Secrets for you alone", why_not=why_not)
    for name, about in FORMATS.items():
        yield Item(f"export:{name}", f"Export: {_title(name)} …", about, why_not=why_not)


def _title(name: str) -> str:
    return _TITLES.get(name, name)


def _start(app: Host, text: str | None, *, folder: bool) -> None:
    manifests = app.session.view.manifests
    if text is None or manifests is None:
        return
    path = FilePath(text).expanduser()
    app.in_background(partial(_write, app, path, manifests, folder=folder), "write")


async def _write(app: Host, path: FilePath, manifests: Sequence[Manifest], *, folder: bool) -> None:
    try:
        if folder:
            written = await asyncio.to_thread(write_manifests, path, manifests)
            remains = await asyncio.to_thread(left_over, path, written)
            await _report(app, path, written, _left_alone(remains))
        else:
            await asyncio.to_thread(write_file, path, documents(manifests).encode(), None, private=True)
            app.main.say(f"Wrote {len(manifests)} objects to {path}, readable by you alone: it holds the Secrets.")
    except FileProblem as problem:
        _not_written(app, problem)


def _export(app: Host, name: str, text: str | None) -> None:
    if text is not None:
        folder = FilePath(text).expanduser()
        evaluation = app.session.view.evaluation
        app.in_background(partial(_exported, app, name, folder, evaluation), "write")


async def _exported(app: Host, name: str, folder: FilePath, evaluation: Evaluation) -> None:
    """Makes the export; what lies in its way is named and asked about."""
    try:
        made = await asyncio.to_thread(export, name, evaluation)
        in_its_way = await asyncio.to_thread(in_the_way, folder, made)
    except ExportRefused as refused:
        app.main.say(f"Not written: {refused.message}{f' ({refused.hint})' if refused.hint else ''}", wrong=True)
        return
    except FileProblem as problem:
        _not_written(app, problem)
        return
    if not in_its_way:
        await _write_export(app, folder, made)
        return

    def answered(answer: str | None) -> None:
        if answer == "replace":
            app.in_background(partial(_write_export, app, folder, made), "write")

    answers = [
        Item("cancel", "Cancel", "nothing is written"),
        Item("replace", "Replace them", "what these files hold is lost"),
    ]
    body = "\n".join(map(str, in_its_way))
    await app.push_screen(
        Question("Files exist", "These hold something else.", answers, at="cancel", body=body), answered
    )


async def _write_export(app: Host, folder: FilePath, made: Export) -> None:
    try:
        written = await asyncio.to_thread(write_export, folder, made, overwrite=True)
        remains = await asyncio.to_thread(others, folder, made)
    except FileProblem as problem:
        _not_written(app, problem)
        return
    await _report(app, folder, written, [*made.notes, *_left_alone(remains)])


def _left_alone(remains: Sequence[FilePath]) -> list[str]:
    return [f"Left over from before: {', '.join(path.name for path in remains)}."] if remains else []


async def _report(app: Host, folder: FilePath, written: Sequence[FilePath], notes: Sequence[str]) -> None:
    """Says which files were written, and what is to be known of them."""
    count = "1 file" if len(written) == 1 else f"{len(written)} files"
    said = f"Wrote {count} to {folder}." if written else f"All files in {folder} were up to date."
    app.main.say(said)
    names = [str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path) for path in written]
    body = "\n".join([*names, *([""] if names and notes else []), *notes])
    await app.push_screen(Question("Written", said, [Item("ok", "Back")], body=body))


def _not_written(app: Host, problem: FileProblem) -> None:
    app.main.say(f"Not written: {problem.message}{f' ({problem.hint})' if problem.hint else ''}", wrong=True)
