"""Search, and going from problem to problem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from config_model.problem import Problem
from config_model.setting import by_path, leaves, owner
from tui.search import ranked
from tui.settings.text import shown
from tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from tui.app import MlflowTui


async def search(app: MlflowTui) -> None:
    """Opens the search over all settings."""
    from tui.screens.finder import Finder

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


def next_problem(app: MlflowTui) -> None:
    _step(app, 1)


def previous_problem(app: MlflowTui) -> None:
    _step(app, -1)


def _step(app: MlflowTui, step: int) -> None:
    problems = app.session.view.evaluation.problems
    if not problems:
        app.main.say("No problem was found.")
        return
    index = _at(app, problems)
    number = (index + step) % len(problems) if index is not None else (0 if step > 0 else len(problems) - 1)
    problem = problems[number]
    app.last_problem = problem
    if not app.main.go_to_path(problem.path):
        app.main.areas.open(None)
    place = f"line {problem.line}: " if problem.line else ""
    app.main.say(f"{number + 1}/{len(problems)}  {problem.code} {place}{problem.message}", wrong=problem.is_error)


def _at(app: MlflowTui, problems: Sequence[Problem]) -> int | None:
    """Where among the problems somebody is: at the last one gone to, else at one of the focused setting."""
    last, setting = app.last_problem, app.main.settings.setting
    for number, problem in enumerate(problems):
        if last is not None and problem.identity == last.identity and owner(problem.path) in (setting, None):
            return number
    for number, problem in enumerate(problems):
        if last is not None and problem.identity == last.identity:
            return number
    return None
