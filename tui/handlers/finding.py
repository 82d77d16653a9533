"""Search, and going from problem to problem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mlflow_tui.config_model.catalogue import by_path, leaves, owner
from mlflow_tui.config_model.problem import Problem
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.tui.search import ranked
from mlflow_tui.tui.settings.text import shown
from mlflow_tui.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from mlflow_tui.tui.handlers.host import Host


async def search(app: Host) -> None:
    """Opens the search over all settings."""
    from mlflow_tui.tui.screens.finder import Finder

    evaluation = app.session.view.evaluation
    revealed = app.session.revealed
    values = {one.key: shown(one, evaluation.value(one.path), revealed) for one in leaves()}

    def find(wanted: str) -> Sequence[Item]:
        found = ranked(
            wanted,
            leaves(),
            lambda one: (one.key, one.title, f"{one.area.title} {one.title}", values[one.key].text, one.help),
        )
        return [
            Item(
                one.key,
                one.key,
                f"{one.area.title} › {one.title}",
                "" if values[one.key].empty else values[one.key].text[:24],
            )
            for one in found
        ]

    def go(key: str | None) -> None:
        if key is not None:
            app.main.go_to(next(one for one in by_path().values() if one.key == key))

    placeholder = "path, title, value or a word of the help"
    await app.push_screen(Finder("Find a setting", find, placeholder=placeholder, title_width=44), go)


async def search_preview(app: Host) -> None:
    """Opens the search in the text of the preview's tab."""
    app.main.show_preview()
    if not await app.main.preview.search():
        app.main.say("The problems are a list: n goes to the next one, / finds settings.")


def next_problem(app: Host) -> None:
    _step(app, 1)


def previous_problem(app: Host) -> None:
    _step(app, -1)


def _step(app: Host, step: int) -> None:
    problems = app.session.view.evaluation.problems
    if not problems:
        app.main.say("No problem was found.")
        return
    number = _next(app, problems, step)
    problem = problems[number]
    app.last_problem = problem
    if not app.main.go_to_path(problem.path):
        app.main.areas.open(None)
    place = f"line {problem.line}: " if problem.line else ""
    app.main.say(f"{number + 1}/{len(problems)}  {problem.code} {place}{problem.message}", wrong=problem.is_error)


def _next(app: Host, problems: Sequence[Problem], step: int) -> int:
    """From the problem gone to last, while somebody is still there; else from where the cursor is, in the order in
    which the screens show the settings; else from the end of the list that is left behind.
    """
    last, setting = app.last_problem, app.main.settings.setting
    goals = [one.identity for one in problems]
    known = goals.index(last.identity) if last is not None and last.identity in goals else None
    if known is not None and owner(problems[known].path) in (setting, None):
        return (known + step) % len(problems)
    order = {one.path: place for place, one in enumerate(leaves())}

    def place_of(one: Setting | None) -> int:
        return -1 if one is None else order.get(one.path, -1)

    here, places = place_of(setting), [place_of(owner(one.path)) for one in problems]
    ahead = [number for number, place in enumerate(places) if (place - here) * step >= 0]
    if not ahead:
        return 0 if step > 0 else len(problems) - 1
    return min(ahead, key=lambda number: (places[number] * step, number * step))
