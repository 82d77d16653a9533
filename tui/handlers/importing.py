"""The values of what runs: as a new file, or beside those of the open one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.delivery.files import FileProblem
from mlflow_tui.delivery.problem import DeliveryProblem
from mlflow_tui.delivery.process import Cancellation
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.tui.screens.prompt import Prompt
from mlflow_tui.tui.screens.question import Question
from mlflow_tui.tui.screens.waiting import Waiting
from mlflow_tui.tui.session import Session
from mlflow_tui.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from mlflow_tui.delivery.live import LiveValues
    from mlflow_tui.tui.handlers.host import Host

NAME = "imported-values.yaml"


@dataclass(frozen=True, slots=True)
class Found:
    """What runs. `text` is a values file of it, secrets whole; `manifests` are the objects that it would render to."""

    live: LiveValues
    text: str = field(repr=False)
    manifests: tuple[Manifest, ...] = field(repr=False)
    differences: tuple[str, ...]
    """From what runs to the open file, secrets masked."""


async def import_values(app: Host) -> None:
    """Asks the cluster for the values of the release, then what to do with them."""
    session = app.session
    evaluation = session.view.evaluation
    waiting = Waiting("Reading the values of what runs …", lambda stop: _found(session, evaluation, stop))

    async def answered(found: Found | DeliveryProblem | None) -> None:
        if isinstance(found, DeliveryProblem):
            text = f"{found.message}\n{found.hint}".strip()
            await app.push_screen(Question("Nothing is imported", text, [Item("ok", "Back")]))
        elif found is not None:
            await _offer(app, found)

    await app.push_screen(waiting, answered)


def _found(session: Session, evaluation: Evaluation, stop: Cancellation) -> Found:
    """In a thread. Raises DeliveryProblem."""
    from mlflow_tui.delivery.connection import connect
    from mlflow_tui.delivery.live import comparable, live_values, values_text
    from mlflow_tui.renderers.diff import masked_values, unified
    from mlflow_tui.renderers.evaluation import evaluate
    from mlflow_tui.renderers.yaml_text import text

    release = session.release
    kubectl = connect(session.context, session.kubeconfig, release.namespace, read_only=True, cancellation=stop)
    live = live_values(kubectl, release.name)
    data = comparable(live, evaluation)
    old, new = masked_values(data, evaluation.data)
    lines = unified(text(old), text(new), "what runs", session.name)
    manifests = evaluate([Layer("live", data)], release).manifests or ()
    return Found(live, values_text(live, kubectl), manifests, tuple(lines))


async def _offer(app: Host, found: Found) -> None:
    read_only = "read-only" if app.session.read_only else ""
    cannot = "" if found.manifests else "they have errors, so there are no objects to compare"
    items = [
        Item("cancel", "Back"),
        Item("compare", "Compare on the tab Changes", "the objects of both", why_not=cannot),
        Item("file", "Write a new file", "no file is written over", why_not=read_only),
    ]

    async def answered(answer: str | None) -> None:
        if answer == "compare":
            app.main.show_preview()
            app.main.preview.compare_with_cluster(found.manifests)
            app.main.preview.show_tab("Changes")
            app.main.say(f"Compared with {found.live.origin}. d compares with the saved file again.")
        elif answer == "file":
            await _ask_for_name(app, found)

    body = "\n".join(found.differences) or f"{app.session.name} says the same."
    await app.push_screen(
        Question("What runs", f"Origin: {found.live.origin}.", items, at="cancel", body=body), answered
    )


async def _ask_for_name(app: Host, found: Found) -> None:
    secret = " It holds secrets: it is made for you alone to read." if found.live.holds_secrets else ""

    async def named(name: str | None) -> None:
        if name is not None:
            await _write(app, found, FilePath(name).expanduser())

    folder = app.session.path.parent if app.session.path is not None else FilePath()
    await app.push_screen(Prompt("Import", f"Path of the new values file.{secret}", str(folder / NAME)), named)


async def _write(app: Host, found: Found, path: FilePath) -> None:
    from mlflow_tui.delivery.live import write_values

    try:
        await asyncio.to_thread(write_values, path, found.live, found.text)
    except FileProblem as problem:
        app.main.say(f"{problem.message} {problem.hint}".strip(), wrong=True)
        return
    app.main.say(f"Wrote {path}; “Open another file” in the palette opens it.")
