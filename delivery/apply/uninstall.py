"""Taking a release out of the cluster: all that this tool made for it, found by its labels, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mlflow_tui.delivery.apply.change import Action, Change, counted
from mlflow_tui.delivery.apply.claims import is_claim, may_delete
from mlflow_tui.delivery.apply.cluster_object import RESOURCES, identity, reference
from mlflow_tui.delivery.apply.operation import Operation
from mlflow_tui.delivery.apply.orphans import delete, made_for, nothing_there
from mlflow_tui.delivery.apply.ownership import owner_of
from mlflow_tui.delivery.apply.question import Consent, Question
from mlflow_tui.delivery.apply.rights import insist, refused
from mlflow_tui.delivery.apply.step import Declined, StepName, Stopped
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem

_LAST_FIRST = tuple(reversed(RESOURCES))
"""What sends traffic goes first, then the pods, then what they used."""


class Uninstall(Operation):
    """Lists what this tool made for a release, and deletes it once the release's name was typed."""

    title = "the uninstall"
    steps = (StepName.TARGET, StepName.OBJECTS, StepName.DELETE)

    def _run(self) -> None:
        kubectl = self._find_target()
        found, claims = self._list(kubectl)
        if self._options.dry_run:
            self._journal.skip(StepName.DELETE, "a dry run changes nothing")
            return
        with self._journal.step(StepName.DELETE) as note:
            self._delete(kubectl, found, note)
            for claim in claims:
                if self._ask(may_delete(claim)):
                    self._delete_one(kubectl, claim)
            note(counted(self._changes), [each.identity for each in self._changes])

    def _list(self, kubectl: Kubectl) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What is to be deleted, and the claims that a person is asked for one by one."""
        with self._journal.step(StepName.OBJECTS) as note:
            found, details = _ours(kubectl, self._release)
            if not found:
                raise nothing_there(kubectl, self._release, "nothing", "uninstall")
            claims = [] if self._options.delete_claims else [one for one in found if is_claim(one)]
            ours = [one for one in found if one not in claims]
            self._changes = [Change(identity(one), Action.DELETED) for one in ours]
            details = [*(identity(one) for one in ours), *details]
            details += [f"kept: {identity(one)} and all data on it, unless you ask for more" for one in claims]
            details.append(f"kept: the namespace {kubectl.namespace}, and all that others made in it")
            note(f"{len(ours)} of the release {self._release}", details)
            insist(kubectl, refused(kubectl, [("delete", reference(one)) for one in ours]))
            return ours, claims

    def _delete(self, kubectl: Kubectl, ours: list[dict[str, Any]], note: Callable[..., None]) -> None:
        planned, self._changes = self._changes, []
        self._refuse_read_only(kubectl)
        if not ours:
            return
        text = f"Delete these {len(ours)} objects of {self._release} in {kubectl.namespace}?"
        details = (*self._shown_target.lines, *(one.identity for one in planned))
        if not self._ask(Question(Consent.UNINSTALL, text, details, typed=self._release, changes=tuple(planned))):
            raise Declined("nothing is deleted", "")
        self._refuse_others(kubectl, ours)
        for number, one in enumerate(ours, 1):
            note(f"{number} of {len(ours)}: {identity(one)}", [each.identity for each in self._changes])
            self._delete_one(kubectl, one)

    def _delete_one(self, kubectl: Kubectl, one: dict[str, Any]) -> None:
        try:
            delete(kubectl, one)
        except ClusterProblem as problem:
            done = ", ".join(each.identity for each in self._changes)
            message = f"{identity(one)}: {problem.message}" + (f"; deleted before: {done}" if done else "")
            raise problem.reworded(message) from None
        self._applied = True
        self._changes.append(Change(identity(one), Action.DELETED))

    def _refuse_others(self, kubectl: Kubectl, ours: list[dict[str, Any]]) -> None:
        """What was agreed to is what was shown: no object may have come, gone, or been created again meanwhile."""
        now, _ = _ours(kubectl, self._release)
        if {_uid(one) for one in now if not is_claim(one)} != {_uid(one) for one in ours if not is_claim(one)}:
            raise Stopped("the objects of the release were changed by others since they were listed", "list them again")


def _ours(kubectl: Kubectl, release: str) -> tuple[list[dict[str, Any]], list[str]]:
    """What this tool made, in the order to delete it, and lines on what stays or could not be looked at."""
    found, hidden = made_for(kubectl, release)
    lines = [f"no permission to list {kind}, so none would be found" for kind in hidden]
    ours = []
    for one in found:
        if owner := owner_of(one, kubectl.context):
            lines.append(f"kept: {identity(one)}, which belongs to {owner.name}")
        else:
            ours.append(one)
    return sorted(ours, key=_order), lines


def _order(one: Mapping[str, Any]) -> tuple[int, str]:
    """Extra objects, whose kinds nobody knows, go before all others; claims go last, when no pod holds them."""
    if is_claim(one):
        return len(_LAST_FIRST), one["metadata"]["name"]
    return _LAST_FIRST.index(one["kind"]) if one["kind"] in RESOURCES else -1, one["metadata"]["name"]


def _uid(one: Mapping[str, Any]) -> object:
    return one["metadata"].get("uid")
