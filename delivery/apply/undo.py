"""Putting the cluster back as it was before an apply.

Not `kubectl rollout undo`: that knows the Deployment's pods alone, and would leave another manager on their fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mlflow_tui.delivery.apply import orphans, server
from mlflow_tui.delivery.apply.claims import is_claim
from mlflow_tui.delivery.apply.cluster_object import identity
from mlflow_tui.delivery.apply.upgrade_job import is_upgrade
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.owned import owned_part
from mlflow_tui.renderers.manifests import Manifest


def undo(
    kubectl: Kubectl, applied: Sequence[Manifest], deleted: Sequence[Manifest], before: Mapping[str, Manifest]
) -> list[str]:
    """Take back what was applied, the last first, and bring back what was deleted.

    `applied` are the objects as the server gave them back, `before` those that were there. Gives a line for each
    object. Raises ClusterProblem.
    """
    lines: list[str] = []
    for one in deleted:
        if is_undone(one, before):
            server.apply(kubectl, server.PlannedObject.of(owned_part(one)))
            lines.append(f"{identity(one)} made again")
    for one in reversed(applied):
        name = identity(one)
        if not is_undone(one, before):
            lines.append(f"{name} kept")
            continue
        old = before.get(name)
        if old is None or server.selector(old) != server.selector(one):
            orphans.delete(kubectl, one)
        if old is not None:
            server.apply(kubectl, server.PlannedObject.of(owned_part(old, one)))
        lines.append(f"{name} {'deleted' if old is None else 'as before'}")
    return lines


def is_undone(one: Manifest, before: Mapping[str, Manifest]) -> bool:
    """Whether an object is put back: not the data of a new claim, and no upgrade is run a second time."""
    if is_claim(one):
        return identity(one) in before
    return not is_upgrade(one)
