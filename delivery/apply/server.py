"""Server-side apply of one object, for real or as a dry run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.config_model.catalogue import by_path
from mlflow_tui.config_model.path import format_path
from mlflow_tui.config_model.values import Values
from mlflow_tui.delivery.apply.cluster_object import identity
from mlflow_tui.delivery.apply.question import Ask, Consent, Question
from mlflow_tui.delivery.apply.refused_field import refused_field
from mlflow_tui.delivery.apply.step import Stopped
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem, Reason
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.manifests.metadata import MANAGER
from mlflow_tui.renderers.manifests.origin import origin
from mlflow_tui.renderers.yaml_text import documents

_APPLY = ("apply", "--server-side", f"--field-manager={MANAGER}")
_SHOWN = ("--validate=false", "--show-managed-fields")
"""The API server refuses unknown fields of a server-side apply by itself; without `--validate=false` kubectl would
first fetch the schemas of everything that the cluster knows.
"""


@dataclass(frozen=True, slots=True)
class PlannedObject:
    """An object and the very bytes that stand for it in the rendered text."""

    manifest: Manifest
    data: bytes
    values: Values | None = field(default=None, repr=False)
    """What it was rendered from; None for one that comes from the cluster."""

    @classmethod
    def of(cls, manifest: Manifest, values: Values | None = None) -> PlannedObject:
        return cls(manifest, documents([manifest]).encode("utf-8"), values)

    @property
    def identity(self) -> str:
        return identity(self.manifest)

    def setting(self, message: str) -> str:
        """The key of the values that made what the API server names in `message`; empty where none did."""
        found = refused_field(self.manifest, message)
        return format_path(origin(self.values, self.manifest, found)) if found and self.values is not None else ""

    @property
    def switch(self) -> str:
        """The key that turns the object off, or the nearest that makes it; empty where none does."""
        made_by = origin(self.values, self.manifest, ("spec",)) if self.values is not None else ()
        above = (made_by[:length] for length in range(len(made_by), 0, -1))
        switches = ((*path, "enabled") for path in above)
        return format_path(next((path for path in switches if path in by_path()), made_by))


def apply(kubectl: Kubectl, planned: PlannedObject, *options: str) -> Manifest:
    """What the object is afterwards, or with `--dry-run=server` would be. Raises ClusterProblem."""
    return kubectl.data(*_APPLY, *options, "-f", "-", *_SHOWN, stdin=planned.data) or {}


def _apply_all(kubectl: Kubectl, objects: Sequence[PlannedObject], *options: str) -> dict[str, Manifest]:
    """The same for several objects in one call: what each is afterwards, by its identity."""
    everything = b"".join(planned.data for planned in objects)
    found = kubectl.data(*_APPLY, *options, "-f", "-", *_SHOWN, stdin=everything) or {}
    return {identity(one): one for one in (found["items"] if found.get("kind") == "List" else [found]) if one}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a dry run showed: the object as it would be, and how it must be applied."""

    planned: PlannedObject
    result: Manifest
    taken: tuple[str, ...] = ()
    """Fields that others manage, and that are taken from them: `manager: field`."""
    replaced: bool = False
    left: bool = False
    """Whether there is nothing to apply: what the object is for is done."""

    @property
    def options(self) -> tuple[str, ...]:
        return ("--force-conflicts",) if self.taken else ()


def all_accepted(kubectl: Kubectl, objects: Sequence[PlannedObject], live: Mapping[str, Manifest]) -> dict[str, Trial]:
    """A dry run of all at once, by their identities. Empty if any is refused, which `try_out` then tells one by one."""
    changeable = [one for one in objects if one.identity not in live or not _must_be_replaced(one, live[one.identity])]
    try:
        results = _apply_all(kubectl, changeable, "--dry-run=server")
    except ClusterProblem as problem:
        if problem.is_silence and problem.reason is not Reason.OTHER:
            raise
        return {}
    return {one.identity: Trial(one, results[one.identity]) for one in changeable if one.identity in results}


def _must_be_replaced(planned: PlannedObject, live: Mapping[str, Any]) -> bool:
    return selector(live) != selector(planned.manifest)


