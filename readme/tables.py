"""The tables of the README: commands, keys, presets, checks, refusals, each from where the app declares them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mlflow_tui.cli.options import COMMANDS
from mlflow_tui.config_model import checks
from mlflow_tui.config_model.document import REFUSALS
from mlflow_tui.config_model.helm_yaml import STRICTER
from mlflow_tui.config_model.presets import PRESETS
from mlflow_tui.tui.actions import ACTIONS, Group
from mlflow_tui.tui.local_actions import LOCAL_ACTIONS, Place

README = Path(__file__).parents[1] / "README.md"

_END = "<!-- end -->"


def filled(text: str) -> str:
    """The README with each `<!-- table: NAME -->` ... `<!-- end -->` filled anew."""
    for name, table in TABLES.items():
        opening = f"<!-- table: {name} -->\n"
        before, found, rest = text.partition(opening)
        assert found, f"the README has no place for the table {name}"
        text = before + opening + table() + _END + rest.partition(_END)[2]
    return text


def commands() -> str:
    """The commands, with what each does."""
    rows = [f"| `mlflow-tui {command.name}` | {command.summary} |" for command in COMMANDS.values()]
    return _table("command", "does", ["| `mlflow-tui [VALUES...]` | open the screens |", *rows])


def keys() -> str:
    """The actions with their keys, and the names by which the keys are changed."""
    rows = ["| key | does | name |", "|---|---|---|"]
    for action in sorted(ACTIONS, key=lambda one: list(Group).index(one.group)):
        pressed = " ".join(f"`{key}`" for key in action.keys) or "none"
        rows.append(f"| {pressed} | **{action.title}.** {action.tooltip} | `{action.id}` |")
    for local in sorted(LOCAL_ACTIONS, key=lambda one: list(Place).index(one.place)):
        pressed = " ".join(f"`{key}`" for key in local.keys)
        rows.append(f"| {pressed} | {local.place.title}: **{local.title}.** {local.tooltip} | `{local.id}` |")
    return "\n".join(rows) + "\n"


def presets() -> str:
    """The presets, with what each gives."""
    return _table("preset", "gives", [f"| `{one.name}` | {one.title}: {one.summary} |" for one in PRESETS])


def check_codes() -> Mapping[str, tuple[str, str]]:
    """Severity and summary of every check, by code."""
    return {code: (severity.value, summary) for code, (severity, summary) in checks.described().items()}


def check_table() -> str:
    """Every check: its code, how grave it is, what it finds."""
    rows = [f"| {code} | {severity} | {summary} |" for code, (severity, summary) in check_codes().items()]
    return "| code | severity | finds |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def refusals() -> str:
    """Every kind of edit that is refused, and why."""
    return _table("refused", "because", [f"| `{kind}` | {reason} |" for kind, reason in REFUSALS.items()])


def stricter() -> str:
    """What Helm reads and the program does not."""
    return "".join(f"- {what}\n" for what in STRICTER.values())


def _table(left: str, right: str, rows: list[str]) -> str:
    return f"| {left} | {right} |\n|---|---|\n" + "\n".join(rows) + "\n"


TABLES: Mapping[str, Callable[[], str]] = {
    "commands": commands,
    "keys": keys,
    "presets": presets,
    "checks": check_table,
    "refusals": refusals,
    "stricter": stricter,
}
