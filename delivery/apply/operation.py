"""What all that is done to a cluster has in common: a target, steps that are kept account of, questions, an end."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from mlflow_tui.delivery.apply import target
from mlflow_tui.delivery.apply.change import Change
from mlflow_tui.delivery.apply.journal import Journal, Observe
from mlflow_tui.delivery.apply.plan import Options, Outcome
from mlflow_tui.delivery.apply.question import Ask, Consent, Question
from mlflow_tui.delivery.apply.running_version import VersionChange
from mlflow_tui.delivery.apply.step import StepName
from mlflow_tui.delivery.apply.target import Target
from mlflow_tui.delivery.connection import connect
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import Cancelled, DeliveryProblem, ReadOnly
from mlflow_tui.delivery.process import Cancellation


class Operation(ABC):
    """`run` it once, in a thread of its own if the person is to go on working; `cancellation` stops it."""

    title: ClassVar[str]
    """What it is, as in `the apply was cancelled`."""
    steps: tuple[StepName, ...]
    """The steps to show, in their order."""

    def __init__(
        self,
        release: str,
        namespace: str | None,
        options: Options,
        ask: Ask,
        observe: Observe = lambda _: None,
        *,
        cancellation: Cancellation | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self.cancellation = cancellation or Cancellation()
        self._release = release
        self._namespace = namespace
        self._options = options
        self._person = ask
        self._journal = Journal(self.steps, observe)
        self._environment = environment
        self._target: Target | None = None
        self._changes: list[Change] = []
        self._applied = False
        self._reach: tuple[str, ...] = ()
        self._sha256 = ""
        self._version_change: VersionChange | None = None

    def run(self) -> Outcome:
        """Run all steps. A problem ends it and is part of the outcome, never raised."""
        problem: DeliveryProblem | None = None
        try:
            self._run()
        except Cancelled:
            problem = Cancelled(self.title)
        except DeliveryProblem as raised:
            problem = raised
        return Outcome(
            self._journal.steps,
            tuple(self._changes),
            problem,
            self._target,
            self._sha256,
            self._reach,
            self._applied,
            self._options.dry_run,
            self._version_change,
        )

    @abstractmethod
    def _run(self) -> None:
        """The steps. Raises DeliveryProblem."""

    @property
    def _shown_target(self) -> Target:
        assert self._target is not None, "the first step finds it"
        return self._target

    def _ask(self, question: Question) -> bool:
        """The person's answer. A dry run asks nothing: it shows what would come of a yes, as far as it may."""
        if self._options.dry_run:
            return question.consent in self._options.dry_run_agrees
        self.cancellation.check()
        if question.consent is Consent.DELETE_CLAIMS and self._options.delete_claims:
            return True
        answer = self._person(question)
        self.cancellation.check()
        return answer

    def _find_target(self, checked_version: str = "") -> Kubectl:
        """The first step: kubectl, bound to what is shown. `checked_version` is the one the values were checked for."""
        with self._journal.step(StepName.TARGET) as note:
            options = self._options
            kubectl = connect(
                options.context,
                options.kubeconfig,
                self._namespace,
                read_only=options.read_only or options.dry_run,
                cancellation=self.cancellation,
                environment=self._environment,
            )
            context = kubectl.context
            client = kubectl.check_client()
            version = target.server_version(kubectl)
            self._target = Target(context, kubectl.namespace, self._release, version, client)
            other = target.version_note(version, checked_version)
            summary = f"{context.name}, namespace {kubectl.namespace}, release {self._release}"
            note(summary, (*self._target.lines, *other))
            if not kubectl.read_only:
                marks = target.production_marks(self._environment)
                target.confirm_production(self._target, marks, self._ask)
            return kubectl

    def _refuse_read_only(self, kubectl: Kubectl) -> None:
        """The last word before anything changes; kubectl itself would refuse too."""
        if kubectl.read_only:
            raise ReadOnly
