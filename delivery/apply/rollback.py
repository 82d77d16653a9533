"""Going back to what the pods were before, as `kubectl rollout undo` does, behind the same plan as an apply.

The pods' template alone goes back: Secrets and ConfigMaps stay as they are now. It is applied as this tool's own, so
that the next apply meets no other manager on its fields; `kubectl rollout undo` would leave one there.
"""

from __future__ import annotations

from typing import Any

from mlflow_tui.delivery.apply import change, rollout, server
from mlflow_tui.delivery.apply.change import Action
from mlflow_tui.delivery.apply.cluster_object import identity, reference, secret_texts
from mlflow_tui.delivery.apply.operation import Operation
from mlflow_tui.delivery.apply.orphans import labels_of, nothing_there
from mlflow_tui.delivery.apply.ownership import check_ownership, refuse_stale
from mlflow_tui.delivery.apply.question import Consent, Question
from mlflow_tui.delivery.apply.rights import insist, refused
from mlflow_tui.delivery.apply.server import PlannedObject, Trial
from mlflow_tui.delivery.apply.step import Declined, RolloutFailed, StepName, Stopped
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.owned import owned_part
from mlflow_tui.delivery.revisions import Revision, revisions, without_defaults
from mlflow_tui.renderers.manifests import Manifest


class Rollback(Operation):
    """Takes the Deployment of a release back to the revision before the one that runs."""

    title = "the rollback"
    steps = (
        StepName.TARGET,
        StepName.REVISIONS,
        StepName.OWNERSHIP,
        StepName.DRY_RUN,
        StepName.CHANGES,
        StepName.APPLY,
        StepName.ROLLOUT,
    )

    def _run(self) -> None:
        kubectl = self._find_target()
        live, earlier = self._find_revision(kubectl)
        self._check_owner(kubectl, live)
        trial = self._try_out(kubectl, live, earlier)
        self._compare(live, trial)
        if self._options.dry_run:
            for name in (StepName.APPLY, StepName.ROLLOUT):
                self._journal.skip(name, "a dry run changes nothing")
            return
        self._apply(kubectl, live, trial, earlier)
        self._watch(kubectl, live)

    def _find_revision(self, kubectl: Kubectl) -> tuple[Manifest, Revision]:
        with self._journal.step(StepName.REVISIONS) as note:
            live = deployment_of(kubectl, self._release)
            found = revisions(kubectl, live)
            note(f"{len(found)} kept", [line_of(one) for one in found])
            if len(found) < 2:
                raise Stopped(
                    f"{identity(live)} has no earlier revision to go back to",
                    "apply the earlier values instead",
                )
            for one in found[:2]:
                kubectl.hide(secret_texts([{**live, "spec": {**live["spec"], "template": one.template}}]))
            note(f"from {found[0].number} back to {found[1].number}", [line_of(one) for one in found])
            return live, found[1]

    def _check_owner(self, kubectl: Kubectl, live: Manifest) -> None:
        with self._journal.step(StepName.OWNERSHIP) as note:
            check_ownership([live], self._release, kubectl.context, self._ask)
            insist(kubectl, refused(kubectl, [("patch", reference(live))]))
            note(f"{identity(live)} is ours, and you may change it")

    def _try_out(self, kubectl: Kubectl, live: Manifest, earlier: Revision) -> Trial:
        with self._journal.step(StepName.DRY_RUN) as note:
            planned: dict[str, Any] = owned_part(live)
            planned["spec"] = {**planned["spec"], "template": dict(earlier.template)}
            trial = server.try_out(kubectl, PlannedObject.of(planned), live, self._ask)
            if without_defaults(trial.result["spec"]["template"]) != earlier.template:
                raise _in_the_way(kubectl, live, earlier)
            note("the API server would accept it", [f"taken from {line}" for line in trial.taken])
            return trial

    def _compare(self, live: Manifest, trial: Trial) -> None:
        with self._journal.step(StepName.CHANGES) as note:
            self._changes = [change.change(live, trial.planned.manifest, trial.result, replaced=trial.replaced)]
            note(change.counted(self._changes), ["Secrets and ConfigMaps stay as they are now"])

    def _apply(self, kubectl: Kubectl, live: Manifest, trial: Trial, earlier: Revision) -> None:
        with self._journal.step(StepName.APPLY) as note:
            self._refuse_read_only(kubectl)
            if all(one.action is Action.UNCHANGED for one in self._changes):
                note("nothing to change: the pods are as they were then")
                return
            text = f"Take {identity(live)} back to revision {earlier.number}?"
            details = (*self._shown_target.lines, line_of(earlier), "Secrets and ConfigMaps stay as they are now")
            if not self._ask(Question(Consent.ROLLBACK, text, details, changes=tuple(self._changes))):
                raise Declined("nothing is changed", "")
            refuse_stale(kubectl, {identity(live): live}, [live])
            server.apply(kubectl, trial.planned, *trial.options)
            self._applied = True
            note(f"{identity(live)} is back at what revision {earlier.number} was")

    def _watch(self, kubectl: Kubectl, live: Manifest) -> None:
        if not self._options.wait:
            self._journal.skip(StepName.ROLLOUT, "not waited for")
            return
        with self._journal.step(StepName.ROLLOUT) as note:
            name = live["metadata"]["name"]
            try:
                rollout.watch(kubectl, name, self._options.timeout, note)
            except RolloutFailed as problem:
                note(problem.message, rollout.diagnosis(kubectl, name))
                raise


def deployment_of(kubectl: Kubectl, release: str) -> Manifest:
    """The Deployment that this tool made for a release. Raises ClusterProblem if there is none."""
    found = kubectl.data("get", "deployments.apps", "-l", labels_of(release), "--show-managed-fields") or {}
    for one in found.get("items", []):
        return dict(one)
    raise nothing_there(kubectl, release, "no Deployment", "rollback")


def _in_the_way(kubectl: Kubectl, live: Manifest, earlier: Revision) -> Stopped:
    """Others set fields of the pods meanwhile, which an apply leaves as they are."""
    name = live["metadata"]["name"]
    context = "" if kubectl.context.in_cluster else f" --context {kubectl.context.name}"
    return Stopped(
        f"since revision {earlier.number} others have changed the pods of {identity(live)}, which would stay",
        "see what they set with: mlflow-tui diff VALUES --against live; or go back to all of it with: "
        f"kubectl{context} rollout undo deployment/{name} -n {kubectl.namespace} --to-revision={earlier.number}",
    )


def line_of(one: Revision) -> str:
    """A revision in a line."""
    return f"revision {one.number}, made {one.made}: {', '.join(one.images)}"
