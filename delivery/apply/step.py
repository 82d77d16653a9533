"""The steps of an apply, and what each has come to."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from mlflow_tui.delivery.problem import DeliveryProblem


class StepName(enum.Enum):
    """The steps of all that is done to a cluster; the value is the title that a person reads."""

    TARGET = "Target"
    DOCUMENT = "Document"
    RENDER = "Render"
    CLUSTER = "Cluster"
    OWNERSHIP = "Ownership"
    DRY_RUN = "Server dry run"
    CHANGES = "Changes"
    VERSION = "MLflow version"
    APPLY = "Apply"
    UPGRADE = "Database upgrade"
    LEFT_OVER = "Left over"
    ROLLOUT = "Rollout"
    REACH = "How to reach it"
    REVISIONS = "Revisions"
    OBJECTS = "Objects"
    DELETE = "Delete"


APPLY_STEPS = (
    StepName.TARGET,
    StepName.DOCUMENT,
    StepName.RENDER,
    StepName.CLUSTER,
    StepName.OWNERSHIP,
    StepName.DRY_RUN,
    StepName.VERSION,
    StepName.CHANGES,
    StepName.APPLY,
    StepName.LEFT_OVER,
    StepName.ROLLOUT,
    StepName.REACH,
)
"""The steps of an apply, in their order."""
_AFTER_APPLY = APPLY_STEPS.index(StepName.APPLY) + 1
WITH_UPGRADE = (*APPLY_STEPS[:_AFTER_APPLY], StepName.UPGRADE, *APPLY_STEPS[_AFTER_APPLY:])
"""The same with a Job that upgrades the database, in the middle of what is applied."""


class State(enum.Enum):
    """What a step has come to."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is now. `summary` is one line, `details` are more; neither holds a secret."""

    name: StepName
    state: State = State.WAITING
    seconds: float = 0.0
    summary: str = ""
    details: tuple[str, ...] = ()


class DocumentErrors(DeliveryProblem):
    """The values have errors: nothing is rendered, and the cluster is not asked."""


class Stopped(DeliveryProblem):
    """The apply ended to protect something: an owner, a conflict, what is missing, a person's no."""


class Declined(Stopped):
    """The person looked at the plan and said no."""


class UpgradeFailed(DeliveryProblem):
    """The Job that upgrades the database did not do it: nothing after it is applied."""


class RolloutFailed(DeliveryProblem):
    """The objects are applied, but the pods did not become ready."""
