"""The safe apply: step by step, from the values to pods that are ready, with a yes before anything changes.

The screens and the command line run the same apply; they differ in how they show the steps and ask the questions.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sized
from dataclasses import replace
from typing import Any

from mlflow_tui.config_model.database_upgrade import upgrades_by_job
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.delivery.apply import (
    change,
    needs,
    orphans,
    reach,
    rollout,
    server,
    target,
    undo,
    upgrade_job,
)
from mlflow_tui.delivery.apply.change import Action, Change
from mlflow_tui.delivery.apply.claims import is_claim, may_delete
from mlflow_tui.delivery.apply.cluster_object import identity, live_objects, secret_texts
from mlflow_tui.delivery.apply.journal import Observe
from mlflow_tui.delivery.apply.operation import Operation
from mlflow_tui.delivery.apply.ownership import check_ownership, refuse_stale
from mlflow_tui.delivery.apply.plan import Options, Plan
from mlflow_tui.delivery.apply.question import Ask, Consent, Question
from mlflow_tui.delivery.apply.rights import check_rights
from mlflow_tui.delivery.apply.running_version import version_change
from mlflow_tui.delivery.apply.served import check_served
from mlflow_tui.delivery.apply.server import PlannedObject, Trial
from mlflow_tui.delivery.apply.step import (
    APPLY_STEPS,
    WITH_UPGRADE,
    Declined,
    DocumentErrors,
    RolloutFailed,
    StepName,
    Stopped,
    UpgradeFailed,
)
from mlflow_tui.delivery.apply.waiting import Report
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem, DeliveryProblem
from mlflow_tui.delivery.process import Cancellation
from mlflow_tui.renderers.manifests import render

_AS_IT_IS = (Action.UNCHANGED, Action.NOT_NEEDED, Action.LEFT_OVER)
"""What an apply does nothing about."""


class SafeApply(Operation):
    """One apply of the values that were evaluated, to the release and namespace that they were evaluated for."""

    title = "the apply"
    steps: tuple[StepName, ...] = APPLY_STEPS

    def __init__(
        self,
        evaluation: Evaluation,
        options: Options,
        ask: Ask,
        observe: Observe = lambda _: None,
        *,
        cancellation: Cancellation | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        release = evaluation.release
        if evaluation.values is not None and upgrades_by_job(evaluation.values):
            self.steps = WITH_UPGRADE
        super().__init__(
            release.name,
            release.namespace,
            options,
            ask,
            observe,
            cancellation=cancellation,
            environment=environment,
        )
        self._evaluation = evaluation
        self._plan = Plan()

    def _run(self) -> None:
        kubectl = self._find_target(self._evaluation.release.kube_version)
        self._check_document()
        self._render(kubectl)
        self._look_at_cluster(kubectl)
        self._check_owners(kubectl)
        self._try_out(kubectl)
        self._compare_versions()
        self._compare(kubectl)
        if self._options.dry_run:
            for name in self.steps[self.steps.index(StepName.APPLY) :]:
                self._journal.skip(name, "a dry run changes nothing")
            return
        self._apply(kubectl)
        self._delete_orphans(kubectl)
        self._watch(kubectl)
        self._tell_reach(kubectl)

    def _check_document(self) -> None:
        with self._journal.step(StepName.DOCUMENT) as note:
            errors, warnings = self._evaluation.errors, self._evaluation.warnings
            note(
                f"{_count(errors, 'error')}, {_count(warnings, 'warning')}",
                [f"{one.code} {one.key}: {one.message}" for one in (*errors, *warnings)],
            )
            if errors or self._evaluation.values is None:
                first = f", such as {errors[0].key}: {errors[0].message}" if errors else ""
                raise DocumentErrors(f"the values have {_count(errors, 'error')}{first}", "fix them first")

    def _render(self, kubectl: Kubectl) -> None:
        with self._journal.step(StepName.RENDER) as note:
            plan, evaluation = self._plan, self._evaluation
            assert evaluation.values is not None
            plan.manifests = render(evaluation.values, replace(evaluation.release, namespace=kubectl.namespace))
            plan.objects = [PlannedObject.of(one, evaluation.values) for one in plan.manifests]
            self._sha256 = hashlib.sha256(b"".join(one.data for one in plan.objects)).hexdigest()
            kubectl.hide(secret_texts(plan.manifests))
            note(f"{len(plan.objects)} objects, sha256 {self._sha256}", [one.identity for one in plan.objects])

    def _look_at_cluster(self, kubectl: Kubectl) -> None:
        with self._journal.step(StepName.CLUSTER) as note:
            plan, details = self._plan, []
            check_served(kubectl, plan.objects)
            plan.namespace_exists = target.namespace_exists(kubectl)
            if not plan.namespace_exists and kubectl.read_only and self._options.create_namespace:
                details.append(f"the namespace {kubectl.namespace} would be made")
            elif not plan.namespace_exists:
                target.create_namespace(kubectl, agreed=self._options.create_namespace, ask=self._ask)
                plan.namespace_exists = True
                details.append(f"the namespace {kubectl.namespace} was made")
            check_rights(kubectl, plan.manifests)
            details.append("all permissions are granted")
            note("the namespace and the permissions are there", details)
            assert self._evaluation.values is not None
            lacks, hidden = needs.what_is_missing(kubectl, needs.needs(self._evaluation.values, plan.manifests))
            missing = [lack.line for lack in lacks]
            note("the namespace, the permissions and what the values name are there", (*details, *missing, *hidden))
            question = Question(Consent.MISSING, "The pods will not start without these. Go on?", tuple(missing))
            if missing and not self._options.dry_run and not self._ask(question):
                raise Stopped(
                    "; ".join(missing),
                    "create what is missing first, or change the setting",
                    settings=[lack.setting for lack in lacks],
                )
            if missing:
                note(f"{len(missing)} missing", (*details, *missing, *hidden))

    def _check_owners(self, kubectl: Kubectl) -> None:
        with self._journal.step(StepName.OWNERSHIP) as note:
            plan = self._plan
            plan.live = live_objects(kubectl, plan.manifests) if plan.namespace_exists else {}
            taken = check_ownership(plan.live.values(), self._release, kubectl.context, self._ask)
            there = f"{len(plan.live)} of {len(plan.objects)} objects are there, none of them somebody else's"
            summary = there if plan.live else "none of the objects is there yet"
            note(summary, [f"adopted: {name}" for name in taken])

    def _try_out(self, kubectl: Kubectl) -> None:
        with self._journal.step(StepName.DRY_RUN) as note:
            plan = self._plan
            if not plan.namespace_exists:
                plan.trials = [Trial(planned, planned.manifest) for planned in plan.objects]
                note("not possible before the namespace is created")
                return
            kubectl.take_warnings()  # those of what was only read
            settled = upgrade_job.settled(plan.objects, plan.live)
            open_ones = [one for one in plan.objects if one.identity not in settled]
            accepted = {**settled, **server.all_accepted(kubectl, open_ones, plan.live)}
            for number, planned in enumerate(plan.objects, 1):
                note(f"{number} of {len(plan.objects)}: {planned.identity}")
                trial = accepted.get(planned.identity)
                plan.trials.append(
                    trial or server.try_out(kubectl, planned, plan.live.get(planned.identity), self._ask)
                )
            plan.trials = upgrade_job.without_what_is_done(plan.trials, plan.live)
            taken = [f"{one.planned.identity}: taken from {line}" for one in plan.trials for line in one.taken]
            warnings = kubectl.take_warnings()
            summary = f"the API server would accept all {len(plan.objects)} objects"
            if warnings:
                summary += f", with {_count(warnings, 'warning')}"
            note(summary, [*taken, *(f"warning: {line}" for line in warnings)])

    def _compare_versions(self) -> None:
        with self._journal.step(StepName.VERSION) as note:
            change, values = version_change(self._evaluation, self._plan.live.values()), self._evaluation.values
            assert values is not None
            self._version_change = change
            if change is None:
                note(f"the file is for MLflow {values.image.reading.version}")
            else:
                note(change.line, change.details)

    def _compare(self, kubectl: Kubectl) -> None:
        with self._journal.step(StepName.CHANGES) as note:
            plan = self._plan
            hidden: list[str] = []
            for trial in plan.trials:
                live = plan.live.get(trial.planned.identity)
                made = change.change(
                    live, trial.planned.manifest, trial.result, replaced=trial.replaced, left=trial.left
                )
                self._changes.append(made)
            if plan.namespace_exists:
                release = self._release
                found, hidden = orphans.find_orphans(kubectl, release, plan.manifests)
                plan.orphans = self._without_upgrades(found)
                self._changes += [change.left_over(one) for one in plan.orphans]
                self._changes += [Change(identity(one), Action.DELETED) for one in plan.superseded]
            details = [f"{one.action.value}: {one.identity}" for one in self._changes]
            details += [f"no permission to list {kind}, so orphaned objects would not be found" for kind in hidden]
            note(change.counted(self._changes), details)

    def _without_upgrades(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The orphans without earlier upgrades: one that has ended goes by itself, two at once would harm."""
        plan = self._plan
        if any(upgrade_job.is_upgrade(one.planned.manifest) and not one.left for one in plan.trials):
            plan.superseded = upgrade_job.unfinished(found)
        names = ", ".join(map(identity, plan.superseded))
        question = Question(Consent.REPLACE, f"{names} has not finished. End it before the new upgrade starts?")
        if names and not self._ask(question):
            raise Stopped(
                f"{names} has not finished, and two upgrades at once would harm the database",
                "wait until it has ended, or delete it",
            )
        return [one for one in found if one not in plan.superseded and not upgrade_job.has_ended(one)]

    def _apply(self, kubectl: Kubectl) -> None:
        with self._journal.step(StepName.APPLY) as note:
            plan = self._plan
            self._refuse_read_only(kubectl)
            doing = [one for one in self._changes if one.action not in _AS_IT_IS]
            if not doing:
                note("nothing to change")
                return
            version = (f"MLflow      {self._version_change.line}",) if self._version_change is not None else ()
            objects = (f"{one.action.value}: {one.identity}" for one in doing)
            details = (*self._shown_target.lines, *version, *objects)
            question = Question(Consent.APPLY, f"Apply: {change.counted(doing)}?", details, changes=tuple(doing))
            if not self._ask(question):
                raise Declined("nothing is applied", "")
            refuse_stale(kubectl, plan.live, plan.manifests)
            try:
                for number, trial in enumerate(plan.trials, 1):
                    note(f"{number} of {len(plan.trials)}: {trial.planned.identity}", self._done_so_far())
                    self._apply_one(kubectl, trial)
                    if upgrade_job.is_upgrade(trial.planned.manifest):
                        self._wait_for_upgrade(kubectl, trial)
            except DeliveryProblem as problem:
                self._changes = [self._come_to(one, problem) for one in self._changes]
                raise
            note(change.counted(doing), self._done_so_far())

    def _apply_one(self, kubectl: Kubectl, trial: Trial) -> None:
        plan, name = self._plan, trial.planned.identity
        if trial.left:
            return
        plan.doing = name
        try:
            for one in plan.superseded if upgrade_job.is_upgrade(trial.planned.manifest) else ():
                orphans.delete(kubectl, one)
                plan.deleted.append(one)
                self._applied = True
            if trial.replaced:
                orphans.delete(kubectl, plan.live[name])
                plan.gone = name
            plan.applied.append(server.apply(kubectl, trial.planned, *trial.options))
            self._applied = True
        except ClusterProblem as problem:
            was = "deleted, and could not be recreated: " if plan.gone == name else ""
            done = f"; applied before: {', '.join(map(identity, plan.applied))}" if plan.applied else ""
            hint = "apply again once that is fixed: what is applied stays" if plan.applied else problem.hint
            raise problem.reworded(f"{name}: {was}{problem.message}{done}", hint) from None

    def _wait_for_upgrade(self, kubectl: Kubectl, trial: Trial) -> None:
        """The pods of the new MLflow start on a database that is upgraded, or not at all."""
        if trial.left:
            self._journal.skip(StepName.UPGRADE, "the database is upgraded already")
            return
        with self._journal.step(StepName.UPGRADE) as note:
            job = trial.planned.manifest
            try:
                upgrade_job.watch(kubectl, job, self._options.timeout, note)
            except UpgradeFailed as problem:
                note(problem.message, upgrade_job.diagnosis(kubectl, job))
                raise

    def _come_to(self, planned: Change, problem: DeliveryProblem) -> Change:
        """What a change has come to when the apply ended in the middle."""
        done = {identity(one) for one in (*self._plan.applied, *self._plan.deleted)}
        if planned.identity in done or planned.action in _AS_IT_IS:
            return planned
        action = Action.NOT_DONE
        if planned.identity == self._plan.doing and isinstance(problem, ClusterProblem) and problem.is_silence:
            action = Action.UNKNOWN
        elif planned.identity == self._plan.gone:
            action = Action.DELETED
        return Change(planned.identity, action, planned.lines)

    def _done_so_far(self) -> tuple[str, ...]:
        actions = {one.identity: one.action.value for one in self._changes}
        return tuple(f"{name} {actions[name]}" for name in map(identity, self._plan.applied))

    def _delete_orphans(self, kubectl: Kubectl) -> None:
        plan = self._plan
        if not plan.orphans:
            self._journal.skip(StepName.LEFT_OVER, "no orphaned objects")
            return
        with self._journal.step(StepName.LEFT_OVER) as note:
            names = tuple(map(identity, plan.orphans))
            note(f"{len(names)} left over", names)
            claims = [one for one in plan.orphans if is_claim(one)]
            others = [one for one in plan.orphans if not is_claim(one)]
            text = "These objects of the release are no longer in the plan. Delete them?"
            if others and self._ask(Question(Consent.DELETE, text, tuple(map(identity, others)))):
                for one in others:
                    self._delete_orphan(kubectl, one)
            for one in claims:
                if self._ask(may_delete(one)):
                    self._delete_orphan(kubectl, one)
            deleted = sum(one in plan.deleted for one in plan.orphans)
            kept = len(names) - deleted
            parts = (f"{deleted} deleted" if deleted else "", f"{kept} orphaned, kept" if kept else "")
            note(", ".join(filter(None, parts)), names)

    def _delete_orphan(self, kubectl: Kubectl, one: dict[str, Any]) -> None:
        orphans.delete(kubectl, one)
        self._plan.deleted.append(one)
        self._applied = True
        deleted = Change(identity(one), Action.DELETED)
        self._changes = [deleted if each.identity == deleted.identity else each for each in self._changes]

    def _watch(self, kubectl: Kubectl) -> None:
        if not self._options.wait:
            self._journal.skip(StepName.ROLLOUT, "not waited for")
            return
        with self._journal.step(StepName.ROLLOUT) as note:
            name = next(one["metadata"]["name"] for one in self._plan.manifests if one["kind"] == "Deployment")
            try:
                rollout.watch(kubectl, name, self._options.timeout, note)
            except RolloutFailed as problem:
                note(problem.message, details := rollout.diagnosis(kubectl, name))
                lasting = self._what_stays()
                question = Question(Consent.UNDO, f"{problem.message}. Roll everything back?", (*lasting, *details))
                if (self._plan.applied or self._plan.deleted) and self._ask(question):
                    raise self._undo(kubectl, problem, details, note) from None
                raise

    def _undo(self, kubectl: Kubectl, problem: RolloutFailed, details: tuple[str, ...], note: Report) -> RolloutFailed:
        """Puts everything back. Gives the problem, which says so too."""
        plan = self._plan
        try:
            lines = undo.undo(kubectl, plan.applied, plan.deleted, plan.live)
        except ClusterProblem as second:
            raise second.reworded(f"{problem.message}, and rolling back failed: {second.message}") from None
        done = {identity(one) for one in (*plan.applied, *plan.deleted) if undo.is_undone(one, plan.live)}
        self._changes = [
            Change(one.identity, Action.UNDONE) if one.identity in done and one.action is not Action.UNCHANGED else one
            for one in self._changes
        ]
        message = f"{problem.message}; everything is rolled back"
        note(message, (*details, *lines))
        return RolloutFailed(message, "the lines about its pods tell why: fix the values and apply again")

    def _what_stays(self) -> tuple[str, ...]:
        """What rolling back does not take back."""
        if any(map(upgrade_job.is_upgrade, self._plan.applied)):
            return ("the database stays upgraded, and an earlier MLflow may refuse it: restore its backup then",)
        return ()

    def _tell_reach(self, kubectl: Kubectl) -> None:
        with self._journal.step(StepName.REACH) as note:
            assert self._evaluation.values is not None
            version = self._evaluation.values.image.reading.version
            self._reach = reach.how_to_reach(kubectl, self._plan.manifests, version)
            note(self._reach[-1], self._reach)


def _count(found: Sized, what: str) -> str:
    return f"{len(found) or 'no'} {what}{'' if len(found) == 1 else 's'}"
