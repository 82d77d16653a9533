"""What commands tell as JSON, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlflow_tui.config_model.upgrade import Entry
from mlflow_tui.config_model.url_passwords import without_passwords

if TYPE_CHECKING:
    from mlflow_tui.delivery.apply import Outcome


def entry_record(entry: Entry) -> dict[str, Any]:
    """Something that an upgrade brings."""
    return {
        "kind": entry.kind.value,
        "version": str(entry.version) if entry.version is not None else None,
        "path": entry.key,
        "message": without_passwords(entry.message),
        "fix": without_passwords(entry.fix) or None,
        "made": entry.made,
        "command": entry.command or None,
    }


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """How an apply ended, or with a dry run what it would do. Nothing in it is secret."""
    target, change, problem = outcome.target, outcome.version_change, outcome.problem
    return {
        "context": target.context.name if target is not None else None,
        "namespace": target.namespace if target is not None else None,
        "release": target.release if target is not None else None,
        "dryRun": outcome.dry_run,
        "applied": outcome.applied,
        "objects": [{"object": one.identity, "action": one.action.value} for one in outcome.changes],
        "mlflow": None
        if change is None
        else {
            "from": str(change.running),
            "to": str(change.wanted),
            "entries": [entry_record(one) for one in change.entries],
        },
        "reach": list(outcome.reach),
        "problem": None if problem is None else {"message": problem.message, "hint": problem.hint or None},
    }
