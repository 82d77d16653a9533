"""Editing the focused setting; undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlflow_tui.config_model.catalogue import leaves
from mlflow_tui.config_model.document import Edit, EditRefused
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.setting import Kind, Setting
from mlflow_tui.tui.local_actions import spoken_key
from mlflow_tui.tui.settings.list import SettingList
from mlflow_tui.tui.settings.pane import opens_in_row
from mlflow_tui.tui.settings.reading import neighbour

if TYPE_CHECKING:
    from mlflow_tui.tui.handlers.host import Host

_LISTS = (Kind.STRING_LIST, Kind.OBJECT_LIST, Kind.STRING_MAP)


def _target(app: Host) -> Setting | None:
    """The setting that the keys are about: only while the focus is in the list."""
    return app.main.settings.setting if isinstance(app.focused, SettingList) else None


async def open_editor(app: Host) -> None:
    """The editor of the focused setting; from the areas, on to the settings."""
    main = app.main
    if app.focused is main.areas:
        main.focus_now(main.settings.list)
        return
    setting = _target(app)
    if setting is None:
        return
    if setting.kind is Kind.SWITCH:
        toggle(app)
    elif opens_in_row(setting):
        await main.settings.edit(setting)
    elif app.session.read_only:
        main.say(app.session.why_read_only, wrong=True)
    elif setting.kind is Kind.CHOICE:
        from mlflow_tui.tui.settings.choice import ChoiceList

        await app.push_screen(ChoiceList(setting, app.session))
    else:
        from mlflow_tui.tui.editors import editor_for

        screen = editor_for(setting, app.session)
        if screen is not None:
            await app.push_screen(screen, lambda _: _closed(app))


def _closed(app: Host) -> None:
    """An editor was left: an answer that was given in it, about a shared value, holds no longer."""
    app.session.forget_anchors()
    app.session_changed()


def toggle(app: Host) -> None:
    """Turns a switch; space also steps through choices, as it does in other forms."""
    setting = _target(app)
    if setting is None:
        return
    value = app.session.value(setting)
    if setting.kind is Kind.SWITCH:
        app.main.settings.set(setting, value is not True)
    elif setting.kind is Kind.CHOICE:
        app.main.settings.set(setting, neighbour(setting, value, 1))
    else:
        turn, edit = (spoken_key(id_, app.keys) for id_ in ("edit.toggle", "edit.open"))
        app.main.say(f"{turn} turns switches; {edit} edits this setting.")


def previous_choice(app: Host) -> None:
    _choose(app, -1)


def next_choice(app: Host) -> None:
    if app.focused is app.main.areas:
        app.main.focus_now(app.main.settings.list)
        return
    _choose(app, 1)


def _choose(app: Host, step: int) -> None:
    setting = _target(app)
    if setting is None:
        return
    if setting.kind is Kind.CHOICE:
        app.main.settings.set(setting, neighbour(setting, app.session.value(setting), step))
    elif setting.kind is Kind.SWITCH:
        app.main.settings.set(setting, step > 0)


def reset(app: Host) -> None:
    """Takes the setting out of the file."""
    setting = _target(app)
    if setting is None:
        return
    try:
        edit = app.session.reset(setting.path)
    except EditRefused as refused:
        app.main.say(refused.reason, wrong=True)
        return
    if edit is None:
        source = app.session.view.evaluation.source(setting.path).layer
        where = f"{source.name} gives it" if source is not None else "it has its default"
        app.main.say(f"{setting.title} is not set in this file: {where}.")
        return
    app.session_changed()
    app.main.say(f"{setting.title} is back to {_what_holds(app, setting)}.")


def _what_holds(app: Host, setting: Setting) -> str:
    source = app.session.view.evaluation.source(setting.path).layer
    return f"what {source.name} gives" if source is not None else "its default"


async def add_entry(app: Host) -> None:
    await _in_its_editor(app)


async def remove_entry(app: Host) -> None:
    await _in_its_editor(app)


async def move_entry_up(app: Host) -> None:
    await _in_its_editor(app)


async def move_entry_down(app: Host) -> None:
    await _in_its_editor(app)


async def _in_its_editor(app: Host) -> None:
    setting = _target(app)
    if setting is not None and setting.kind in _LISTS:
        await open_editor(app)
    else:
        ids = ("edit.add", "edit.remove", "edit.move-up", "edit.move-down")
        add, remove, up, down = (spoken_key(id_, app.keys) for id_ in ids)
        app.main.say(f"This setting is not a list: {add} {remove} and {up} {down} are for the entries of lists.")


def undo(app: Host) -> None:
    """Takes an edit back and goes to where it was. While an editor is open, its typing is what is undone."""
    if (editor := app.main.settings.editor) is not None:
        editor.action_undo_typing()
        return
    before = app.session.document.data
    _show(app, app.session.undo(), before, "Nothing to undo.")


def redo(app: Host) -> None:
    """Makes an edit again and goes to where it was; in an open editor, what was typed."""
    if (editor := app.main.settings.editor) is not None:
        editor.action_redo_typing()
        return
    before = app.session.document.data
    _show(app, app.session.redo(), before, "Nothing to redo.")


def _show(app: Host, edit: Edit | None, before: object, nothing: str) -> None:
    if edit is None:
        app.main.say(nothing)
        return
    after = app.session.document.data
    missing = object()
    changed = [one for one in leaves() if look_up(before, one.path, missing) != look_up(after, one.path, missing)]
    if changed and app.main.settings.setting not in changed:
        app.main.go_to(changed[0])
    app.session_changed()
    app.main.say(edit.title)
