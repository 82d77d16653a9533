"""The plan of a move as text for a terminal, and as a runbook in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlflow_tui.config_model.conversion.move import Move, Step
from mlflow_tui.config_model.url_passwords import without_passwords


def text(move: Move) -> str:
    """A line for each change and each step, with its commands below."""
    lines = [
        *(f"{one.what}: {one.there}" + ("" if one.same else f" -> {one.here}") for one in move.changes),
        *_numbered(move.steps),
        "the way back:",
        *_numbered(move.back),
    ]
    return without_passwords("".join(f"{line}\n" for line in lines))


def markdown(move: Move) -> str:
    """A runbook that a person follows from the top, with boxes to tick."""
    lines = [
        f"# Move of the release {move.release.name}",
        "",
        f"From {move.chart.title} ({move.chart.source}) to this one.",
        "",
        "## What changes",
        "",
        "| what | before | after |",
        "|---|---|---|",
        *(f"| {one.what} | `{one.there}` | {'the same' if one.same else f'`{one.here}`'} |" for one in move.changes),
        "",
        "## Steps",
        *_sections(move.steps, "- [ ] "),
        "",
        "## The way back",
        *_sections(move.back, "- [ ] "),
    ]
    return without_passwords("".join(f"{line}\n" for line in lines))


def _numbered(steps: Sequence[Step]) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        yield f"{number}. {step.title}"
        yield from (f"     {command}" for command in step.commands)


def _sections(steps: Sequence[Step], box: str) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        yield from ("", f"### {number}. {step.title}", "", step.why)
        if step.commands:
            yield from ("", "```console", *step.commands, "```")
        yield from ("", f"{box}done")
