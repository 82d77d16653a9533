"""The cluster: choose it, review what would change there and apply it, look at what runs, take it back, remove it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from mlflow_tui.config_model.chart import DEFAULT_KUBE_VERSION, Release
from mlflow_tui.delivery.problem import DeliveryProblem
from mlflow_tui.tui.screens.question import Question
from mlflow_tui.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from mlflow_tui.delivery.apply import Options
    from mlflow_tui.delivery.kubeconfig import Kubeconfig
    from mlflow_tui.tui.handlers.host import Host
    from mlflow_tui.tui.screens.apply import OperationScreen


async def review_and_apply(app: Host) -> None:
    """The review of the plan; while the values have errors, those are listed instead, each the way to its setting."""
    if app.session.view.evaluation.errors:
        await _list_errors(app)
        return
    from mlflow_tui.delivery.apply import SafeApply
    from mlflow_tui.tui.screens.apply import OperationScreen

    session = app.session
    evaluation, options = session.view.evaluation, _options(app)
    title = f"Review and apply: {session.release.name}" + (" (read-only)" if session.read_only else "")
    await _run(app, OperationScreen(title, lambda ask, observe: SafeApply(evaluation, options, ask, observe)))


async def _list_errors(app: Host) -> None:
    errors = app.session.view.evaluation.errors
    items = [Item(str(number), one.key or one.code, one.message) for number, one in enumerate(errors)]
    count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"

    def answered(answer: str | None) -> None:
        if answer is not None and not app.main.go_to_path(errors[int(answer)].path):
            app.main.say("This is about the file as a whole.")

    text = f"Nothing is applied while the values have errors: {count}. enter goes to the setting."
    await app.push_screen(Question("Not yet", text, items), answered)


async def show_state(app: Host) -> None:
    """The state of the release, until esc."""
    from mlflow_tui.tui.screens.release_state import ReleaseScreen

    async def answered(answer: str | None) -> None:
        if answer == "rollback":
            await undo_rollout(app)

    await app.push_screen(ReleaseScreen(app.session), answered)


async def undo_rollout(app: Host) -> None:
    """Back to the pods of the revision before, on consent."""
    from mlflow_tui.delivery.apply import Rollback
    from mlflow_tui.tui.screens.apply import OperationScreen

    release, options = app.session.release, _options(app)
    title = f"Roll back: {release.name}"
    await _run(
        app,
        OperationScreen(title, lambda ask, observe: Rollback(release.name, release.namespace, options, ask, observe)),
    )


async def uninstall(app: Host) -> None:
    """Lists what this tool made for the release, and deletes it once the name was typed."""
    from mlflow_tui.delivery.apply import Uninstall
    from mlflow_tui.tui.screens.apply import OperationScreen

    release, options = app.session.release, _options(app)
    screen = OperationScreen(
        f"Uninstall: {release.name}",
        lambda ask, observe: Uninstall(release.name, release.namespace, options, ask, observe),
        leaves_release=False,
    )
    await _run(app, screen)


def _options(app: Host) -> Options:
    """A session for reading only looks, and changes nothing."""
    from mlflow_tui.delivery.apply import Options

    session = app.session
    return Options(
        context=session.context,
        kubeconfig=session.kubeconfig,
        dry_run=session.read_only,
        read_only=session.read_only,
    )


async def _run(app: Host, screen: OperationScreen) -> None:
    async def ended(answer: str | None) -> None:
        kind, _, what = (answer or "").partition(":")
        if kind == "state":
            await show_state(app)
        elif kind == "go":
            from mlflow_tui.config_model.path import parse_path

            app.main.go_to_path(parse_path(what))

    await app.push_screen(screen, ended)


# The choice of a cluster.


async def choose_target(app: Host) -> None:
    """Context, namespace and release, remembered for the file."""
    from mlflow_tui.tui.screens.target import ContextFinder

    session = app.session
    config = await _kubeconfig(app)
    if config is None:
        return
    if not config.contexts:
        text = "No cluster is configured. Name a kubeconfig with --kubeconfig or KUBECONFIG."
        await app.push_screen(Question("No cluster", text, [Item("ok", "Back")]))
        return

    async def chosen(context: str | None) -> None:
        if context is not None:
            await _choose_namespace(app, config, context)

    await app.push_screen(ContextFinder(config, session.context or config.current), chosen)


async def _kubeconfig(app: Host) -> Kubeconfig | None:
    from mlflow_tui.delivery.kubeconfig import read_kubeconfig

    try:
        return await asyncio.to_thread(read_kubeconfig, app.session.kubeconfig)
    except DeliveryProblem as problem:
        text = f"{problem.message}\n{problem.hint}".strip()
        await app.push_screen(Question("The kubeconfig cannot be read", text, [Item("ok", "Back")]))
        return None


async def _choose_namespace(app: Host, config: Kubeconfig, context: str) -> None:
    from mlflow_tui.tui.screens.target import NamespaceFinder

    session = app.session
    own = config.contexts[context].namespace
    now = session.release.namespace if context == (session.context or config.current) else None
    finder = NamespaceFinder(config, context, session.kubeconfig, now or own)

    async def chosen(namespace: str | None) -> None:
        if namespace:
            await _choose_release(app, context, namespace, finder.version)

    await app.push_screen(finder, chosen)


async def _choose_release(app: Host, context: str, namespace: str, version: str) -> None:
    from mlflow_tui.delivery.names import checked_namespace, checked_release
    from mlflow_tui.tui.screens.prompt import Prompt

    async def named(name: str | None) -> None:
        if name is None:
            return
        try:
            checked_release(name)
            checked_namespace(namespace)
        except DeliveryProblem as problem:
            app.main.say(problem.message, wrong=True)
            return
        release = Release(name, namespace, _version(app, version))
        await _take(app, context, release)

    text = f"Name of the release in namespace {namespace} of {context}."
    await app.push_screen(Prompt("Release", text, app.session.release.name), named)


def _version(app: Host, found: str) -> str:
    """What the cluster said, unless the person named a version or its schemas are not known."""
    from mlflow_tui.config_model.kubernetes import VERSIONS

    minor = ".".join(found.split(".")[:2])
    named = app.opening.release.kube_version != DEFAULT_KUBE_VERSION
    return app.session.release.kube_version if named or minor not in VERSIONS else minor


async def _take(app: Host, context: str, release: Release) -> None:
    from mlflow_tui.delivery.remembered import Choice, remember

    session = app.session
    session.retarget(context, release)
    app.main.preview.compare_with_cluster(None)
    app.session_changed()
    app.main.say(f"From now on: release {release.name}, namespace {release.namespace}, context {context}.")
    if session.path is not None:
        choice = Choice(context, release.namespace or "", release.name)
        await asyncio.to_thread(remember, session.path, choice)


async def recall_target(app: Host) -> None:
    """What was chosen for the file before, unless the command line says otherwise; shown, and asked of no cluster.

    From then on the context is the one that is shown, even if the current one of the kubeconfig becomes another.
    """
    from mlflow_tui.delivery.kubeconfig import read_kubeconfig
    from mlflow_tui.delivery.remembered import Choice, remembered

    session, given = app.session, app.opening.release
    kept = await asyncio.to_thread(remembered, session.path) if session.path is not None else Choice()
    try:
        config = await asyncio.to_thread(read_kubeconfig, session.kubeconfig)
    except DeliveryProblem:
        return
    if kept.context not in config.contexts or session.context not in (None, kept.context):
        kept = Choice()
    context = session.context or kept.context or config.current
    if context not in config.contexts or app.session is not session:
        return
    session.context_namespace = config.contexts[context].namespace
    name = given.name if app.opening.release_named else kept.release or given.name
    release = replace(session.release, name=name, namespace=given.namespace or kept.namespace or None)
    if release != session.release and session.draft is None:
        session.retarget(context, release)
        app.session_changed()
    else:
        session.context = context
        app.main.header.show(session)
