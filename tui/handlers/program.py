"""Help, palette, back, quit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mlflow_tui.tui.actions import ACTIONS, BY_ID, Action, Group, shown_key
from mlflow_tui.tui.local_actions import ALL_BY_ID, LOCAL_ACTIONS, LocalAction, Place, keys_of
from mlflow_tui.tui.search import ranked
from mlflow_tui.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from mlflow_tui.tui.handlers.host import Host
    from mlflow_tui.tui.session import Session
    from mlflow_tui.tui.unsaved import Work


def _keys(app: Host, action: Action | LocalAction) -> str:
    return "  ".join(shown_key(key) for key in keys_of(action, app.keys))


def _texts(app: Host, action: Action | LocalAction) -> tuple[str, ...]:
    return (action.title, action.id, *keys_of(action, app.keys), action.tooltip)


def _why_not(app: Host, action: Action | LocalAction) -> str:
    if isinstance(action, LocalAction):
        return action.place.value
    return "read-only" if action.changes and app.session.read_only else ""


async def show_help(app: Host) -> None:
    """All keys, by group; enter does what the entry says."""
    from mlflow_tui.tui.screens.finder import Finder

    def find(wanted: str) -> Sequence[Item]:
        if wanted.strip():
            return [
                _with_place(action, _entry(app, action, keys_first=True))
                for action in ranked(wanted, ALL_BY_ID.values(), lambda one: _texts(app, one))
            ]
        items: list[Item] = []
        for group in Group:
            items.append(Item(group.value, group.value, heading=True))
            items += [_entry(app, action, keys_first=True) for action in ACTIONS if action.group is group]
        for place in Place:
            items.append(Item(place.name, place.title, heading=True))
            items += [_entry(app, action, keys_first=True) for action in LOCAL_ACTIONS if action.place is place]
        return items

    await app.push_screen(
        Finder("Keys", find, placeholder="type to look through the keys", title_width=22), app.act_later
    )


async def palette(app: Host) -> None:
    """Every action by name; those of one place, which cannot be done from here, come last."""
    from mlflow_tui.tui.screens.finder import Finder

    def find(wanted: str) -> Sequence[Item]:
        actions = ranked(wanted, ALL_BY_ID.values(), lambda one: _texts(app, one))
        actions.sort(key=lambda one: isinstance(one, LocalAction))
        return [_entry(app, action, keys_first=False) for action in actions]

    await app.push_screen(Finder("Commands", find, placeholder="type what to do", title_width=22), app.act_later)


def _entry(app: Host, action: Action | LocalAction, *, keys_first: bool) -> Item:
    keys = _keys(app, action)
    if keys_first:
        return Item(action.id, keys or "in the palette", f"{action.title}. {action.tooltip}")
    return Item(action.id, action.title, action.tooltip, right=keys, why_not=_why_not(app, action))


def _with_place(action: Action | LocalAction, entry: Item) -> Item:
    """The entry of a local action says where it works, where no heading does."""
    return replace(entry, note=f"{action.place.title}: {entry.note}") if isinstance(action, LocalAction) else entry


def back(app: Host) -> None:
    """Out of a preview that covers the settings; else from the settings or the preview to the areas."""
    main = app.main
    main.footer.hush()
    if main.is_covered:
        main.cycle_preview()
        main.focus_now(main.settings.list)
    elif app.focused is not main.areas:
        main.focus_now(main.areas)


async def leave(app: Host) -> None:
    """Ends the program; with unsaved changes, typed ones included, it asks: staying is what enter means."""
    work = app.unsaved()
    if work is None:
        app.end()
        return
    from mlflow_tui.tui.screens.question import Question

    question = Question(
        "Unsaved changes",
        unsaved_text(app.session, work),
        [
            Item("stay", "Stay", "go on editing"),
            Item("save", "Save and quit", f"write {app.session.name}", why_not=_why_not(app, BY_ID["file.save"])),
            Item("discard", "Discard and quit", "what is not saved is lost"),
        ],
        at="stay",
    )

    async def answered(answer: str | None) -> None:
        if answer == "discard":
            app.end()
        elif answer == "save" and await keep_typed(app):
            from mlflow_tui.tui.handlers import files

            await files.save(app, then=app.end)

    await app.push_screen(question, answered)


def unsaved_text(session: Session, work: Work) -> str:
    """What would be lost, for the question that comes before that."""
    count = len(session.unsaved(work.document))
    said = ""
    if work.document.text != session.saved_text:
        what = f"{count} settings differ" if count > 1 else "1 setting differs" if count else "The text differs"
        said = f"{what} from {session.name} as it was saved.\n"
    if work.unfinished is not None and work.pending is not None:
        return f"{said}What is typed in {work.pending.title} is not saved, and cannot be kept as it is."
    if work.pending is not None:
        return f"{said}What is typed in {work.pending.title} counts as kept."
    return said.rstrip()


async def keep_typed(app: Host) -> bool:
    """Keeps what is typed in an open editor and closes all editors; where it cannot be kept, all stays as it is."""
    found = app.holder()
    if found is not None and not found.keep_pending():
        return False
    while app.screen is not app.main:
        await app.pop_screen()
    app.main.settings.drop()
    app.session.forget_anchors()
    app.session_changed()
    return True
