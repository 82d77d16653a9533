"""What an apply is asked for, what its steps hand on, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.delivery.apply.change import Change
from mlflow_tui.delivery.apply.question import Consent
from mlflow_tui.delivery.apply.running_version import VersionChange
from mlflow_tui.delivery.apply.server import PlannedObject, Trial
from mlflow_tui.delivery.apply.step import Step
from mlflow_tui.delivery.apply.target import Target
from mlflow_tui.delivery.problem import DeliveryProblem
from mlflow_tui.renderers.manifests import Manifest


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for, besides the values and the release. Times are in seconds."""

    context: str | None = None
    kubeconfig: str | None = None
    create_namespace: bool = False
    dry_run: bool = False
    dry_run_agrees: frozenset[Consent] = frozenset((Consent.ADOPT, Consent.REPLACE))
    """The questions that a dry run answers with yes, to show what would come of it."""
    read_only: bool = False
    delete_claims: bool = False
    """Whether persistent claims may go that the release no longer has, with all data on them."""
    wait: bool = True
    timeout: float = 300.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended. `problem` is None where all went well; `changes` are the plan, or what was done.

    `applied` tells whether anything in the cluster was changed or deleted, `dry_run` whether nothing was to be.
    """

    steps: tuple[Step, ...]
    changes: tuple[Change, ...]
    problem: DeliveryProblem | None
    target: Target | None
    sha256: str
    reach: tuple[str, ...]
    applied: bool
    dry_run: bool
    version_change: VersionChange | None = None
    """Another MLflow than the one that runs; of an apply alone."""


@dataclass(slots=True)
class Plan:
    """What the steps hand on."""

    manifests: list[Manifest] = field(default_factory=list)
    objects: list[PlannedObject] = field(default_factory=list)
    namespace_exists: bool = True
    live: dict[str, Manifest] = field(default_factory=dict)
    trials: list[Trial] = field(default_factory=list)
    orphans: list[dict[str, Any]] = field(default_factory=list)
    superseded: list[dict[str, Any]] = field(default_factory=list)
    """Upgrades of the database that run still, and are ended before the new one starts."""
    doing: str = ""
    """The object that is being applied."""
    gone: str = ""
    """The object that was deleted to be recreated."""
    applied: list[Manifest] = field(default_factory=list)
    deleted: list[dict[str, Any]] = field(default_factory=list)
