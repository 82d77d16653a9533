"""The preview, secrets in plain text or masked, the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlflow_tui.config_model.secrecy import has_password
from mlflow_tui.tui.local_actions import spoken_key

if TYPE_CHECKING:
    from mlflow_tui.tui.handlers.host import Host


def preview(app: Host) -> None:
    app.main.cycle_preview()


def previous_tab(app: Host) -> None:
    app.main.show_preview()
    app.main.preview.previous_tab()


def next_tab(app: Host) -> None:
    app.main.show_preview()
    app.main.preview.next_tab()


def fix(app: Host) -> None:
    """The fix of the problem that is chosen in the preview, or else of the focused setting's first."""
    from mlflow_tui.config_model.document import EditRefused
    from mlflow_tui.tui.preview.fixes import apply_fix
    from mlflow_tui.tui.preview.problem_list import ProblemList

    main = app.main
    chosen = main.preview.body.chosen if isinstance(main.preview.body, ProblemList) else None
    setting = main.settings.setting
    found = main.summary.problems.get(setting.key, ()) if setting is not None else ()
    problem = chosen or next((one for one in found if one.fix is not None), None)
    if problem is None or problem.fix is None:
        main.say(problem.remedy if problem is not None and problem.remedy else "There is no fix to apply here.")
        return
    try:
        apply_fix(app.session, problem.fix)
    except EditRefused as refused:
        main.say(refused.reason, wrong=True)
        return
    app.session_changed()
    main.say(f"{problem.fix.title}. {spoken_key('edit.undo', app.keys)} takes that back.")


def compare(app: Host) -> None:
    """What the tab Changes compares with: the next of the saved file, the defaults, the cluster."""
    app.main.show_preview()
    app.main.preview.action_compare()


def secrets(app: Host) -> None:
    """Shows secrets, or masks them again, everywhere at once."""
    session, main = app.session, app.main
    session.revealed = not session.revealed
    main.preview.toggle_reveal(session.revealed)
    editor = main.settings.editor
    if editor is not None:
        secret = editor.setting.secret or has_password(editor.value)
        editor.password = secret and not session.revealed
    app.session_changed()
    main.say("Secrets are shown in plain text." if session.revealed else "Secrets are masked.")


async def theme(app: Host) -> None:
    """Lets the person choose the colours; moving through the list shows each, and the choice is remembered."""
    from mlflow_tui.tui.configuration import remember_theme
    from mlflow_tui.tui.screens.theme import ThemeChoice

    def chosen(name: str | None) -> None:
        if name is not None and (problem := remember_theme(name)):
            app.main.say(f"The theme holds for now; it could not be remembered: {problem}", wrong=True)

    await app.push_screen(ThemeChoice(), chosen)