def try_out(kubectl: Kubectl, planned: PlannedObject, live: Mapping[str, Any] | None, ask: Ask) -> Trial:
    """A dry run on the server. Raises Stopped where the person does not agree to force or to replace."""
    if live is not None and _must_be_replaced(planned, live):
        _agree_to_replace(planned, live, ask)
        return Trial(planned, planned.manifest, replaced=True)
    try:
        return Trial(planned, apply(kubectl, planned, "--dry-run=server"))
    except ClusterProblem as problem:
        if live is not None and _is_of_a_fixed_pod(planned, problem):
            _agree_to_end(planned, ask)
            return Trial(planned, planned.manifest, replaced=True)
        if problem.reason is not Reason.CONFLICT:
            raise _refused(planned, problem) from None
        taken = _agree_to_force(planned, problem, ask)
    try:
        return Trial(planned, apply(kubectl, planned, "--dry-run=server", "--force-conflicts"), taken=taken)
    except ClusterProblem as problem:
        raise _refused(planned, problem) from None


def selector(one: Mapping[str, Any]) -> object:
    """What tells a Deployment its pods, which cannot be changed; None for other kinds."""
    return one["spec"]["selector"] if one["kind"] == "Deployment" else None


def _is_of_a_fixed_pod(planned: PlannedObject, problem: ClusterProblem) -> bool:
    """Whether it is refused since the pod of a Job cannot be changed."""
    pod = ("spec", "template")
    return planned.manifest["kind"] == "Job" and refused_field(planned.manifest, problem.detail) == pod


def _agree_to_end(planned: PlannedObject, ask: Ask) -> None:
    name = planned.identity
    found = f"{name} runs with another pod, which cannot be changed"
    if not ask(Question(Consent.REPLACE, f"{found}. End it, and start it anew?")):
        raise Stopped(found, "wait until it has ended, or agree to end it")


def _agree_to_replace(planned: PlannedObject, live: Mapping[str, Any], ask: Ask) -> None:
    name = planned.identity
    labels = [
        ", ".join(f"{key}={value}" for key, value in each["spec"]["selector"].get("matchLabels", {}).items())
        for each in (live, planned.manifest)
    ]
    details = (
        f"selector now   {labels[0]}",
        f"selector then  {labels[1]}",
        "its pods stop until the new ones are ready",
    )
    text = f"The selector of {name} cannot be changed, so it must be deleted and recreated. Replace it?"
    if not ask(Question(Consent.REPLACE, text, details)):
        raise Stopped(
            f"{name} must be replaced: its selector cannot be changed ({labels[0]} → {labels[1]})",
            "agree to that, or take back the change of nameOverride or --release",
        )


def _agree_to_force(planned: PlannedObject, problem: ClusterProblem, ask: Ask) -> tuple[str, ...]:
    """The fields to take and their managers; raises Stopped where the person leaves them alone."""
    conflicts = conflicts_in(problem.detail)
    lines = tuple(f"{manager}: {field}" for manager, field in conflicts)
    managers = ", ".join(dict.fromkeys(manager for manager, _ in conflicts)) or "others"
    text = f"Fields of {planned.identity} are managed by {managers}. Take them?"
    if not ask(Question(Consent.FORCE, text, lines)):
        raise Stopped(
            f"{planned.identity}: {managers} manages {', '.join(field for _, field in conflicts) or 'the same fields'}",
            "leave it to them, or agree to take it; nothing is forced without that",
        )
    return lines or (managers,)


def conflicts_in(said: str) -> list[tuple[str, str]]:
    """Each conflict that the API server names: the manager, and the field."""
    found: list[tuple[str, str]] = []
    manager = ""
    for line in said.splitlines():
        if match := re.search(r'conflicts? with "([^"]*)"', line):
            manager = match[1]
        found += [
            (manager, field) for field in re.findall(r"(?:^|:|-)\s+(\.[\w.\[\]=\"/\\,{}:~-]+)\s*$", line) if manager
        ]
    return found


def _refused(planned: PlannedObject, problem: ClusterProblem) -> ClusterProblem:
    """The refusal, beside the setting that made it."""
    if problem.reason in (Reason.UNREACHABLE, Reason.TIMEOUT, Reason.UNAUTHORIZED, Reason.NONSENSE):
        return problem
    said = f"the API server refuses {planned.identity}: {problem.complaint}"
    setting = planned.setting(problem.detail)
    if not setting:
        return problem.reworded(said)
    return problem.reworded(f"{setting}: {said}", f"change {setting}", (setting,))
