"""The cluster: review what would change there, and apply it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app import MlflowTui


async def review_and_apply(app: MlflowTui) -> None:
    """The review of the plan; while the values have errors, those are shown instead."""
    errors = app.session.view.evaluation.errors
    if errors:
        count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        app.main.areas.open(None)
        app.main.say(f"Nothing is applied while the values have errors: {count}; n goes to the next.", wrong=True)
        return
    from tui.screens.apply import Apply

    await app.push_screen(Apply(app.session))
